"""The page that says under which licences everything comes is right, by what is installed."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "compatibility.md"
EXTRAS = frozenset({"html", "busy", "cli", "caldav", "testing", "all"})
# By the words with which packages name them.
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF)\b", re.IGNORECASE)
LONGEST_NAME = 40
BOUND = re.compile(r"\b[AL]?GPL|\bMPL|General Public License|Mozilla", re.IGNORECASE)


def licence_of(found: Distribution) -> str:
    """What a package says of its licence; some put its whole text there, and are filed under its name."""
    told = found.metadata
    filed = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    if "License-Expression" in told:
        return told["License-Expression"]
    named = [each for each in told.get_all("License") or () if len(each) < LONGEST_NAME]
    return " ".join([*named, *filed])


def needed() -> dict[str, str]:
    """The licence of everything that this package and its extras for users bring, here."""
    seen: dict[str, str] = {}
    todo = [("soleus-recovery", EXTRAS)]
    done: set[tuple[str, frozenset[str]]] = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in done:
            continue
        done.add((name, extras))
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        seen[name] = licence_of(found)
        for line in found.requires or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in (extras or {""})):
                todo.append((canonicalize_name(one.name), frozenset(one.extras)))
    return seen


def named_on_the_page() -> dict[str, str]:
    """The packages that the page sets apart, with what it says of each."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| [^|]+ \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: licence.strip() for name, licence in rows if BOUND.search(licence)}


def test_every_package_under_a_copyleft_licence_is_named_with_it() -> None:
    licences = needed()
    assert len(licences) > 20
    bound = {name: told for name, told in licences.items() if BOUND.search(told)}
    assert named_on_the_page().keys() == bound.keys()
    for name, told in named_on_the_page().items():
        assert bound[name].startswith(told), name


def test_every_other_is_under_a_licence_that_the_page_names() -> None:
    others = {name: told for name, told in needed().items() if not BOUND.search(told)}
    assert {name: told for name, told in others.items() if not FREE.search(told)} == {}
