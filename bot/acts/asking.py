"""A typed question: answered, asked back, or honestly refused."""

from __future__ import annotations

import re
from dataclasses import replace

from bot import alerts, helping, pieces, replies
from bot.acts import notice, saying
from bot.acts.interview import PERSONAL, ask_again, outcome_piece, waiting, why_not
from bot.effects import Effect
from bot.flows import CHOICES
from bot.match import HELPING, Match
from bot.matching import danger_by_rules
from bot.model import LANGUAGES, Action, Button, Conversation, Reply, Topic, Turn
from bot.scene import Scene

PIECE = re.compile(r"([a-z0-9-]+)/(es|en)/(\d{1,3})(?:/([a-z0-9-]+))?", re.ASCII)
"""Topic, language, number of the piece, and the flow that ended in it."""

PERHAPS, WORDS = 0.25, 4
"""The chance of the best topic, and the words, from which what a step did not understand is taken for a
question."""


def sure(scene: Scene) -> bool:
    """Whether the matcher is sure of one topic."""
    return scene.gathered.match is not None and scene.gathered.match.decision == "answer"


def danger(scene: Scene) -> str:
    """The kind of danger that the message speaks of, or `SAFE`; without a matcher the rules alone say it."""
    match = scene.gathered.match
    return match.danger if match else danger_by_rules(scene.incoming.text)


def ask(scene: Scene, _: str) -> Turn:
    """A typed question: answered, asked back, or honestly refused; a waiting step is asked again.

    Where it speaks of danger, help comes first.
    """
    match = scene.gathered.match or Match("refuse")
    if waiting(scene):
        # The step that waits is what a follow-up would follow.
        scene = replace(scene, gathered=replace(scene.gathered, follow_up=None))
    if kind := danger(scene):
        scene = in_the_language_of(scene, match)
        said = _helped(scene, match, kind)
    elif match.language and match.language not in LANGUAGES:
        said = saying(scene, replies.abroad(scene, match.language))
    else:
        # What is no answer to a step is often no sentence either: its language is a guess.
        scene = scene if waiting(scene) and not sure(scene) else in_the_language_of(scene, match)
        said = _decided(scene, match)
    if scene.conversation.flow in PERSONAL and not sure(scene):
        # It may be a name or a phone, written so that the step did not take it.
        return replace(said, match=match)
    question = {"text": scene.incoming.text, "language": match.language or scene.language}
    question |= {"outcome": match.decision, "topic": match.topic or next(iter(match.choices), "")}
    return replace(said, match=match, effects=(*said.effects, Effect("question", question)))


def _decided(scene: Scene, match: Match) -> Turn:
    """What the matcher's decision leads to, in the middle of a flow or outside one."""
    topics, step = _topics(scene, match), waiting(scene)
    if len(topics) == 1 and sure(scene):
        return answer_in_place(scene, topics[0])
    if step and topics and step.kind in CHOICES and _asks(scene.incoming.text, match):
        on = Button(scene.t.say("Go on"), Action("flow", scene.conversation.flow))
        return saying(scene, replies.did_you_mean(scene, topics, on))
    if step:
        return ask_again(scene, step, scene.t.say(why_not(scene, step)))
    if topics:
        return saying(scene, replies.did_you_mean(scene, topics))
    return _missed(scene)


def _asks(text: str, match: Match) -> bool:
    """Whether what is no answer to the step that waits may be a question of its own."""
    return "?" in text or (match.probability >= PERHAPS and len(text.split()) >= WORDS)


def _helped(scene: Scene, match: Match, kind: str) -> Turn:
    """The numbers that help; then the answer to what else was asked, and the step that waits once more."""
    said = Turn((helping.danger(scene, kind),), replace(scene.conversation, misses=0))
    topics = _topics(scene, match) if sure(scene) and match.topic not in HELPING else []
    if match.language and match.language not in LANGUAGES:
        said = replace(said, replies=(*said.replies, replies.abroad(scene, match.language)))
    elif len(topics) == 1:
        second = answer(replace(scene, conversation=said.conversation), topics[0])
        said = replace(second, replies=(*said.replies, *second.replies))
    else:
        said = replace(said, conversation=replace(said.conversation, last_topic=helping.helping(kind)))
    return back_to_the_step(scene, said)


def back_to_the_step(scene: Scene, said: Turn) -> Turn:
    """The turn, and then the step that waits once more."""
    step = waiting(scene)
    if not step:
        return said
    again = ask_again(scene, step, scene.t.say("Back to your question:")).replies
    # One set of buttons at a time: those of the step that waits, and the one to the rest of an answer.
    shown = (replace(each, buttons=pieces.goes_on(each)) for each in said.replies)
    return replace(said, replies=(*shown, *again))


def _missed(scene: Scene) -> Turn:
    misses = scene.conversation.misses + 1
    return Turn((replies.fallback(scene, misses),), replace(scene.conversation, misses=misses))


def in_the_language_of(scene: Scene, match: Match) -> Scene:
    """Replies in the message's language where that is clear; a person's own choice wins over a guess on
    one or two words."""
    guess = scene.conversation.chosen and len(scene.incoming.text.split()) <= 2
    return scene if guess or match.language not in LANGUAGES else scene.speaking(match.language)


def _topics(scene: Scene, match: Match) -> list[Topic]:
    """The topics that the decision names and that still exist: one to answer with, or some to choose from."""
    wanted = (match.topic,) if match.decision == "answer" else match.choices
    if together := scene.gathered.follow_up:
        # Joined to the last topic, a question resembles that topic; what it asks *about* it is the next best.
        last = scene.conversation.last_topic
        other = next((each for each, _ in together.ranked if each != last), "")
        if other and other not in wanted[:1]:
            # Alone it means one thing, after the last topic another: the person decides.
            wanted = tuple(dict.fromkeys((*wanted[:1], other, *wanted[1:])))[:3]
    return [found for each in wanted if (found := scene.content.topic(each, scene.language))]


def answer_in_place(scene: Scene, found: Topic) -> Turn:
    """Answers with a topic, and asks the step that waits once more."""
    said = answer(scene, found)
    if not waiting(scene) or replies.PERSON not in found.next:
        return back_to_the_step(scene, said)
    # It speaks of a button of its own: the step waits behind another.
    on = Button(scene.t.say("Go on"), Action("flow", scene.conversation.flow))
    first, *rest = said.replies
    return replace(said, replies=(replace(first, buttons=(*first.buttons, (on,))), *rest))


def answer(scene: Scene, found: Topic) -> Turn:
    """Answers with a topic; offers once to go on in its language; says the disclaimer once."""
    kept = replace(scene.conversation, last_topic=found.id, misses=0)
    offer: list[Button] = []
    if scene.language != kept.language and f"offered-{scene.language}" not in kept.notices:
        words = {"es": scene.t.say("Continue in Spanish"), "en": scene.t.say("Continue in English")}
        offer.append(Button(words[scene.language], Action("language", scene.language)))
        kept = notice(kept, f"offered-{scene.language}")
    if told := alerts.offer(scene, found.alerts):
        offer.append(told)
    said = replies.topic(scene, found, offer)
    if news := alerts.latest(scene, found.alerts):
        said = replace(said, text=f"{news}\n\n{said.text}")
    if kept.big:
        return _in_pieces(scene, kept, said, found)
    if "disclaimer" not in kept.notices:
        said = replace(said, text=f"{said.text}\n\n{replies.disclaimer(scene)}")
        kept = notice(kept, "disclaimer")
    return Turn((said,), kept)


def _in_pieces(scene: Scene, kept: Conversation, said: Reply, found: Topic) -> Turn:
    """The first piece of an answer; the disclaimer, where it is due, comes before it, but never before help:
    then it waits for the next answer."""
    first = piece_of(scene, said, found, 1)
    if "disclaimer" in kept.notices or found.id in HELPING:
        return Turn((first,), kept)
    return Turn((Reply(replies.disclaimer(scene)), first), notice(kept, "disclaimer"))


def piece_of(scene: Scene, said: Reply, found: Topic, number: int) -> Reply:
    """One piece of a topic's answer, with the newest news as its beginning."""
    body = "\n\n".join(filter(None, (alerts.latest(scene, found.alerts), replies.body(scene, found))))
    return pieces.of_topic(scene, said, found, body, number)


def next_piece(scene: Scene, value: str) -> Turn:
    """The next piece of an answer, in the language that it began in."""
    read = PIECE.fullmatch(value)
    topic = scene.content.topics.get((read[1], read[2])) if read else None
    if not read or not topic:
        said = scene.t.say("That button no longer works. Here is the menu:")
        return saying(scene, replies.menu(scene, said))
    scene = scene.speaking(topic.language)
    flow = scene.content.flows.get(read[4] or "")
    if flow:
        shown = outcome_piece(scene, flow, topic, int(read[3]))
    else:
        told = alerts.offer(scene, topic.alerts)
        whole = Reply("", replies.topic_rows(scene, topic, [told] if told else []))
        shown = piece_of(scene, whole, topic, int(read[3]))
    done = saying(scene, shown)
    done = back_to_the_step(scene, done) if waiting(scene) else done
    # An outcome may say what was answered to a question whose answer is not kept.
    return replace(done, private=bool(flow and flow.private))
