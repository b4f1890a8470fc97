"""The flows as staff and a lawyer see them: every way through, the outcomes, the drawing in the docs."""

from pathlib import Path

from bot import drawing, flows
from bot.content import load
from bot.interviews import Flow

ROOT = Path(__file__).parent.parent
CONTENT = load(ROOT / "content").content
ELIGIBILITY = CONTENT.flows["eligibility"]


def test_every_way_through_every_flow_ends_in_time() -> None:
    """All of them, one by one: within the allowed questions, at something the bot can do."""
    for flow in CONTENT.flows.values():
        most = 9 if any(each.kind == "phone" for each in flow.steps.values()) else 7
        for taken, end in flows.ends(flow):
            assert len(taken) <= most, (flow.name, taken)
            kind, _, id = end.partition(":")
            assert kind in ("book", "call-back") or CONTENT.topic(id, "es"), (flow.name, end)


def test_every_outcome_of_the_interview_is_reached() -> None:
    outcomes = {id for id, _ in CONTENT.topics if id.startswith("eligibility-")}

    assert {end.removeprefix("topic:") for _, end in flows.ends(ELIGIBILITY)} == outcomes


def test_the_table_says_the_same_as_every_way_through() -> None:
    """Each full way falls into exactly one row, and that row names its outcome."""
    rows = drawing.rows(ELIGIBILITY)

    assert len(rows) <= 60
    for taken, end in flows.ends(ELIGIBILITY):
        fitting = [
            row for row in rows if all(taken.get(step, "") in options for step, options in row.taken.items())
        ]
        assert [row.end for row in fitting] == [end], taken


def test_haitians_are_never_told_that_the_visa_may_fit() -> None:
    for taken, end in flows.ends(ELIGIBILITY):
        if taken.get("nationality") == "ht":
            assert end == "topic:eligibility-haiti"


def test_the_page_in_the_docs_is_current() -> None:
    written = (ROOT / "docs" / "flows.md").read_text("utf-8")

    assert written == drawing.page(CONTENT), "run: python -m bot flows --page > docs/flows.md"


def test_a_way_that_does_not_matter_is_merged() -> None:
    step = ELIGIBILITY.steps["passport"]
    one = Flow("one", "passport", {"passport": step})

    assert [(dict(row.taken), row.end) for row in drawing.rows(one)] == [({}, "topic:eligibility-may-fit")]
