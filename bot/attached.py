"""What can come with a reply besides words: a contact card, a small file, an answer to hear."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A contact card to send: a name and a phone in international form."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class File:
    """A small file to send, such as an appointment for a calendar."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A topic's answer to hear. What it says, and in whose voice, is found out when it is sent."""

    topic: str
    language: str


@dataclass(frozen=True, slots=True)
class Recording:
    """An answer in a person's voice, beside its text: the file, its hash, and that of the words it speaks."""

    path: str
    sound: str
    words: str


Attached = Card | File | Voice
