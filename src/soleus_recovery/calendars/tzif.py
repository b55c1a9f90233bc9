"""Reads the last line of a zone's TZif data: its rule for future years, in POSIX form."""

import zoneinfo
from functools import lru_cache
from pathlib import Path
from pkgutil import get_data

__all__ = ["posix_rule"]


@lru_cache(maxsize=1024)
def posix_rule(zone: str) -> str | None:
    """Return the TZ string in the footer of the zone's data (RFC 9636, 3.3); None if there is no data or no footer.

    >>> posix_rule("Europe/Berlin")
    'CET-1CEST,M3.5.0,M10.5.0/3'
    """
    data = _read(zone)
    # Version 1 of TZif has no footer, and an empty footer means that the zone has no rule.
    if data is None or data[:4] != b"TZif" or data[4:5] < b"2" or not data.endswith(b"\n"):
        return None
    return data[:-1].rpartition(b"\n")[2].decode("ascii") or None


def _read(zone: str) -> bytes | None:
    # The folders are searched in zoneinfo's order, so that zoneinfo and this module read the same data.
    for folder in zoneinfo.TZPATH:
        path = Path(folder, zone)
        if path.is_file():
            return path.read_bytes()
    try:
        return get_data("tzdata", f"zoneinfo/{zone}")
    except OSError:
        return None
