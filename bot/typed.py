"""What does a typed message answer to the step that waits? Buttons are shorter; people type all the same.

Every reader takes a filled step (see `acts/steps.py`: its options are those that can be chosen
now) and gives the answer as a button would, or says in a sentence why it cannot be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.booking.phones import NotAPhone, read_phone
from bot.interviews import SKIPPED, Option, Step
from bot.language import MONTHS, N_, WEEKDAYS, country_of, fold
from bot.office import Slot

LONGEST_NAME = 80
LONGEST_NOTE = 400
WORDS_OF_A_NAME = 8
WORDS_AROUND = 8
"""An option named in a longer message is not meant as the answer."""

LEAVES_OUT = {
    *("no", "nada", "ninguno", "ninguna", "omitir", "saltar", "no gracias", "nada mas", "asi nomas"),
    *("skip", "none", "nothing", "nope", "no thanks", "leave it out", "dejarlo en blanco"),
}

NOT_A_CHOICE = N_("I did not understand that. Please choose one of these:")
NOT_A_NAME = N_("Please write just your name, in a few words.")
NOT_A_NOTE = N_("That is too long. Please write it in one or two sentences.")
NOT_A_DAY = N_("I did not understand the day. Please choose one of these:")
PAST_DAY = N_("That day is over. Please choose one of these:")
NOT_A_FREE_DAY = N_("On that day nothing is free. These days are:")
NOT_A_TIME = N_("I did not understand the time. Please choose one of these:")
NOT_A_FREE_TIME = N_("At that time nothing is free. These times are:")
PHONES = {
    "letters": N_("That has letters in it. Please write only the phone number, with its area code."),
    "short": N_("That number is too short. Please write it with its area code, such as 81 1234 5678."),
    "long": N_("That number is too long. Please write one phone number, with its country code."),
    "country": N_("I cannot find such a number. Please write it with its country code, such as +52 or +502."),
}


class NotUnderstood(Exception):
    """This is no answer to the step; `sentence` says why, still to be translated."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """What else an answer depends on: the person's language, day, zone and country (two letters or ""), and
    `meant`: "yes" or "no" where the text is known to mean that."""

    language: str
    today: date
    zone: str
    country: str = ""
    meant: str = ""


def read(step: Step, text: str, setting: Setting) -> str:
    """The answer that `text` gives to `step`. Raises `NotUnderstood`."""
    return _READERS[step.kind](step, text, setting)


def _choice(step: Step, text: str, setting: Setting) -> str:
    """An option: its number, its label, another way to say it, the only one named, or a yes or no."""
    said = fold(text)
    if said.isdecimal() and 1 <= int(said) <= len(step.options):
        return step.options[int(said) - 1].id
    ways = {option.id: _ways(option) for option in step.options}
    for option, words in ways.items():
        if said in words:
            return option
    if setting.meant in ways:
        return setting.meant
    if len(said.split()) <= WORDS_AROUND:
        named = [
            option
            for option, words in ways.items()
            if any(len(each) > 2 and f" {each} " in f" {said} " for each in words)
        ]
        if len(named) == 1:
            return named[0]
    raise NotUnderstood(NOT_A_CHOICE)


def _confirm(step: Step, text: str, setting: Setting) -> str:
    """A yes in any words; its option is another for each thing that can be confirmed."""
    return step.options[0].id if setting.meant == "yes" and step.options else _choice(step, text, setting)


def _ways(option: Option) -> set[str]:
    """All that an option is called, in every language: people mix them."""
    said = {fold(label) for label in option.labels.values()}
    for synonyms in option.synonyms.values():
        said |= {fold(each) for each in synonyms}
    return {option.id, *said} - {""}


def _country(step: Step, text: str, setting: Setting) -> str:
    try:
        return _choice(step, text, setting)
    except NotUnderstood:
        if found := country_of(text):
            return found
        raise


def _fiscal_year(step: Step, text: str, setting: Setting) -> str:
    ids = [each.id for each in step.options]
    years = [each for each in re.findall(r"(?<!\d)20\d\d(?!\d)", text) if int(each) <= setting.today.year + 1]
    if len(years) == 1:
        return (
            years[0] if years[0] in ids else "earlier" if "earlier" in ids else _choice(step, text, setting)
        )
    if setting.meant == "no" and "never" in ids:
        return "never"
    return _choice(step, text, setting)


def _name(_: Step, text: str, __: Setting) -> str:
    said = " ".join(text.split())
    letters = sum(each.isalpha() for each in said)
    if letters < 2 or len(said) > LONGEST_NAME or len(said.split()) > WORDS_OF_A_NAME or "?" in said:
        raise NotUnderstood(NOT_A_NAME)
    return said


def _text(step: Step, text: str, _: Setting) -> str:
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_NOTE:
        raise NotUnderstood(NOT_A_NOTE)
    return SKIPPED if step.optional and fold(said) in LEAVES_OUT else said


def _phone(_: Step, text: str, setting: Setting) -> str:
    try:
        return read_phone(text, setting.country.upper()).e164
    except NotAPhone as error:
        raise NotUnderstood(PHONES[error.why]) from None


def _day(step: Step, text: str, setting: Setting) -> str:
    days = {date(int(each.id[:4]), int(each.id[4:6]), int(each.id[6:])): each.id for each in step.options}
    found = _named_day(fold(text), text, setting, days)
    if found is None:
        raise NotUnderstood(NOT_A_DAY)
    if found in days:
        return days[found]
    raise NotUnderstood(PAST_DAY if found < setting.today else NOT_A_FREE_DAY)


def _named_day(said: str, text: str, setting: Setting, days: Mapping[date, str]) -> date | None:
    """The day that a text names: today, tomorrow, a weekday, a number, a number and a month."""
    words = said.split()
    today = setting.today
    if "pasado manana" in said or "day after tomorrow" in said:
        return today + timedelta(days=2)
    if re.match(r"(?:para |pa |for )?(?:manana|tomorrow)\b", said):
        return today + timedelta(days=1)
    if said in ("hoy", "today", "hoy mismo"):
        return today
    if both := re.search(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?!\d)", text):
        first, second = int(both[1]), int(both[2])
        day, month = (first, second) if setting.language == "es" else (second, first)
        return _date(day, month, setting)
    numbers = [int(each) for each in re.findall(r"(?<!\d)\d{1,2}", said)]
    months = [MONTHS[each] for each in words if each in MONTHS]
    if numbers and months:
        return _date(numbers[0], months[0], setting)
    if numbers and not re.search(r"\d\s?(?::\s?\d|[ap]\.?\s?m\b)", text, re.IGNORECASE):
        # The next day of that number, free or not; a time of day is none.
        ahead = (today + timedelta(days=n) for n in range(62))
        return next((each for each in ahead if each.day == numbers[0]), None)
    wanted = [WEEKDAYS[each] for each in words if each in WEEKDAYS]
    if len(wanted) != 1:
        return None
    free = [each for each in sorted(days) if each.weekday() == wanted[0]]
    return free[0] if free else today + timedelta(days=(wanted[0] - today.weekday()) % 7)


def _date(day: int, month: int, setting: Setting) -> date | None:
    """The day of this number in the next such month; one up to a half year ago is past."""
    near = []
    for year in (setting.today.year - 1, setting.today.year, setting.today.year + 1):
        try:
            near.append(date(year, month, day))
        except ValueError:
            continue
    return min(near, key=lambda each: abs((each - setting.today).days), default=None)


def _time(step: Step, text: str, setting: Setting) -> str:
    zone = ZoneInfo(setting.zone)
    free: dict[int, str] = {}
    for option in step.options:
        if slot := Slot.read(option.id):
            start = slot.start.astimezone(zone)
            free.setdefault(start.hour * 60 + start.minute, option.id)
    wanted = _named_times(fold(text))
    if not wanted:
        raise NotUnderstood(NOT_A_TIME)
    for each in wanted:
        if each in free:
            return free[each]
    raise NotUnderstood(NOT_A_FREE_TIME)


def _named_times(said: str) -> list[int]:
    """The minutes of the day that a text may mean, the likeliest first: "a las 3" is rather 15:00."""
    if re.search(r"\b(mediodia|medio dia|noon|midday)\b", said):
        return [12 * 60]
    found = re.search(r"(?<!\d)(\d{1,2})(?:\s?h)?(?:\s(\d{2}))?(?!\d)", said)
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return []
    hour, minute = int(found[1]) % 24, int(found[2] or 0)
    if re.search(r"\b(y media|thirty)\b", said):
        minute = 30
    elif re.search(r"\b(y cuarto)\b", said):
        minute = 15
    if re.search(r"\d\s?(pm|p m)\b|\b(tarde|noche|afternoon|evening)\b", said):
        hour = hour % 12 + 12
    elif re.search(r"\d\s?(am|a m)\b|\b(manana|morning)\b", said):
        hour %= 12
    elif hour < 12:
        early = [hour, hour + 12] if hour >= 8 else [hour + 12, hour]
        return [each * 60 + minute for each in early]
    return [hour * 60 + minute]


_READERS: Mapping[str, Callable[[Step, str, Setting], str]] = {
    "choice": _choice,
    "country": _country,
    "fiscal-year": _fiscal_year,
    "name": _name,
    "text": _text,
    "phone": _phone,
    "day": _day,
    "time": _time,
    "confirm": _confirm,
}
