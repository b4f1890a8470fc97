"""Phone numbers as people write them → one international form. The door of phonenumbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, timezone

COUNTRIES = ("MX", "US", "GT", "HN", "SV", "HT")
"""Tried in this order where a number names no country and none is known of the person."""

_ASIDE = re.compile(r"[,;]?\s*(?:ext|extensi[oó]n|anexo)\b.*", re.IGNORECASE | re.DOTALL)
_AROUND = re.compile(r"^[^\d+]*|[^\d]*$")
_LETTER = re.compile(r"[^\W\d_]")
_ABROAD = re.compile(r"^(?:\+|00|011(?=\d{10}))")
# Mexico dialled 1 after its own prefix for mobile phones until 2019, and 044, 045 or 01 within; all four
# are still on many cards.
_OLD_MOBILE = re.compile(r"^\+521(?=\d{10}$)")
_OLD_TRUNK = re.compile(r"^(?:044|045|01)(?=\d{10}$)")

# Where the library's own table names another zone than the law: Tamaulipas' border cities keep the time of
# Texas, and Sonora has a zone of its own.
_ZONES = {
    "America/Matamoros": ("868", "894", "897"),
    "America/Hermosillo": ("662", "644", "642", "622", "631", "633", "653", "637"),
}
_BY_AREA = {f"+52{area}": zone for zone, areas in _ZONES.items() for area in areas}


class NotAPhone(ValueError):
    """This cannot be a phone number. `why`: "letters" stand in it, it is too "short" or too "long", or it
    fits no "country"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` to store and compare, `shown` for people, `country` as two letters, `zones` it may be in."""

    e164: str
    shown: str
    country: str
    zones: tuple[str, ...]


def read_phone(text: str, country: str = "") -> Phone:
    """The phone number that a text says, words around it or not. Raises `NotAPhone`.

    A number without an international prefix is read as one of `country`, where that is known, and
    otherwise as one of the countries that our people are from.
    """
    written = _AROUND.sub("", _ASIDE.sub("", text[:1000]))
    digits = "".join(str(int(each)) for each in written if each.isdecimal())
    if _LETTER.search(written) or (not digits and _LETTER.search(text)):
        raise NotAPhone("letters")
    if len(digits) < 8:
        raise NotAPhone("short")
    if len(digits) > 18:
        raise NotAPhone("long")
    for number in _readings(("+" if written.startswith("+") else "") + digits, country):
        if phonenumbers.is_valid_number(number):
            return _phone(number)
    # The longest numbers have 15 digits; up to three more may have dialled out.
    raise NotAPhone("long" if len(digits) > 15 else "country")


def _readings(dialled: str, country: str) -> Iterator[phonenumbers.PhoneNumber]:
    """The number as it may be meant: international, in the person's country, in one of ours."""
    texts: list[tuple[str, str | None]] = []
    if prefix := _ABROAD.match(dialled):
        texts.append(("+" + dialled[prefix.end() :], None))
    else:
        texts += [(dialled, country)] if country else []
        # "52 81 …" and "1 832 …": the prefix without its plus sign.
        texts += [("+" + dialled, None)] if len(dialled) > 10 else []
        texts += [(dialled, each) for each in COUNTRIES if each != country]
    for each, region in texts:
        now = _OLD_TRUNK.sub("", each) if region == "MX" else _OLD_MOBILE.sub("+52", each)
        try:
            yield phonenumbers.parse(now, region)
        except phonenumbers.NumberParseException:
            continue


def _phone(number: phonenumbers.PhoneNumber) -> Phone:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    known = _BY_AREA.get(e164[:6])
    zones = (known,) if known else timezone.time_zones_for_number(number)
    return Phone(
        e164,
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        phonenumbers.region_code_for_number(number) or "",
        tuple(each for each in zones if not each.startswith("Etc/")),
    )
