"""Puts markup and control characters into every text that a user can give."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar, cast

import attrs
from hypothesis import strategies as st

from soleus_recovery import Case
from soleus_recovery.guidance.protocol import RecoveryProtocol
from tests.protocols import as_if_released

__all__ = ["KEPT", "OBEYED", "TIMES", "markup", "poisoned"]

T = TypeVar("T")
# Fields that are looked up or parsed, not shown.
TIMES = frozenset({"zone", "wake", "bed", "run_time", "onset"})
KEPT = TIMES | {"id", "key", "rule", "rules", "language", "cite", "ladder", "training", "name"}
# Controls of C0 and C1, marks of bidirectional text, line ends of some programs, and characters that XML cannot hold.
OBEYED = (
    *map(chr, (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F)),
    *map(chr, (*range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)),
)
_PIECES = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style>", "</title>", "</svg>", "<!--", "]]>"),
    *('"', "'", "&", "&lt;", "<", ">", "`", "``", "javascript:alert(1)", "\\", "*", "**", "_", "~~", "|", "=", "-"),
    *("\x1b[2J", "\x07", "\x9b31m", "\x1b]8;;https://y.example\x07", "![x](//y.example/x.png)", "[x](//y.example)"),
    *("<https://y.example>", "https://y.example", "www.y.example", "y.example", "a@y.example", "[x]: /y", "1. "),
    *("\n# x\n", "\n```\n", "\n~~~\n", "\n\n    x", "\n- x", "\n---\n", "\n> x", "\n| a | b |\n|---|---|\n", "+ "),
)


def markup() -> st.SearchStrategy[str]:
    """Texts that a page or a picture could take for markup; without braces, which a protocol may not have."""
    plain = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=5)
    return st.lists(st.sampled_from((*_PIECES, *OBEYED)) | plain, min_size=1, max_size=4).map("".join)


def poisoned(value: T, bad: str, *, kept: Collection[str] = KEPT) -> T:
    """The value with ``bad`` before every text in it, at any depth, but in fields that are ``kept``."""
    return cast(T, _poisoned(value, bad, kept))


def _poisoned(value: Any, bad: str, kept: Collection[str]) -> Any:
    kind = cast(Any, type(value))
    if kind is str:
        return f"{bad} {value}" if value else value
    if issubclass(kind, Mapping):
        return {key: _poisoned(value[key], bad, kept) for key in value}
    if kind is tuple:
        return tuple(_poisoned(each, bad, kept) for each in value)
    if attrs.has(kind):
        # A case cannot be made with such an id.
        kept_here = (*kept, "id") if kind is Case else kept
        fields = [field.name for field in attrs.fields(kind) if field.init and field.name not in kept_here]
        made = attrs.evolve(value, **{name: _poisoned(getattr(value, name), bad, kept) for name in fields})
        # No loader accepts such a protocol, but the writers must be safe even then.
        return as_if_released(made) if isinstance(made, RecoveryProtocol) else made
    return value
