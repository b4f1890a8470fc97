"""A Bot API server of our own, for tests and benchmarks: people on one side, a bot over HTTP on the other.

    python -m tests.botapi --port 8081        a server to point TELEGRAM_BASE_URL at

`rules` is what a bot may send and how Telegram refuses the rest, `server` answers the
methods, `delivery` brings updates to the bot by polling or webhook, `people` are those
who write to it.
"""

from tests.botapi.people import Person
from tests.botapi.server import BotApi, Fault

__all__ = ["BotApi", "Fault", "Person"]
