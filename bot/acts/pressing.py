"""Buttons and commands: start, menu, topics, a person, language, privacy, votes; and what has no words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot import replies, steps
from bot.acts import notice, saying
from bot.acts.asking import answer, answer_in_place, ask
from bot.acts.interview import ask_again, closed, waiting
from bot.effects import Effect, Later
from bot.model import LANGUAGES, Action, Button, Conversation, Incoming, Reply, Turn
from bot.scene import Scene

ALBUM_WAIT = timedelta(seconds=3)
"""Telegram delivers the pictures of an album one by one, within a second or two."""

VOTE = re.compile(r"([a-z0-9-]+)/(es|en)/([0-9a-f]{4,16})/([yn])")


def greet(scene: Scene, _: str) -> Turn:
    """Greets and shows the menu; a flow that was open is left."""
    said = replies.greeting(scene)
    return Turn((said,), notice(replace(closed(scene), misses=0), "disclaimer"))


def show_topic(scene: Scene, id: str) -> Turn:
    """Answers with a topic, as if it had been asked for; a step that waits is asked again."""
    found = scene.content.topic(id, scene.language)
    return answer_in_place(scene, found) if found else gone(scene, id)


def show_menu(scene: Scene, _: str) -> Turn:
    """The menu; an open flow waits meanwhile."""
    return Turn((replies.menu(scene),), replace(scene.conversation, misses=0))


def gone(scene: Scene, _: str) -> Turn:
    """A button that no longer leads anywhere."""
    return saying(scene, replies.menu(scene, scene.t.say("That button no longer works. Here is the menu:")))


def none_of_these(scene: Scene, _: str) -> Turn:
    """None of the choices was right: kept for staff, and on to a person."""
    said = replies.person(scene, scene.t.say("I am sorry, I have no checked answer to that."))
    kept = replace(scene.conversation, misses=scene.conversation.misses + 1)
    return Turn((said,), kept, (Effect("marked", {"outcome": "none"}),))


def give_help(scene: Scene, _: str) -> Turn:
    """What the bot can do, in two sentences."""
    t = scene.t
    text = t.say(
        "Write your question in your own words, in Spanish or English, and I look for a checked answer. "
        "To talk to a person: {phone}.",
        phone=scene.phone,
    )
    return saying(scene, replies.menu(scene, f"{text}\n\n{replies.disclaimer(scene)}"))


def ask_language(scene: Scene, _: str) -> Turn:
    """Which language?"""
    return saying(scene, replies.languages(scene))


def set_language(scene: Scene, language: str) -> Turn:
    """Goes on in another language, at the same place."""
    if language not in LANGUAGES:
        return ask_language(scene, "")
    scene = replace(
        scene, conversation=replace(scene.conversation, language=language, chosen=True), spoken=""
    )
    words = {"es": scene.t.say("We continue in Spanish."), "en": scene.t.say("We continue in English.")}
    if step := waiting(scene):
        return ask_again(scene, step, words[language])
    return saying(scene, replies.menu(scene, words[language]))


def big(scene: Scene, _: str) -> Turn:
    """Answers in short pieces, or no longer."""
    t, kept = scene.t, replace(scene.conversation, big=not scene.conversation.big)
    if kept.big:
        text = t.say("From now on I answer in short pieces. Press “Next” for more. /big turns it off.")
    else:
        text = t.say("From now on I answer in one message again. /big turns the short pieces on.")
    scene = replace(scene, conversation=kept)
    return (
        ask_again(scene, step, text) if (step := waiting(scene)) else saying(scene, replies.menu(scene, text))
    )


def show_privacy(scene: Scene, _: str) -> Turn:
    """What is kept: the topic where staff wrote one, else the gist."""
    if found := scene.content.topic("privacy", scene.language):
        return answer(scene, found)
    text = scene.t.say(
        "I keep no name and no phone number, and I never ask about your immigration status. Questions that "
        "I could not answer are kept for a short time without your name, so that people can improve the "
        "answers. You can delete everything with the button below."
    )
    delete = Button("🗑 " + scene.t.say("Forget me"), Action("forget"))
    return saying(scene, Reply(text, ((delete,), replies.ways_on(scene))))


def forget(scene: Scene, sure: str) -> Turn:
    """Deletes what is kept of this person, once they confirmed it."""
    t = scene.t
    if sure != "yes":
        yes = Button("🗑 " + t.say("Yes, delete it"), Action("forget", "yes"))
        no = Button(t.say("No, keep it"), replies.MENU)
        asked = t.say("Delete everything that I remember of our conversation?")
        for each in scene.gathered.appointments:
            asked += (
                "\n\n"
                + t.say("Your appointment is cancelled with it:")
                + f" **{steps.when(scene, each.start)}**"
            )
        return saying(scene, Reply(asked, ((yes,), (no,))))
    text = t.say(
        "Done. I deleted all that I remembered of you: our conversation, your questions, appointments and "
        "wishes to be called, and what you wanted news of."
    )
    if scene.gathered.appointments:
        calendar = t.say("The entry in the firm's calendar goes too, as soon as the calendar can be reached.")
        text = f"{text}\n\n{calendar}"
    if scene.incoming.channel == "telegram":
        copy = t.say("Telegram keeps its own copy of this chat: you can delete it there.")
        text = f"{text}\n\n{copy}"
    firm = t.say(
        "I cannot take back what people of the firm have already read or written down, such as the news of "
        "an appointment. Ask them: {phone}.",
        phone=scene.phone,
    )
    text = f"{text}\n\n{firm}"
    fresh = Conversation(language=scene.conversation.language, chosen=scene.conversation.chosen)
    return Turn((Reply(text, ((Button("☰ " + t.say("Menu"), replies.MENU),),)),), fresh, (Effect("forget"),))


def vote(scene: Scene, value: str) -> Turn:
    """Counts a vote on a text, once a person and text; a thumb down leads on to a person."""
    read = VOTE.fullmatch(value)
    if not read or not scene.content.topic(read[1], read[2]):
        return gone(scene, value)
    topic, language, version, vote = read.groups()
    name = f"voted-{version}"
    if name in scene.conversation.notices:
        return saying(scene, replies.menu(scene, scene.t.say("Thank you, you already told me.")))
    kept = notice(scene.conversation, name)
    count = Effect("helpful", {"topic": topic, "language": language, "version": version, "vote": vote})
    if vote == "y":
        return Turn((replies.menu(scene, scene.t.say("Thank you! Anything else?")),), kept, (count,))
    said = replies.person(scene, scene.t.say("Thank you for telling me. People will read the answer again."))
    return Turn((said,), kept, (count, Effect("marked", {"outcome": "unhelpful"})))


def no_words(scene: Scene, kind: str) -> Turn:
    """Something without words: one kind sentence about what the bot can read."""
    said = replies.MEDIA.get(kind)
    text = scene.t.say(said) if said else scene.t.say("Please write your question in words.")
    if kind == "voice":
        # Who speaks to it rather than writes is helped best by a person.
        text = f"{text} {scene.t.say('To talk to a person: {phone}.', phone=scene.phone)}"
    if step := waiting(scene):
        return ask_again(scene, step, text)
    if scene.incoming.album and scene.incoming.channel == "telegram":
        # The words may stand under a later picture of the album: wait a moment before asking for some.
        about = of_album(scene.incoming)
        row = Later("say", scene.now + ALBUM_WAIT, about, about, {"text": text, "language": scene.language})
        return Turn((), scene.conversation, (Effect("later", about=row),))
    return saying(scene, replies.menu(scene, text))


def of_album(incoming: Incoming) -> str:
    """What the outbox calls the answer to an album without words."""
    return f"album/{incoming.sender}/{incoming.album}"[:80]


def ask_what_for(scene: Scene, _: str) -> Turn:
    """What should be done with a forwarded message?"""
    return saying(scene, replies.forwarded(scene))


def as_question(scene: Scene, _: str) -> Turn:
    """Takes a forwarded message as the person's own question."""
    if not scene.incoming.text.strip():
        text = scene.t.say("I can no longer see that message. Please copy it and send it to me.")
        return saying(scene, replies.menu(scene, text))
    return ask(scene, "")
