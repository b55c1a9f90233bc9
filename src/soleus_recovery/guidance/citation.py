"""The origin of advice: rules, the sources they cite, and the items of the article that they implement."""

from collections.abc import Mapping
from functools import cached_property
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Origin

__all__ = ["ArticleItem", "Because", "Reason", "Rule", "Rules", "Source"]


Rules = Mapping[str, str]
"""The ids of rules by the name of the field that each gives; ``"session"`` is the rule that asks for the session."""


@final
@attrs.frozen(kw_only=True)
class Because(Value):
    """The rule behind a session, its origin, and its citation: article items, a source key, or our own reason."""

    rule: str
    origin: Origin
    cite: str


@final
@attrs.frozen(kw_only=True)
class Rule(Value):
    """One rule of the guidance in a sentence, with its origin; ``items`` are the article's items that it implements."""

    id: str
    says: str
    origin: Origin
    cite: str
    items: tuple[str, ...] = ()

    @cached_property
    def because(self) -> Because:
        """The short form of the rule that a session carries."""
        return Because(rule=self.id, origin=self.origin, cite=self.cite)


@final
@attrs.frozen(kw_only=True)
class Source(Value):
    """A published source; a secondary one reports the results of another."""

    key: str
    title: str
    where: str
    secondary: bool = False


@final
@attrs.frozen(kw_only=True)
class ArticleItem(Value):
    """One item of the article, in our words."""

    id: str
    about: str


@final
@attrs.frozen(kw_only=True)
class Reason(Value):
    """Why a decision is what it is, in the runner's words, with its origin.

    ``key`` names the sentence, whatever numbers and dates it is filled with: a decision, an occasion or a row of the
    triage table, such as ``decisions.go-on`` (``soleus_recovery.guidance.reasons``). It is empty for a sentence that
    nothing looks up, and in a plan file written before reasons had keys; so it does not count when reasons compare.
    """

    text: str
    because: Because
    key: str = attrs.field(default="", eq=False)
