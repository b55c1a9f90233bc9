"""Any input ends a command with a documented exit code; a refusal is one line and changes no file."""

import tempfile
from pathlib import Path

import click
from hypothesis import given, settings
from hypothesis import strategies as st

from soleus_recovery import builtin, progress
from tests.cli.cases import CASE, open_case_in
from tests.cli.running import COMMANDS, FACTS, run

NAMES = sorted(COMMANDS)
WORDS = (
    *(
        "2026-11-22T18:30",
        "2026-11-23T21:00",
        "9999-12-31T23:59",
        "2026-02-30T10:00",
        "24:00",
        "07:00",
        "Europe/Berlin",
    ),
    *(
        "Mars/Base",
        "../../etc/passwd",
        "0",
        "3",
        "10",
        "11",
        "-1",
        "1e9",
        "٣",
        "mild",
        "severe",
        "both",
        "same",
        "worse",
    ),
    *(
        "clot-risk",
        "bruising",
        "tightness",
        "hops",
        "run-1",
        "ice-1@10:40",
        "ice-1@",
        "@",
        "-",
        "--",
        "",
        " ",
        "🏃",
        "\x1b[2J",
    ),
    *(
        CASE,
        "plan.json",
        "plan.ics",
        "out.txt",
        "nowhere/out.ics",
        "T1",
        "soleus-active",
        "soleus-standard",
        "mine.toml",
    ),
)
EMPTY: list[str] = []


def options_of(name: str) -> list[str]:
    """Return every spelling of a command's options."""
    return sorted(each for parameter in COMMANDS[name].params for each in parameter.opts if each[0] == "-")


@st.composite
def arguments(draw: st.DrawFn) -> list[str]:
    """Draw a command, mostly with options that it has, and values that somebody might give them."""
    word = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_characters="\0"), max_size=8))
    name = draw(st.sampled_from(NAMES))
    flags = {
        each
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and parameter.is_flag
        for each in parameter.opts
    }
    typed = [name, *(draw(st.sampled_from([[CASE], ["plan.json"], EMPTY])))]
    if name in ("plan", "start") and draw(st.booleans()):
        typed += FACTS[1:]
    for _ in range(draw(st.integers(0, 4))):
        option = draw(st.sampled_from(options_of(name) or ["--help"]))
        typed += [option] if option in flags else [option, draw(word)]
    return typed + draw(st.one_of(st.just(EMPTY), st.lists(word, max_size=2)))


TRIAGE = builtin("soleus-standard").triage
MESSAGES = {
    *TRIAGE.messages.values(),
    *(text for row in TRIAGE.referrals.values() for text in (row.message, row.message_if_alone) if text),
}
# Each is a red flag by itself, whatever else is known.
FLAGS = sorted(
    str(clue.finding)
    for row in TRIAGE.referrals.values()
    for clue in row.any_of
    if clue.finding is not None and not row.and_any_of
)


@st.composite
def mistyped(draw: st.DrawFn, *names: str) -> tuple[str, list[str]]:
    """Draw a command with a red flag, and with options and words that may be refused around it."""
    name = draw(st.sampled_from(names))
    # After an impossible --now the clock counts, which may be years later than the case.
    options = st.sampled_from([each for each in options_of(name) if each not in ("--now", "-h", "--help")])
    word = st.sampled_from([each for each in WORDS if not each.startswith("-")])
    piece = st.one_of(
        st.tuples(options, word),
        st.tuples(options),
        st.tuples(word),
        st.sampled_from([("--nonsense",), ("--painkiller=3",), ("--finding=sad",)]),
    )
    flag = draw(st.sampled_from(FLAGS))
    # An option without its value, right before the flag, could take the flag for its value.
    named = draw(st.sampled_from([("--finding", flag), (f"--finding={flag}",), (draw(options), f"--finding={flag}")]))
    pieces = [*draw(st.lists(piece, max_size=3)), named]
    return name, [part for each in draw(st.permutations(pieces)) for part in each]


@settings(max_examples=max(5, settings().max_examples // 2))
@given(typed=mistyped("checkin", "amend"))
def test_a_red_flag_is_on_record_whatever_else_is_mistyped(typed: tuple[str, list[str]]) -> None:
    name, words = typed
    with tempfile.TemporaryDirectory() as folder:
        case = open_case_in(Path(folder))
        ran = run(name, CASE, "--now", "2026-11-23T21:00", *words, cwd=case.folder)
        assert ran.code in (3, 4), ran
        facts = case.file.case
        assert progress(facts, facts.last_recorded_at).waiting is not None
        assert case.command("today", "--now", "2026-11-24T08:00").code == ran.code


@settings(max_examples=max(5, settings().max_examples // 2))
@given(typed=mistyped("plan", "start"))
def test_a_red_flag_is_answered_whatever_else_is_mistyped(typed: tuple[str, list[str]]) -> None:
    """A plan or a new case comes only with the exit code of the flag; an emergency leaves no file."""
    name, words = typed
    with tempfile.TemporaryDirectory() as folder:
        before = ("new.json",) if name == "start" else ()
        ran = run(name, *before, *FACTS[1:], *words, cwd=Path(folder))
        assert ran.code in (2, 3, 4), ran
        assert any(each in ran.out + ran.err for each in MESSAGES)
        assert ran.code == 3 or not list(Path(folder).iterdir())


@given(typed=arguments())
def test_any_arguments(typed: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = open_case_in(folder)
        assert run(*FACTS, "-o", "plan.json", cwd=folder).code == 0
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        ran = run(*typed, cwd=folder)
        assert ran.code in range(5), ran
        assert "Traceback" not in ran.out + ran.err
        after = {path.name: path.read_bytes() for path in folder.iterdir()}
        if ran.code == 2:
            assert ran.err.count("\n") == 1, ran.err
            assert ran.err.isascii()
            assert after == before
        assert set(before) <= set(after)
        assert not [each for each in after if each.startswith(".")]
        assert case.file.case.id  # the file still opens
