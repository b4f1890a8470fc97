"""Where does a page listen? The place that the settings name, or the first free port after the usual one."""

from __future__ import annotations

import errno

from aiohttp import web

from bot.settings import LOCAL_HOSTS, SettingsError

PORT = 8080
"""The port where none is set; the ten after it are tried when it is taken."""


def place(listen: str) -> tuple[str, int]:
    """The host and port of a setting; this machine and the usual port where it is empty."""
    host, _, port = (listen or f"{LOCAL_HOSTS[0]}:{PORT}").rpartition(":")
    return host.strip("[]"), int(port)


async def listen(
    runner: web.AppRunner, host: str, ports: list[int] | range, setting: str = "WEB_LISTEN"
) -> None:
    """Listens on the first of the ports that is free. Raises `SettingsError` where none is."""
    why = ""
    for port in ports:
        try:
            return await web.TCPSite(runner, host, port).start()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "another program listens there" if taken else "this machine does not allow it"
            if not taken:
                break
        except OverflowError:
            why = "the highest port is 65535"
    asked = f"{host}:{ports[0]}" + (f" to {ports[-1]}" if len(ports) > 1 else "")
    raise SettingsError(f"{setting}: cannot listen on {asked}: {why}. Please choose another host:port.")
