"""Whoever adds and subtracts the scores of months, quarters, half-years and the year learns of no 1 to 4 answers."""

import json
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import insert

from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Officer, Role
from domain.organisation.periods import parse_period
from domain.surveys.participation import DoorKind
from handlers.core.i18n import Translator
from handlers.usecases import officers
from handlers.usecases.surveys import period_scores, results, rounds
from reports.issues import new_issue
from reports.kinds import KINDS
from reports.open_data import half_year_figures
from reports.staff_edition import staff_figures
from storage.tables import answer, response
from tests.integration.surveys.written_responses import answer_row, response_row
from tests.moments import HOUR
from tests.surveys import says

pytestmark = pytest.mark.long

YEAR = "2570"
HALVES = ("2570-H1", "2570-H2")
QUARTERS = tuple(f"2570-Q{number}" for number in range(1, 5))
MONTHS = parse_period(YEAR).months
AFTER = month_bounds(MONTHS[-1])[1] + 9 * HOUR
SERVICES = ("waste_collection", "tax_payment", "elderly_allowance", "")
ASPECTS = ("steps", "staff", "place", "channels")
NUMBERS = (0, 1, 2, 3, 4, 6, 9, 20)
"""Answers of one round in a month; the smallest ones must never be told."""
YEARS = (3, 14, 65)
"""Seeds of years, of which each contains months and half-years of few answers."""


@dataclass(frozen=True)
class Told:
    """What somebody reads: how many answers, and the sum of their scores."""

    n: int
    total: float

    def __sub__(self, other):
        return Told(self.n - other.n, self.total - other.total)


NOTHING = Told(0, 0)


def told(n, mean):
    return NOTHING if not n or mean is None else Told(n, n * mean)


def added(parts):
    parts = list(parts)
    return Told(sum(one.n for one in parts), sum(one.total for one in parts))


def write_year(office, chance):
    """Answers to both standing surveys in each month, and to the aspects by some of those people."""
    doors = {}
    with office.uow(month_bounds(MONTHS[0])[0] + HOUR) as uow:
        for key in ("case", "counter"):
            found = rounds.standing_round(uow, key)
            doors[key] = (found.id, rounds.door_of(uow, found.id, DoorKind.CHAT).id)
    sections = {one.key: one.department for one in office.catalog.services}
    number, people, given = 0, [], []
    for month in MONTHS:
        start = month_bounds(month)[0]
        for key, (round_id, door_id) in doors.items():
            weights = (3, 2, 2, 2, 1, 2, 2, 2) if key == "case" else (2, 2, 2, 2, 2, 3, 4, 5)
            for _ in range(chance.choices(NUMBERS, weights)[0]):
                number += 1
                at = start + timedelta(days=chance.randrange(1, 27), minutes=chance.randrange(600))
                service = "" if key == "case" else chance.choices(SERVICES, (9, 6, 2, 1))[0]
                of_round = {"round_id": round_id, "door_id": door_id, "service": service}
                section = sections.get(service, "engineering")
                people.append(response_row(number, of_round, section, at))
                asked = ["overall"]
                if key == "counter":
                    asked += [one for one in ASPECTS if chance.random() < 0.6]
                given += [
                    answer_row(
                        number * 10 + place, of_round, number, question, chance.randint(1, 5), at
                    )
                    for place, question in enumerate(asked)
                ]
    with office.uow(AFTER) as uow:
        uow.tx.connection.execute(insert(response), people)
        uow.tx.connection.execute(insert(answer), given)


class Reader:
    """What the reports of a year tell an executive and everybody."""

    def __init__(self, office):
        self._office = office
        with office.uow(AFTER) as uow:
            self.nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)
            self.issues = {
                (code, period): json.loads(
                    KINDS[code].attached(new_issue(uow, code, period).figures)
                )
                for code, periods in {
                    "M1": MONTHS,
                    "M4": HALVES,
                    "M5": (YEAR,),
                    "M7": (YEAR,),
                    "M8": (*QUARTERS, *HALVES, YEAR),
                }.items()
                for period in periods
            }

    def month(self, month):
        facts = self.issues["M1", month]["month"]
        return Told(sum(facts["scores"]), sum_of(facts["scores"]))

    def aspects(self, month):
        page = self.issues["M1", month]["page"]
        return {
            one["th"]: Told(sum(one["scores"]), sum_of(one["scores"])) for one in page["aspects"]
        }

    def memo(self, period):
        facts = self.issues["M8", period]
        return told(facts["answers"], facts["mean"])

    def half(self, half):
        facts = self.issues["M4", half]["total"]
        return told(facts["n"], facts["mean"])

    def services(self, half):
        """Return what is told of each service, without those that are hidden."""
        return {
            one["service"]: told(one["n"], one["mean"])
            for one in self.issues["M4", half]["services"]
            if one["n"] is not None
        }

    def year(self):
        facts = [fact for one in self.issues["M7", YEAR]["measures"] for fact in one["facts"]]
        (found,) = [fact["numbers"] for fact in facts if fact["name"] == "satisfaction"]
        return told(int(found[0]), found[1])

    def rounds(self):
        return {
            one["figures"]["set_key"]: one["figures"] for one in self.issues["M5", YEAR]["rounds"]
        }

    def results(self, officer: Officer, set_key: str):
        with self._office.uow(AFTER) as uow:
            (found,) = [
                one for one in uow.tx.survey_rounds.all() if one.question_set.key == set_key
            ]
            return results.results(uow, officer, found.id).figures

    def public(self, half):
        with self._office.uow(month_bounds(parse_period(half).months[-1])[1] + HOUR) as uow:
            found = half_year_figures(uow).satisfaction
            edition = staff_figures(uow, Translator(uow.context.translations)).services
        services = {one.service: told(one.n, one.mean) for one in edition if one.n is not None}
        return told(found.answers, found.mean), services


def sum_of(scores):
    return sum(score * count for score, count in enumerate(scores, 1))


def question(figures, key):
    (found,) = [one for one in figures["questions"] if one["key"] == key]
    return told(found["n"], found["mean"])


def ensure_nobody_told(rest, where):
    """Fail if what is left after a subtraction is of 1 to 4 answers."""
    assert rest.n == 0 or rest.n >= 5, where
    if rest.n == 0:
        assert rest.total == pytest.approx(0, abs=1e-6), where


@pytest.mark.parametrize("seed", YEARS)
def test_an_executive_subtracts_what_the_reports_tell_in_vain(office, seed):
    write_year(office, random.Random(seed))
    reader = Reader(office)
    subtract_periods(reader)
    subtract_aspects(reader)
    subtract_services(reader)


def subtract_periods(reader):
    months = {month: reader.month(month) for month in MONTHS}
    shown = {month: one for month, one in months.items() if one.n}
    for period in (*QUARTERS, *HALVES, YEAR):
        inside = [shown[month] for month in parse_period(period).months if month in shown]
        ensure_nobody_told(reader.memo(period) - added(inside), f"{period} less its months")
    for half in HALVES:
        assert reader.half(half).n == reader.memo(half).n
        quarters = [
            one for one in QUARTERS if parse_period(one).months[0] in parse_period(half).months
        ]
        ensure_nobody_told(reader.half(half) - added(map(reader.memo, quarters)), half)
        rest = reader.half(half) - added(reader.services(half).values())
        ensure_nobody_told(rest, f"{half} less its services")
    assert reader.year().n == reader.memo(YEAR).n == added(map(reader.half, HALVES)).n
    own = {key: question(one, "overall") for key, one in reader.rounds().items()}
    ensure_nobody_told(reader.year() - added(own.values()), "the year less the surveys")
    case = own.get("case", NOTHING)
    shown_cases = [services[""] for half in HALVES if "" in (services := reader.services(half))]
    for one in shown_cases:
        ensure_nobody_told(case - one, "cases less those of a half-year")
    for key, one in own.items():
        shown_later = reader.results(reader.nayok, key).question("overall")
        assert told(shown_later.n, shown_later.mean) == one


def subtract_aspects(reader):
    counter = reader.rounds()["counter"]
    for aspect in counter["aspects"]:
        (key,) = aspect["questions"]
        months = [reader.aspects(month).get(aspect["th"], NOTHING) for month in MONTHS]
        ensure_nobody_told(question(counter, key) - added(months), key)


def subtract_services(reader):
    for total, services in map(reader.public, HALVES):
        ensure_nobody_told(total - added(services.values()), "everybody less the services")


def test_a_year_would_reveal_few_answers_if_every_month_counted(office, monkeypatch):
    write_year(office, random.Random(YEARS[0]))
    monkeypatch.setattr(period_scores, "counted_months", lambda answers, is_over: {*answers})
    reader = Reader(office)
    rests = [
        reader.half(half) - added(map(reader.month, parse_period(half).months)) for half in HALVES
    ]
    assert any(0 < one.n < 5 for one in rests)


def test_an_aspect_leaves_out_the_month_in_which_few_answered_it(office):
    with office.uow(month_bounds(MONTHS[0])[0] + HOUR) as uow:
        counter = rounds.standing_round(uow, "counter")
    for month, people, of_aspect in ((0, 8, 8), (3, 7, 2)):
        at = month_bounds(MONTHS[month])[0] + 9 * HOUR
        for number in range(people):
            aspects = {"steps": 2} if number < of_aspect else {}
            says(office, counter, f"U{month:016x}{number:016x}", now=at, overall=4, **aspects)
    reader = Reader(office)
    assert [one.n for one in reader.aspects(MONTHS[0]).values()] == [8]
    assert reader.aspects(MONTHS[3]) == {}
    of_year = reader.rounds()["counter"]
    assert (question(of_year, "steps").n, question(of_year, "overall").n) == (8, 15)
    assert reader.results(reader.nayok, "counter").question("steps").n == 8


def test_a_survey_leaves_out_the_half_year_whose_other_survey_has_few_answers(office):
    with office.uow(month_bounds(MONTHS[0])[0] + HOUR) as uow:
        found = {key: rounds.standing_round(uow, key) for key in ("case", "counter")}
    for month, case, counter in ((0, 9, 9), (7, 2, 8)):
        at = month_bounds(MONTHS[month])[0] + 9 * HOUR
        for key, people in (("case", case), ("counter", counter)):
            for number in range(people):
                says(office, found[key], f"U{month:016x}{number:016x}", now=at, overall=4)
    reader = Reader(office)
    assert (reader.half(HALVES[1]).n, reader.year().n) == (10, 28)
    own = {key: question(one, "overall").n for key, one in reader.rounds().items()}
    assert own == {"case": 9, "counter": 9}
