"""An answer that is changed or declared invalid after its month was told reveals nobody in the figures after that."""

import pytest

from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Role
from domain.organisation.periods import parse_period
from handlers.usecases import officers
from handlers.usecases.surveys import results, rounds
from handlers.usecases.surveys.period_scores import scores_of
from storage.reporting.monthly_ratings import SCORE
from tests.moments import DAY, HOUR
from tests.surveys import says

OCTOBER, NOVEMBER = "2569-10", "2569-11"
FIRST, SECOND = (month_bounds(month)[0] + 9 * HOUR for month in (OCTOBER, NOVEMBER))
AFTER = month_bounds(NOVEMBER)[1] + 9 * HOUR


@pytest.fixture
def counter(office):
    with office.uow(FIRST - HOUR) as uow:
        return rounds.standing_round(uow, "counter")


def rate(office, counter, people, code, now):
    for number in range(people):
        says(office, counter, f"U{number:032x}", now=now, overall=code)


def closed(office, counter):
    """Close the round; return its mean and number of answers for an executive and for the section of the surveys."""
    with office.uow(AFTER) as uow:
        rounds.close_round(uow, counter.id)
        readers = [
            officers.add(uow, "สมบัติ", Role.NAYOK, None)[0],
            officers.add(uow, "สุภาพร", Role.OFFICER, "clerk")[0],
        ]
    with office.uow(AFTER + HOUR) as uow:
        found = [results.results(uow, one, counter.id).figures.question(SCORE) for one in readers]
    return [(one.n, float(one.mean)) for one in found]


def month(office, key):
    with office.uow(AFTER) as uow:
        return dict(sum_of(scores_of(uow, parse_period(key))))


def sum_of(scores):
    found = {}
    for one in scores.values():
        for score, count in one.items():
            found[score] = found.get(score, 0) + count
    return found


def test_a_person_counts_in_the_month_of_the_first_answer_alone(office, counter):
    rate(office, counter, 8, 4, FIRST)
    rate(office, counter, 8, 2, SECOND)
    assert (month(office, OCTOBER), month(office, NOVEMBER)) == ({4: 8}, {})
    assert month(office, "2570-Q1") == {4: 8}


def test_fewer_than_five_changes_are_for_the_section_that_runs_the_surveys(office, counter):
    rate(office, counter, 8, 4, FIRST)
    rate(office, counter, 1, 2, SECOND)
    assert month(office, "2570-Q1") == {4: 8}
    assert closed(office, counter) == [(8, 4.0), (8, 3.75)]


def test_five_changes_are_for_everybody(office, counter):
    rate(office, counter, 10, 4, FIRST)
    rate(office, counter, 5, 2, SECOND)
    assert closed(office, counter) == [(10, 3.0), (10, 3.0)]


def test_a_change_within_the_month_counts_everywhere(office, counter):
    rate(office, counter, 8, 4, FIRST)
    rate(office, counter, 1, 2, FIRST + DAY)
    assert month(office, OCTOBER) == {4: 7, 2: 1}
    assert closed(office, counter) == [(8, 3.75), (8, 3.75)]


@pytest.mark.parametrize(("invalid", "told"), [(2, (10, 4.0)), (6, (4, 0))])
def test_invalid_responses_stay_in_the_months_that_were_told(office, counter, invalid, told):
    rate(office, counter, 10, 4, FIRST)
    with office.uow(SECOND) as uow:
        ids = uow.tx.connection.exec_driver_sql("SELECT id FROM response ORDER BY id").scalars()
        uow.tx.survey_voiding.void(list(ids)[:invalid], uow.now)
    assert month(office, OCTOBER) == month(office, "2570-Q1") == {4: 10}
    with office.uow(AFTER) as uow:
        rounds.close_round(uow, counter.id)
        nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)
    with office.uow(AFTER + HOUR) as uow:
        shown = results.results(uow, nayok, counter.id).figures.question(SCORE)
    # Four valid ones are too few to show.
    assert shown.n == (told[0] if told[0] >= 5 else 0)
