"""Markup in every text that somebody can give."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

import attrs
from hypothesis import strategies as st

from soleus_recovery.guidance.protocol import RecoveryProtocol
from tests.protocols import as_if_released

__all__ = ["markup", "poisoned"]

T = TypeVar("T")
# What is looked up, or read as a time: no text for anybody.
_KEPT = frozenset({"id", "zone", "wake", "bed", "run_time", "onset", "key", "rule", "rules", "language", "cite"})
_PIECES = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style>", "</title>", "</svg>", "<!--", "]]>"),
    *('"', "'", "&", "&lt;", "<", ">", "`", "\x00", "\x1b[2J", "\x85", "\ufffe", "javascript:alert(1)", "\u202e"),
)


def markup() -> st.SearchStrategy[str]:
    """Texts that a page or a picture could take for more than texts; no braces, which a protocol may not have."""
    plain = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=5)
    return st.lists(st.sampled_from(_PIECES) | plain, min_size=1, max_size=4).map("".join)


def poisoned(value: T, bad: str) -> T:
    """The value with ``bad`` before every text in it, at any depth."""
    return cast(T, _poisoned(value, bad))


def _poisoned(value: Any, bad: str) -> Any:
    kind = cast(Any, type(value))
    if kind is str:
        return f"{bad} {value}" if value else value
    if issubclass(kind, Mapping):
        return {key: _poisoned(value[key], bad) for key in value}
    if kind is tuple:
        return tuple(_poisoned(each, bad) for each in value)
    if attrs.has(kind):
        fields = [field.name for field in attrs.fields(kind) if field.init and field.name not in _KEPT]
        made = attrs.evolve(value, **{name: _poisoned(getattr(value, name), bad) for name in fields})
        # A case with such a protocol is none that a loader lets through: what writes pages must stand it all the same.
        return as_if_released(made) if isinstance(made, RecoveryProtocol) else made
    return value
