"""Is this message a scam? Explainable signs, each with its reason; never a verdict.

`wording` turns a message into plain words and a line of staff's into a pattern over them; `addresses`
and `phones` find what their names say; `finding` puts it together. All plain functions over values:
nothing here reads a file, keeps a word or knows what is said to the person.
"""

from bot.scam.finding import Seen, find
from bot.scam.phones import official_phones
from bot.scam.wording import read_line

__all__ = ["Seen", "find", "official_phones", "read_line"]
