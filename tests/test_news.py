"""Somebody asks to be told, and is told once: on Telegram, on each database, with a clock moved by hand."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.booking.reminders import until_morning
from bot.store import begin_mailing, counts, set_mailing
from tests.firm import Firm, everything, firm_on_telegram, labels, words
from tests.newsing import NAME, SUBJECT, ZONE, with_news

CHANNELS = {"Facebook": "https://www.facebook.com/example"}


async def send(firm: Firm) -> int | None:
    """What `news send` does."""
    now = firm.clock.now()
    return await firm.engine.store.transact(
        begin_mailing, NAME, SUBJECT, now, lambda zone: until_morning(now, zone or ZONE)
    )


async def goes_on(firm: Firm, rounds: int = 10) -> None:
    """Lets the mailing do what is due, a second at a time."""
    for _ in range(rounds):
        firm.clock.set(firm.clock.now() + timedelta(seconds=1))
        await firm.engine.mailing.once()
        await firm.engine.mailing.finish()


async def state(firm: Firm) -> dict[str, int]:
    """The counts that are not zero."""
    found = await firm.engine.store.transact(counts, NAME, firm.clock.now())
    return {each: n for each, n in found.items() if n}


async def test_who_asked_is_told_once_in_their_language_and_can_stop_and_begin_again(database: str) -> None:
    office = replace(with_news().office, page="https://example.org/news", channels=CHANNELS)
    async with firm_on_telegram(database, replace(with_news(), office=office)) as firm:
        ana, ben = firm.person("es", "Ana"), firm.person("en", "Ben")
        seen = await ana.sends_press(f"topic:{SUBJECT}")
        assert "🔔 Avíseme cuando esto cambie" in labels(seen)
        seen = await ana.presses("🔔 Avíseme cuando esto cambie")
        assert "example.org/news" in words(seen)
        assert "Facebook" in words(seen)
        await ben.sends_press(f"alert:{SUBJECT}/on")
        before = len(ana.sees)

        assert await send(firm) == 2
        assert await send(firm) is None
        await goes_on(firm)

        assert [each.text.splitlines()[0] for each in ana.sees[before:]] == ["🔔 Una noticia de prueba"]
        assert "Usted me pidió que le avisara" in ana.sees[-1].text
        assert "🔔 A sample item" in ben.sees[-1].text
        assert await state(firm) == {"sent": 2}

        seen = await ana.presses("🔕 Ya no me avise")
        assert "Ya no le aviso de esto" in words(seen)
        assert "Todavía no le aviso de nada" in words(await ana.says("/avisos"))
        assert "Le escribo aquí cuando esto cambie" in words(await ana.sends_press(f"alert:{SUBJECT}/on"))
        assert "Stop all of them" in " ".join(labels(await ben.says("/alerts")))


async def test_nobody_is_written_to_at_night_by_their_own_clock(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        before = len(ana.sees)
        # 21:30 in Houston.
        firm.clock.set(datetime(2026, 11, 25, 3, 30, tzinfo=UTC))

        await send(firm)
        await goes_on(firm)

        assert len(ana.sees) == before
        firm.clock.set(datetime(2026, 11, 25, 14, 0, tzinfo=UTC))
        await goes_on(firm, 2)
        assert len(ana.sees) == before + 1


async def test_nobody_is_told_in_the_middle_of_writing_with_the_firm(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana, ben = firm.person("es", "Ana"), firm.person("en", "Ben")
        for each in (ana, ben):
            await each.sends_press(f"alert:{SUBJECT}/on")
        seen = words(await ana.says("/persona"))
        assert "Su solicitud ya está en la oficina" in seen
        await send(firm)
        await goes_on(firm)

        assert await state(firm) == {"waiting": 1, "sent": 1}
        assert not any("Una noticia" in each.text for each in ana.sees)
        # It can be stopped meanwhile, like any other.
        await firm.engine.store.transact(set_mailing, NAME, "stopped")
        await ana.says("/menu")
        await goes_on(firm)
        assert await state(firm) == {"waiting": 1, "sent": 1}

        await firm.engine.store.transact(set_mailing, NAME, "sending")
        await goes_on(firm)

        assert await state(firm) == {"sent": 2}
        assert sum("Una noticia" in each.text for each in ana.sees) == 1


async def test_what_began_by_day_and_is_late_waits_for_the_morning(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        before = len(ana.sees)
        await send(firm)

        firm.clock.set(datetime(2026, 11, 25, 4, 0, tzinfo=UTC))
        await goes_on(firm)

        assert len(ana.sees) == before
        assert await state(firm) == {"waiting": 1}


async def test_a_mailing_stops_midway_and_goes_on(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        people = [firm.person("es", f"P{n}") for n in range(3)]
        for each in people:
            await each.sends_press(f"alert:{SUBJECT}/on")
        await send(firm)
        await goes_on(firm, 1)
        await firm.engine.store.transact(set_mailing, NAME, "stopped")
        await goes_on(firm)
        assert await state(firm) == {"waiting": 2, "sent": 1}

        await firm.engine.store.transact(set_mailing, NAME, "sending")
        await goes_on(firm)

        assert await state(firm) == {"sent": 3}
        assert [sum("Una noticia" in s.text for s in each.sees) for each in people] == [1, 1, 1]


async def test_who_blocked_the_bot_is_dropped_and_no_longer_asked_for(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        await ana.blocks()

        await send(firm)
        await goes_on(firm)

        assert await state(firm) == {"dropped": 1}
        assert await everything(firm.engine, "alerts") == "[[]]"


async def test_who_stopped_it_meanwhile_is_not_told(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        await send(firm)
        await ana.sends_press(f"alert:{SUBJECT}/off")

        await goes_on(firm)

        assert await state(firm) == {"dropped": 1}


async def test_too_many_requests_are_tried_again_and_a_lost_answer_is_not(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana, ben = firm.person("es", "Ana"), firm.person("en", "Ben")
        for each in (ana, ben):
            await each.sends_press(f"alert:{SUBJECT}/on")
        firm.api.fails("sendMessage", retry_after=3, chat=ana.id)
        # Carried out, and the answer is lost on the way.
        firm.api.fails("sendMessage", cut=True, done=True, chat=ben.id)

        await send(firm)
        await goes_on(firm, 30)

        assert await state(firm) == {"sent": 1, "unknown": 1}
        assert sum("Una noticia" in s.text for s in ana.sees) == 1
        assert sum("A sample" in s.text for s in ben.sees) == 1


async def test_forget_me_deletes_what_somebody_wanted_to_be_told(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        await send(firm)
        assert str(ana.id) in await everything(firm.engine, "alerts", "deliveries")

        await ana.sends_press("forget:yes")

        assert await everything(firm.engine, "alerts", "deliveries") == "[[], []]"


async def test_a_news_item_stands_above_the_answers_of_its_subject_for_some_weeks(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()

        seen = words(await ana.sends_press("topic:still-open"))
        assert seen.startswith("🆕 Novedad del 20 de noviembre de 2026: Una noticia de prueba")
        assert "Una noticia" not in words(await ana.sends_press("topic:visa-cost"))


async def test_an_old_news_item_stands_there_no_longer(database: str) -> None:
    async with firm_on_telegram(database, with_news(day=date(2026, 10, 1))) as firm:
        assert "Una noticia" not in words(await firm.person().sends_press("topic:still-open"))


async def test_in_a_group_nothing_is_offered(database: str) -> None:
    """The bot would have to write first where others read along."""
    async with firm_on_telegram(database, with_news()) as firm:
        group = firm.api.group(-77)
        seen = await firm.person().says("/start@ventanilla_test_bot topic_still-open", chat=group)

        assert seen
        assert "🔔 Avíseme cuando esto cambie" not in labels(seen)


async def test_a_mailing_that_is_cancelled_ends_what_it_has_marked(database: str) -> None:
    async with firm_on_telegram(database, with_news()) as firm:
        ana = firm.person()
        await ana.sends_press(f"alert:{SUBJECT}/on")
        await send(firm)

        sending = asyncio.create_task(firm.engine.mailing.once())
        await asyncio.sleep(0)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await firm.engine.mailing.finish()

        assert await state(firm) == {"sent": 1}
        assert "Una noticia de prueba" in ana.sees[-1].text
