"""Two looks at a round never differ by fewer than five people: while it is open, and at its end."""

import json
from datetime import timedelta

import pytest

from domain.organisation.calendar import fiscal_year
from domain.organisation.officers import Role
from handlers.usecases import officers
from handlers.usecases.surveys import results, rounds
from reports.issues import new_issue
from reports.satisfaction import figures
from tests.moments import DAY, HOUR, NOON
from tests.surveys import says

MINUTE = timedelta(minutes=1)


@pytest.fixture
def readers(office):
    """The section that runs the surveys, and the นายก."""
    with office.uow(NOON - DAY) as uow:
        section, _ = officers.add(uow, "สุภาพร", Role.OFFICER, "clerk")
        nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)
    return section, nayok


def answers(office, found, first, last, code=5):
    for number in range(first, last):
        says(office, found, f"U{number:032x}", now=NOON + number * MINUTE, equal=code)


def look(office, officer, found, now=NOON + HOUR):
    """Return the sum of the scores of the first question and how many people gave them."""
    with office.uow(now) as uow:
        figures = results.results(uow, officer, found.id).figures
    if figures is None:
        return (0, 0)
    asked = figures.question("equal")
    return (asked.n, round(asked.n * (asked.mean or 0)))


def test_the_section_sees_scores_grow_by_five_people_and_all_of_them_at_the_end(
    office, pulse, readers
):
    section, nayok = readers
    seen = []
    for number in range(23):
        answers(office, pulse, number, number + 1, code=1 + number % 5)
        seen.append(look(office, section, pulse))
        assert look(office, nayok, pulse) == (0, 0)
    assert [n for n, _ in seen] == [0] * 9 + [5] * 5 + [10] * 5 + [15] * 4
    assert len(set(seen)) == 4
    with office.uow(NOON + 2 * HOUR) as uow:
        assert results.results(uow, section, pulse.id).answered == 23
        rounds.close_round(uow, pulse.id)
    for officer in readers:
        assert look(office, officer, pulse, NOON + 3 * HOUR)[0] == 23


def test_a_changed_answer_shows_only_with_five_new_people(office, pulse, readers):
    section, _ = readers
    answers(office, pulse, 0, 14)
    before = look(office, section, pulse)
    says(office, pulse, f"U{0:032x}", now=NOON + 30 * MINUTE, equal=1)
    assert look(office, section, pulse) == before == (5, 25)
    answers(office, pulse, 40, 46)
    assert look(office, section, pulse, NOON + 2 * HOUR) == (15, 71)


def test_a_report_on_an_open_round_grows_by_five_people_too(office, pulse):
    told = []
    for number in range(16):
        answers(office, pulse, number, number + 1)
        with office.uow(NOON + HOUR) as uow:
            (one,) = json.loads(new_issue(uow, "M6", "2570").figures)["rounds"]
        told.append((one["figures"]["questions"][0]["n"], one["figures"]["coverage"]["n"]))
        assert one["figures"]["groups"] == []
    assert [n for n, _ in told] == [0] * 9 + [5] * 5 + [10] * 2
    assert [n for _, n in told] == [*range(1, 17)]


@pytest.mark.parametrize("closed_early", [False, True])
def test_a_report_names_the_last_day_on_which_a_survey_was_answered(office, pulse, closed_early):
    if closed_early:
        with office.uow(NOON + 2 * DAY) as uow:
            rounds.close_round(uow, pulse.id)
    with office.uow(NOON + 40 * DAY) as uow:
        year = fiscal_year(NOON.date())
        (reported,) = json.loads(figures.aligned(uow, str(year)))["rounds"]
    assert reported["opens"] == NOON.date().isoformat()
    assert reported["closes"] == (NOON + (2 if closed_early else 30) * DAY).date().isoformat()
