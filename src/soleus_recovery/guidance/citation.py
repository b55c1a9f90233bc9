"""The origin of advice: rules, the sources they cite, and the items of the article that they implement."""

from collections.abc import Mapping
from functools import cached_property
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Origin

__all__ = ["ArticleItem", "Because", "Reason", "Rule", "Rules", "Source"]


Rules = Mapping[str, str]
"""The id of the rule behind each field, by the field's name; ``"session"`` is for the rule that asks for a session."""


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
        """The short form of this rule, which a session carries."""
        return Because(rule=self.id, origin=self.origin, cite=self.cite)


@final
@attrs.frozen(kw_only=True)
class Source(Value):
    """A published source; a secondary source reports the results of another source."""

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
    """Why something was decided, in a sentence for the runner, with the rule behind the decision.

    ``key`` names what the sentence states: a decision, an occasion or a referral row. For example, ``decisions.go-on``
    is the key of the decision to go on. The key stays the same whatever numbers and dates the text is filled with; the
    module ``soleus_recovery.guidance.reasons`` makes it. The key is empty for a sentence that nothing looks up, and in
    a plan file written before reasons had keys.
    """

    text: str
    because: Because
    key: str = ""
