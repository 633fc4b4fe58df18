"""A year in which rounds end and begin within months, and every figure of it that somebody outside may read.

Each figure is a sum over groups of people: those of one round, month, service and department.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Role
from domain.organisation.periods import parse_period
from domain.surveys.participation import DoorKind
from handlers.usecases import officers
from handlers.usecases.surveys import results, rounds
from handlers.usecases.surveys.left_out import limits_of
from handlers.usecases.surveys.period_scores import counted_in, ratings_by_month, scores_of
from reports.satisfaction import figures
from storage.reporting.monthly_ratings import SCORE, month_aspects
from storage.tables import answer, response, survey_round
from tests.integration.surveys.written_responses import answer_row, response_row
from tests.moments import HOUR

YEAR = "2570"
HALVES = ("2570-H1", "2570-H2")
PERIODS = (*(f"2570-Q{number}" for number in range(1, 5)), *HALVES, YEAR)
MONTHS = parse_period(YEAR).months
AFTER = month_bounds(MONTHS[-1])[1] + 9 * HOUR
HALF_OVER = month_bounds(MONTHS[5])[1] + 9 * HOUR
SERVICES = {"waste_collection": 9, "tax_payment": 5, "elderly_allowance": 1, "": 1}
CASE_SECTIONS = {"engineering": 6, "health": 3, "finance": 1}
ASPECT = "steps"
NUMBERS = (0, 1, 2, 3, 4, 6, 9, 20)


@dataclass(frozen=True)
class Group:
    """What the people of one group have in common."""

    round: int
    month: str
    service: str
    section: str


class DividedYear:
    """`people`: the codes that each group gave to a question. `ends`: of the rounds that ended early."""

    def __init__(self, office, chance, numbers=NUMBERS):
        self.office, self.chance, self.numbers = office, chance, numbers
        self.people = {SCORE: defaultdict(list), ASPECT: defaultdict(list)}
        self.ends = []
        self.section_of = {one.key: one.department for one in office.catalog.services}
        self.section_of[""] = office.catalog.organisation.eit_section
        self._write()
        with office.uow(AFTER) as uow:
            self.nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)
            sections = {one.section for one in self.people[SCORE]}
            self.heads = {
                one: officers.add(uow, f"หัวหน้า {one}", Role.HEAD, one)[0]
                for one in sorted(sections - {office.catalog.organisation.eit_section})
            }

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
        self.rows, self.given = [], []
        for round_id, (key, door_id, opens, ends) in doors.items():
            for month in MONTHS:
                start, end = month_bounds(month)
                start, end = max(start, opens), min(end, ends)
                for _ in range(chance.choice(self.numbers) if start < end else 0):
                    at = start + (end - start) * chance.random() * 0.9
                    self._person(round_id, key, door_id, month, at)
        with self.office.uow(AFTER) as uow:
            uow.tx.connection.execute(insert(response), self.rows)
            uow.tx.connection.execute(insert(answer), self.given)

    def _person(self, round_id, key, door_id, month, at):
        chance, number = self.chance, len(self.rows) + 1
        asked = [SCORE]
        if key == "case":
            service, section = "", chance.choices(*zip(*CASE_SECTIONS.items(), strict=True))[0]
        else:
            service = chance.choices(*zip(*SERVICES.items(), strict=True))[0]
            section = self.section_of[service]
            asked += [ASPECT] if chance.random() < 0.8 else []
        of_round = {"round_id": round_id, "door_id": door_id, "service": service}
        self.rows.append(response_row(number, of_round, section, at))
        for question in asked:
            code = chance.randint(1, 5)
            self.people[question][Group(round_id, month, service, section)].append(code)
            self.given.append(answer_row(len(self.given) + 1, of_round, number, question, code, at))

    def told(self, question):
        """Yield each told figure about a question as a name and the groups in it."""
        yield from self._scores() if question == SCORE else self._aspects()
        for now in sorted((*(end + HOUR for end in self.ends), HALF_OVER, AFTER)):
            yield from self._of_rounds(question, now)

    def _scores(self):
        people = self.people[SCORE]
        with self.office.uow(AFTER) as uow:
            parts = {month: uow.tx.figures.ratings(*month_bounds(month)).parts for month in MONTHS}
            valid = {one for one in people if (one.round, one.service) in parts[one.month]}
            counted = set()
            for half in map(parse_period, HALVES):
                by_month = ratings_by_month(uow, half)
                counted |= counted_in(half, by_month)
                for month, ratings in by_month.items():
                    inside = {one for one in valid if one.month == month}
                    self._ensure(SCORE, month, inside, merged(ratings.scores.values()))
                    if ratings.parts.total() >= 5:
                        yield month, inside
            enough = {month for month, one in parts.items() if one.total() >= 5}
            for period in PERIODS:
                asked = parse_period(period)
                in_half = counted if period in (*HALVES, YEAR) else enough
                inside = {one for one in valid if one.month in {*asked.months} & in_half}
                self._ensure(SCORE, period, inside, merged(scores_of(uow, asked).values()))
                yield period, inside
        for now, periods in ((HALF_OVER, HALVES[:1]), (AFTER, HALVES)):
            for half in periods:
                in_half = counted & {*parse_period(half).months}
                inside = {one for one in valid if one.month in in_half}
                yield from self._services_of(half, now, inside)

    def _services_of(self, half, now, inside):
        with self.office.uow(now) as uow:
            for one in json.loads(figures.services(uow, half))["services"]:
                if one["n"]:
                    those = {group for group in inside if group.service == one["service"]}
                    self._ensure(SCORE, half, those, (one["n"], one["n"] * one["mean"]))
                    yield f"{half} {one['service']}", those

    def _aspects(self):
        people = self.people[ASPECT]
        sizes = Counter()
        for one, codes in people.items():
            sizes[one.round, one.month] += len(codes)
        with self.office.uow(AFTER) as uow:
            for month in MONTHS:
                found = month_aspects(uow.tx.connection, *month_bounds(month))
                inside = {
                    one for one in people if one.month == month and sizes[one.round, month] >= 5
                }
                scores = {code: n for page in found for code, n in enumerate(page.scores, 1)}
                self._ensure(ASPECT, month, inside, merged([scores]))
                yield month, inside

    def _of_rounds(self, question, now):
        with self.office.uow(now) as uow:
            for found in uow.tx.survey_rounds.all():
                if found.ended_at > now or not found.question_set.has(question):
                    continue
                yield from self._results(uow, question, found, self.nayok, None)
                for section, head in self.heads.items():
                    yield from self._results(uow, question, found, head, section)

    def _results(self, uow, question, found, reader, section):
        counted = uow.tx.survey_tallies.of_round(found.id, found.question_set).counted
        limits = limits_of(uow, found, counted, None if section is None else (section,))
        shown = results.results(uow, reader, found.id).figures
        inside = {
            one
            for one in self.people[question]
            if one.round == found.id
            and section in (None, one.section)
            and not any(
                question in left.questions and left.start <= month_bounds(one.month)[0] < left.end
                for left in limits.view.left_out
            )
        }
        whole, name = shown.question(question), f"round {found.id} for {section} seen {uow.now}"
        if whole.n:
            self._ensure(question, name, inside, (whole.n, whole.n * whole.mean))
            yield name, inside
        for one in shown.groups:
            if one.dimension == "service" and one.n:
                those = {group for group in inside if group.service == one.key}
                if question == ASPECT and one.mean is not None:
                    n = sum(len(self.people[question][group]) for group in those)
                    self._ensure(question, name, those, (n, n * one.mean))
                yield f"{name} {one.key}", those

    def _ensure(self, question, name, inside, n_and_total):
        """Fail if the figure is not the sum over these groups."""
        codes = [code for one in inside for code in self.people[question][one]]
        n, total = n_and_total
        assert (len(codes), sum(codes)) == (n, pytest.approx(total)), name


def merged(histograms):
    pairs = [pair for one in histograms for pair in one.items()]
    return sum(n for _, n in pairs), sum(code * n for code, n in pairs)
