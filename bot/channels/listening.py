"""Where does a page listen, and what does its every answer carry?"""

from __future__ import annotations

import errno

from aiohttp import web

from bot.settings import LOCAL_HOSTS, SettingsError

SAFE = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "ventanilla",
}
"""What every answer over HTTP carries: whatever it is, a browser shows and runs nothing of it, no other site
may use it, and nobody learns what program of which version answers."""

PORT = 8080
"""The port where none is set; the ten after it are tried when it is taken."""


def keep_safe(app: web.Application) -> web.Application:
    """The application, whose every answer carries `SAFE`, but where it says otherwise itself; also those
    that aiohttp gives by itself."""

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
        # Aiohttp has written its own name there by now.
        response.headers["Server"] = SAFE["Server"]

    app.on_response_prepare.append(add)
    return app


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
