"""What was found in a message that somebody sent on: the signs of a scam, how to verify it, where to report.

It names signs and never a verdict: no message is ever called safe, with or without signs.
"""

from __future__ import annotations

from bot import pieces
from bot.content import fact
from bot.language import N_
from bot.model import Action, Button, Reply
from bot.render import plain
from bot.replies import ways_on
from bot.scam import Seen
from bot.scene import Scene

CHECK = Action("check")
JOBS = "[seasonaljobs.dol.gov](https://seasonaljobs.dol.gov/)"

MOST_QUOTED = 90
"""Characters of the message that are quoted for a sign: enough to find the place."""

LACKING = {
    "employer": N_("the employer's name"),
    "place": N_("the place"),
    "pay": N_("the pay by the hour"),
    "dates": N_("from when to when"),
}


def paste(scene: Scene, opening: str = "") -> Reply:
    """Asks for the message to check."""
    t = scene.t
    text = t.say(
        "Forward me the message or offer, or paste its words here. I look for signs of a scam and keep "
        "nothing of it. Please cut out your own name and numbers."
    )
    return Reply("\n\n".join(filter(None, (opening, text))), (ways_on(scene),))


def result(scene: Scene, seen: tuple[Seen, ...]) -> Reply:
    """The signs with their reasons, or that none was found; then how to verify and where to report."""
    parts = [_found(scene, seen), unread(scene), _ways(scene)]
    return Reply("\n\n".join(filter(None, parts)), _buttons(scene), quotes=True)


def result_piece(scene: Scene, seen: tuple[Seen, ...], number: int) -> Reply:
    """The same in pieces. Each is a reply to the message: the button brings it along again."""
    cut = pieces.split(f"{_found(scene, seen)}\n\n{_ways(scene)}")

    def on(next: int) -> Button:
        return pieces.onward(scene, Action("signs", str(next)), next, len(cut))

    return pieces.piece(Reply("", _buttons(scene), quotes=True), cut, "", number, on)


def _found(scene: Scene, seen: tuple[Seen, ...]) -> str:
    t = scene.t
    if not seen:
        return t.say(
            "🔎 I found none of the signs that I know. **That proves nothing**: a scam can be written "
            "without them. Verify before you pay or send documents."
        )
    first = t.plural(
        "🔎 I found **{n} sign of a scam** in this message:",
        "🔎 I found **{n} signs of a scam** in this message:",
        len(seen),
    )
    last = t.say("I compare words and can be wrong. Do not pay or send documents before you verify.")
    return "\n\n".join((first, "\n".join(_sign(scene, each) for each in seen), last))


def unread(scene: Scene) -> str:
    """What was not looked at, or ""."""
    if not scene.incoming.media:
        return ""
    return scene.t.say("I only read the words under it. I cannot see the picture or open the file.")


def _sign(scene: Scene, seen: Seen) -> str:
    """One sign: its name, what in the message says so, the reason, and where the reason is from."""
    t, sign, language = scene.t, seen.sign, scene.language
    parts = [f"- **{sign.names.get(language, sign.id)}.**"]
    if seen.lacking:
        lacking = ", ".join(t.say(LACKING[each]) for each in seen.lacking)
        parts.append(t.say("Not said: {lacking}.", lacking=lacking))
    if seen.quote:
        quote = " ".join(seen.quote.split())
        cut = quote if len(quote) <= MOST_QUOTED else quote[:MOST_QUOTED].rstrip() + "…"
        parts.append(f"«{plain(cut)}».")
    parts.append(sign.reasons.get(language, ""))
    if seen.claim:
        shown = [fact(scene.content, each, language, scene.on) for each in seen.claim.phones]
        who = seen.claim.names.get(language, seen.claim.id)
        parts.append(t.say("Official numbers for {who}: {phones}.", who=who, phones=", ".join(shown)))
    source = t.say("Source")
    return " ".join(filter(None, parts)) + f" [{source}]({sign.source})"


def _ways(scene: Scene) -> str:
    """How an offer is verified, and where a fraud is reported."""
    t, content = scene.t, scene.content

    def phone(name: str) -> str:
        return fact(content, name, scene.language, scene.on)

    lines = [t.say("**How to verify it:** look for the employer and the job on {page}.", page=JOBS)]
    if "fraud_unit_phone" in content.facts:
        lines.append(
            t.say(
                "The fraud unit of the US consulate in Monterrey checks petitions: {phone}, WhatsApp "
                "{whatsapp}.",
                phone=phone("fraud_unit_phone"),
                whatsapp=phone("fraud_unit_whatsapp"),
            )
        )
    lines.append(t.say("Call official numbers that you looked up yourself, not those in the message."))
    if "dol_phone" in content.facts:
        lines.append(
            t.say(
                "**To report it:** US Department of Labor, {phone}. It is free and confidential.",
                phone=phone("dol_phone"),
            )
        )
    if "cdm_phone_us" in content.facts:
        lines.append(
            t.say(
                "If you already paid, there is free legal help: Centro de los Derechos del Migrante, {us}; "
                "from Mexico, {mexico}.",
                us=phone("cdm_phone_us"),
                mexico=phone("cdm_phone_mexico"),
            )
        )
    return " ".join(lines[:3]) + "\n\n" + " ".join(lines[3:])


def _buttons(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    t, content = scene.t, scene.content
    verify = content.topic("verify-offer", scene.language)
    rows = [(verify.button,)] if verify else []
    rows.append((Button("💬 " + t.say("Answer it as my question"), Action("as-question")),))
    rows.append((Button("🔎 " + t.say("Check a message"), CHECK),))
    return (*rows, ways_on(scene))
