"""Prints the message of a red flag before all else and settles the exit code, whatever else fails."""

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
from soleus_recovery.export.text.plan import wrap
from soleus_recovery.facts.closed_words import PAIN_SCALE
from soleus_recovery.guidance.citation import Reason
from soleus_recovery.guidance.loader import STANDARD, builtin
from soleus_recovery.guidance.protocol import RecoveryProtocol
from soleus_recovery.guidance.reasons import referral_reason
from soleus_recovery.triage.answers import message_of, reasons_at
from soleus_recovery.triage.severity import Pains
from soleus_recovery.triage.signs import Signs, fired_rows
from soleus_recovery.vocabulary import Caution, Finding, Urgency

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
    """The exit codes of the command, which scripts may rely on."""

    FINE = 0
    VIOLATIONS = 1
    BAD_INPUT = 2
    SEE_CLINICIAN = 3
    EMERGENCY = 4


def end_with(code: Exit) -> None:
    """Settle the exit code before anything is printed, so that a reader who closes the output cannot change it."""
    click.get_current_context().find_root().obj = code


ON_RECORD: Final = "soleus_recovery.on_record"
"""The key that click's context has if a red flag is on record; bad input then does not change the flag's exit code."""


def keep_on_record() -> None:
    """Note that a red flag is on record, so that its exit code stays even if other options are refused."""
    click.get_current_context().find_root().meta[ON_RECORD] = True


def say(message: str, *, err: bool = False) -> None:
    """Print a message that must not be missed; on standard error if standard output cannot be written to."""
    if (sys.stderr if err else sys.stdout).isatty():
        # The message is wrapped for a reader at a terminal; a program gets the lines as they are.
        message = "\n".join(line for paragraph in message.splitlines() for line in wrap(paragraph))
    try:
        show(f"{message}\n", err=err, loud=True)
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads the output any more, but the files are still to be written.
        silence()
    except OSError:
        silence()
        with contextlib.suppress(OSError):
            show(f"{message}\n", err=True, loud=True)


def silence() -> None:
    """Send standard output to nowhere; called if standard output cannot be written to any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@final
class RedFlagGuard:
    """The message about a red flag that a command prints before all else.

    As a context manager the guard also covers typing mistakes. If the block raises an error about bad input (a file, a
    time, another option, or a command line that click cannot read) before triage has answered, the guard compares the
    findings and pains that can be read from the options with the red flags. If one of them is a red flag, the guard
    prints its message with the error.
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
        if isinstance(error, SoleusError | click.UsageError):
            if self._message is None:
                self._read_options()
            self.say()

    def use(self, protocol: RecoveryProtocol) -> None:
        """Use this protocol's red flags; before this call, the guard uses the red flags that all protocols share."""
        self._protocol = protocol

    def warn(self, urgency: Urgency, message: str) -> None:
        """Set the message and settle the exit code; ``say`` prints it."""
        end_with(Exit.EMERGENCY if urgency is Urgency.EMERGENCY else Exit.SEE_CLINICIAN)
        self._message = message

    def say(self, *, err: bool = False) -> None:
        """Print the message if there is one, but never twice."""
        if self._message is not None and not self._is_said:
            self._is_said = True
            say(self._message, err=err)

    def _read_options(self) -> None:
        protocol = self._protocol or builtin(STANDARD)
        signs = Signs(
            findings=findings_in(self._options),
            cautions=_cautions_in(self._options),
            pains=Pains(
                at_rest=pain_in(self._options, "pain_rest") or 0,
                walking=pain_in(self._options, "pain_walking") or 0,
                running=max(pain_in(self._options, name) or 0 for name in ("pain_running", "pain_training")),
            ),
        )
        rows = fired_rows(protocol, signs)
        if rows:
            gravest = max((row.urgency for row in rows.values()), key=lambda urgency: urgency.rank)
            self.warn(gravest, _message(gravest, [referral_reason(protocol, row_id) for row_id in rows], protocol))


def waiting_message(waiting: Waiting, protocol: RecoveryProtocol, *, why: bool) -> str:
    """Return the message that says whom the runner must see and how soon; ``why`` adds the reasons.

    The message of an emergency always has the reasons.
    """
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
    """Return the findings that the options name; a name that is not that of a finding is ignored."""
    by_name = {str(finding): finding for finding in Finding}
    return frozenset(by_name[name] for name in options.get("finding", ()) if name in by_name)


def _cautions_in(options: Mapping[str, Any]) -> frozenset[Caution]:
    by_name = {str(caution): caution for caution in Caution}
    return frozenset(by_name[name] for name in options.get("caution", ()) if name in by_name)


def pain_in(options: Mapping[str, Any], name: str) -> int | None:
    """Return the pain that an option gives; None if the option gives no number from 0 to 10."""
    text: str | None = options.get(name)
    pain = int(text) if text is not None and _PAIN.fullmatch(text) else None
    return pain if pain in PAIN_SCALE else None
