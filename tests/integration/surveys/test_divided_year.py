"""Rounds end and begin within months, and nothing that is told lets anybody compute the answers of few people.

Each told figure is a sum over groups of people: those of one round, month and service. A vector that combines all
figures, in whatever way, and contains only few people would tell their answers; the test looks for such vectors.
"""

import random
from collections import defaultdict
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from sqlalchemy import insert, update

from domain.organisation.calendar import bangkok, month_bounds, month_key
from domain.organisation.officers import Role
from domain.organisation.periods import parse_period
from domain.surveys.participation import DoorKind
from handlers.usecases import officers
from handlers.usecases.surveys import results, rounds
from handlers.usecases.surveys.left_out import limits_of
from handlers.usecases.surveys.period_scores import counted_in, ratings_by_month, scores_of
from storage.reporting.monthly_ratings import SCORE
from storage.tables import answer, response, survey_round
from tests.databases import on_sqlite
from tests.integration.surveys.written_responses import answer_row, response_row
from tests.moments import HOUR

YEAR = "2570"
HALVES = ("2570-H1", "2570-H2")
PERIODS = (*(f"2570-Q{number}" for number in range(1, 5)), *HALVES, YEAR)
MONTHS = parse_period(YEAR).months
AFTER = month_bounds(MONTHS[-1])[1] + 9 * HOUR
SERVICES = ("waste_collection", "tax_payment", "elderly_allowance")
NUMBERS = (0, 1, 2, 3, 4, 6, 9, 20)


class DividedYear:
    """`people`: the codes of each group, by round, month and service. `ends`: of the rounds that ended early."""

    def __init__(self, office, chance):
        self.office, self.chance = office, chance
        self.people = defaultdict(list)
        self.ends = []
        self._write()
        with office.uow(AFTER) as uow:
            self.nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)

    def _write(self):
        chance, first = self.chance, month_bounds(MONTHS[0])[0]
        doors = {}
        for key, ended_early in (("case", chance.randrange(2)), ("counter", chance.choice([1, 2]))):
            days = sorted(chance.sample(range(40, 320), ended_early))
            for day in (*days, None):
                with self.office.uow(first + HOUR) as uow:
                    found = rounds.round_of_year(uow, key, int(YEAR))
                    door = rounds.door_of(uow, found.id, DoorKind.CHAT)
                    end = found.closes_at if day is None else first + timedelta(days=day, hours=3)
                    doors[found.id] = (key, door.id, found.opens_at, end)
                    if day is not None:
                        self.ends.append(end)
                        uow.tx.connection.execute(
                            update(survey_round)
                            .where(survey_round.c.id == found.id)
                            .values(closed_at=end)
                        )
        sections = {one.key: one.department for one in self.office.catalog.services}
        people, given = [], []
        for round_id, (key, door_id, opens, ends) in doors.items():
            for month in MONTHS:
                start, end = month_bounds(month)
                start, end = max(start, opens), min(end, ends)
                if start >= end:
                    continue
                for _ in range(chance.choice(NUMBERS)):
                    number = len(people) + 1
                    at = start + (end - start) * chance.random() * 0.9
                    service = "" if key == "case" else chance.choices(SERVICES, (9, 5, 1))[0]
                    code = chance.randint(1, 5)
                    of_round = {"round_id": round_id, "door_id": door_id, "service": service}
                    section = sections.get(service, "engineering")
                    people.append(response_row(number, of_round, section, at))
                    given.append(answer_row(number, of_round, number, SCORE, code, at))
                    self.people[round_id, month, service].append(code)
        with self.office.uow(AFTER) as uow:
            uow.tx.connection.execute(insert(response), people)
            uow.tx.connection.execute(insert(answer), given)

    def told(self):
        """Yield each told figure as a name, the groups in it, its n and its mean."""
        with self.office.uow(AFTER) as uow:
            counted = set()
            for half in map(parse_period, HALVES):
                by_month = ratings_by_month(uow, half)
                counted |= counted_in(half, by_month)
                for month, ratings in by_month.items():
                    inside = {
                        one
                        for one in self.people
                        if one[1] == month and (one[0], one[2]) in ratings.parts
                    }
                    self._ensure(month, inside, merged(ratings.scores.values()))
                    if ratings.parts.total() >= 5:
                        yield month, inside
            divided = {
                one
                for one in self.people
                if (one[0], one[2]) not in uow.tx.figures.ratings(*month_bounds(one[1])).parts
            }
            for period in PERIODS:
                asked = parse_period(period)
                in_half = counted if period in (*HALVES, YEAR) else self._enough(uow, asked)
                inside = {
                    one
                    for one in self.people
                    if one[1] in asked.months and one[1] in in_half and one not in divided
                }
                self._ensure(period, inside, merged(scores_of(uow, asked).values()))
                yield period, inside
        for now in (*(end + HOUR for end in self.ends), AFTER):
            yield from self._of_rounds(now)

    def _of_rounds(self, now):
        with self.office.uow(now) as uow:
            for found in uow.tx.survey_rounds.all():
                if found.ended_at > now:
                    continue
                overall = results.results(uow, self.nayok, found.id).figures.question(SCORE)
                if not overall.n:
                    continue
                out = {
                    month_key(bangkok(one.start).date())
                    for one in limits_of(uow, found).view.left_out
                    if SCORE in one.questions
                }
                inside = {one for one in self.people if one[0] == found.id and one[1] not in out}
                name = f"round {found.id} seen {now}"
                self._ensure(name, inside, (overall.n, overall.n * overall.mean))
                yield name, inside

    def _enough(self, uow, period):
        return {
            month for month, one in ratings_by_month(uow, period).items() if one.parts.total() >= 5
        }

    def _ensure(self, name, inside, n_and_total):
        """Fail if the figure is not the sum over these groups."""
        codes = [code for one in inside for code in self.people[one]]
        n, total = n_and_total
        assert (len(codes), sum(codes)) == (n, pytest.approx(total)), name


def merged(histograms):
    pairs = [pair for one in histograms for pair in one.items()]
    return sum(n for _, n in pairs), sum(code * n for code, n in pairs)


def revealed(year, told):
    """Return the sets of groups, of 1 to 4 people together, whose answers some combination of figures tells."""
    groups = sorted(one for one in year.people if year.people[one])
    table = np.array([[one in inside for one in groups] for _, inside in told], dtype=float)
    _, sizes, base = np.linalg.svd(table)
    unseen = base[int((sizes > 1e-9).sum()) :].T
    few = [place for place, one in enumerate(groups) if len(year.people[one]) < 5]
    found = []
    for many in (1, 2, 3):
        for places in combinations(few, many):
            if sum(len(year.people[groups[place]]) for place in places) >= 5:
                continue
            if np.linalg.svd(unseen[list(places)], compute_uv=False)[many - 1] < 1e-7:
                found.append([groups[place] for place in places])
    return found


@on_sqlite
@pytest.mark.parametrize("seed", range(12))
def test_no_combination_of_all_that_is_told_is_of_few_people(office, seed):
    year = DividedYear(office, random.Random(seed))
    assert revealed(year, list(year.told())) == []
