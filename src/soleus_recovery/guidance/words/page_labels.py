"""The labels of a page and of a picture of a plan, in addition to the plan's own texts."""

from collections.abc import Mapping
from typing import final

import attrs

from soleus_recovery.values import Value
from soleus_recovery.vocabulary import Origin

__all__ = ["PageLabels", "PictureLabels"]


@final
@attrs.frozen(kw_only=True)
class PictureLabels(Value):
    """Labels of a picture: the key of the picture, and the text for readers who cannot see the picture."""

    phase: str
    runs: str
    others: str
    floor: str
    today: str
    run: str
    pain: str
    pain_day: str
    pain_silent: str


@final
@attrs.frozen(kw_only=True)
class PageLabels(Value):
    """Headings and short lines of a page."""

    today: str
    stop: str
    seen: str
    glance: str
    gate: str
    ladder: str
    ladder_intro: str
    ladder_times: str
    ladder_from: str
    ladder_key: str
    days: str
    gone: str
    how_to: str
    how: str
    course: str
    changes: str
    why: str
    why_intro: str
    origins: Mapping[Origin, str]
    sources: str
    secondary: str
    made: str
    revision: str
