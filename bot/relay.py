"""Between a person and the firm's people: brings words from one side to the other, and looks after both.

All that happens here are rows of the outbox, so it survives a restart and any replica may do it; the rows
of one handoff in one direction are carried out one after another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import structlog

from bot import handed, notices
from bot.acts.staff import COMMANDS, hear
from bot.handoffs import IDLE, Handoff, Heard, Thread
from bot.model import Incoming, Reply, Turn
from bot.outbox import Firm, NotNow, Outbox, Unreachable
from bot.scene import Scene
from bot.store import (
    Row,
    callbacks_open,
    finish,
    found_at,
    handoff_in,
    look_at,
    moved,
    not_delivered,
    place_of,
    posted,
    raise_again,
    remind_staff,
    upcoming,
)

AWAY = 20.0
"""Seconds after which a row is looked at again that this process cannot carry out: another one may."""

BLOCKED = ("forbidden", "chat not found")
"""Why nothing will ever reach a person again."""

log = structlog.get_logger()


class ThreadGone(Exception):
    """The thread is no longer there: somebody deleted it, or the group has moved."""


class Group(Protocol):
    """The firm's group, as a channel offers it. Raises `NotNow` or `Unreachable`, and `ThreadGone`."""

    async def topic(self, title: str) -> Thread | None:
        """A new topic; None where the group has none."""

    async def begin(self, reply: Reply) -> Thread:
        """A thread that begins with a message to reply to."""

    async def write(self, thread: Thread, reply: Reply) -> str:
        """Writes into a thread; the id of the message."""

    async def show(self, thread: Thread, text: str) -> str:
        """Writes a person's words into a thread, as they are."""

    async def copy(self, thread: Thread, sender: str, message: str) -> str | None:
        """Copies a person's message into a thread; None where that one cannot be copied."""

    async def say(self, sender: str, who: str, text: str) -> None:
        """Brings the words of the firm to a person."""

    async def hand_over(self, sender: str, who: str, chat: str, message: str, text: str | None) -> bool:
        """Copies a message of the firm to a person, with words under it; whether it could."""

    async def close(self, thread: Thread) -> None:
        """Nobody writes in this thread any more."""

    async def delete(self, thread: Thread, messages: list[str]) -> None:
        """Deletes a thread, or at least what the bot wrote in it."""

    async def list(self, topic: str, reply: Reply) -> None:
        """Writes to the firm's people where one of them asked for something."""


class Relay:
    """Carries out the rows of handoffs. `group` is set by the channel that the firm's group is on."""

    def __init__(self, firm: Firm, outbox: Outbox) -> None:
        self.group: Group | None = None
        self._firm, self._outbox = firm, outbox
        outbox.kinds |= {
            "handoff": self._to_staff,
            "answer": self._to_person,
            "handoff-wait": self._look_again,
            "handoff-idle": self._end_idle,
            "handoff-gone": self._delete,
            "staff-list": self._list,
        }

    async def hear(self, heard: Heard) -> Turn | None:
        """What was written in the firm's group, taken once; None where it is for nobody here."""
        store, now = self._firm.store, self._firm.clock.now()
        found = await store.transact(handoff_in, heard.chat, heard.topic, heard.quoted)
        if found is None and heard.command not in COMMANDS:
            return None
        calls = await store.transact(callbacks_open) if heard.command == "done" else ()
        scene = self._for_staff()
        known = tuple(each.id for each in calls)
        incoming = Incoming("staff", heard.chat, heard.update_id)
        return await store.take(incoming, now, lambda kept: hear(scene, kept, heard, found, known))

    async def place(self, chat: str) -> str:
        """Where the firm's group is now."""
        return await self._firm.store.transact(place_of, chat)

    async def moved(self, old: str, new: str) -> None:
        """The firm's group is another chat now."""
        await self._firm.store.transact(moved, old, new)
        log.info("staff-group-moved")

    # ---- to the firm ----------------------------------------------------------------------------

    async def _to_staff(self, row: Row) -> None:
        """Something for the thread, which is opened first where it is not there."""
        found = await self._look(row)
        if not found or (row.body.get("event") == "close" and not found.thread.opened):
            return
        try:
            thread = found.thread if found.thread.opened else await self._open(found)
            try:
                await self._bring(found, thread, row)
            except ThreadGone:
                # Somebody deleted it: what the person writes must not get lost.
                if row.body.get("event") in ("said", "waiting"):
                    thread = await self._open(found)
                    await self._bring(found, thread, replace(row, body={"event": "opened"}))
                    await self._bring(found, thread, row)
        except Unreachable as error:
            log.warning("staff-group-unreachable", why=str(error))
            await self._firm.store.transact(finish, found.id, "unreached", self._firm.clock.now())

    async def _open(self, found: Handoff) -> Thread:
        """A new thread for a handoff: a topic, or a message that asks, to reply to."""
        scene, group = self._for_staff(), self._here()
        thread = await group.topic(handed.title(scene, found))
        if thread is None:
            thread = await group.begin(handed.request(scene, found, forum=False))
        # The thread is there: were this not written down, there would be a second one.
        if not await self._outbox.note(found_at, found.id, thread):
            # Forgotten in this very moment: nothing of them stays.
            await group.delete(thread, [])
        return thread

    async def _bring(self, found: Handoff, thread: Thread, row: Row) -> None:
        """What a row says, into its thread."""
        scene, group, body = self._for_staff(), self._here(), row.body
        message: str | None = ""
        match body.get("event"):
            case "opened" if thread.topic:
                message = await group.write(thread, handed.request(scene, found, forum=True))
            case "said":
                message = await self._bring_words(scene, group, found, thread, row)
            case "waiting" if found.open:
                message = await group.write(thread, handed.raised(scene))
            case "ended":
                message = await group.write(thread, handed.seen_to_end(scene, str(body.get("by"))))
            case "undelivered":
                message = await group.write(thread, handed.undelivered(scene))
            case "close":
                await group.close(thread)
        if message and thread.root:
            await self._outbox.note(posted, thread.chat, message, found.id)

    async def _bring_words(
        self, scene: Scene, group: Group, found: Handoff, thread: Thread, row: Row
    ) -> str | None:
        text, media, id = (str(row.body.get(each, "")) for each in ("text", "media", "message"))
        if media and id and (message := await group.copy(thread, found.sender, id)):
            return message
        line = " ".join(filter(None, (handed.in_place_of(scene, media) if media else "", text)))
        return await group.show(thread, line) if line else None

    # ---- to the person --------------------------------------------------------------------------

    async def _to_person(self, row: Row) -> None:
        """Something for the person."""
        found = await self._look(row)
        if not found:
            return
        store, now = self._firm.store, self._firm.clock.now()
        try:
            await self._tell(found, row)
        except Unreachable as error:
            blocked = str(error) in BLOCKED
            if row.body.get("event") == "said":
                await store.transact(not_delivered, found.id, now)
            if blocked:
                await store.transact(finish, found.id, "blocked", now)

    async def _tell(self, found: Handoff, row: Row) -> None:
        send = self._outbox.senders.get(found.channel)
        if send is None:
            raise NotNow(AWAY)
        kept = await self._firm.store.read(found.channel, found.sender)
        scene = self._firm.scene(kept.language or found.language, found.channel, found.sender, kept.timezone)
        scene = replace(scene, conversation=replace(kept, language=scene.language))
        match row.body.get("event"):
            case "said":
                await self._tell_words(found, row)
            case "waiting":
                if found.open and not found.answered:
                    await send(found.sender, handed.waiting(scene))
            case "ended":
                await send(found.sender, handed.over(scene, str(row.body.get("by"))))

    async def _tell_words(self, found: Handoff, row: Row) -> None:
        """The firm's words under the firm's name; what is no words is copied."""
        group, firm = self._here(), self._firm.content.office.name
        text, media, id = (str(row.body.get(each, "")) for each in ("text", "media", "message"))
        who = f"✎ {firm}" if row.body.get("edited") else firm
        if media and id:
            under = text if row.body.get("captioned") else None
            if await group.hand_over(found.sender, who, str(row.body.get("chat")), id, under):
                return
            if not text:
                raise Unreachable("not copied")
        await group.say(found.sender, who, text)

    # ---- nobody answers -------------------------------------------------------------------------

    async def _look_again(self, row: Row) -> None:
        """Whether somebody has answered by now: asks once more, then ends it honestly."""
        found = await self._look(row)
        if not found or not found.open:
            return
        store, now = self._firm.store, self._firm.clock.now()
        if found.answered:
            # Answered once; an answer since then would have taken this row away.
            if row.body.get("round") == "again":
                await store.transact(remind_staff, found.id, now)
        elif not handed.office_is_open(self._for_staff()):
            await store.transact(finish, found.id, "closed", now)
        elif row.body.get("round") == "1":
            await store.transact(raise_again, found.id, str(row.body.get("minutes", "5")), now)
        else:
            await store.transact(finish, found.id, "unanswered", now)

    async def _end_idle(self, row: Row) -> None:
        """Ends what the firm's people have left; what they never answered ends sooner, by another row."""
        found = await self._look(row)
        if not found or not found.open:
            return
        now = self._firm.clock.now()
        left = found.last + IDLE - now if found.answered else IDLE
        if left > timedelta(0):
            raise NotNow(left.total_seconds())
        await self._firm.store.transact(finish, found.id, "idle", now)

    # ---- the rest -------------------------------------------------------------------------------

    async def _delete(self, row: Row) -> None:
        """Deletes the thread of somebody who was forgotten."""
        written = {name: str(each) for name, each in row.body.items()}
        thread = Thread(written["chat"], written["topic"], written["root"])
        try:
            await self._here().delete(thread, [each for each in written["messages"].split(",") if each])
        except (ThreadGone, Unreachable):
            log.info("thread-gone-already")

    async def _list(self, row: Row) -> None:
        """What staff asked for, as it is now: appointments or call-backs."""
        scene, store = self._for_staff(), self._firm.store
        if row.body.get("what") == "appointments":
            since, until = notices.today_and_tomorrow(scene)
            found = await store.transact(upcoming, since, until)
            said = notices.appointments(scene, found)
        else:
            said = notices.callbacks(scene, await store.transact(callbacks_open))
        await self._here().list(str(row.body.get("topic", "")), said)

    def _here(self) -> Group:
        if self.group is None:
            raise NotNow(AWAY)
        return self.group

    def _for_staff(self) -> Scene:
        zone = self._firm.content.office.timezone
        return self._firm.scene(self._firm.staff_language, "telegram", "", zone)

    async def _look(self, row: Row) -> Handoff | None:
        return await self._firm.store.transact(look_at, row.subject)
