"""What ``checkin`` and ``amend`` answer: how an entry is read, what it changes, and what is next."""

import shlex
from collections.abc import Iterator

from soleus_recovery.clock import Minute
from soleus_recovery.course.progress import Progress
from soleus_recovery.course.reasons import day_reasons, standstill_texts, waiting_reasons
from soleus_recovery.course.replay import progress as progress_of
from soleus_recovery.export.json.case import CaseFile
from soleus_recovery.export.text.changes import changes_text
from soleus_recovery.export.text.plan import page, wrap
from soleus_recovery.facts.case import Case
from soleus_recovery.facts.checkin import Amendment, CheckIn
from soleus_recovery.guidance.sentences import date_text, fill, gate_texts
from soleus_recovery.outgoing import inert
from soleus_recovery.plan.plan import Plan
from soleus_recovery.views.plan import moment_text
from soleus_recovery.vocabulary import Activity, Gate, Occasion, Signal

__all__ = ["answer_page", "exported_runs_lines", "new_reasons"]


def new_reasons(before: CaseFile, after: CaseFile) -> frozenset[str]:
    """Return the texts of the reasons that the revisions between two states of a case give."""
    revisions = after.issued.plan.revisions[before.issued.plan.revision :]
    return frozenset(reason.text for revision in revisions for reason in revision.reasons)


def exported_runs_lines(before: Plan, case: Case, name: str, *, at: Minute) -> Iterator[str]:
    """Yield a warning if a calendar exported before a red flag still shows runs, and how to export it again.

    ``before`` is the plan that such a calendar holds; ``name`` is how the runner typed the case file.
    """
    runs = sum(
        session.activity is Activity.RUN and session.span is not None and session.span.start >= at
        for _, session in before.sessions()
    )
    texts = standstill_texts(case.protocol)
    if runs:
        text = texts.exported_run if runs == 1 else texts.exported_runs
        yield fill(text, count=runs, case=inert(shlex.quote(name)))


def answer_page(before: CaseFile, after: CaseFile, progress: Progress) -> str:
    """Return the page that says how the new entries are read, what they change, why, and what is next."""
    # The changes give the reasons of new revisions; an entry that makes no revision is answered too.
    known = new_reasons(before, after)
    texts = [text for text in _readings(before.case, after.case, progress) if text not in known]
    lines = [line for text in texts for line in wrap(text)]
    return page(lines) + changes_text(before.issued.plan, after.issued.plan, at=progress.as_of)


def _readings(before: Case, after: Case, progress: Progress) -> Iterator[str]:
    """Yield how each new entry is read and, if the case waits for a clinician, what the clinician must clear."""
    occasions, waiting = after.protocol.occasions, progress.waiting
    known = progress_of(before, progress.as_of)
    days = [entry.fact.day for entry in before.entries if isinstance(entry.fact, CheckIn)]
    for entry in after.entries[len(before.entries) :]:
        if isinstance(entry.fact, Amendment):
            yield occasions.amended
        elif isinstance(entry.fact, CheckIn):
            if entry.fact.day in days:
                yield fill(occasions.replaced, day=date_text(entry.fact.day, after.protocol.labels))
            if waiting is None:
                yield from _verdict(entry.fact, after, progress)
            yield from (
                reason.text for reason in waiting_reasons(after.protocol, entry.fact, before=known, after=progress)
            )
    if waiting is not None:
        # This is said however good the check-in was.
        names = after.protocol.labels.words.findings
        still = ", ".join(
            f"{names[each]} ({each})" for each in sorted(waiting.findings, key=lambda finding: finding.rank)
        )
        yield fill(after.protocol.today.to_clear, findings=still)


def _verdict(check_in: CheckIn, case: Case, progress: Progress) -> Iterator[str]:
    """Yield how the day of a check-in is judged, what the check-in lacks, and which of its tests do not count yet."""
    protocol, state, explained = case.protocol, progress.state, set[Gate]()
    for verdict in progress.verdicts:
        if verdict.date == check_in.day:
            yield from (reason.text for reason in day_reasons(protocol, verdict))
            if verdict.signal is Signal.NO_FULL_CHECK_IN:
                yield from _missing(check_in)
            if Occasion.FEW_RAISES in verdict.beside and protocol.occasions.has_text(Occasion.FEW_RAISES):
                explained.add(Gate.HEEL_RAISES)
    tests = gate_texts(protocol, possible_strain=state.tests_as_strain)
    missing = [text for gate, text in tests.items() if gate in check_in.gates - progress.gates - explained]
    if missing and state.gate_needed and not state.gate_passed:
        start = moment_text(progress.tests_from, progress.runner.zone, protocol.labels)
        yield fill(protocol.occasions.tests_not_counted, tests="; ".join(missing), start=start)


def _missing(check_in: CheckIn) -> Iterator[str]:
    """Yield a line that names the options that would make a check-in full (rule `full-check-in`)."""
    ran = any(done.session.startswith(f"{Activity.RUN}-") for done in check_in.done)
    asked = {
        "--pain-rest": check_in.pain_at_rest,
        "--pain-walking": check_in.pain_walking,
        "--pain-running": check_in.pain_running if ran else 0,
        "--morning": check_in.morning,
    }
    missing = [option for option, answer in asked.items() if answer is None]
    if missing:
        yield f"For a full check-in of {check_in.day} tell all again, and also {', '.join(missing)}."
