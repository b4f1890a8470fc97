"""Phone numbers as people write them → one international form. phonenumbers' only door."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, geocoder, timezone

COUNTRIES = ("MX", "US", "GT", "HN", "SV", "HT")
"""Tried in this order where a number names no country and none is known of the person."""

LONGEST = 40


class NotAPhone(ValueError):
    """This cannot be a phone number; `why` is "letters", "short", "long" or "country"."""

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
    """The phone number that a text says, where needed in a country. Raises `NotAPhone`."""
    written = text.strip()[: LONGEST + 1]
    if re.search(r"[^\W\d_]", re.sub(r"(?i)\b(?:tel|cel|whatsapp|num(?:ero)?|ext)\b\.?:?", "", written)):
        raise NotAPhone("letters")
    digits = re.sub(r"\D", "", written)
    if len(digits) < 8:
        raise NotAPhone("short")
    if len(digits) > 15 or len(written) > LONGEST:
        raise NotAPhone("long")
    for number in _readings(written, digits, country):
        if phonenumbers.is_valid_number(number):
            return _phone(number)
    raise NotAPhone("country")


def _readings(written: str, digits: str, country: str) -> list[phonenumbers.PhoneNumber]:
    """The number as it may be meant: international, in the person's country, in one of ours."""
    texts: list[tuple[str, str | None]] = []
    if written.startswith(("+", "00")):
        texts.append(("+" + digits.removeprefix("00"), None))
    else:
        texts += [(digits, country or None)] if country else []
        # "52 1 81 …" and "1 832 …": the prefix without its plus sign.
        texts += [("+" + digits, None)] if len(digits) > 10 else []
        texts += [(digits, each) for each in COUNTRIES]
    # Mexico's old mobile form +52 1 …, gone since 2019, is still on many cards.
    texts = [(re.sub(r"^\+521(?=\d{10}$)", "+52", each), region) for each, region in texts]
    readings = []
    for each, region in texts:
        try:
            readings.append(phonenumbers.parse(each, region))
        except phonenumbers.NumberParseException:
            continue
    return readings


def _phone(number: phonenumbers.PhoneNumber) -> Phone:
    return Phone(
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        phonenumbers.region_code_for_number(number) or "",
        tuple(each for each in timezone.time_zones_for_number(number) if "/" in each),
    )


def place(phone: Phone, language: str) -> str:
    """Where a number is from, in words: "Monterrey, NL", "Guatemala"."""
    return str(geocoder.description_for_number(phonenumbers.parse(phone.e164), language))
