"""A small content folder that is right in every way, for tests to spoil in one."""

from datetime import date
from pathlib import Path

from bot import content
from bot.match import Match
from bot.model import Problem

TODAY = date(2026, 11, 24)

FILES = {
    "facts.yaml": """\
visa_fee:
  - value: 185
    kind: money
    until: 2026-05-31
    source: https://travel.state.gov/
  - value: 205
    kind: money
    from: 2026-06-01
    source: https://travel.state.gov/
firm_phone:
  - value: +1 832 305 6560
    kind: phone
    source: https://www.lawvm.com/
season:
  - value-es: del 1 de octubre al 30 de septiembre
    value-en: October 1 to September 30
    kind: text
    source: https://www.uscis.gov/
""",
    "menu.yaml": "- topic:visa-cost\n- call:\n",
    "office.yaml": "name: Law VM\nphone: firm_phone\nweb: https://www.lawvm.com/\n",
    "es/visa-cost.md": """\
---
title: ¿Cuánto cuesta la visa?
phrases:
  - cuánto cuesta la visa
  - precio de la visa h2b
sources:
  Departamento de Estado: https://travel.state.gov/
checked: 2026-11-20
check again by: 2027-02-20
next:
  - topic:greeting
  - flow:eligibility
  - call:
---
La solicitud de visa cuesta **{{ visa_fee }}**.

- Guarde el recibo. La temporada va {{ season }}.
""",
    "en/visa-cost.md": """\
---
title: What does the visa cost?
phrases:
  - how much is the visa
  - price of the h2b visa
sources:
  Department of State: https://travel.state.gov/
checked: 2026-11-20
check again by: 2027-02-20
next:
  - topic:greeting
---
The visa application costs **{{ visa_fee }}**.

- Keep the receipt. The season is {{ season }}.
""",
    "es/greeting.md": """\
---
title: Hola
phrases:
  - buenos días
  - qué tal
check again by: 2027-02-20
---
Hola. Pregunte lo que quiera saber de la visa H-2B.
""",
    "en/greeting.md": """\
---
title: Hello
phrases:
  - good morning
  - hey there
check again by: 2027-02-20
---
Hello. Ask what you want to know about the H-2B visa.
""",
    "es/_words.yaml": """\
spellings:
  xq: por qué
commands:
  menu:
    - menú
  language:en:
    - en inglés
  no:
    - no
""",
    "en/_words.yaml": "spellings:\n  pls: please\ncommands:\n  'menu:':\n    - menu please\n",
    "es/_off-topic.yaml": "- va a llover mañana\n- cuéntame un chiste\n",
    "en/_off-topic.yaml": "- will it rain tomorrow\n- tell me a joke\n",
    "es/_danger.yaml": "danger:\n  detention:\n    - me agarró la migra\nsafe:\n  - perdí mi pasaporte\n",
    "en/_danger.yaml": "danger:\n  detention:\n    - ice got me\nsafe:\n  - i lost my passport\n",
    "flows/eligibility.yaml": """\
steps:
  job-offer:
    yes: passport
    no: topic:visa-cost
  passport:
    yes: "book:"
    no: topic:greeting
""",
    "es/flows/eligibility.yaml": """\
title: ¿Puedo pedir la visa?
job-offer:
  ask: ¿Ya tiene una oferta de trabajo?
  yes: Sí
  no: [Todavía no, aún no]
passport:
  ask: ¿Tiene pasaporte vigente?
  yes: Sí
  no: No
""",
    "en/flows/eligibility.yaml": """\
title: Can I ask for the visa?
job-offer:
  ask: Do you have a job offer?
  yes: Yes
  no: [Not yet, nope]
passport:
  ask: Do you have a valid passport?
  yes: Yes
  no: No
""",
}


def build(root: Path) -> Path:
    """The folder `content` below `root`, with every file right."""
    folder = root / "content"
    for name, text in FILES.items():
        put(folder, name, text)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    """Write one file of the folder."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    put(folder, name, text.replace(old, new))


def say(folder: Path, answer: str, topic: str = "visa-cost", language: str = "es") -> None:
    """Give a topic another answer."""
    head, fence, _ = (folder / language / f"{topic}.md").read_text(encoding="utf-8").rpartition("---\n")
    put(folder, f"{language}/{topic}.md", f"{head}{fence}{answer}\n")


def check(
    folder: Path,
    *,
    tests: Path | None = None,
    matcher: object = None,
    on: date = TODAY,
    release: bool = False,
) -> list[Problem]:
    """All problems, without translations."""
    assert matcher is None or isinstance(matcher, Matcher)
    return content.check(folder, tests=tests, locales=None, on=on, matcher=matcher, release=release)


def lines(problems: list[Problem]) -> list[str]:
    """Problems as they are printed."""
    return [str(each) for each in problems]


class Matcher:
    """Stands for the matcher: names the topic that it was told for a text, and repairs nothing."""

    def __init__(self, answers: dict[str, Match], spelled: dict[str, str] | None = None) -> None:
        self.answers = answers
        self.spelled = spelled or {}

    def answer(self, text: str) -> Match:
        """What it was told."""
        return self.answers.get(text, Match("refuse"))

    def canonical(self, text: str) -> str:
        """The text, or what it was told that it stands for."""
        return self.spelled.get(text, text.lower())
