"""The note on what a plan takes for granted: the facts that nobody has told, and that would change it."""

from soleus_recovery.course.progress import Progress
from soleus_recovery.guidance.sentences import asked_text
from soleus_recovery.planner.plan_facts import PlanFacts
from soleus_recovery.vocabulary import Finding

__all__ = ["asked_note"]


def asked_note(facts: PlanFacts, progress: Progress) -> str:
    """Return the note for the first card of a plan, or of the self-care after a wait; empty if all was told."""
    # An age that was told is not asked about again.
    aged = frozenset[Finding]() if facts.runner.age is None else {facts.protocol.triage.age.finding}
    return asked_text(facts.protocol, reported=progress.findings | aged, cautions=facts.runner.cautions)
