"""The report of a year of which a round or a half-year goes on says until when its scores are missing."""

from datetime import date

from domain.reporting.satisfaction import Wait, satisfaction_from_json, services_from_json
from handlers.usecases.surveys import rounds
from reports.satisfaction import figures
from tests.moments import DAY, NOON
from tests.surveys import says


def test_a_standing_round_waits_for_the_end_of_its_half_year(office):
    with office.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
    for number in range(7):
        says(office, found, f"U{number:032}", overall=4)
    with office.uow(NOON + DAY) as uow:
        (one,) = satisfaction_from_json(figures.satisfaction(uow, "2570")).rounds
        half = services_from_json(figures.services(uow, "2570-H1"))
    assert (one.waits_for, one.waits_until) == (Wait.HALF_YEAR, "2027-03-31")
    assert half.waits_until == "2027-03-31"
    with office.uow(NOON + 365 * DAY) as uow:
        assert services_from_json(figures.services(uow, "2570-H1")).waits_until == ""


def test_a_round_of_its_own_waits_until_it_closes(office):
    with office.uow(NOON) as uow:
        rounds.open_round(uow, office.question_sets["pulse"], closes=date(2026, 12, 31))
    with office.uow(NOON + DAY) as uow:
        (one,) = satisfaction_from_json(figures.aligned(uow, "2570")).rounds
    assert (one.waits_for, one.waits_until) == (Wait.CLOSE, "2026-12-31")
    with office.uow(NOON + 100 * DAY) as uow:
        (one,) = satisfaction_from_json(figures.aligned(uow, "2570")).rounds
    assert (one.waits_for, one.waits_until) == (Wait.NOTHING, "")
