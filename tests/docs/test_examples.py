"""Each block of README and docs runs or is checked in another way; none is there only to be looked at."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from soleus_recovery import INVARIANTS, TRANSITIONS
from soleus_recovery.cli.app import commands
from soleus_recovery.cli.red_flags import Exit
from soleus_recovery.laws.of_a_case import CASE_LAWS
from soleus_recovery.testing import JOURNEY_LAWS
from soleus_recovery.testing.rehearsal import JOURNEYS
from tests.docs.console import FILE_LANGUAGES, Step, differs, install_problem, steps

REPO = Path(__file__).parents[2]
PAGES = [REPO / "README.md", *sorted((REPO / "docs").rglob("*.md"))]
LINKING = [*PAGES, *(REPO / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "suite/README.md"))]
# Languages that run, directives that Sphinx reads, and texts that other tests compare.
RUNS = {"python", "console", "sh"}
READ = {"{toctree}", "{eval-rst}", "{include}"}
COMPARED = {
    ("README.md", "Calf recovery plan"),
    ("README.md", "soleus-recovery plan"),
    ("design.md", "report ─► assess"),
}


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Every fenced block as its language and its text."""
    yield from re.findall(r"^```(\S*)[^\n]*\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_of_a_kind_that_something_runs(page: Path) -> None:
    for language, text in blocks(page):
        if language == "text":
            assert any(page.name == name and text.startswith(start) for name, start in COMPARED), text
        else:
            assert language in RUNS | READ | set(FILE_LANGUAGES), f"{language!r}:\n{text}"


def inline_commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        for span in re.findall(r"`([^`\n]+)`", text):
            if span.startswith(("soleus-recovery ", "--")):
                yield page.name, span


def known_options() -> dict[str, set[str]]:
    """The options of each command, by the words of the command."""
    found: dict[str, set[str]] = {}

    def walk(group: click.Group, path: str) -> None:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group):
                walk(command, f"{path}{name} ")
            found[f"{path}{name}"] = {each for param in command.params for each in param.opts}

    walk(commands, "")
    return found


@pytest.mark.parametrize(("page", "span"), list(inline_commands()))
def test_a_command_in_a_sentence_exists_with_its_options(page: str, span: str) -> None:
    options = known_options()
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", span))
    if span.startswith("--"):
        of_scripts = {"--jobs", "--dask"}
        assert named <= set[str]().union(*options.values()) | of_scripts, f"{page}: {span}"
        return
    words = span.split()[1:]
    command = next((" ".join(words[:most]) for most in (2, 1) if " ".join(words[:most]) in options), None)
    assert command is not None, f"{page}: {span}"
    assert named <= options[command], f"{page}: {span}"


@pytest.mark.parametrize("page", LINKING, ids=lambda page: page.name)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    """Links hold in the repository too; docs/checks tests the anchors on the built pages."""
    text = page.read_text("utf-8")
    for target in [*re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text), *re.findall(r'<img src="([^"]+)"', text)]:
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).resolve().exists(), f"{page.name}: {target}"


def test_the_exit_codes_of_the_page_are_those_of_the_program() -> None:
    text = (REPO / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert [int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)] == [code.value for code in Exit]


def test_the_number_of_stories_in_the_readme_is_right() -> None:
    number = re.search(r"holds (\d+) stories", (REPO / "README.md").read_text("utf-8"))
    assert number is not None
    assert int(number[1]) == len(list((REPO / "suite").glob("*.json")))


def test_the_page_names_the_last_words_of_protocol_check() -> None:
    """The command takes half a minute, and tests/cli runs it; the page only names how its output ends."""
    laws = len(INVARIANTS) + len(TRANSITIONS) + len(CASE_LAWS) + len(JOURNEY_LAWS) + 1
    page = (REPO / "docs" / "how-to" / "test-your-protocol.md").read_text("utf-8")
    assert f"`all {laws} laws in {JOURNEYS} generated journeys`" in " ".join(page.split())


def test_a_block_is_read_as_commands_with_their_output() -> None:
    block = "$ soleus-recovery plan \\\n  --onset x  # a word\nline\n\nnext\n$ ls\n"
    assert list(steps(block)) == [
        Step(command="soleus-recovery plan --onset x", prints="line\n\nnext"),
        Step(command="ls", prints=""),
    ]
    with pytest.raises(ValueError, match="begins without a command"):
        list(steps("ls\n"))


@pytest.mark.parametrize(
    ("shown", "printed", "fine"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb\n", False),
        ("a\n…", "a\nb\n", True),
        ("…\nb", "a\nb\n", True),
        ("a\n…\nc", "a\nb\nc\n", True),
        ("c\n…\na", "a\nb\nc\n", False),
        ("a … c", "a b c\n", True),
        ("a … d", "a b c\n", False),
        ("a\n…", "b\na\n", False),
        ("…\nb", "a\nb\nc\n", False),
    ],
)
def test_the_output_of_a_block_is_compared_around_the_lines_left_out(shown: str, printed: str, *, fine: bool) -> None:
    assert (differs(shown, printed) is None) is fine


@pytest.mark.parametrize(
    ("line", "fine"),
    [
        ("make plan", True),
        ("make tea", False),
        ("pipx install '.[cli]'", True),
        ("pipx install '.[tea]'", False),
        ("pip install 'soleus-recovery[testing]' pytest", True),
        ("pip install left-pad", False),
        ("rm -rf build", False),
    ],
)
def test_an_example_that_cannot_run_here_names_only_things_that_exist(line: str, *, fine: bool) -> None:
    assert (install_problem(line) is None) is fine
