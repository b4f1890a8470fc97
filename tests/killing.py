"""The real bot, `python -m bot run`, killed again and again while people use it; then what became of them.

The server of `tests.botapi` delivers again what was not acknowledged, as Telegram does. `kill` does the
killing and returns a `Tally`; `tests/test_killed.py` does it a few times, `bench/kills.py` many.
A message that is under way in the very moment of a kill may come twice: nobody can tell whether it arrived.
Which these are the database says after each kill, not a clock: sent, and not yet noted as arrived.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select, text

from bot.booking.reminders import until_morning
from bot.channels.telegram.sending import parts
from bot.office import Appointment
from bot.store import Store
from bot.store.appointments import book
from bot.store.codec import load_replies
from bot.store.outbox import put
from bot.store.tables import updates
from tests.botapi import BotApi, Person
from tests.botapi.people import Chat, Seen, until
from tests.serving import bot, prepared, terminated

PATIENCE = 300.0
"""Seconds that a person waits for an answer: hundreds of times as long as one takes, for a slow machine may
need ten for each start of the bot."""

REDELIVERED = 1.0
"""Seconds at most until what was not acknowledged is delivered again. With Telegram's own delays, of up to a
minute, a bot that lives for seconds would miss the same update again and again."""

SETTLED = 0.2
"""Seconds after a kill until the server has read what the killed process still sent."""

ASKERS, FILLERS, BOOKERS = 3, 2, 2
"""People who ask, who answer the eligibility questions, and who book, at the same time."""

QUESTIONS = ("/ayuda", "/privacidad", "/menu", "/citas")
TYPED = "@ventanilla_test_bot ¿cuánto cuesta la visa?"
"""Asked too where the bot lives long enough: it needs some seconds until it can match."""

MATCHES = 5.0
ELIGIBLE = ("where/mexico", "nationality/mx", "work/not-farm", "offer/yes", "before/never")
BOOKING = {"name": "Ana Lopez", "phone": "+52 81 1234 5678"}
"""What is typed in a booking; everything else is pressed."""

ZONES = ("Pacific/Auckland", "Asia/Tokyo", "Asia/Karachi", "Africa/Nairobi", "UTC", "America/Chicago")


@dataclass
class Tally:
    """What happened: `again` counts messages that came twice, `unexplained` those of them that were not
    under way at a kill. All that is called lost, doubled or unanswered has to be 0."""

    kills: int = 0
    questions: int = 0
    unanswered: int = 0
    flow_answers: int = 0
    flow_lost: int = 0
    bookings: int = 0
    bookings_lost: int = 0
    bookings_doubled: int = 0
    reminders: int = 0
    reminders_lost: int = 0
    reminders_twice: int = 0
    again: int = 0
    unexplained: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kill:
    """When the bot was gone, and the chats in which something was under way then."""

    at: float
    chats: frozenset[int]


@dataclass
class Crowd:
    """Those who use the bot, and what they have lived through."""

    api: BotApi
    store: Store
    tally: Tally
    kills: list[Kill] = field(default_factory=list)
    cut_off: set[tuple[str, str]] = field(default_factory=set)
    questions: tuple[str, ...] = QUESTIONS
    over: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def sends(self, who: Person, said: str) -> list[Seen]:
        """Writes or presses, and waits for what comes of it: something has to."""
        before = len(who.sees)
        press = ":" in said and " " not in said
        seen = next((each for each in reversed(who.sees) if each.buttons), None)
        update = await (who.posts_press(said, seen) if press else who.posts(said))
        self.tally.questions += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(update.taken.wait(), PATIENCE)
        got = who.sees[before:]
        if not update.taken.is_set() or not got:
            self.tally.unanswered += 1
            self.tally.wrong.append(f"{who.id} said {said}, and saw {[each.text[:60] for each in got]}")
        self.count_again(got)
        return got

    def count_again(self, got: list[Seen]) -> int:
        """Counts what came twice in answer to one thing, or as one reminder; how many that were."""
        count = 0
        for n, each in enumerate(got):
            earlier = [seen.at for seen in got[:n] if seen.text == each.text]
            if earlier:
                count += 1
                chat = each.raw["chat"]["id"]
                if not any(earlier[-1] < kill.at < each.at and chat in kill.chats for kill in self.kills):
                    self.tally.unexplained += 1
                    self.tally.wrong.append(f"twice: {each.text[:80]!r}")
        self.tally.again += count
        return count

    async def killed(self) -> None:
        """Looks at what the kill a moment ago has cut off. Reminders are sent one after another: it can have
        been one of them."""
        await asyncio.sleep(SETTLED)
        found = await self.unnoted()
        reminders = [sender for sender, update in found - self.cut_off if not update]
        if len(reminders) > 1:
            self.tally.wrong.append(f"{len(reminders)} reminders were not noted: {reminders}")
        self.cut_off |= found
        chats = frozenset(int(sender.split("/")[0]) for sender, _ in found)
        self.kills.append(Kill(time.monotonic(), chats))

    async def unnoted(self) -> set[tuple[str, str]]:
        """Whose replies (sender, update) and reminders that were sent (sender, "") are not known to have
        arrived."""

        def find(to: Connection) -> set[tuple[str, str]]:
            kept = to.execute(
                select(updates.c.sender, updates.c.update_id, updates.c.arrived, updates.c.replies)
            )
            waits = text("SELECT sender FROM outbox WHERE kind = 'remind' AND attempts > 0")
            remind = {
                (sender, "") for sender in to.execute(waits).scalars() if self.api.chats[int(sender)].sees
            }
            return remind | {
                (sender, update)
                for sender, update, arrived, replies in kept
                if arrived < len(parts(load_replies(replies), group="/" in sender))
            }

        return await self.store.transact(find)

    async def asks(self, who: Person, group: Chat) -> None:
        """Asks one thing after another in a group, where each answer quotes what it answers: so this one does
        not wait until the answer is acknowledged, and sees which come again after all."""
        asked: list[tuple[int, str]] = []
        while not self.over:
            said = self.questions[len(asked) % len(self.questions)]
            update = await who.posts(said, chat=group)
            id = update.body["message"]["message_id"]
            asked.append((id, said))
            with contextlib.suppress(AssertionError):
                await until(lambda id=id: _quoting(group, id), PATIENCE)  # type: ignore[misc]
        await self.ended.wait()
        self.tally.questions += len(asked)
        for id, said in asked:
            got = _quoting(group, id)
            self.count_again(got)
            if not got:
                self.tally.unanswered += 1
                self.tally.wrong.append(f"{who.id} asked {said} and got no answer")

    async def fills(self, who: Person) -> None:
        """Answers the questions of a flow, and looks after each whether it is still known."""
        while not self.over:
            await self.sends(who, "flow:eligibility")
            given: dict[str, str] = {}
            for each in ELIGIBLE:
                step, _, value = each.partition("/")
                await self.sends(who, f"answer:eligibility/{each}")
                given[step] = value
                self.tally.flow_answers += 1
                kept = dict((await self.store.read("telegram", str(who.id))).answers.get("eligibility", {}))
                if kept != given:
                    self.tally.flow_lost += 1
                    self.tally.wrong.append(f"{who.id} answered {given}, kept is {kept}")
            await self.sends(who, "stop:")

    async def books(self, ids: Callable[[], int]) -> None:
        """Books, as one person after another."""
        while not self.over:
            who = self.api.person(ids())
            got = await self.sends(who, "flow:booking")
            for _ in range(40):
                if any("✔ Agendado" in each.text for each in got):
                    break
                got = await self.sends(who, await self.next_of(who, got))
            made = await self._appointments(who.id)
            self.tally.bookings += 1
            self.tally.bookings_lost += made == 0
            self.tally.bookings_doubled += max(0, made - 1)
            if made != 1:
                self.tally.wrong.append(f"{who.id} has {made} appointments")

    async def next_of(self, who: Person, got: list[Seen]) -> str:
        """The first button that answers the step that is asked, or what is typed there."""
        shown = [each["callback_data"] for seen in got for each in seen.buttons if "callback_data" in each]
        answers = [each for each in shown if each.startswith("answer:booking/")]
        if answers:
            # Somebody else may take the first time meanwhile.
            return random.choice(answers) if "/time/" in answers[0] else answers[0]
        kept = (await self.store.read("telegram", str(who.id))).answers.get("booking", {})
        return next((words for step, words in BOOKING.items() if step not in kept), "-")

    async def _appointments(self, id: int) -> int:
        def count(to: Connection) -> int:
            found = to.execute(
                text("SELECT count(*) FROM appointments WHERE sender = :id AND state = 'booked'"),
                {"id": str(id)},
            )
            return int(found.scalar_one())

        return await self.store.transact(count)


def _quoting(chat: Chat, id: int) -> list[Seen]:
    """The messages of a chat that answer one."""
    return [each for each in chat.sees if each.raw.get("reply_to_message", {}).get("message_id") == id]


async def remind(store: Store, ids: list[int], over: float) -> None:
    """People with an appointment whose reminders are due one after another within so many seconds."""
    now = datetime.now(UTC)
    # It is day somewhere: nobody is reminded at night.
    zone = next(
        each for each in ZONES if not until_morning(now, each) and not until_morning(now + HOUR, each)
    )

    def plan(to: Connection) -> None:
        for n, id in enumerate(ids):
            reference, start = f"9{n:05}", now.replace(microsecond=0) + timedelta(days=40, minutes=30 * n)
            about = (
                "telegram",
                str(id),
                "phone",
                start,
                30,
                "nobody",
                "Ana",
                "+528112345678",
                "es",
                zone,
                now,
            )
            book(to, Appointment(reference, *about))
            body, who = {"sequence": "0", "name": "day"}, {"channel": "telegram", "sender": str(id)}
            due = now + timedelta(seconds=over * n / len(ids))
            put(to, "remind", body, due, now, subject=reference, once=f"{reference}/day", **who)

    await store.transact(plan)


HOUR = timedelta(hours=1)


async def kill(
    mode: str, database: str, folder: Path, kills: int, *, seed: int, longest: float = 2.0
) -> Tally:
    """Kills the bot so many times, each at a random moment of its first seconds, and lets it end its work.

    Raises `AssertionError` where it does not start, or does not end.
    """
    chance, tally = random.Random(seed), Tally()
    async with BotApi(latency=0.02) as api:
        api.delivery.longest_delay = REDELIVERED
        environ = prepared(api, mode, folder, database)
        store = Store(database or f"sqlite:///{folder / 'ventanilla.db'}")
        await store.open()
        reminded = [api.person(9000 + n) for n in range(3 * kills)]
        await remind(store, [each.id for each in reminded], (1 + longest / 2) * kills)
        crowd, numbers = Crowd(api, store, tally), iter(range(3000, 9000))
        if longest >= MATCHES:
            crowd.questions = (*QUESTIONS, TYPED)
        doing = [crowd.asks(api.person(1000 + n), api.group(-1000 - n)) for n in range(ASKERS)]
        doing += [crowd.fills(api.person(2000 + n)) for n in range(FILLERS)]
        doing += [crowd.books(lambda: next(numbers)) for _ in range(BOOKERS)]
        people = [asyncio.create_task(each) for each in doing]
        for _ in range(kills):
            await _killed(api, environ, crowd, chance, longest)
        crowd.over = True
        async with bot(environ) as last:
            await store.transact(let_claims_run_out)
            await until(lambda: all(each.sees for each in reminded), PATIENCE)
            busy = people[ASKERS:]
            await asyncio.wait_for(asyncio.gather(*busy), PATIENCE)
            await until(lambda: not api.delivery.pending, PATIENCE)
            async with asyncio.timeout(PATIENCE):
                while await crowd.unnoted() - crowd.cut_off:
                    pass
            assert await terminated(last) == 0
        crowd.ended.set()
        await asyncio.gather(*people)
        assert api.violations == []
        for each in reminded:
            tally.reminders_lost += not each.sees
            tally.reminders_twice += crowd.count_again(each.sees)
        tally.reminders, tally.kills = len(reminded), len(crowd.kills)
        await _look_at_slots(store, tally)
        await store.close()
    return tally


async def _killed(
    api: BotApi, environ: dict[str, str], crowd: Crowd, chance: random.Random, longest: float
) -> None:
    """Starts the bot and kills it: most times while it serves people, now and then while it starts."""
    before = len(api.called("getMe"))
    async with bot(environ) as process:
        if chance.random() < 0.85:
            await until(lambda: len(api.called("getMe")) > before, PATIENCE)
        await asyncio.sleep(chance.uniform(0, longest))
        assert process.returncode is None
        process.kill()
        await process.wait()
        await crowd.killed()


def let_claims_run_out(to: Connection) -> None:
    """As if two minutes had passed: what a killed process had claimed is due."""
    to.execute(text("UPDATE outbox SET due = :now WHERE attempts > 0"), {"now": datetime.now(UTC)})


async def _look_at_slots(store: Store, tally: Tally) -> None:
    """No time has been given to two people."""
    query = text("SELECT start, consultant FROM appointments WHERE state = 'booked'")
    found = Counter(await store.transact(lambda to: [tuple(each) for each in to.execute(query)]))
    tally.bookings_doubled += sum(count - 1 for count in found.values())
