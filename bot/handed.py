"""What is said of a handoff: to the person who asked for somebody, and to the firm's people."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot import booked
from bot.booking import hours
from bot.handoffs import Handoff
from bot.language import N_, NAMES, clock_time
from bot.model import Action, Button, Reply
from bot.replies import BOOK, MENU
from bot.scene import Scene

END = Action("end")

BEFORE = N_(
    "Before you write: this is an automated service, and what you write goes to people of {firm}. Writing "
    "here makes no attorney-client relationship. Telegram may not be confidential. Please write no details "
    "of your case."
)

OVER = {
    "staff": N_("{firm} has ended this conversation. I answer you again: write your question or choose."),
    "idle": N_(
        "Nobody at {firm} has written here for an hour, so I ended the conversation. I answer you again."
    ),
    "unanswered": N_(
        "I am sorry: nobody at {firm} could answer you here. I ended the request and answer you again. "
        "The office can call you, or you can book a time."
    ),
    "closed": N_(
        "I am sorry: the office of {firm} has closed before somebody could answer you. I ended the request "
        "and answer you again. The office can call you, or you can book a time."
    ),
    "unreached": N_(
        "I am sorry: I could not reach the office of {firm} here. I ended the request and answer you again. "
        "The office can call you, or you can book a time."
    ),
}
"""What the person is told when a handoff ends, by what ended it."""

SEEN_TO_END = {
    "person": N_("The person has ended the conversation. What you write here does not reach them any more."),
    "staff": N_("Ended. The person has been told. What you write here does not reach them any more."),
    "idle": N_("Nobody here has written for an hour: the conversation is ended, and the person was told."),
    "unanswered": N_(
        "Nobody answered. The request is ended; the person was told so and offered a call-back and a booking."
    ),
    "closed": N_(
        "The office is closed now. The request is ended; the person was told so and offered a call-back and "
        "a booking."
    ),
    "unreached": N_("This request could not be brought here in time. The person has been told."),
    "blocked": N_("The person has blocked the bot: the conversation is ended."),
}
"""What staff are told in the thread then."""

NOT_WORDS = {
    "photo": N_("photo"),
    "sticker": N_("sticker"),
    "voice": N_("voice message"),
    "audio": N_("recording"),
    "video": N_("video"),
    "file": N_("file"),
    "location": N_("location"),
    "contact": N_("contact"),
    "poll": N_("poll"),
    "other": N_("message without words"),
}
"""What stands in the thread for a message that cannot be copied."""


# ---- to the person ------------------------------------------------------------------------------


def begun(scene: Scene, *, first: bool) -> Reply:
    """The request went to the office; what happens now, and how it ends."""
    t, office = scene.t, scene.content.office
    said = [
        "_" + t.say(BEFORE, firm=office.name) + "_" if first else "",
        t.say(
            "✔ Your request is with the office of {firm}. If somebody is free, a person answers you here "
            "within about {minutes} minutes; I tell you if nobody can.",
            firm=f"**{office.name}**",
            minutes=scene.answer_minutes,
        ),
        t.say(
            "From now on I am quiet, and what you write here goes to the office. "
            'To end it, press the button or write "end".'
        ),
    ]
    return Reply("\n\n".join(filter(None, said)), ((_end(scene),),))


def still_open(scene: Scene) -> Reply:
    """Asked for a person once more while one was asked for already."""
    text = scene.t.say(
        "Your request is with the office already, and what you write here goes there. "
        'To end it, press the button or write "end".'
    )
    return Reply(text, ((_end(scene),),))


def demonstration(scene: Scene) -> Reply:
    """What would happen, where nobody is there to answer."""
    t, office = scene.t, scene.content.office
    would = t.say(
        "Where the firm has set this up, your request would now go to its office, and a person would answer "
        "you here within about {minutes} minutes. Here nobody gets it.",
        minutes=scene.answer_minutes,
    )
    call = t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone)
    return Reply(booked.marked(scene, f"{would}\n\n{call}"), _instead(scene))


def nobody_now(scene: Scene) -> Reply:
    """Nobody is at the office to write with now: when it opens, and what else there is."""
    t, office = scene.t, scene.content.office
    text = [
        t.say("Nobody at the office can write with you now."),
        booked.office_hours(scene),
        t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone),
    ]
    return Reply(booked.marked(scene, "\n\n".join(text)), _instead(scene))


def not_here(scene: Scene) -> Reply:
    """Where nobody can be written to first, or others read along: the phone, a call-back, a booking."""
    t, office = scene.t, scene.content.office
    why = t.say("A person cannot write to you here. The office can call you, or you can book a time.")
    call = t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone)
    return Reply(f"{why}\n\n{call}", _instead(scene))


def waiting(scene: Scene) -> Reply:
    """Nobody has answered yet, and the office was asked again."""
    text = scene.t.say(
        "Nobody has answered you yet. I have just asked the office once more. You can go on waiting here; "
        "or the office calls you, or you book a time."
    )
    return Reply(text, (*_offers(scene), (_end(scene),)))


def over(scene: Scene, by: str) -> Reply:
    """It has ended, and why; a flow that was open before goes on where it was."""
    t, office = scene.t, scene.content.office
    text = [t.say(OVER.get(by, OVER["staff"]), firm=office.name)]
    if by in ("unanswered", "closed", "unreached"):
        text += [booked.office_hours(scene)] if by == "closed" else []
        text.append(t.say("Call {firm}: {phone}", firm=f"**{office.name}**", phone=scene.phone))
        return Reply("\n\n".join(text), _instead(scene))
    on = [Button(t.say("Go on"), Action("flow", scene.conversation.flow))] if scene.conversation.flow else []
    return Reply("\n\n".join(text), (*((each,) for each in on), (_menu(scene),)))


def ended(scene: Scene) -> str:
    """The person has ended it."""
    return scene.t.say("The conversation with the office is ended; they have been told. I answer you again.")


def passed_on_too(scene: Scene) -> str:
    """Under the help in danger."""
    return scene.t.say("I have passed your message on to the office too, but do not wait for them.")


# ---- to staff -----------------------------------------------------------------------------------


def title(scene: Scene, asked: Handoff) -> str:
    """The name of a forum topic: when, and in which language."""
    there = asked.since.astimezone(ZoneInfo(scene.content.office.timezone))
    return f"🙋 {clock_time(there.time(), scene.language)} · {NAMES.get(asked.language, asked.language)}"


def request(scene: Scene, asked: Handoff, *, forum: bool) -> Reply:
    """Somebody asks for a person: their language and what they read last; how to answer."""
    t = scene.t
    seen = [scene.content.topic(each, scene.language) for each in asked.topics]
    titles = [f"- {each.title} ({each.id})" for each in seen if each]
    how = (
        t.say("What you write in this topic goes to the person. /end ends it.")
        if forum
        else t.say(
            "Reply to this message, or to one below it: that goes to the person. Reply /end to end it."
        )
    )
    lines = [
        "**" + t.say("🙋 Somebody asks for a person") + "**",
        t.say("Language: {language}", language=NAMES.get(asked.language, asked.language)),
        t.say("Read last:") + "\n" + "\n".join(titles) if titles else "",
        how,
    ]
    return Reply("\n\n".join(filter(None, lines)))


def raised(scene: Scene) -> Reply:
    """Nobody has answered yet."""
    return Reply("⏰ " + scene.t.say("The person is still waiting for an answer here."))


def seen_to_end(scene: Scene, by: str) -> Reply:
    """It has ended, for the thread."""
    return Reply("✔ " + scene.t.say(SEEN_TO_END.get(by, SEEN_TO_END["staff"])))


def undelivered(scene: Scene) -> Reply:
    """Something did not reach the person."""
    return Reply("⚠ " + scene.t.say("The last message did not reach the person: Telegram did not take it."))


def in_place_of(scene: Scene, media: str) -> str:
    """A line for what cannot be copied: "[photo]"."""
    return "[" + scene.t.say(NOT_WORDS.get(media, NOT_WORDS["other"])) + "]"


# ---- the ways on --------------------------------------------------------------------------------


def _instead(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    free = scene.content.topic("free-legal-help", scene.language)
    return (*_offers(scene), *(((free.button,),) if free else ()), (_menu(scene),))


def _offers(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    t, flows = scene.t, scene.content.flows
    call, book = Button("☎ " + t.say("Call me back"), booked.CALL_BACK), Button("📅 " + t.say("Book"), BOOK)
    row = tuple(each for each in (call, book) if each.action and each.action.value in flows)
    return (row,) if row else ()


def _end(scene: Scene) -> Button:
    return Button("✕ " + scene.t.say("End"), END)


def _menu(scene: Scene) -> Button:
    return Button("☰ " + scene.t.say("Menu"), MENU)


def office_is_open(scene: Scene) -> bool:
    """Whether somebody is at the office now."""
    return hours.open_until(scene.content.office, scene.now) is not None
