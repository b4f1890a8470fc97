"""Words, names and phones as they lie in the database: sealed under a data key, where one is set.

The one door to encryption. A column that holds such things is `Sealed`, and nothing else in the code knows
of it. The first key writes and all of them read, so that a key can be replaced; a row from before there was
a key is read as it lies there. What a key was ever used for, the table `seals` remembers by a value that
follows from the key and tells nothing of it: a key that is missing is noticed at start, not at a row.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.settings import SettingsError

SEAL = "\x01"
"""What a sealed text begins with; no text of a person does (`render.clean` leaves out such signs)."""


class Ring:
    """The data keys, the first of which writes. Without any, texts lie in the database as they are."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.names = tuple(name_of(each) for each in keys)
        self._fernet = MultiFernet([Fernet(each) for each in keys]) if keys else None
        self._first = Ring(keys[:1]) if len(keys) > 1 else self

    def seal(self, text: str) -> str:
        """The text as it is to lie in the database."""
        if self._fernet is None:
            return text.lstrip(SEAL)
        return SEAL + self._fernet.encrypt(text.encode()).decode()

    def unseal(self, kept: str) -> str:
        """The text that lies there so. Raises `SettingsError` where no key fits."""
        if not kept.startswith(SEAL):
            return kept
        try:
            if self._fernet is not None:
                return self._fernet.decrypt(kept[len(SEAL) :].encode()).decode()
        except InvalidToken:
            pass
        raise SettingsError("DATA_KEY: none of its keys opens what was written with another one.")

    def is_newest(self, kept: str) -> bool:
        """Whether a text lies there as this ring would write it: under the first key, or bare without one."""
        if self._fernet is None or not kept.startswith(SEAL):
            return self._fernet is None and not kept.startswith(SEAL)
        try:
            self._first.unseal(kept)
        except SettingsError:
            return False
        return True


def new_key() -> str:
    """A fresh key, as DATA_KEY takes it."""
    return Fernet.generate_key().decode()


def name_of(key: str) -> str:
    """What `seals` knows a key by: nobody can find the key from it."""
    return hmac.new(key.encode(), b"ventanilla data key", hashlib.sha256).hexdigest()[:32]


_BARE = Ring(())
_rings: WeakKeyDictionary[Dialect, Ring] = WeakKeyDictionary()


def hold(dialect: Dialect, ring: Ring) -> None:
    """Has everything that goes through this engine's dialect sealed with these keys."""
    _rings[dialect] = ring


def ring_of(dialect: Dialect) -> Ring:
    """The keys of an engine's dialect."""
    return _rings.get(dialect, _BARE)


class Sealed(TypeDecorator[str]):
    """A text that lies sealed in the database and is read in clear."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is to lie there."""
        return None if value is None else ring_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The text in clear."""
        return None if value is None else ring_of(dialect).unseal(value)
