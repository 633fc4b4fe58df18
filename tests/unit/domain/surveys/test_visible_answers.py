"""Figures of an open round grow by five people, and answers that are left out are in no count."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.surveys.tally import Cell, Tally
from domain.surveys.visible_answers import GivenAnswer, LeftOut, View, in_view, people_in_view
from tests.unit.domain.surveys.rounds import SET

NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("answered", "seen"),
    [(0, 0), (1, 0), (9, 0), (10, 5), (14, 5), (15, 10), (45, 40), (49, 40), (1000, 995)],
)
def test_at_least_five_people_are_always_still_to_come(answered, seen):
    assert people_in_view(answered) == seen


def test_two_figures_of_an_open_round_and_those_of_its_end_differ_by_five_people_or_none():
    for now in range(200):
        for later in range(now, 200):
            seen, seen_later = people_in_view(now), people_in_view(later)
            assert seen_later - seen == 0 or seen_later - seen >= 5
            assert seen == 0 or later - seen >= 5


def given(response, question, code, hours, replaced=None):
    return GivenAnswer(
        response,
        "clerk",
        "",
        question,
        code,
        NOON + hours * HOUR,
        None if replaced is None else NOON + replaced * HOUR,
    )


def tally_of(answers):
    cells = [Cell(one.question, "", one.code, 1) for one in answers]
    return Tally(cells=cells, patterns={}, respondents={})


def test_an_answer_that_was_changed_later_is_seen_as_it_was():
    key = next(one.key for one in SET.questions if one.levels)
    old, new, late = given(1, key, 2, 0, 5), given(1, key, 5, 5), given(2, key, 1, 4)
    tally = tally_of([new, late])
    seen = in_view(SET, tally, [old, new, late], View(until=NOON + 3 * HOUR))
    assert seen.histogram(key) == {2: 1}
    assert [sum(code is not None for code in codes) for codes in seen.patterns] == [1]
    assert in_view(SET, tally, [old, new, late], View(NOON + 6 * HOUR)).histogram(key) == {
        5: 1,
        1: 1,
    }


def test_answers_of_a_time_are_left_out_for_some_questions_only():
    first, second = [one.key for one in SET.questions if one.levels][:2]
    answers = [given(1, first, 2, 0), given(1, second, 4, 0), given(2, first, 5, 30)]
    view = View(left_out=(LeftOut(frozenset({first}), NOON, NOON + HOUR),))
    seen = in_view(SET, tally_of(answers), answers[:2], view)
    assert (seen.histogram(first), seen.histogram(second)) == ({5: 1}, {4: 1})


def test_the_answers_of_another_department_change_nothing():
    key = next(one.key for one in SET.questions if one.levels)
    mine = given(1, key, 2, 0)
    view = View(NOON, without=frozenset({1}))
    assert in_view(SET, tally_of([mine]), [mine], view, {"clerk"}).histogram(key) == {}
    assert in_view(SET, tally_of([mine]), [mine], view, {"health"}).histogram(key) == {2: 1}
