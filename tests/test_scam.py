"""A message that may be a scam: what is found in it, what is said of it, and that nothing of it is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.content import load
from bot.engine import Engine
from bot.model import Action, Incoming
from bot.scam import find, official_phones, read_line
from bot.scam.addresses import addresses, carries, imitates, is_official
from bot.scam.wording import plain
from bot.store.tables import metadata
from tests.botapi import BotApi, Person
from tests.botapi.running import MODES, running, settings_for
from tests.samples.content import build, check, lines, put

ROOT = Path(__file__).parent.parent
CONTENT = load(ROOT / "content").content
SIGNS, KNOWN = CONTENT.signs, official_phones(CONTENT.facts)
OFFER = "Le aparto su lugar zapote, deposite 3,500 pesos en OXXO hoy, la visa es segura"


def ids(text: str) -> set[str]:
    """The signs found in a text."""
    return {each.sign.id for each in find(text, SIGNS, KNOWN)}


@pytest.mark.parametrize(
    ("line", "text", "quote"),
    [
        ("deposite ... MONEY", "Deposite usted HOY $3,500 pesos.", "Deposite usted HOY $3,500 pesos"),
        ("deposite ... MONEY", "Deposite hoy. Son 3,500 pesos", ""),
        ("pag*|manda MONEY", "pagarás 8 mil", "pagarás 8 mil"),
        ("lista (de) espera", "la Lista espera", "Lista espera"),
        ("western_union|zelle MONEY", "Western Union 50 dollars", "Western Union 50 dollars"),
        ("START visas", "Hola. ¡Visas!", "Visas"),
        ("START visas", "las visas", ""),
        ("65000 visas", "65,000 VISAS", "65,000 VISAS"),
        ("entre ADDRESS", "entre a.b o entre www.uscis.gov ya", "entre www.uscis.gov"),
        ("huella*", "hüellas", "hüellas"),
        ("65000 visas", "65k visas", "65k visas"),
        ("65000 visas", "65 mil visas", "65 mil visas"),
        ("65000 visas", "65 000 visas", "65 000 visas"),
        ("65000 visas", "65'000 visas", "65'000 visas"),
        ("65000 visas", "Sesenta y cinco mil visas", "Sesenta y cinco mil visas"),
        ("65000 visas", "sixty-five thousand visas", "sixty-five thousand visas"),
        ("64716", "sesenta y cuatro mil setecientas dieciséis", "sesenta y cuatro mil setecientas dieciséis"),
        ("64716", "64 mil 716 visas", "64 mil 716"),
        ("MONEY", "65 mil visas", ""),
        ("MONEY", "son 65 mil", "65 mil"),
        ("3500", "3,5 mil", "3,5 mil"),
        ("832305", "832 305 6560", ""),
        ("~no|not closed", "It is closed", "closed"),
        ("~no|not closed", "It is not closed", ""),
    ],
)
def test_a_line_of_staffs_finds_what_it_says(line: str, text: str, quote: str) -> None:
    read = plain(text)
    found = read_line(line, {}).search(read.words)

    assert (read.written(found.start(), found.end()) if found else "") == quote


@pytest.mark.parametrize(
    "line", ["...", "... visa", "<nothing> visa", "visa\\d+", "(visa", "!!", "~no* visa"]
)
def test_a_line_that_cannot_be_read_is_told_in_words(line: str) -> None:
    with pytest.raises(ValueError, match=r"word|list|stands|digit"):
        read_line(line, {})


@pytest.mark.parametrize(
    ("host", "fake"),
    [
        ("uscis.gov", False),
        ("mx.usembassy.gov", False),
        ("www.gob.mx", False),
        ("trabajo.gob.hn", False),
        ("www.ustraveldocs.com", False),
        ("www.lawvm.com", False),
        ("example.com", False),
        ("governess.com", False),
        ("uscis-visas.com", True),
        ("usembassy.gov.pay-online.com", True),
        ("usc1s.com", True),
        ("us\u0441is.com", True),
        ("lawvm.help", True),
        ("gob-mx.net", True),
    ],
)
def test_an_address_that_imitates_a_governments(host: str, fake: bool) -> None:
    assert imitates(host, SIGNS.imitated, SIGNS.official) is fake


def test_addresses_and_no_words_that_a_full_stop_joins() -> None:
    hosts = [each.host for each in addresses("Pague hoy.si no www.a.com/b, x@gmail.com y https://u@c.gov/d.")]

    assert hosts == ["a.com", "gmail.com", "c.gov"]
    assert is_official("c.gov", ())
    assert carries("visas.embajada.usa", SIGNS.imitated)


def test_a_number_that_is_not_whose_it_claims_to_be() -> None:
    assert "wrong-contact" in ids("Soy la licenciada de Law VM, llámeme al 346 555 0188")
    assert "wrong-contact" not in ids("Law VM: llámenos al (832) 305-6560")
    assert "wrong-contact" not in ids("Mi primo llama al 346 555 0188")


@pytest.mark.parametrize(
    "text",
    [
        "Hola, soy Martha, les comparto que hay 65 mil visas de trabajo nuevas, pidan informes",
        "65,000 H2B disponibles ya",
        "Tenemos cupo en el programa de 65 mil visas",
        "SESENTA Y CINCO MIL VISAS H2B, INSCRIBETE",
        "Te anoto en las sesentaicinco mil visas",
        "ULTIMA HORA: 64.716 visas para trabajadores temporales",
        "de las 65 mil visas quedan 2 mil, anótate",
        "El programa de las 65,000 no cerró",
        "Get one of the 65k H2B slots",
        "Limited: sixty five thousand seasonal visas",
        "Apply for the 64 716 now",
        "The 65k visas have not ended",
        "new 65 thousand work permits",
    ],
)
def test_the_closed_visas_are_known_however_they_are_written(text: str) -> None:
    assert "closed-visas" in ids(text)


@pytest.mark.parametrize(
    "text",
    [
        "Noticias: se agotaron las 64,716 visas H-2B adicionales",
        "Hola comadre, ya viste que las 65 mil visas eran del 2023",
        "Se cerró el programa de sesenta y cinco mil visas",
        "Ya se llenaron las 65 mil visas",
        "El sueldo es de 65 mil pesos por temporada con visa H2B",
        "Cuidado con quien le ofrece las 65 mil visas",
        "USCIS reached the cap on 64,716 visas",
        "The 65k visa program has ended",
        "The H-1B cap is 65,000 visas each year",
        "It is a lie that the 65,000 visas are open",
        "Renta en Dallas 650 y 65,000 millas el carro",
    ],
)
def test_who_says_that_those_visas_closed_offers_none(text: str) -> None:
    assert "closed-visas" not in ids(text)


def test_what_takes_back_a_sign_stands_near_it() -> None:
    """Who writes without a full stop names a wage and wants money all the same."""
    run_on = "gana $30 la hora visa H2B garantizada deposite 2000 en OXXO hoy ultimos lugares sin entrevista"

    assert len(ids(run_on)) >= 2
    assert "pay-place" in ids(run_on)
    assert not {"money-first", "pay-place"} & ids("El empleador paga la visa H2B y nadie puede cobrarle")


@given(st.text(max_size=500))
@settings(max_examples=150, deadline=None)
def test_anything_can_be_looked_at(text: str) -> None:
    for seen in find(text, SIGNS, KNOWN):
        assert seen.quote or seen.lacking


async def test_nothing_of_the_message_is_kept(engine: Engine) -> None:
    """Neither what was pasted nor what the reply quotes stays in the database once it has arrived."""

    async def does(id: str, text: str = "", action: Action | None = None, *, forwarded: bool = False) -> str:
        incoming = Incoming("telegram", "5", id, text, action, language="es", forwarded=forwarded)
        done = await engine.handle(incoming)
        await engine.sent(incoming)
        return done.replies[-1].text

    await does("1", action=Action("check"))
    assert "señales de fraude" in await does("2", OFFER)
    assert "Usted reenvió" in await does("3", OFFER, forwarded=True)
    assert "señales de fraude" in await does("4", OFFER, Action("scam"))
    longer = f"{OFFER}, no le puedo dar el nombre de la empresa, últimos lugares"
    assert "señales de fraude" in await does("5", longer)

    seen = await engine.store.read("telegram", "5")
    assert "zapote" not in repr(seen)
    everything = await rows(engine)
    assert "telegram" in everything
    assert "zapote" not in everything
    assert "3,500" not in everything


async def rows(engine: Engine) -> str:
    """All that the database's tables hold."""

    def read(connection: Connection) -> str:
        return repr([connection.execute(each.select()).all() for each in metadata.sorted_tables])

    return await engine.store.transact(read)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server
        assert server.violations == []


@pytest.fixture(params=MODES)
async def ana(api: BotApi, engine: Engine, request: pytest.FixtureRequest) -> AsyncIterator[Person]:
    """Someone with Telegram, while the bot runs."""
    async with running(engine, settings_for(api, request.param)):
        yield api.person(1001)


async def test_a_forwarded_message_is_checked_over_telegram(ana: Person) -> None:
    (asked,) = await ana.forwards(OFFER)
    assert asked.raw["reply_to_message"]["text"] == OFFER
    (told,) = await ana.presses("🔎 Revisar si parece fraude")

    assert "señales de fraude" in told.text
    assert "«deposite 3,500 pesos»" in told.text
    assert told.raw["reply_to_message"]["text"] == OFFER


async def test_a_photos_caption_is_checked_over_telegram(ana: Person) -> None:
    (asked,) = await ana.sends_press("check:")
    assert "no guardo nada" in asked.text
    (told,) = await ana.sends_photo("Pague en www.uscis-visas.com su visa de trabajo hoy mismo por Zelle")

    assert "«www[.]uscis-visas[.]com»" in told.text
    assert "No puedo ver la foto" in told.text
    assert all("uscis-visas" not in each for each in told.links)


async def test_a_caption_of_somebody_elses_photo_is_checked_too(ana: Person) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    await ana.sends_photo(OFFER, forward_origin=origin)
    (told,) = await ana.presses("🔎 Revisar si parece fraude")

    assert "señales de fraude" in told.text


def test_what_staff_slip_in_is_told_with_its_line(tmp_path: Path) -> None:
    folder = build(tmp_path)
    good = {
        "name": "{es: Uno, en: One}",
        "reason": "{es: Porque, en: Because}",
        "source": "https://www.dol.gov/",
        "lines": "[pague ... MONEY]",
        "finds": "{es: ['Visa: pague 500 pesos'], en: ['Visa: pague 50 dollars']}",
        "passes": "{es: [Una visa], en: [A visa]}",
    }

    def told(**changes: str) -> list[str]:
        rows = "\n".join(f"    {key}: {value}" for key, value in (good | changes).items())
        put(folder, "scam-signs.yaml", f"about: [visa]\nsigns:\n  one:\n{rows}\n")
        return [each.partition(": ")[2] for each in lines(check(folder))]

    assert told() == []
    unread = 'the line "pague <shop>" cannot be read: there is no list <shop>. There are: none.'
    assert unread in told(lines="['pague <shop>']")
    assert 'does not find "Visa: pague 50 dollars"' in told(lines="[deposite]")[0]
    assert (
        "which must pass. It saw: pague 500 pesos." in told(passes="{es: [Visa pague 500 pesos], en: [A]}")[0]
    )
    assert told(source="dol.gov") == ['"one" needs a source that begins with https://.']
    assert told(reason="{es: Porque}") == ['"reason" has no text under "en:".']
    assert '"finds" has no message under "en:"' in told(finds="{es: [Visa pague 5 pesos]}")[0]
