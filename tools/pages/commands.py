"""Makes the page of commands from the click commands."""

import re
from collections.abc import Iterator, Mapping, Sequence

import click

from tools.pages.markdown import anchor, code, first_sentence, link, table

__all__ = ["commands_page"]

PROGRAM = "soleus-recovery"
_TYPED = re.compile(r"(?<![\w`-])--?[a-z][a-z-]*(?![\w`])")


def commands_page(group: click.Group) -> str:
    """Return every command with its arguments and options; an option that ``plan`` has too has no help here."""
    whole = dict(_walk(group, ()))
    plan = _options(whole.get(("plan",)))
    lines: list[str] = []
    for path, command in whole.items():
        name = " ".join(path)
        lines += [anchor(f"command-{'-'.join(path)}"), f"## {name}", ""]
        lines += [*_help(command), "```text", _usage(command, path), "```", ""]
        lines += _option_lines(_options(command), {} if path == ("plan",) else plan)
    return "\n".join(lines)


def _walk(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            raise LookupError(name)
        if isinstance(command, click.Group):
            yield from _walk(command, (*path, name))
        else:
            yield (*path, name), command


def _usage(command: click.Command, path: Sequence[str]) -> str:
    context = click.Context(command, info_name=" ".join((PROGRAM, *path)))
    return f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"


def _help(command: click.Command) -> Iterator[str]:
    for paragraph in (command.help or "").split("\n\n"):
        yield from (_with_options_as_code(first_sentence(paragraph)), "")


def _options(command: click.Command | None) -> Mapping[str, tuple[str, str]]:
    """Return each option as it is typed, with its metavar and its help."""
    if command is None:
        return {}
    return {
        ", ".join(each.opts): (each.metavar or "", _cleaned(each))
        for each in command.params
        if isinstance(each, click.Option) and not each.hidden
    }


def _cleaned(option: click.Option) -> str:
    """Return the help of an option without the mark that keeps click from wrapping the text."""
    says = " ".join((option.help or "").replace("\b", " ").split())
    if isinstance(option.type, click.Choice):
        says += f" One of {', '.join(map(str, option.type.choices))}."
    return _with_options_as_code(says)


def _with_options_as_code(text: str) -> str:
    """Mark each option in a text as code."""
    return _TYPED.sub(lambda found: code(found[0]), text)


def _option_lines(options: Mapping[str, tuple[str, str]], known: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    same = [name for name, about in options.items() if known.get(name) == about]
    rows = [[code(f"{name} {metavar}".strip()), says] for name, (metavar, says) in options.items() if name not in same]
    if rows:
        yield from table(["option", "means"], rows)
    if same:
        yield f"As for {link('plan', 'command-plan')}: {', '.join(code(name) for name in same)}."
        yield ""
