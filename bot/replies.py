"""What the bot says: puts topics, our own sentences and buttons together into replies.

Nothing here decides; `turn` decides and asks for the reply. At most six buttons stand
under a message, a button's words are at most 40 characters, and the first useful answer
is short: people read on small screens and pay for each kilobyte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.content import answer, signature, version
from bot.language import N_, NAMES, Translator, day, translator
from bot.model import LANGUAGES, Action, Button, Fact, Reply, Topic
from bot.scene import Scene

MOST_BUTTONS = 6
RELATED = 2

MENU = Action("menu")
PERSON = Action("person")
CALL = Action("call")
BOOK = Action("flow", "booking")
FREE_HELP = Action("topic", "free-legal-help")

MEDIA = {
    "photo": N_("I cannot see pictures. Please write your question in words."),
    "sticker": N_("Nice! I can only read words. What would you like to know?"),
    "voice": N_("I cannot listen to voice messages. Please write your question in a few words."),
    "audio": N_("I cannot listen to recordings. Please write your question in a few words."),
    "video": N_("I cannot watch videos. Please write your question in words."),
    "file": N_("I cannot open files. Please write your question, and keep your documents to yourself."),
    "location": N_("I do not need your location. Please write your question in words."),
    "contact": N_("I do not need that contact. Please write your question in words."),
    "poll": N_("I cannot answer polls. Please write your question in words."),
    "other": N_("I cannot read that kind of message. Please write your question in words."),
}
ABROAD = N_("I only answer in Spanish and English. To talk to a person: {phone}.")


def greeting(scene: Scene) -> Reply:
    """The first words: what this is, the menu, the other language one tap away."""
    t = scene.t
    hello = t.say(
        "Hello. I am the automated assistant of {firm}. I answer questions about H-2B work visas. "
        "Write your question or choose:",
        firm=scene.content.office.name,
    )
    return Reply(f"{hello}\n\n{disclaimer(scene)}", _menu_rows(scene))


def disclaimer(scene: Scene) -> str:
    """Said once to each person."""
    return (
        "_"
        + scene.t.say("This is information, not legal advice. Please write no details of your case.")
        + "_"
    )


def menu(scene: Scene, opening: str = "") -> Reply:
    """The menu, after an opening sentence."""
    return Reply(opening or scene.t.say("Write your question or choose:"), _menu_rows(scene))


def topic(scene: Scene, found: Topic, extra: Sequence[Button] = ()) -> Reply:
    """An answer: what staff wrote, how current it is, its sources, and the ways on from there."""
    text = "\n\n".join(filter(None, (body(scene, found), checked(found))))
    return Reply(text, topic_rows(scene, found, extra))


def body(scene: Scene, found: Topic) -> str:
    """What an answer says: a warning where it is out of date, and the text."""
    said = answer(scene.content, found, found.language, scene.on)
    return "\n\n".join(filter(None, (lapsed(scene, said.lapsed), said.text)))


def topic_rows(scene: Scene, found: Topic, extra: Sequence[Button] = ()) -> tuple[tuple[Button, ...], ...]:
    """The buttons under an answer: to hear it, `extra`, then related topics, the ways on, the votes."""
    t = scene.t
    named = filter(None, (button(scene, action) for action in found.next))
    related = [each for each in dict.fromkeys(named) if each.action not in (MENU, PERSON)]
    if related or found.sources:
        extra = [*hear(scene, found), *extra]
    if not found.sources:
        # Compared with no source, so there is nothing to vote on. Small talk leads to the menu.
        rows = (
            (*_rows([*extra, *related]), ways_on(scene)) if related else (*_rows(extra), *_menu_rows(scene))
        )
        return _most(rows)
    room = RELATED - len(extra)
    vote = f"{found.id}/{found.language}/{version(found)}"
    return (
        *_rows(extra[:RELATED]),
        *_rows(related[:room] if room > 0 else []),
        ways_on(scene),
        (
            Button("👍 " + t.say("Helpful"), Action("helpful", vote + "/y")),
            Button("👎 " + t.say("Not helpful"), Action("helpful", vote + "/n")),
        ),
    )


def because(scene: Scene, answered: str, was: Topic | None) -> str:
    """The answers that led to a flow's end; `was` is what it ended in before one of them was changed."""
    t = scene.t
    opening = t.say("You answered:") + "\n" + answered
    if not was:
        return opening
    # Such titles begin with what they are: "Result: …".
    result = (was.title.partition(": ")[2] or was.title).rstrip(".")
    return opening + "\n\n" + t.say("Before this change the result was: {result}.", result=result)


def outcome_rows(
    scene: Scene, found: Topic, change: Action, useful: Sequence[Action]
) -> tuple[tuple[Button, ...], ...]:
    """The ways on from a flow's end: call, book, two topics, free legal help where the topic names it, and to
    change an answer."""
    t = scene.t
    topics = [each for action in (*useful, *found.next) if (each := button(scene, action))]
    free = [each for each in topics if each.action == FREE_HELP]
    others = [each for each in dict.fromkeys(topics) if each.action not in (FREE_HELP, BOOK, PERSON)]
    call, book = Button("📞 " + t.say("Call"), CALL), Button("📅 " + t.say("Book"), BOOK)
    other = Button("✎ " + t.say("Change one answer"), change)
    aloud = hear(scene, found)
    chosen = [*others[: 3 - len(free) - len(aloud)], *free[:1]]
    return ((call, book), *_rows(chosen), (*aloud, other))


def hear(scene: Scene, found: Topic) -> list[Button]:
    """The button that reads an answer aloud, where that is possible."""
    if not scene.can_hear(found):
        return []
    return [Button("🔊 " + scene.t.say("Listen"), Action("listen", f"{found.id}/{found.language}"))]


def unheard(scene: Scene, found: Topic) -> Reply:
    """An answer that cannot be read aloud now: its text is a tap away."""
    text = scene.t.say("I am sorry, I cannot read that aloud right now. Here it is in writing:")
    return Reply(text, ((found.button,), (Button("☰ " + scene.t.say("Menu"), MENU),)))


def ways_on(scene: Scene) -> tuple[Button, ...]:
    """The row that stands under every answer: to a person, to the menu."""
    return (
        Button("📞 " + scene.t.say("Talk to a person"), PERSON),
        Button("☰ " + scene.t.say("Menu"), MENU),
    )


def lapsed(scene: Scene, facts: Sequence[Fact]) -> str:
    """The sentence that opens an answer whose facts are out of date, or ""."""
    if not facts:
        return ""
    oldest = min(facts, key=lambda each: each.until or date.max)
    where = (
        f"[{scene.t.say('official page')}]({oldest.source})"
        if oldest.source
        else scene.t.say("official page")
    )
    if oldest.until is None or oldest.until >= scene.on:
        first = scene.t.say("⚠️ This was not in force yet on {day}.", day=day(scene.on, scene.language))
    else:
        since = day(oldest.until + timedelta(days=1), scene.language)
        first = scene.t.say("⚠️ Part of this is out of date since {day}.", day=since)
    look = scene.t.say("See the {page}, or ask a person: {phone}.", page=where, phone=scene.phone)
    return f"{first} {look}"


def did_you_mean(scene: Scene, topics: Sequence[Topic], on: Button | None = None) -> Reply:
    """Up to three topics to choose from, and a way out that leads to a person, or `on` in an open flow."""
    buttons = [*(each.button for each in topics), on or Button(scene.t.say("None of these"), Action("none"))]
    return Reply(scene.t.say("I want to be sure. Do you mean one of these?"), _rows(buttons))


def fallback(scene: Scene, misses: int) -> Reply:
    """An honest "I don't know that"; the second time in a row the ways to a person come first."""
    t = scene.t
    sorry = t.say("I have no checked answer to that. You can ask in other words, or look at the menu.")
    if misses > 1:
        first = person(scene, t.say("A person can help you better than I can."))
        return replace(first, text=f"{first.text}\n\n{sorry}")
    call = t.say("To talk to a person: {phone}.", phone=scene.phone)
    return Reply(f"{sorry}\n\n{call}", (ways_on(scene),))


def person(scene: Scene, opening: str = "") -> Reply:
    """The ways to a person."""
    t, office = scene.t, scene.content.office
    call = t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone)
    web = office.web.removeprefix("https://").rstrip("/")
    rows = [(Button("🌐 " + web, url=office.web),)] if office.web else []
    if scene.desk == "open" and scene.answers_here:
        rows.insert(0, (Button("💬 " + t.say("Ask for a person here"), PERSON),))
    if help_free := scene.content.topic("free-legal-help", scene.language):
        rows.append((help_free.button,))
    rows.append((Button("☰ " + t.say("Menu"), MENU),))
    return Reply("\n\n".join(filter(None, (opening, call))), tuple(rows))


def abroad(scene: Scene, language: str) -> Reply:
    """For a message in a third language: one sentence in it, in Spanish and in English."""
    spoken = dict.fromkeys((language, *LANGUAGES))
    lines = [translator(each).say(ABROAD, phone=scene.phone) for each in spoken]
    return Reply(
        "\n\n".join(lines), _rows([Button(NAMES[each], Action("language", each)) for each in LANGUAGES])
    )


def languages(scene: Scene) -> Reply:
    """The choice of language, asked in both."""
    asked = " · ".join(translator(each).say("Which language do you prefer?") for each in LANGUAGES)
    return Reply(asked, (tuple(Button(NAMES[each], Action("language", each)) for each in LANGUAGES),))


def forwarded(scene: Scene) -> Reply:
    """A forwarded message is not a question: what should be done with it?"""
    t = scene.t
    check = Button("🔎 " + t.say("Check it for signs of a scam"), Action("scam"))
    ask = Button("💬 " + t.say("Answer it as my question"), Action("as-question"))
    return Reply(t.say("You forwarded a message. What should I do with it?"), ((check,), (ask,)), quotes=True)


def button(scene: Scene, action: Action) -> Button | None:
    """The button for an action that staff named, or None where it leads nowhere any more."""
    t = scene.t
    match action.kind:
        case "topic":
            found = scene.content.topic(action.value, scene.language)
            return found.button if found else None
        case "flow":
            flow = scene.content.flows.get(action.value)
            return Button(flow.titles.get(scene.language, flow.name), action) if flow else None
        case "person":
            return Button("📞 " + t.say("Talk to a person"), PERSON)
        case "call":
            return Button("📞 " + t.say("Call"), CALL)
        case "book":
            return Button("📅 " + t.say("Book a consultation"), BOOK)
        case "check":
            return Button("🔎 " + t.say("Check a message"), action)
        case "menu":
            return Button("☰ " + t.say("Menu"), MENU)
        case "forget":
            return Button("🗑 " + t.say("Forget me"), action)
        case "language":
            return Button(NAMES.get(action.value, action.value), action)
    return None


def _menu_rows(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    entries = [each for action in scene.content.menu if (each := button(scene, action))][: MOST_BUTTONS - 2]
    other = next(each for each in LANGUAGES if each != scene.language)
    last = (
        Button("📞 " + scene.t.say("Talk to a person"), PERSON),
        Button(NAMES[other], Action("language", other)),
    )
    return (*_rows(entries), last)


def checked(found: Topic) -> str:
    """Sources, the day they were compared, and who signed this very text, if anyone did."""
    if not found.sources:
        return ""
    t = translator(found.language)
    names = " · ".join(f"[{name}]({address})" for name, address in found.sources.items())
    lines = [t.say("Sources: {names}", names=names)]
    if found.checked:
        lines.append(compared(t, found))
    if signed := signature(found):
        lines.append(t.say("Reviewed by {name}, {day}", name=signed[0], day=day(signed[1], found.language)))
    # A backslash before the line's end keeps the line break in Markdown.
    return "\\\n".join(f"_{line}_" for line in lines)


def compared(t: Translator, found: Topic) -> str:
    """When an answer was compared with its sources; it has such a day."""
    on = day(found.checked, found.language) if found.checked else ""
    return t.say("Checked against official sources on {day}", day=on)


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple((each,) for each in buttons)


def _most(rows: tuple[tuple[Button, ...], ...]) -> tuple[tuple[Button, ...], ...]:
    """The rows that fit into six buttons; the last row always stays."""
    kept: list[tuple[Button, ...]] = []
    for row in rows[:-1]:
        if sum(map(len, kept)) + len(row) + len(rows[-1]) <= MOST_BUTTONS:
            kept.append(row)
    return (*kept, rows[-1])
