"""Decides to which addresses a plan and a password may be sent."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from soleus_recovery.errors import FactError, shown

__all__ = ["check_address"]

_ALLOWED: Final = "an address such as https://cloud.example.org/remote.php/dav"


def check_address(address: str, *, insecure: bool) -> str:
    """Return the address of a server if secrets may be sent there; if not, raise ``FactError`` for the field ``url``.

    Plain http is allowed to this machine, and with ``insecure`` to any other machine. An address that holds a user or a
    password is refused with an error that does not repeat the address.

    >>> check_address("http://127.0.0.1:5232/", insecure=False)
    'http://127.0.0.1:5232/'
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FactError(field="url", given=f"{shown(address)} is no address", allowed=_ALLOWED) from error
    if "@" in parts.netloc:
        given = "it holds a user or a password"
        raise FactError(field="url", given=given, allowed="an address alone; the user goes with --user")
    is_one = parts.scheme in {"http", "https"} and host and not parts.fragment and not parts.query
    if not is_one or not address.isprintable() or " " in address:
        raise FactError(field="url", given=f"{shown(address)} is no address of a server", allowed=_ALLOWED)
    if parts.scheme == "http" and not insecure and not _is_this_machine(str(host)):
        given = f"{shown(address)} is not encrypted: everybody on the way could read the plan and the password"
        raise FactError(field="url", given=given, allowed="https, or --insecure if you are sure")
    return address


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761, 6.3
