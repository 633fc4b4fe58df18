"""Every report of the month in tests/golden/month.md shows the figures counted by hand from its table of cases."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from domain.cases.complaint import Place, Status, Verdict
from domain.cases.origin import Origin, Source
from domain.organisation.calendar import month_bounds
from domain.statistics.rounding import half_up
from domain.surveys.participation import DoorKind, visit_subject
from handlers.core.i18n import Translator
from handlers.usecases.surveys import answering, rounds
from reports.issues import FileFormat, new_issue, render
from reports.kinds import KINDS
from tests.builders import a_case
from tests.moments import DAY, HOUR

PAGE = (Path(__file__).parents[1] / "golden" / "month.md").read_text("utf-8")
START, END = month_bounds("2569-10")
AFTER = month_bounds("2570-03")[1] + 8 * HOUR


def table(heading):
    """Return the rows of a table of the page, without its header."""
    part = re.split(rf"^## {heading}$", PAGE, flags=re.MULTILINE)[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


EXPECTED = {name: value for name, value, _ in table("What the reports must say")}


def day(cell):
    return None if cell == "-" else START + (int(cell) - 1) * DAY + 12 * HOUR


@pytest.fixture
def month(office):
    """The cases of the page, filed, answered, closed and confirmed, with their ratings."""
    with office.uow(END) as uow:
        for row in table("Cases"):
            number, filed, category, department, village, answered, closed, verdict, way = row
            filed_at = day(filed)
            case = a_case(
                id=0,
                number=f"{int(number):06}",
                reporter=f"U{number}",
                category=category,
                department=department,
                place=Place(village=None if village == "-" else int(village)),
                filed_at=filed_at,
                due_at=filed_at + 7 * DAY,
                answer_by=filed_at + 15 * DAY,
                answered_at=day(answered),
            )
            case = uow.tx.complaints.add(case, draft_id=number)
            if way != "line":
                uow.tx.origins.add(case.id, Origin(Source(way)))
            if closed != "-":
                case = replace(case, status=Status.CLOSED, ended_at=day(closed))
                uow.tx.complaints.save(case)
                uow.tx.resolutions.add(case, "note")
                if verdict == "confirmed":
                    uow.tx.complaints.save(replace(case, verdict=Verdict.CONFIRMED))
                    uow.tx.resolutions.judge(case, Verdict.CONFIRMED, day(closed))
    rated = START + 9 * DAY
    with office.uow(rated) as uow:
        round_id = rounds.standing_round(uow, "counter").id
        door = rounds.door_of(uow, round_id, DoorKind.CHAT).id
        person = 0
        for score, answers in table("Ratings of services"):
            for _ in range(int(answers)):
                person += 1
                subject = visit_subject("tax_payment", "2026-10-10")
                form = answering.open_form(uow, door, f"U{person:032x}", subject)
                answering.answer(uow, form, "overall", (int(score),))
    return office


def figures(office, code, period):
    with office.uow(AFTER) as uow:
        return json.loads(new_issue(uow, code, period).figures)


def number(name):
    return float(EXPECTED[name])


def test_the_month_on_one_page(month):
    facts = figures(month, "M1", "2569-10")
    now, page = facts["month"], facts["page"]
    assert {
        "received": now["received"],
        "answered in time": now["answered_in_time"],
        "answered late": now["answered_late"],
        "not due yet": now["answer_not_due"],
        "closed": now["closed"],
        "confirmed": now["confirmed"],
        "open at the end": now["open_at_end"],
        "median days": now["median_days"],
        "overdue at the end": sum(one["overdue"] for one in page["departments"]),
    } == {
        name: number(name)
        for name in (
            "received",
            "answered in time",
            "answered late",
            "not due yet",
            "closed",
            "confirmed",
            "open at the end",
            "median days",
            "overdue at the end",
        )
    }
    document = KINDS["M1"].document(
        month.catalog, Translator(month.translations), json.dumps(facts)
    )
    satisfaction = document.highlights[3]
    assert satisfaction.value == EXPECTED["mean score"]
    assert satisfaction.note == f"± {EXPECTED['margin']} จาก 10 คำตอบ"


def test_the_statistics_and_the_memorandum(month):
    facts = figures(month, "M2", "2569-10")
    topics = {key: count["received"] for key, count in facts["categories"]}
    villages = {key: count["received"] for key, count in facts["villages"]}
    assert [topics[name] for name in ("light", "road", "waste")] == [
        number(name) for name in ("light", "road", "waste")
    ]
    assert [villages[key] for key in (3, 7, 1, None)] == [
        number(name) for name in ("village 3", "village 7", "village 1", "no village")
    ]
    sources = {key: count["received"] for key, count in facts["sources"]}
    assert (sources["telephone"], sources["line"]) == (number("by telephone"), number("by LINE"))
    assert sum(sources.values()) == number("received")
    assert (facts["total"]["received"], facts["total"]["done"]) == (
        number("received"),
        number("done of received"),
    )
    memo = figures(month, "M8", "2569-10")
    assert (memo["received"], memo["done"], memo["overdue"], memo["answers"]) == (
        number("received"),
        number("done of received"),
        number("overdue at the end"),
        10,
    )


def test_the_satisfaction_with_services_and_the_register(month):
    facts = figures(month, "M4", "2570-H1")
    (tax,) = [one for one in facts["services"] if one["service"] == "tax_payment"]
    assert (half_up(tax["mean"]), half_up(tax["percent"]), half_up(facts["margin"])) == (
        EXPECTED["mean score"],
        EXPECTED["per cent"],
        EXPECTED["margin"],
    )
    lines = figures(month, "M9", "2569-10")["lines"]
    assert [one["number"] for one in lines] == [f"{number:06}" for number in range(1, 9)]


def test_the_page_is_written_twice_with_the_same_bytes(month):
    with month.uow(AFTER) as uow:
        issue = new_issue(uow, "M1", "2569-10")
    for one in (FileFormat.PDF, FileFormat.XLSX):
        assert render(month, issue, one) == render(month, issue, one)
