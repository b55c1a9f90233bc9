"""A calendar on a CalDAV server; the library caldav finds calendars, logs in and sends requests.

Every request goes to an address that ``check_address`` allows; redirects are not followed.
"""

import logging
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, final
from urllib.parse import unquote, urljoin, urlsplit

from caldav.davclient import DAVClient
from caldav.lib import error as caldav_error
from caldav.lib.http_sync import requests

from soleus_recovery.errors import FactError, ResourceRefused, ServerLost, shown
from soleus_recovery.sync.address import check_address
from soleus_recovery.sync.mirror import Stored

__all__ = ["RemoteCalendar", "open_calendar"]

_PATIENCE_SECONDS: Final = 30
_AT_ONCE: Final = 100  # entries asked for in one request
_ETAG, _TYPE = "{DAV:}getetag", "{DAV:}resourcetype"
_IS_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"
_CALENDAR: Final = "text/calendar; charset=utf-8"
# RFC 9110, 15.
_DONE, _FORBIDDEN, _GONE, _FAILED_PRECONDITION = range(200, 300), 403, (404, 410), 412
# The exceptions that caldav raises for answers that it does not expect.
_ODD: Final = (
    *(AssertionError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError),
    SyntaxError,  # lxml's own syntax error is one
)

# caldav logs the oddities of servers with tracebacks, which Python prints if no handler is set. A runner gets one line
# from this module instead; a developer who wants to see the tracebacks adds a handler.
logging.getLogger("caldav").addHandler(logging.NullHandler())


class _Client(DAVClient):
    """A client that sends requests only to addresses that ``check_address`` allows, whatever address a server names."""

    insecure = False

    def request(
        self,
        url: Any,
        method: str = "GET",
        body: str = "",
        headers: Mapping[str, str] | None = None,
        rate_limit_time_slept: Any = 0,
    ) -> Any:
        check_address(urljoin(str(self.url), str(url)), insecure=self.insecure)
        return super().request(url, method, body, headers or {}, rate_limit_time_slept)


@contextmanager
def open_calendar(
    url: str, *, calendar: str | None, user: str | None, password: str | None, insecure: bool
) -> Generator["RemoteCalendar"]:
    """Open the calendar with the name ``calendar`` on a server, or the calendar at ``url`` if the name is None.

    Raises ``FactError`` if the address is not allowed, or if no calendar or more than one calendar has the name, and
    ``ServerLost`` if the server does not answer.
    """
    check_address(url, insecure=insecure)
    # With PYTHON_CALDAV_COMMDUMP set, caldav would write requests to files, passwords included.
    caldav_error.debug_dump_communication = False
    client = _Client(url=url, username=user, password=password, timeout=_PATIENCE_SECONDS, enable_rfc6764=False)
    with client:
        client.insecure = insecure
        # A redirect turns a PUT into a GET (RFC 9110, 15.4), and sends the password to an address that is not checked.
        client.session.max_redirects = 0
        # The only secret to send is the password that the caller gave; no secret is read from a .netrc file.
        client.session.trust_env = False
        with _asking(user):
            address = _address_of(client, url, calendar)
        yield RemoteCalendar(client, address, user)


def _address_of(client: Any, url: str, name: str | None) -> str:
    """Return the address of the calendar that has this name as its display name or as the last part of its address."""
    if name is None:
        return f"{url.rstrip('/')}/"
    found: dict[str, set[str]] = {}
    for each in client.get_calendars():
        address = f"{str(each.url).rstrip('/')}/"
        for known in (each.get_display_name(), _last_part(address)):
            found.setdefault(str(known or ""), set()).add(address)
    addresses = sorted(found.get(name, ()))
    if not addresses:
        names = ", ".join(sorted(map(shown, filter(None, found)))) or "none: make one first"
        raise FactError(field="calendar", given=f"{shown(name)} is not on the server", allowed=names)
    if len(addresses) > 1:
        parts = ", ".join(shown(_last_part(address)) for address in addresses)
        given = f"{shown(name)} is the name of {len(addresses)} calendars"
        raise FactError(field="calendar", given=given, allowed=parts)
    return addresses[0]


def _last_part(address: str) -> str:
    return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])


@final
class RemoteCalendar:
    """A calendar on a server, as a ``Mirror``: each entry is a file named after its UID."""

    def __init__(self, client: Any, address: str, user: str | None) -> None:
        self._client, self._address, self._user = client, address, user

    def read(self, uids: Iterable[str]) -> Mapping[str, Stored]:
        """Map each of these UIDs that the calendar has to the entry with that UID; no other entry is read."""
        with _asking(self._user):
            there = sorted(self._names() & {f"{uid}.ics" for uid in uids})
            return {
                name.removesuffix(".ics"): stored
                for first in range(0, len(there), _AT_ONCE)
                for name, stored in self._contents(there[first : first + _AT_ONCE])
            }

    def _names(self) -> set[str]:
        """Return the names of all files in the calendar."""
        answer = self._client.propfind(self._address, props=[_TYPE, _ETAG], depth=1)
        if answer.status not in _DONE:
            raise ServerLost(problem=f"no calendar answers at {shown(self._address)} ({_status(answer)})")
        here = urlsplit(self._address).path.rstrip("/")
        found = {unquote(urlsplit(str(each.href)).path).rstrip("/"): each.properties for each in answer.results or ()}
        if _IS_CALENDAR not in found.get(unquote(here), {}).get(_TYPE, ()):
            raise ServerLost(problem=f"{shown(self._address)} is no calendar; name one with --calendar")
        return {_last_part(path) for path in found}

    def _contents(self, names: Sequence[str]) -> Generator[tuple[str, Stored]]:
        calendar = self._client.calendar(url=self._address)
        for each in calendar.multiget([calendar.url.join(name) for name in names]):
            etag, name = each.props.get(_ETAG), _last_part(str(each.url))
            if not etag:
                raise ServerLost(problem="it gives no ETag, so no entry can be replaced safely")
            yield name, Stored(etag=etag, content=str(each.data))

    def put(self, uid: str, content: bytes, *, etag: str | None) -> None:
        """Write an entry over its version with this ETag; if ``etag`` is None, write only an entry not there yet.

        Raises ``ResourceRefused`` if the server refuses the entry, and ``ServerLost`` if the server does not answer.
        """
        only = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        with _asking(self._user):
            answer = self._client.put(f"{self._address}{uid}.ics", content, {"Content-Type": _CALENDAR, **only})
        _check(answer, "another event has its name" if etag is None else "it was changed meanwhile: run sync again")

    def delete(self, uid: str, *, etag: str) -> None:
        """Delete an entry if its version has this ETag; an entry that is gone already is no error.

        Raises ``ResourceRefused`` if the server refuses the request, and ``ServerLost`` if the server does not answer.
        """
        with _asking(self._user):
            answer = self._client.delete(f"{self._address}{uid}.ics", {"If-Match": etag})
        if answer.status not in _GONE:
            _check(answer, "it was changed meanwhile: run sync again")


def _check(answer: Any, precondition: str) -> None:
    if answer.status in _DONE:
        return
    if answer.status == _FAILED_PRECONDITION:
        raise ResourceRefused(problem=precondition)
    named = caldav_error.error_from_response(caldav_error.PutError, answer).preconditions
    if caldav_error.UID_CONFLICT_PRECONDITIONS.intersection(named):
        raise ResourceRefused(problem="it is in this calendar already, under a name that is not ours (an import?)")
    raise ResourceRefused(problem=f"the server says {_status(answer)}")


def _status(answer: Any) -> str:
    return shown(f"{answer.status} {answer.reason}".strip()).strip("'\"")


@contextmanager
def _asking(user: str | None) -> Generator[None]:
    """Turn each exception that caldav raises in the block into an error of one line, without secrets."""
    try:
        yield
    except caldav_error.AuthorizationError as error:
        if error.status == _FORBIDDEN:
            raise ResourceRefused(problem="the server forbids it") from error
        who = f"user {shown(user)} with this password" if user else "nobody without --user"
        raise ServerLost(problem=f"it does not let in {who}" if user else f"it lets in {who}") from error
    except caldav_error.RateLimitError as error:
        wait = f" for {error.retry_after_seconds:.0f} s" if error.retry_after_seconds else ""
        raise ServerLost(problem=f"it asks you to wait{wait}; run sync again then") from error
    except requests.exceptions.TooManyRedirects as error:
        elsewhere = error.response.headers.get("Location") if error.response is not None else None
        raise ServerLost(problem=f"it has moved: give {shown(elsewhere)} as --url") from error
    except requests.exceptions.SSLError as error:
        raise ServerLost(problem="its certificate cannot be trusted") from error
    except requests.exceptions.Timeout as error:
        raise ServerLost(problem=f"no answer within {_PATIENCE_SECONDS} s") from error
    except OSError as error:
        raise ServerLost(problem="it cannot be reached, or the connection broke") from error
    except (caldav_error.DAVError, *_ODD) as error:
        if isinstance(error, FactError):
            raise
        raise ServerLost(problem=f"its answer cannot be understood ({shown(str(error))})") from error
