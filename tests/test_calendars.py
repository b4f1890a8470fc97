"""Appointments as iCalendar, read back; and a real CalDAV server: Radicale, from its package."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import icalendar
import pytest

from bot.booking import calendars, ics
from bot.booking.calendars import Calendar, CalendarAway, busy, read_calendar, remove, write
from bot.office import Appointment, Consultant, Office
from tests.caldav import Radicale, put

START = datetime(2026, 11, 30, 16, tzinfo=UTC)
END = START + timedelta(minutes=30)
OFFICE = Office(
    "Law VM",
    web="https://www.lawvm.com",
    address="1 Main St, Houston, TX",
    consultants=(Consultant("one", {"es": "Una"}, ("es",), ("phone",)),),
)
APPOINTMENT = Appointment(
    reference="482 173",
    channel="telegram",
    sender="7",
    kind="phone",
    start=START,
    minutes=30,
    consultant="one",
    name="Ana López; «la de Ñuñoa», " + "muy " * 30 + "larga",
    phone="+528112345678",
    language="es",
    timezone="America/Mexico_City",
    created=datetime(2026, 11, 24, 18, tzinfo=UTC),
    note="a secret of hers",
    summary="what she answered",
)
CANCELLED = replace(APPOINTMENT, state="cancelled", sequence=2)
WEEK = (START - timedelta(days=3), START + timedelta(days=4))


def event(written: bytes) -> icalendar.Event:
    """The one event of a file."""
    read = icalendar.Calendar.from_ical(written)
    assert isinstance(read, icalendar.Calendar)
    (found,) = read.events
    return found


def test_a_person_gets_a_file_that_a_calendar_opens() -> None:
    written = ics.invitation(
        APPOINTMENT, OFFICE, "Consulta con Law VM", "Le llamamos al +52 81 1234 5678.\nTenga …"
    )

    read = event(written)
    assert (read.start, read.end) == (START, END)
    assert b"DTSTART:20261130T160000Z" in written
    assert (read["UID"], read["SEQUENCE"], read["STATUS"]) == ("482173@ventanilla", 0, "CONFIRMED")
    assert read["SUMMARY"] == "Consulta con Law VM"
    assert read["DESCRIPTION"] == "Le llamamos al +52 81 1234 5678.\nTenga …"
    assert "LOCATION" not in read
    assert b"METHOD:PUBLISH" in written
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert "secret" not in written.decode()


def test_a_visit_says_where() -> None:
    visit = replace(APPOINTMENT, kind="office")

    assert event(ics.invitation(visit, OFFICE, "Consulta"))["LOCATION"] == OFFICE.address


def test_a_cancelled_appointment_takes_its_entry_off_again() -> None:
    written = ics.invitation(CANCELLED, OFFICE, "Consulta con Law VM")

    read = event(written)
    assert (read["UID"], read["SEQUENCE"], read["STATUS"]) == ("482173@ventanilla", 2, "CANCELLED")
    assert b"METHOD:CANCEL" in written


def test_the_feed_holds_every_appointment_and_nothing_that_people_wrote() -> None:
    other = replace(CANCELLED, reference="500 001", start=START + timedelta(days=1))

    written = ics.feed([APPOINTMENT, other], OFFICE)

    read = icalendar.Calendar.from_ical(written)
    assert isinstance(read, icalendar.Calendar)
    found = {str(each["UID"]): str(each["STATUS"]) for each in read.events}
    assert found == {"482173@ventanilla": "CONFIRMED", "500001@ventanilla": "CANCELLED"}
    assert str(read.events[0]["SUMMARY"]) == f"{APPOINTMENT.name} · phone · 482 173"
    assert "+528112345678" in str(read.events[0]["DESCRIPTION"])
    assert "secret" not in written.decode()
    assert "answered" not in written.decode()


def test_a_feed_without_appointments_is_a_calendar_too() -> None:
    read = icalendar.Calendar.from_ical(ics.feed([], OFFICE))

    assert isinstance(read, icalendar.Calendar)
    assert read.events == []


# A real CalDAV server.


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a calendar on a Radicale server of our own, with its user and password."""
    with Radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server.address


@pytest.fixture
def calendar(radicale: str) -> Iterator[Calendar]:
    """The firm's calendar on that server, empty."""
    opened = read_calendar(radicale, caldav=True, timezone="America/Chicago")
    yield opened
    for reference in ("482 173", "500 001", "600 001"):
        remove(opened, reference)
    for name in ("theirs", "weekly"):
        calendars._answer(opened, f"{opened.url}{name}.ics", "DELETE", absent=(404,))


def test_an_appointment_is_written_once_and_its_time_is_busy(calendar: Calendar) -> None:
    write(calendar, APPOINTMENT)
    write(calendar, APPOINTMENT)

    assert busy(calendar, *WEEK, ours=True) == [(START, END)]
    # The database knows our own better: whose they are, and what was cancelled a moment ago.
    assert busy(calendar, *WEEK) == []


def test_a_moved_appointment_is_in_its_new_place_only(calendar: Calendar) -> None:
    write(calendar, APPOINTMENT)
    write(calendar, replace(APPOINTMENT, start=START + timedelta(days=1), sequence=1))

    day = timedelta(days=1)
    assert busy(calendar, *WEEK, ours=True) == [(START + day, END + day)]


def test_a_cancelled_appointment_is_taken_out_however_often(calendar: Calendar) -> None:
    write(calendar, APPOINTMENT)

    write(calendar, CANCELLED)
    write(calendar, CANCELLED)
    remove(calendar, "482 173")

    assert busy(calendar, *WEEK, ours=True) == []


def test_what_the_firm_writes_itself_is_busy(calendar: Calendar) -> None:
    put(calendar, "theirs", "DTSTART;TZID=America/Chicago:20261201T090000", "DURATION:PT1H", "SUMMARY:Corte")

    hour = timedelta(hours=1)
    begins = datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert busy(calendar, *WEEK) == [(begins, begins + hour)]
    assert busy(calendar, WEEK[0], begins) == []
    assert busy(calendar, begins + hour, WEEK[1]) == []


def test_an_event_that_comes_every_week_is_busy_every_week(calendar: Calendar) -> None:
    put(
        calendar,
        "weekly",
        "DTSTART;TZID=America/Chicago:20261026T090000",
        "DTEND;TZID=America/Chicago:20261026T100000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=America/Chicago:20261109T090000",
    )

    found = busy(calendar, datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC))

    # Chicago's clock changes between the first and the second.
    assert [begins for begins, _ in found] == [
        datetime(2026, 10, 26, 14, tzinfo=UTC),
        datetime(2026, 11, 2, 15, tzinfo=UTC),
        datetime(2026, 11, 16, 15, tzinfo=UTC),
    ]


def test_a_wrong_password_or_place_is_told_without_either(calendar: Calendar) -> None:
    with pytest.raises(CalendarAway, match=r"at 127\.0\.0\.1 answers with status 401"):
        busy(replace(calendar, password="wr0ng"), *WEEK)
    with pytest.raises(CalendarAway, match="status") as refused:
        write(replace(calendar, url=calendar.url.replace("bookings", "gone/deeper")), APPOINTMENT)
    assert "gone" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert "s3cr3t" not in repr(calendar)
    assert "firm/" not in repr(calendar)


def test_a_page_that_is_no_caldav_calendar_is_told(radicale: str) -> None:
    root = radicale.replace("firm/bookings/", ".web/")

    with pytest.raises(CalendarAway):
        busy(read_calendar(root, caldav=True, timezone="America/Chicago"), *WEEK)


# Any address that publishes iCalendar.


class Published(BaseHTTPRequestHandler):
    """Serves `text` at /secret/basic.ics, and sends /moved on to it."""

    text = b""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/secret/basic.ics")
            self.end_headers()
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/x")
            self.end_headers()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):  # whoever asked does not wait for the end
                for _ in range(100):
                    self.wfile.write(b"X" * 10)
                    time.sleep(0.05)
        elif self.path == "/secret/basic.ics":
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar")
            self.end_headers()
            self.wfile.write(self.text)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def published() -> Iterator[str]:
    """The address of a web server of our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Published)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def feed(address: str, *events: tuple[str, ...], head: tuple[str, ...] = ()) -> Calendar:
    """Publishes a calendar with these events, and opens it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head]
    for n, each in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{n}", "DTSTAMP:20261101T000000Z", *each, "END:VEVENT"]
    Published.text = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    return read_calendar(f"{address}/secret/basic.ics", caldav=False, timezone="America/Chicago")


def hours(spans: list[tuple[datetime, datetime]]) -> list[str]:
    """Spans as text."""
    return [f"{begins:%d %H:%M}-{ends:%d %H:%M}" for begins, ends in spans]


def test_busy_times_are_read_from_any_address(published: str) -> None:
    calendar = feed(
        published,
        ("DTSTART:20261130T160000Z", "DTEND:20261130T170000Z"),
        # Outlook's names for zones
        ("DTSTART;TZID=Central Standard Time:20261201T090000", "DURATION:PT30M"),
        # A whole day, and a time of no zone, are the office's.
        ("DTSTART;VALUE=DATE:20261202",),
        ("DTSTART:20261203T090000", "DTEND:20261203T093000"),
        # Neither of these takes time.
        ("DTSTART:20261130T180000Z", "DTEND:20261130T190000Z", "TRANSP:TRANSPARENT"),
        ("DTSTART:20261130T180000Z", "DTEND:20261130T190000Z", "STATUS:CANCELLED"),
        ("DTSTART:20261130T180000Z", "DTEND:20261130T190000Z", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        ("DTSTART:20261130T180000Z", "DTEND:20261130T180000Z"),
        ("DTSTART:nonsense",),
        # Nobody has these; they would be written out by the million.
        ("DTSTART:20200101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"),
        # Every Monday since long ago
        ("DTSTART;TZID=America/Chicago:20200106T120000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),
    )

    assert hours(busy(calendar, *WEEK)) == [
        "30 16:00-30 17:00",
        "30 18:00-30 19:00",
        "01 15:00-01 15:30",
        "02 06:00-03 06:00",
        "03 15:00-03 15:30",
    ]


def test_a_calendar_with_a_zone_of_its_own_says_so(published: str) -> None:
    calendar = feed(
        published,
        ("DTSTART:20261130T160000Z", "DTEND:20261130T170000Z"),
        head=("X-WR-TIMEZONE:America/New_York",),
    )

    assert hours(busy(calendar, *WEEK)) == ["30 16:00-30 17:00"]


def test_what_the_bot_wrote_is_left_out_of_a_published_calendar_too(published: str) -> None:
    calendar = feed(published)
    Published.text = ics.feed([APPOINTMENT], OFFICE)

    assert busy(calendar, *WEEK) == []
    assert busy(calendar, *WEEK, ours=True) == [(START, END)]


def test_an_address_may_send_on_to_another(published: str) -> None:
    feed(published, ("DTSTART:20261130T160000Z", "DTEND:20261130T170000Z"))
    calendar = read_calendar(f"{published}/moved", caldav=False, timezone="America/Chicago")

    assert hours(busy(calendar, *WEEK)) == ["30 16:00-30 17:00"]


@pytest.mark.parametrize("text", ["", "<html>Log in</html>", "/etc/passwd", "BEGIN:VCALENDAR\r\n", "ÿþ\0"])
def test_what_is_no_calendar_is_away(published: str, text: str) -> None:
    calendar = feed(published)
    Published.text = text.encode("latin-1")

    with pytest.raises(CalendarAway, match=r"^What is at 127\.0\.0\.1 is not a calendar\.$"):
        busy(calendar, *WEEK)


@pytest.mark.parametrize("path", ["/gone", "/elsewhere"])
def test_an_address_where_nothing_is_says_no_more_than_the_machine(published: str, path: str) -> None:
    calendar = read_calendar(published + path, caldav=False, timezone="America/Chicago")

    with pytest.raises(CalendarAway) as away:
        busy(calendar, *WEEK)

    assert path not in str(away.value)
    assert "127.0.0.1" in str(away.value)
    assert away.value.__context__ is None


def test_a_server_that_is_away_or_slow_or_endless_is_one_error(
    published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/"
        for caldav in (True, False):
            with pytest.raises(CalendarAway, match="does not answer"):
                busy(read_calendar(nobody, caldav=caldav, timezone="America/Chicago"), *WEEK)
        with pytest.raises(CalendarAway, match="does not answer"):
            write(read_calendar(nobody, caldav=True, timezone="America/Chicago"), APPOINTMENT)
        # Taken, and never answered
        free.listen()
        monkeypatch.setattr(calendars, "TIMEOUT", 0.2)
        with pytest.raises(CalendarAway, match="too long"):
            busy(read_calendar(nobody, caldav=False, timezone="America/Chicago"), *WEEK)
    with pytest.raises(CalendarAway, match="too long"):
        busy(read_calendar(f"{published}/slow", caldav=False, timezone="America/Chicago"), *WEEK)
    calendar = feed(published, ("DTSTART:20261130T160000Z", "SUMMARY:" + "x" * 2000))
    monkeypatch.setattr(calendars, "MOST_BYTES", 1000)
    with pytest.raises(CalendarAway, match="larger"):
        busy(calendar, *WEEK)


@pytest.mark.parametrize(
    "address",
    ["", "calendar", "file:///etc/passwd", "ftp://example.org/x.ics", "https://", "https://a:b@x:y/"],
)
def test_an_address_that_cannot_be_one_is_told_without_it(address: str) -> None:
    with pytest.raises(ValueError, match=r"^has to be an address that begins with https://$"):
        read_calendar(address, caldav=False, timezone="America/Chicago")


def test_an_address_for_calendar_programs_is_read_over_https() -> None:
    calendar = read_calendar("webcal://u%40x:p%3Aw@example.org:8443/a.ics?k=1", caldav=False, timezone="UTC")

    assert calendar == Calendar("https://example.org:8443/a.ics?k=1", "u@x", "p:w", timezone="UTC")


def test_a_password_goes_to_the_calendars_own_machine_alone() -> None:
    asked: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization", ""))
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    class Sends(Other):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{other.server_port}/")
            self.end_headers()

    other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    sends = ThreadingHTTPServer(("127.0.0.1", 0), Sends)
    threads = [threading.Thread(target=each.serve_forever, args=(0.02,)) for each in (other, sends)]
    for thread in threads:
        thread.start()
    try:
        address = f"http://u:pw@127.0.0.1:{sends.server_port}/a.ics"
        with pytest.raises(CalendarAway, match="401"):
            busy(read_calendar(address, caldav=False, timezone="UTC"), *WEEK)
    finally:
        for server, thread in zip((other, sends), threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    assert asked == [""]
