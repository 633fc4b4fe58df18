"""Which cases the monthly page presents to the executive for decision, and in which order."""

from dataclasses import replace

import pytest

from domain.figures.month_page import (
    Decision,
    DepartmentMonth,
    MonthCounts,
    MonthPage,
    OpenCase,
    Question,
    decisions,
    from_json,
)

CALM = OpenCase(1, "นว-1", "road", "engineering", "เอกชัย", "", 5, 0, 0, 0)


def case(number, **facts):
    return replace(CALM, number=number, **facts)


@pytest.mark.parametrize(
    ("facts", "question"),
    [
        ({}, None),
        ({"days_late": 1}, Question.OVERDUE),
        ({"days_late": 1, "officer": ""}, Question.NOBODY_IN_CHARGE),
        ({"officer": ""}, None),
        ({"reopened": 1}, None),
        ({"reopened": 2}, Question.DISPUTED_AGAIN),
        ({"waiting_for": "budget", "days_waiting": 29}, None),
        ({"waiting_for": "budget", "days_waiting": 30}, Question.LONG_WAIT),
    ],
)
def test_what_is_asked_about_a_case(facts, question):
    asked = decisions([case("นว-1", **facts)])
    assert [one.question for one in asked] == ([question] if question else [])


def test_at_most_three_the_most_urgent_first():
    asked = decisions(
        [
            case("late 3", days_late=3),
            case("waits", waiting_for="budget", days_waiting=40),
            case("nobody 1", days_late=1, officer=""),
            case("late 9", days_late=9),
            case("nobody 2", days_late=2, officer=""),
        ]
    )
    assert [one.case.number for one in asked] == ["nobody 2", "nobody 1", "waits"]


def test_the_page_comes_back_from_its_json():
    page = MonthPage(
        (DepartmentMonth("engineering", 5, 3, 1, 1, 2, 1),),
        (MonthCounts("2569-10", 5, 3),),
        (CALM,),
        (Decision(Question.OVERDUE, CALM),),
        (("", 2), ("budget", 1)),
    )
    assert from_json(page.to_json()) == page
