"""The table of licences on the page on compatibility agrees with the metadata of the installed packages."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "compatibility.md"
EXTRAS = frozenset({"html", "busy", "cli", "caldav", "testing", "all"})
# Parts of the names that packages give their licences.
FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF)\b", re.IGNORECASE)
LONGEST_NAME = 40
BOUND = re.compile(r"\b[AL]?GPL|\bMPL|General Public License|Mozilla", re.IGNORECASE)


def licence_of(found: Distribution) -> str:
    """The licence that a package names; a long licence field holds the whole text, and then the classifier counts."""
    metadata = found.metadata
    filed = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    named = [each for each in metadata.get_all("License") or () if len(each) < LONGEST_NAME]
    return " ".join([*named, *filed])


def needed() -> dict[str, str]:
    """The licence of each installed package that this package and its extras for users need, by package."""
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
    """The packages in the table of the page, each with its licence there."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| [^|]+ \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: licence.strip() for name, licence in rows if BOUND.search(licence)}


def test_every_package_under_a_copyleft_licence_is_named_with_it() -> None:
    licences = needed()
    assert len(licences) > 20
    bound = {name: licence for name, licence in licences.items() if BOUND.search(licence)}
    assert named_on_the_page().keys() == bound.keys()
    for name, licence in named_on_the_page().items():
        assert bound[name].startswith(licence), name


def test_every_other_is_under_a_licence_that_the_page_names() -> None:
    others = {name: licence for name, licence in needed().items() if not BOUND.search(licence)}
    assert {name: licence for name, licence in others.items() if not FREE.search(licence)} == {}
