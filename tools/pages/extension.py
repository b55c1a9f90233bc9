"""A Sphinx extension that replaces each line ``<!-- generated: NAME -->`` of a page by the piece of that name."""

import ast
import inspect
import re
import tomllib
from collections.abc import Callable, Mapping
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Final

import attrs
from pygments import token
from pygments.lexer import RegexLexer
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.inspect import stringify_signature

import soleus_recovery
from soleus_recovery import INVARIANTS, TRANSITIONS, SoleusError, builtin, errors, json_schema, vocabulary
from soleus_recovery.cli.app import commands
from soleus_recovery.course.table import TABLE
from soleus_recovery.laws.of_a_case import CASE_LAWS
from soleus_recovery.testing import JOURNEY_LAWS
from tools.pages import drawing, guidance, laws, words
from tools.pages.commands import commands_page
from tools.pages.schemas import schema_page

__all__ = ["MARK", "PIECES", "fill_in", "setup"]

REPO: Final = Path(__file__).resolve().parents[2]
MARK: Final = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)


def _settings() -> dict[str, Any]:
    return tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))


def _floors() -> str:
    settings = _settings()
    package = Path(soleus_recovery.__file__).parent
    # The contract may name a room that does not exist yet; such a room has no module and is left out.
    docs: dict[str, str | None] = {}
    for name in chain.from_iterable(drawing.floors(settings)):
        module = next(
            (each for each in (package / f"{name}.py", package / name / "__init__.py") if each.exists()), None
        )
        if module is not None:
            docs[name] = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    return drawing.draw_floors(settings, docs)


def _standard() -> Any:
    return builtin("soleus-standard")


def _glossary() -> str:
    return words.glossary({word: _named(path) for word, path in words.GLOSSARY.items()})


def _named(path: str) -> words.Named:
    module, _, name = path.rpartition(".")
    found: words.Named = getattr(import_module(module), name)
    return found


def _schema(name: str) -> str:
    schemas = {each: json_schema(each) for each in ("plan", "protocol", "case")}
    known: dict[str, str] = {}
    for each in schemas:
        if each == name:
            break
        known |= {part: known.get(part, each) for part in schemas[each]["$defs"]}
    return schema_page(name, schemas[name], known)


PIECES: Final[Mapping[str, Callable[[], str]]] = {
    "case-schema": lambda: _schema("case"),
    "case-laws": lambda: laws.laws(CASE_LAWS),
    "cautions": lambda: guidance.cautions(_standard()),
    "check-in-table": lambda: drawing.draw_table(TABLE),
    "commands": lambda: commands_page(commands),
    "decisions": lambda: guidance.decisions(_standard(), TABLE),
    "differences": lambda: guidance.differences(_standard(), builtin("soleus-active")),
    "errors": lambda: laws.errors_page(SoleusError, errors.__all__),
    "findings-that-refer": lambda: guidance.findings_that_refer(_standard()),
    "findings-that-shape": lambda: guidance.findings_that_shape(_standard()),
    "floors": _floors,
    "glossary": _glossary,
    "invariants": lambda: laws.laws(INVARIANTS),
    "items": lambda: guidance.items(_standard()),
    "journey-laws": lambda: laws.laws(JOURNEY_LAWS),
    "numbers": lambda: guidance.numbers(_standard()),
    "origins": lambda: guidance.origins(_standard()),
    "plan-schema": lambda: _schema("plan"),
    "protocol-schema": lambda: _schema("protocol"),
    "rules": lambda: guidance.rules(_standard()),
    "signals": lambda: guidance.signals(_standard()),
    "sources": lambda: guidance.sources(_standard()),
    "transitions": lambda: laws.laws(TRANSITIONS),
    "vocabulary": lambda: words.vocabulary({name: getattr(vocabulary, name) for name in vocabulary.__all__}),
}
"""The generated pieces by name; each is a function that makes Markdown from the code."""


def fill_in(text: str) -> str:
    """Replace each mark in the text of a page by its piece; raise ``KeyError`` if no piece has the name in the mark."""
    return MARK.sub(lambda mark: PIECES[mark[1]](), text)


def _on_read(_app: Sphinx, page: str, source: list[str]) -> None:
    try:
        source[0] = fill_in(source[0])
    except KeyError as error:
        raise ExtensionError(f"{page}: there is no piece {error}; there are: {', '.join(PIECES)}") from error


def _on_signature(
    _app: Sphinx, what: str, _name: str, thing: Any, _options: Any, arguments: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Show the defaults of an attrs class as written in code; Sphinx alone would show how attrs stores them."""
    if what not in ("class", "exception") or not attrs.has(thing):
        return arguments, returns
    defaults = {field.name: field.default for field in attrs.fields(thing) if field.default is not attrs.NOTHING}
    signature = inspect.signature(thing)
    parameters = [
        each.replace(default=_Shown(defaults[each.name])) if each.name in defaults else each
        for each in signature.parameters.values()
    ]
    return stringify_signature(
        signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty), unqualified_typehints=True
    ), returns


class _Shown:
    """A default that Sphinx shows as it is written in code."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __repr__(self) -> str:
        # A factory makes an empty collection or a protocol that ships with the package; both are shown as `...`.
        return "..." if isinstance(self._value, attrs.Factory) else repr(self._value)  # type: ignore[arg-type]


class _ConsoleLexer(RegexLexer):
    """Colours the commands that are typed in a console block, and leaves what they print without colour."""

    tokens: ClassVar = {
        "root": [(r"\$ ", token.Generic.Prompt, "typed"), (r".*\n", token.Text)],
        "typed": [(r".*\n", token.Generic.Strong, "#pop")],
    }


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the extension to Sphinx, which calls this function."""
    app.connect("source-read", _on_read)
    app.connect("autodoc-process-signature", _on_signature)
    for plain in ("csv", "ics"):
        app.add_lexer(plain, TextLexer)
    app.add_lexer("console", _ConsoleLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
