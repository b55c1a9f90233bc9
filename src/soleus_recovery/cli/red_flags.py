"""Red flags are heard first: what must be said is said whatever else fails, and settles the exit code."""

import contextlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from enum import IntEnum, unique
from types import TracebackType
from typing import Any, Final, final

import click

from soleus_recovery.cli.terminal import show
from soleus_recovery.course.waiting import Waiting
from soleus_recovery.errors import SoleusError
from soleus_recovery.export.text.text import wrap
from soleus_recovery.facts.report import PAIN_SCALE
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.triage.answers import message_of, reasons_at
from soleus_recovery.triage.severity import Pains
from soleus_recovery.triage.signs import Signs, fired_rows
from soleus_recovery.vocabulary import Finding, Urgency

__all__ = [
    "ON_RECORD",
    "Exit",
    "RedFlagGuard",
    "end_with",
    "findings_in",
    "keep_on_record",
    "pain_in",
    "say",
    "silence",
    "waiting_message",
]

_PAIN = re.compile(r"\d{1,2}", re.ASCII)


@unique
class Exit(IntEnum):
    """The exit codes of the contract."""

    FINE = 0
    VIOLATIONS = 1
    BAD_INPUT = 2
    SEE_CLINICIAN = 3
    EMERGENCY = 4


def end_with(code: Exit) -> None:
    """Settle the exit code before anything is printed, so that a reader who goes away cannot change it."""
    click.get_current_context().find_root().obj = code


ON_RECORD: Final = "soleus_recovery.on_record"
"""Of a click context: a red flag is on record, so a command whose rest is refused ends as the flag says."""


def keep_on_record() -> None:
    """Note that a red flag is on record, whatever becomes of the rest that was typed."""
    click.get_current_context().find_root().meta[ON_RECORD] = True


def say(message: str, *, err: bool = False) -> None:
    """Say what must be heard: on standard error where standard output takes nothing."""
    if (sys.stderr if err else sys.stdout).isatty():
        # For eyes, in lines that they can follow; for programs as it is.
        message = "\n".join(line for told in message.splitlines() for line in wrap(told))
    try:
        show(f"{message}\n", err=err, loud=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody listens, and the files are still to be written.
        silence()
    except OSError:
        silence()
        with contextlib.suppress(OSError):
            show(f"{message}\n", err=True, loud=True)


def silence() -> None:
    """Let standard output go nowhere, since it takes nothing any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@final
class RedFlagGuard:
    """What a command has to say first, and what its options tell of a red flag if it never comes to triage.

    Whatever is mistyped beside it (a file, a time, another word), a red flag is not kept back: then what can be read
    of findings and pains counts.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._protocol: RecoveryProtocol | None = None
        self._message: str | None = None
        self._is_said = False

    def __enter__(self) -> "RedFlagGuard":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, SoleusError):
            if self._message is None:
                self._listen()
            self.say()

    def heed(self, protocol: RecoveryProtocol) -> None:
        """Listen by this protocol's red flags too, once it is known; until then by those that all share."""
        self._protocol = protocol

    def take(self, urgency: Urgency, message: str) -> None:
        """Keep what is to be said, and settle the exit code."""
        end_with(Exit.EMERGENCY if urgency is Urgency.EMERGENCY else Exit.SEE_CLINICIAN)
        self._message = message

    def say(self, *, err: bool = False) -> None:
        """Say it, once."""
        if self._message is not None and not self._is_said:
            self._is_said = True
            say(self._message, err=err)

    def _listen(self) -> None:
        protocol = self._protocol or builtin(STANDARD)
        told = Signs(
            findings=findings_in(self._options),
            pains=Pains(
                at_rest=pain_in(self._options, "pain_rest") or 0,
                walking=pain_in(self._options, "pain_walking") or 0,
                running=pain_in(self._options, "pain_running") or 0,
            ),
        )
        rows = fired_rows(protocol, told)
        if rows:
            gravest = max((row.urgency for row in rows.values()), key=lambda urgency: urgency.rank)
            self.take(gravest, _message(gravest, [referral_reason(protocol, row_id) for row_id in rows], protocol))


def waiting_message(waiting: Waiting, protocol: RecoveryProtocol, *, why: bool) -> str:
    """Whom a case waits for and how soon; ``why`` adds the reasons, which an emergency always tells."""
    message = _message(waiting.urgency, waiting.reasons, protocol)
    if not why or waiting.urgency is Urgency.EMERGENCY:
        return message
    return "\n".join([message, *(line for reason in waiting.reasons for line in wrap(reason.text, bullet="- "))])


def _message(urgency: Urgency, reasons: Iterable[Reason], protocol: RecoveryProtocol) -> str:
    triage = protocol.triage
    if urgency is not Urgency.EMERGENCY:
        return message_of(protocol, urgency, reasons)
    urgent = [reason.text for reason in reasons_at(protocol, urgency, reasons)]
    return "\n".join([triage.messages[urgency], *urgent, triage.do_now])


def findings_in(options: Mapping[str, Any]) -> frozenset[Finding]:
    """The findings that can be read, whatever else was typed."""
    words = {str(finding): finding for finding in Finding}
    return frozenset(words[name] for name in options.get("finding", ()) if name in words)


def pain_in(options: Mapping[str, Any], name: str) -> int | None:
    """The pain of this option if it can be read."""
    text: str | None = options.get(name)
    pain = int(text) if text is not None and _PAIN.fullmatch(text) else None
    return pain if pain in PAIN_SCALE else None
