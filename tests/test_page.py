"""The web chat's page in a real browser: on a small screen, by keyboard, in both languages, on a bad line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from bot.channels import web
from bot.clock import Clock
from bot.engine import Engine
from bot.live import Live
from bot.match import Match
from bot.model import Action, Button, Conversation, Incoming, Problem, Reply, Turn
from bot.render import plain
from bot.settings import read_settings
from bot.store import Store
from tests.needs import needs
from tests.test_web import served as served_here

HOSTILE = "<img src=x onerror=alert(1)> **no** [x](javascript:alert(1)) " + "x" * 300
LONG = "Cost\n\n" + "\n\n".join(f"Paragraph {number}." for number in range(60))
FLAGS = (
    "headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-dev-shm-usage",
    "disable-background-networking", "disable-component-update", "disable-sync",
    # What is still moving can be neither read nor pressed for sure.
    "force-prefers-reduced-motion",
)  # fmt: skip
HELLO = {"es": "Hola. ¿Qué quiere saber?", "en": "Hello. What would you like to know?"}


CONTRAST = """
const light = (colour) => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map((n) => n / 255)
    .map((n) => n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (at) => {
  const colour = getComputedStyle(at).backgroundColor;
  return colour === "rgba(0, 0, 0, 0)" && at.parentElement ? ground(at.parentElement) : colour;
};
return [...document.querySelectorAll("body *")].filter((each) =>
  [...each.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((each) => {
    const [a, b] = [light(getComputedStyle(each).color), light(ground(each))].sort((x, y) => y - x);
    return [each.outerHTML.slice(0, 60), (a + 0.05) / (b + 0.05)];
  }).filter(([_, ratio]) => ratio < 4.5);
"""


@dataclass
class Window:
    """A small engine: it greets, knows what the visa costs, and remembers the language."""

    clock: Clock = field(default_factory=Clock)
    problems: tuple[Problem, ...] = ()
    taken: list[Incoming] = field(default_factory=list)
    turns: dict[str, Turn] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    async def handle(self, incoming: Incoming) -> Turn:
        if incoming.update_id not in self.turns:
            self.taken.append(incoming)
            self.turns[incoming.update_id] = self._turn(incoming)
        return self.turns[incoming.update_id]

    def apology(self, incoming: Incoming) -> Reply:
        return Reply("I am sorry.")

    def _turn(self, incoming: Incoming) -> Turn:
        language = self.languages.setdefault(incoming.sender, incoming.language)
        match: Match | None = None
        rows: tuple[tuple[Button, ...], ...] = ((Button("Menu", Action("menu")),),)
        action = incoming.action or Action("")
        if action.kind == "language":
            language = self.languages[incoming.sender] = action.value
        if action.kind in ("start", "language"):
            said = HELLO[language]
            cost = {"es": "¿Cuánto cuesta la visa?", "en": "How much is the visa?"}[language]
            rows = ((Button(cost, Action("topic", "visa-cost")),), *rows)
        elif action.kind == "helpful":
            said = f"Thank you for {incoming.text}."
        elif incoming.text == "long":
            said = LONG
        elif "cost" in incoming.text or action.kind == "topic":
            said = "The visa costs **USD 205**. Ask [here](https://www.dol.gov/) or call +1 832 305 6560."
            match = Match(
                "answer", "visa-cost", 0.93, "what is the cost", ranked=(("visa-cost", 0.9), ("wages", 0.05))
            )
            rows = ((Button("Yes", Action("helpful", "yes")), Button("No", Action("helpful", "no"))), *rows)
            rows = (*rows, (Button("Official page", url="https://www.dol.gov/"),))
        else:
            said = f"You wrote: {plain(incoming.text)}"
        return Turn((Reply(said, rows, quotes=True),), Conversation(language=language), match=match)


@contextmanager
def served(engine: web.Engine, listen: str = "127.0.0.1:0") -> Iterator[str]:
    """The page served from another thread; its address."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    ready, address = threading.Event(), []

    def on_ready(found: str) -> None:
        address.append(found)
        ready.set()

    run = web.run(engine, read_settings(web_listen=listen), stop, on_ready)
    thread = threading.Thread(target=loop.run_until_complete, args=(run,))
    thread.start()
    try:
        assert ready.wait(10)
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = needs("chromium", debian="chromium")
    for flag in (*FLAGS, f"user-data-dir={tmp_path_factory.mktemp('chromium')}", "lang=es"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, ChromeService(needs("chromedriver", debian="chromium-driver")))
    yield driver
    driver.quit()


@dataclass
class Person:
    """Someone in front of the page."""

    chrome: Chrome
    address: str

    def opens(self, query: str = "?lang=en", width: int = 320, height: int = 640) -> None:
        self.chrome.delete_all_cookies()
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        self.chrome.get(f"{self.address}/{query}")
        self.until(lambda: self.messages)

    def until(self, what: object) -> None:
        WebDriverWait(self.chrome, 10, 0.05).until(lambda _: what())  # type: ignore[operator]

    @property
    def messages(self) -> list[str]:
        return [each.text for each in self.chrome.find_elements(By.CSS_SELECTOR, ".bot .text")]

    @property
    def box(self) -> WebElement:
        return self.chrome.find_element(By.TAG_NAME, "textarea")

    @property
    def focused(self) -> WebElement:
        return self.chrome.switch_to.active_element

    def writes(self, words: str) -> str:
        """Sends `words` and gives the answer."""
        before = len(self.messages)
        self.box.send_keys(words, Keys.ENTER)
        self.until(lambda: len(self.messages) > before)
        return self.messages[-1]

    def presses(self, label: str) -> str:
        before = len(self.messages)
        self.clicks(self.chrome.find_element(By.XPATH, f"//div[@role='log']//button[text()='{label}']"))
        self.until(lambda: len(self.messages) > before)
        return self.messages[-1]

    def clicks(self, element: WebElement) -> None:
        """Scrolls to it, as a person would who cannot see all of it, and presses it."""
        self.chrome.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def script(self, code: str) -> object:
        return self.chrome.execute_script(f"return {code}")  # type: ignore[no-untyped-call,no-any-return,unused-ignore]

    def can_see(self, element: WebElement) -> bool:
        """Whether the middle of it is on the screen with nothing over it."""
        place = "const at = arguments[0].getBoundingClientRect();"
        seen = "document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)"
        return bool(self.chrome.execute_script(f"{place} return {seen} === arguments[0]", element))

    def has_room(self) -> bool:
        """Whether nothing sticks out to the side."""
        return bool(self.script("document.scrollingElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def engine() -> Window:
    return Window()


@pytest.fixture
def person(chrome: Chrome, engine: Window) -> Iterator[Person]:
    with served(engine) as address:
        yield Person(chrome, address)
        logged = chrome.get_log("browser")  # type: ignore[no-untyped-call]
        errors = [each for each in logged if each["level"] == "SEVERE"]
        chrome.get("about:blank")
    assert [each for each in errors if "net::ERR" not in each["message"]] == []


def test_the_greeting_is_there_without_asking(person: Person, engine: Window) -> None:
    person.opens()

    assert person.messages == [HELLO["en"]]
    assert [str(incoming.action) for incoming in engine.taken] == ["start:"]


def test_a_question_is_answered_and_the_box_is_free_for_the_next(person: Person) -> None:
    person.opens()

    answer = person.writes("what does it cost?")

    assert answer == "The visa costs USD 205. Ask here or call +1 832 305 6560."
    assert person.box.get_attribute("value") == ""
    assert person.focused == person.box
    assert person.chrome.find_element(By.CSS_SELECTOR, ".mine .text").text == "what does it cost?"
    link = person.chrome.find_element(By.LINK_TEXT, "+1 832 305 6560")
    assert link.get_attribute("href") == "tel:+18323056560"


def test_a_pressed_button_answers_and_an_old_one_still_does(person: Person, engine: Window) -> None:
    person.opens()

    person.presses("How much is the visa?")
    person.presses("No")
    person.presses("How much is the visa?")

    assert person.messages[1] == person.messages[3]
    assert [str(incoming.action) for incoming in engine.taken][1:] == [
        "topic:visa-cost",
        "helpful:no",
        "topic:visa-cost",
    ]


def test_a_button_brings_the_question_along(person: Person) -> None:
    person.opens()
    person.writes("what does it cost?")

    assert person.presses("Yes") == "Thank you for what does it cost?."


def test_pressing_twice_in_a_hurry_counts_once(person: Person, engine: Window) -> None:
    person.opens()
    button = person.chrome.find_element(By.XPATH, "//button[text()='Menu']")

    person.chrome.execute_script("arguments[0].click(); arguments[0].click()", button)
    person.until(lambda: len(person.messages) == 2)
    person.box.send_keys("what cost")
    person.chrome.execute_script(
        "const send = document.querySelector('form button'); send.click(); send.click()"
    )
    person.until(lambda: len(person.messages) == 3)

    assert len(engine.taken) == 3


@pytest.mark.parametrize("width", [320, 1000])
def test_nothing_sticks_out_to_the_side(person: Person, width: int) -> None:
    person.opens(width=width)
    person.writes("what does it cost?")
    person.writes(HOSTILE)

    assert person.has_room()


def test_what_can_be_pressed_is_large_enough_for_a_thumb(person: Person) -> None:
    person.opens()
    person.writes("what does it cost?")

    for each in person.chrome.find_elements(By.CSS_SELECTOR, "button, textarea, nav a, a.button"):
        assert each.size["height"] >= 44, each.text
        assert each.size["width"] >= 44, each.text


def test_hostile_words_are_shown_as_words(person: Person) -> None:
    person.opens()

    assert person.writes(HOSTILE) == f"You wrote: {HOSTILE}"
    assert person.script("document.querySelectorAll('#log img, #log script').length") == 0


def test_a_long_answer_is_shown_from_its_beginning(person: Person) -> None:
    person.opens()
    person.writes("long")

    def top() -> float:
        return float(
            str(person.script("document.querySelector('.bot:last-child').getBoundingClientRect().top"))
        )

    person.until(lambda: -1 <= top() <= 60)


def test_everything_can_be_done_with_the_keyboard(person: Person) -> None:
    """Tab leads through the languages and the buttons to the box, and what has the focus is marked."""
    person.opens()
    reached = []
    for _ in range(7):
        ActionChains(person.chrome).send_keys(Keys.TAB).perform()
        element = person.focused
        reached.append(element.text or element.tag_name)
        outline = element.value_of_css_property("outline-style")
        assert outline == "solid", f"the focus on {reached[-1]} cannot be seen"
        assert person.can_see(element), f"{reached[-1]} has the focus and is covered"

    assert reached == [
        "Go to the box for your question",
        "Español",
        "English",
        "How much is the visa?",
        "Menu",
        "textarea",
        "Send",
    ]
    person.chrome.find_element(By.XPATH, "//button[text()='How much is the visa?']").send_keys(Keys.ENTER)
    person.until(lambda: len(person.messages) == 2)
    assert person.focused.text == "How much is the visa?", "the next Tab goes on from there"


def test_what_has_the_focus_is_never_under_the_box(person: Person) -> None:
    person.opens(height=480)
    for _ in range(3):
        person.writes("what does it cost?")
    person.chrome.find_element(By.LINK_TEXT, "English").send_keys("")
    person.chrome.execute_script("window.scrollTo(0, 0)")

    for _ in range(40):
        ActionChains(person.chrome).send_keys(Keys.TAB).perform()
        if person.focused == person.box:
            break
        person.until(lambda: person.can_see(person.focused))
    assert person.focused == person.box


def test_the_skip_link_leads_to_the_box(person: Person) -> None:
    person.opens()
    ActionChains(person.chrome).send_keys(Keys.TAB).send_keys(Keys.ENTER).perform()

    assert person.focused == person.box


def test_shift_enter_begins_a_new_line(person: Person, engine: Window) -> None:
    person.opens()
    person.box.send_keys("one", Keys.SHIFT, Keys.ENTER, Keys.NULL)

    person.writes("two")

    assert engine.taken[-1].text == "one\ntwo"


def test_a_screen_reader_is_told_all_it_needs(person: Person) -> None:
    person.opens()
    person.writes("what does it cost?")
    nodes = person.chrome.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    names: dict[str, list[str]] = {}
    for node in nodes:
        role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")
        names.setdefault(role, []).append(name)

    assert names["log"] == ["Conversation"]
    assert names["textbox"] == ["Your question"]
    assert names["heading"] == ["Questions about the H-2B visa"]
    assert names["navigation"] == ["Language"]
    assert all(names["button"])
    assert all(names["link"])
    assert "status" in names
    log = person.chrome.find_element(By.CSS_SELECTOR, "[role=log]")
    assert log.get_attribute("aria-live") == "polite"
    assert person.chrome.find_element(By.CSS_SELECTOR, ".bot .who").get_attribute("textContent") == "Answer:"


def test_the_language_switch_changes_page_and_conversation(person: Person, engine: Window) -> None:
    person.opens("?lang=es")
    assert person.script("document.documentElement.lang") == "es"

    person.chrome.find_element(By.LINK_TEXT, "English").click()
    person.until(lambda: len(person.messages) == 2)

    assert person.messages[-1] == HELLO["en"]
    assert person.script("document.documentElement.lang") == "en"
    assert person.script("document.title") == "Questions about the H-2B visa"
    assert person.chrome.find_element(By.CSS_SELECTOR, "form button").text == "Send"
    assert person.chrome.find_element(By.CSS_SELECTOR, "nav [aria-current]").text == "English"
    person.writes("hello")
    assert engine.taken[-1].language == "en"


def test_a_link_to_the_other_language_wins_over_the_conversation_so_far(person: Person) -> None:
    person.opens("?lang=es")

    person.chrome.get(f"{person.address}/?lang=en")
    person.until(lambda: person.messages)

    assert person.messages == [HELLO["en"]]


def test_a_message_outlives_a_broken_connection(person: Person, engine: Window) -> None:
    """What was written stays to be seen, a sentence says what is going on, and it arrives once."""
    person.opens()
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    person.chrome.execute_cdp_cmd("Network.enable", {})
    person.chrome.execute_cdp_cmd("Network.emulateNetworkConditions", offline)

    person.box.send_keys("what does it cost?", Keys.ENTER)
    person.until(lambda: "no connection" in person.chrome.find_element(By.ID, "status").text)
    assert person.chrome.find_element(By.CSS_SELECTOR, ".mine .text").text == "what does it cost?"

    person.chrome.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": False})
    person.until(lambda: len(person.messages) == 2)
    assert person.chrome.find_element(By.ID, "status").text == ""
    assert [incoming.text for incoming in engine.taken] == ["", "what does it cost?"]


def test_an_answer_that_got_lost_on_the_way_is_fetched_and_not_doubled(
    chrome: Chrome, engine: Window
) -> None:
    """The server dies after it took the message, and comes back: the page sends the same id again."""
    with served(engine) as address:
        person = Person(chrome, address)
        person.opens()
        cut = "const real = fetch; fetch = (...all) => real(...all).then(() => { fetch = real; throw 0; })"
        chrome.execute_script(cut)

        assert person.writes("what does it cost?").startswith("The visa costs")

    assert [incoming.text for incoming in engine.taken] == ["", "what does it cost?"]


def test_a_message_that_is_turned_away_can_be_tried_again(person: Person) -> None:
    person.opens()
    person.chrome.execute_script(
        "const real = fetch; fetch = () => { fetch = real; return Promise.resolve(new Response("
        "JSON.stringify({error: 'Not now.'}), {status: 400})); }"
    )

    person.box.send_keys("what does it cost?", Keys.ENTER)
    person.until(lambda: "Not now." in person.chrome.find_element(By.CSS_SELECTOR, ".mine").text)

    assert person.presses("Try again").startswith("The visa costs")
    assert "Not now." not in person.chrome.find_element(By.CSS_SELECTOR, ".mine").text


def test_staff_see_why_under_the_answer_and_what_to_mend(person: Person, engine: Window) -> None:
    engine.problems = (Problem("content/es/wages.md", 4, "this file is missing."),)
    person.opens("?lang=en&staff=1")
    person.writes("what does it cost?")

    panel = person.chrome.find_element(By.CSS_SELECTOR, ".staff").text
    assert panel.split("\n") == [
        "For staff",
        "Decision", "answered",
        "Probability", "93%",
        "Topic", "visa-cost",
        "Nearest phrase", "what is the cost",
        "All that came near", "visa-cost 90%, wages 5%",
    ]  # fmt: skip
    assert "content/es/wages.md, line 4" in person.chrome.find_element(By.ID, "problems").text
    assert person.has_room()


def test_a_visitor_sees_nothing_meant_for_staff(person: Person) -> None:
    person.opens()
    person.writes("what does it cost?")

    assert person.chrome.find_elements(By.CSS_SELECTOR, ".staff, #problems") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(person: Person, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for text."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    person.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    person.opens()
    person.writes("what does it cost?")
    weak = person.chrome.execute_script(CONTRAST)
    person.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    assert weak == []


def test_the_script_runs_on_old_phones() -> None:
    """No syntax newer than ES2017."""
    script = (Path(web.__file__).parent / "page" / "chat.js").read_text("utf-8")

    newer = ("?.", "??", "**=", "{ ...", "catch {", ".flat", "replaceAll", "allSettled", "randomUUID")
    assert [sign for sign in newer if sign in script] == []


def test_a_day_that_is_not_today_is_said_on_the_page(chrome: Chrome, engine: Window) -> None:
    engine.clock = replace(engine.clock, on=date(2026, 3, 1))
    with served(engine) as address:
        Person(chrome, address).opens()

        assert chrome.find_element(By.CSS_SELECTOR, ".note").text == "These answers are as of March 1, 2026."


async def test_the_real_bot_in_a_real_browser(chrome: Chrome, live: Live, tmp_path: Path) -> None:
    """A greeting, a question as typed on a phone, a button of the answer; nothing sticks out or is empty."""
    store = Store(f"sqlite:///{tmp_path / 'page.db'}")
    await store.open()

    def talk(address: str) -> None:
        person = Person(chrome, address)
        person.opens("?lang=es")
        assert "USD" in person.writes("cuanto cuesta la visa?")
        person.clicks(chrome.find_elements(By.CSS_SELECTOR, ".bot:last-child button")[-1])
        person.until(lambda: len(person.messages) == 3)
        assert all(person.messages)
        assert person.has_room()
        assert all(each.text for each in chrome.find_elements(By.TAG_NAME, "button"))

    async with served_here(Engine(store, live, Clock(date(2026, 11, 24)))) as address:
        await asyncio.to_thread(talk, address)
    await store.close()
