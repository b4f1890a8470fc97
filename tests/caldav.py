"""A real CalDAV server of our own: Radicale, from its package."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

from bot.booking import calendars
from bot.booking.calendars import Calendar, read_calendar
from tests.botapi.running import free_port


class Radicale:
    """The server, running within the block, with one calendar on it. It can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._server: subprocess.Popen[bytes] | None = None
        (folder / "users").write_text("firm:s3cr3t/word\n")
        (folder / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:{self._port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
            f"htpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {folder}/collections\n"
        )

    @property
    def address(self) -> str:
        """The calendar's address, with its user and password."""
        return f"http://firm:s3cr3t%2Fword@127.0.0.1:{self._port}/firm/bookings/"

    @property
    def calendar(self) -> Calendar:
        """The calendar."""
        return read_calendar(self.address, caldav=True, timezone="America/Chicago")

    def another(self, name: str) -> Calendar:
        """One more calendar on the server."""
        made = read_calendar(
            self.address.replace("/bookings/", f"/{name}/"), caldav=True, timezone="America/Chicago"
        )
        calendars._answer(made, made.url, "MKCALENDAR")
        return made

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        command = [sys.executable, "-m", "radicale", "--config", str(self._folder / "config")]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError:
                assert self._server.poll() is None, "Radicale ended"
                assert time.monotonic() < until, "Radicale does not answer"
                time.sleep(0.05)

    def stop(self) -> None:
        """Ends it; what it holds stays."""
        if self._server:
            self._server.terminate()
            self._server.wait()
            self._server = None

    def __enter__(self) -> Radicale:
        self.start()
        calendars._answer(self.calendar, self.calendar.url, "MKCALENDAR")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def put(calendar: Calendar, name: str, *fields: str) -> None:
    """Writes an entry as somebody of the firm would, with their own program."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{name}"]
    lines += ["DTSTAMP:20261101T000000Z", *fields, "END:VEVENT", "END:VCALENDAR", ""]
    body = "\r\n".join(lines).encode()
    calendars._answer(calendar, f"{calendar.url}{name}.ics", "PUT", body, {"Content-Type": "text/calendar"})
