"""The firm's real calendars: when is somebody busy, and what was booked.

Any iCalendar address is read (what Google's and Microsoft's calendars publish); a CalDAV calendar
(Nextcloud, Fastmail, iCloud, Radicale …) is read and written. CalDAV is three HTTP requests here, REPORT,
PUT and DELETE, so they are made as they are: the client library would bring a dozen packages, one of which
writes itself over `urllib3` whenever Python starts.

Everything here waits for another machine: run it in a thread. All that goes wrong is one `CalendarAway`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, unquote, urlsplit
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from bot.booking import ics
from bot.office import Appointment, Span

TIMEOUT = 10.0
"""Seconds that a calendar has for its whole answer."""

MOST_BYTES = 10_000_000
"""A calendar of many years is some megabytes; what is larger is something else."""

_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}


class CalendarAway(Exception):
    """A calendar does not answer, refuses, or answers something that is no calendar. Names the machine at
    most: an address may be a secret, and so may what a calendar holds."""


@dataclass(frozen=True, slots=True, repr=False)
class Calendar:
    """A calendar somewhere. `caldav` says whether it can be written; times in it that name no zone, and
    whole days, are meant in `timezone`."""

    url: str
    user: str = ""
    password: str = ""
    caldav: bool = False
    timezone: str = "America/Chicago"

    def __repr__(self) -> str:
        return f"Calendar at {self.host}"

    @property
    def host(self) -> str:
        """The machine that it is on."""
        return urlsplit(self.url).hostname or "?"


def read_calendar(address: str, *, caldav: bool, timezone: str) -> Calendar:
    """The calendar at an address such as `https://user:password@example.org/calendars/firm/` or
    `webcal://…`. Raises `ValueError` with a sentence that does not repeat the address."""
    parts = urlsplit(address.strip())
    scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme, parts.scheme)
    try:
        usable = scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # the port is no number
        usable = False
    if not usable:
        raise ValueError("has to be an address that begins with https://")
    bare = SplitResult(scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, "")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Calendar(bare.geturl(), user, password, caldav, timezone)


def busy(calendar: Calendar, start: datetime, end: datetime, *, ours: bool = False) -> list[Span]:
    """When somebody is busy between two moments, in UTC and in order; recurring events at each of their
    times. Raises `CalendarAway`.

    What is marked as free or cancelled is left out, and without `ours` what the bot wrote: of its own
    appointments the database knows more, and whose they are.
    """
    found: set[Span] = set()
    for text in _reported(calendar, start, end) if calendar.caldav else [_answer(calendar, calendar.url)]:
        found.update(_busy_in(text, calendar, start, end, ours))
    return sorted(found)


def write(calendar: Calendar, appointment: Appointment) -> None:
    """Puts the appointment into a CalDAV calendar as it is now; a cancelled one is taken out. The same
    again changes nothing. Raises `CalendarAway`."""
    if appointment.state == "cancelled":
        remove(calendar, appointment.reference)
    else:
        _answer(calendar, _place(calendar, appointment.reference), "PUT", ics.entry(appointment), _TYPE)


def remove(calendar: Calendar, reference: str) -> None:
    """Takes an appointment out of a CalDAV calendar, where it is there. Raises `CalendarAway`."""
    _answer(calendar, _place(calendar, reference), "DELETE", absent=(404, 410))


def _place(calendar: Calendar, reference: str) -> str:
    return f"{calendar.url.rstrip('/')}/{quote(ics.uid(reference))}.ics"


def _answer(
    calendar: Calendar,
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    absent: tuple[int, ...] = (),
) -> bytes:
    """What the server says to one request. A status in `absent` is as good as done."""
    asked = request.Request(url, body, {"User-Agent": "Ventanilla", **(headers or {})}, method=method)  # noqa: S310, `read_calendar` takes http and https alone
    until = time.monotonic() + TIMEOUT
    try:
        with _opener(calendar).open(asked, timeout=TIMEOUT) as response:
            answer = bytearray()
            while part := response.read1(65_536):
                answer += part
                if len(answer) > MOST_BYTES:
                    raise CalendarAway(f"The calendar at {calendar.host} is larger than a calendar can be.")
                if time.monotonic() > until:
                    raise TimeoutError
            return bytes(answer)
    except HTTPError as refused:
        refused.close()
        if refused.code in absent:
            return b""
        why = f"The calendar at {calendar.host} answers with status {refused.code}."
    except TimeoutError:
        why = f"The calendar at {calendar.host} takes too long to answer."
    except URLError as trouble:
        slow = isinstance(trouble.reason, TimeoutError)
        why = f"The calendar at {calendar.host} {'takes too long to' if slow else 'does not'} answer."
    except (OSError, HTTPException, ValueError):
        why = f"The calendar at {calendar.host} does not answer."
    # Outside the handlers: what went wrong may quote the address, and would be shown with ours.
    raise CalendarAway(why)


def _opener(calendar: Calendar) -> request.OpenerDirector:
    """Speaks HTTP and nothing else, wherever it is sent on to; a password goes to the calendar's own
    machine alone."""
    passwords = request.HTTPPasswordMgrWithDefaultRealm()
    if calendar.user:
        passwords.add_password(None, calendar.url, calendar.user, calendar.password)
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.UnknownHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPErrorProcessor(),
        request.HTTPDigestAuthHandler(passwords),
        request.HTTPBasicAuthHandler(passwords),
    ):
        opener.add_handler(handler)
    return opener


_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
  <d:prop><c:calendar-data/></d:prop>
  <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
    <c:time-range start="{start:%Y%m%dT%H%M%SZ}" end="{end:%Y%m%dT%H%M%SZ}"/>
  </c:comp-filter></c:comp-filter></c:filter>
</c:calendar-query>"""


def _reported(calendar: Calendar, start: datetime, end: datetime) -> Iterator[bytes]:
    """The entries of a CalDAV calendar that touch a span of time, each as an iCalendar file."""
    query = _QUERY.format(start=start.astimezone(UTC), end=end.astimezone(UTC)).encode()
    headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
    answer = _answer(calendar, calendar.url, "REPORT", query, headers)
    try:
        # An answer never defines entities of its own; one that does is not from a calendar.
        tree = None if b"<!DOCTYPE" in answer else ElementTree.fromstring(answer)  # noqa: S314
    except ElementTree.ParseError:
        tree = None
    if tree is None or tree.tag != _DAV + "multistatus":
        raise CalendarAway(f"What is at {calendar.host} is not a CalDAV calendar.")
    for data in tree.iter(_CALDAV + "calendar-data"):
        yield (data.text or "").encode()


def _busy_in(text: bytes, calendar: Calendar, start: datetime, end: datetime, ours: bool) -> Iterator[Span]:
    zone = ZoneInfo(calendar.timezone)
    try:
        # As bytes: the library takes a text of one line for the name of a file.
        read = icalendar.Calendar.from_ical(text, multiple=True)
        spans = [
            (_moment(event.start, zone), _moment(event.end, zone))
            for one in read
            for event in _events(one, start, end)
            if not _is_free(event) and (ours or not str(event.get("UID", "")).endswith(ics.OURS))
        ]
        whole = {one.name for one in read} == {"VCALENDAR"}
    except Exception:  # somebody else's file: whatever breaks over it, it is no calendar that we can read
        whole = False
    if not whole:
        raise CalendarAway(f"What is at {calendar.host} is not a calendar.")
    for begins, ends in spans:
        if begins < end and start < ends and begins < ends:
            yield begins, ends


def _events(read: icalendar.Component, start: datetime, end: datetime) -> list[icalendar.Event]:
    """The events at each of their times, without series that come by the minute: nobody has those."""
    read.subcomponents = [each for each in read.subcomponents if not _is_endless(each)]
    # A day more on both sides: what names no zone is placed by the machine's own until we place it.
    day = timedelta(days=1)
    query = recurring_ical_events.of(read, skip_bad_series=True)
    return [each for each in query.between(start - day, end + day) if isinstance(each, icalendar.Event)]


def _is_endless(component: icalendar.Component) -> bool:
    rules = component.get("RRULE", [])
    frequencies = [each.get("FREQ") for each in (rules if isinstance(rules, list) else [rules])]
    return any(each and str(each[0]).upper() in ("SECONDLY", "MINUTELY") for each in frequencies)


def _is_free(event: icalendar.Event) -> bool:
    said = {
        key: str(event.get(key, "")).upper() for key in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")
    }
    return "TRANSPARENT" in said.values() or "CANCELLED" in said.values() or "FREE" in said.values()


def _moment(when: date, zone: ZoneInfo) -> datetime:
    """A moment in UTC: a day begins at midnight, and what names no zone is meant in the calendar's."""
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
