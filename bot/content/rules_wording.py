"""Does the bot inform, and say usted? Promises, advice and familiar forms, as tables of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.content.rules import Work
from bot.model import Problem


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that no answer may hold, and why.

    After a denial ("nobody can promise that …") or an `if` a promise is none; advice stays advice.
    """

    pattern: re.Pattern[str]
    reason: str
    may_be_denied: bool


_OUTCOME = "Only an officer decides that. Say what the rule is"
_PROMISE = "Nobody can promise that. Say what usually happens, and who decides"
_ADVICE = "The bot informs and does not advise. Say what is possible or what the rule is"


def _words(reason: str, may_be_denied: bool, *patterns: str) -> Wording:
    return Wording(re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE), reason, may_be_denied)


FORBIDDEN = {
    "es": (
        _words(
            _OUTCOME,
            True,
            r"usted (?:ya |sí |también )?(?:no )?(?:califica|es elegible|cumple (?:con )?los requisitos)",
            r"califica (?:usted|para (?:la|esta|una) visa)",
            r"usted (?:no )?tiene derecho a (?:la|una|esta) visa",
        ),
        _words(
            _PROMISE,
            True,
            r"(?:le |les )?(?:garantizamos|garantizo|aseguramos|aseguro|prometemos|prometo)",
            r"(?:visa|visado|trabajo|empleo|aprobación|lugar) (?:está |es |queda )?"
            r"(?:garantizad|asegurad|segur)[oa]",
            r"(?:obtendrá|conseguirá|recibirá|tendrá|le darán|le van a dar"
            r"|va a (?:obtener|recibir|conseguir|tener)) (?:la|su|una|esta) visa",
            r"le conseguimos|cien por ciento segur[oa]",
        ),
        _words(
            _ADVICE,
            False,
            r"(?:le |les )?(?:recomendamos|recomiendo|aconsejamos|aconsejo|sugerimos|sugiero)",
            r"debería(?:n|mos)?|le conviene|(?:su|la) mejor opción|lo mejor (?:para usted|es que)",
            r"es (?:recomendable|aconsejable)",
        ),
    ),
    "en": (
        _words(
            _OUTCOME,
            True,
            r"you (?:already |also |will |would |may not |do not |don[’']t )?qualify",
            r"you(?: are|[’']re) (?:not |already )?eligible",
            r"you (?:do not |don[’']t )?meet (?:all )?the requirements",
        ),
        _words(
            _PROMISE,
            True,
            r"(?:we|I)(?: can| will|[’']ll)? (?:guarantee|promise|assure)",
            r"guaranteed (?:visa|job|approval|place)",
            r"(?:visa|job|approval|place) is (?:guaranteed|certain|assured)",
            r"you(?: will|[’']ll| are going to) (?:get|receive|obtain|be given) (?:the|a|your|this) visa",
            r"we (?:can|will) get you",
        ),
        _words(
            _ADVICE,
            False,
            r"you should(?:n[’']t)?|you ought to|you(?: had|[’']d) better",
            r"(?:we|I) (?:recommend|advise|suggest)|your best (?:option|chance)|it is (?:best|advisable) to",
        ),
    ),
}

_DENIED = re.compile(
    r"\b(?:no|nadie|nunca|ni|tampoco|ningún|ninguna|sin|nobody|no one|never|not|neither|nor|without"
    r"|cannot|can[’']t|don[’']t|doesn[’']t|won[’']t)\b(?:\W+\w+){0,6}\W*$"
    r"|\b(?:si|if|whether)(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)

# A name or a quoted word is not what the bot says: «Conoce tus derechos», [Tu visa](https://…).
_NOT_OURS = re.compile(
    r"«[^»\n]*»|“[^”\n]*”|\"[^\"\n]*\"|\[[^\]\n]*\](?=\()|\]\([^)\s]*\)|https?://\S+|\{\{.*?\}\}"
)
FAMILIAR = re.compile(
    r"\b(?:tú|tus?|ti|te|contigo|tuy[oa]s?|vos"
    r"|puedes|tienes|debes|quieres|necesitas|eres|estás|vas|sabes|haces|vives|trabajas|pagas|crees|ves|dices"
    r"|recibes|pides|vienes|llegas|hablas|buscas|encuentras|viajas|entras|conoces|cumples|llevas|usas|escribes"
    r"|pierdes|sigues|piensas|prefieres|deseas|calificas|solicitas|aceptas|regresas|vuelves|tratas|has"
    r"|puedas|tengas|quieras|seas|estés|vayas|hagas|debas|necesites|recibas|pidas|vengas|salgas|pierdas|sepas"
    r"|pagues|llames|entregues|mandes|confíes|creas|aceptes|olvides|escribas|uses|lleves|llegues|trabajes"
    r"|podrías|deberías|tendrías|querrías|necesitarías|serías|harías"
    r"|fuiste|tuviste|hiciste|pagaste|recibiste|trabajaste|entraste|saliste|estuviste|llegaste|firmaste|perdiste"
    r"|haz|llámanos|llámalos|escríbenos|avísanos|dinos|cuéntanos|recuérdalo|guárdalo|pídelo|pregúntale|acércate"
    r"|podés|tenés|querés|debés|sabés|necesitás"
    r"|(?!atrás\b|detrás\b)\w{2,}rás)\b"
    r"|\b(?:ayudar|decir|cobrar|pedir|quitar|pagar|llamar|dar|hacer|mandar|ofrecer|prometer|ver|poner|quedar"
    r"|registrar|presentar|comunicar|informar|proteger|preparar|inscribir|sentir|ir)te\b",
    re.IGNORECASE,
)
PERHAPS_FAMILIAR = re.compile(
    r"^(?:[-*•] +|\d+\. +)?(?:\*\*)?"
    r"(llama|guarda|revisa|busca|pide|pregunta|escribe|evita|recuerda|habla|verifica|ten|pon|mira|lee"
    r"|desconfía|elige|oprime|presiona|toca (?:un|el|la|los|las))\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Orders to a *tú* that may also tell what the employer does ("Busca trabajadores"): worth a look, at the
beginning of a line."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the bot says in its own words, and where that begins."""

    text: str
    language: str
    path: str
    line: int

    def problem(self, place: int, message: str, severity: str = "error") -> Problem:
        """A problem with what stands at a place of the text."""
        return Problem(self.path, self.line + self.text.count("\n", 0, place), message, severity)


def promise_or_advice(work: Work) -> Iterator[Problem]:
    """Information, never advice; and nothing that nobody can promise."""
    for said in _said(work):
        bare = replace(said, text=said.text.replace("*", ""))  # bold may stand between any two words
        for wording in FORBIDDEN.get(said.language, ()):
            for each in wording.pattern.finditer(bare.text):
                if not (wording.may_be_denied and _DENIED.search(_sentence_before(bare.text, each.start()))):
                    words = " ".join(each[0].split())
                    yield bare.problem(each.start(), f'"{words}" may not be said. {wording.reason}.')


def familiar_form(work: Work) -> Iterator[Problem]:
    """In Spanish the bot says usted."""
    for said in _said(work):
        if said.language == "es":
            ours = _NOT_OURS.sub(lambda each: re.sub(r"[^\n]", " ", each[0]), said.text)
            for each in FAMILIAR.finditer(ours):
                message = f'"{each[0]}" speaks to the person as tú or vos. Write usted.'
                yield said.problem(each.start(), message)
            for each in PERHAPS_FAMILIAR.finditer(ours):
                message = f'"{each[1]}" may speak to the person as tú. If so, write usted.'
                yield said.problem(each.start(), message, "warning")


def _said(work: Work) -> Iterator[Said]:
    """Titles, answers, and what the flows ask."""
    for topic in work.topics:
        yield Said(topic.title, topic.language, topic.path, work.line(topic, "title"))
        yield Said(topic.answer, topic.language, topic.path, topic.answer_line)
    for routed in work.loaded.routes.values():
        for step in routed.flow.steps.values():
            for language, ask in step.ask.items():
                path = work.path(language, "flows", f"{routed.flow.name}.yaml")
                yield Said(ask, language, path, routed.word_line(language, step.id, "ask"))


def _sentence_before(text: str, place: int) -> str:
    return re.split(r"[.!?\n]", text[:place])[-1]
