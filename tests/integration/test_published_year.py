"""An attacker computes with everything published in a year and learns no small cell and nobody of a village."""

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from domain.cases.complaint import Place, Status
from domain.organisation.calendar import month_bounds
from domain.organisation.periods import parse_period
from domain.surveys.participation import DoorKind
from handlers.core.i18n import Translator
from handlers.usecases.surveys import rounds
from reports.issues import FileFormat, new_issue, render_published
from reports.kinds import KINDS
from reports.open_data import as_json, dictionary, open_figures
from reports.staff_edition import staff_figures
from storage.tables import answer, response
from tests.builders import a_case
from tests.moments import DAY, HOUR

pytestmark = pytest.mark.long

YEAR, HALVES = "2570", ("2570-H1", "2570-H2")
MONTHS = parse_period(YEAR).months
START = month_bounds(MONTHS[0])[0]
SMALL = range(1, 5)
PER_TOPIC = {
    "light": (20, 3),
    "road": (4, 9),
    "waste": (4, 6),
    "water": (1, 1),
    "animal": (2, 2),
    "nuisance": (11, 7),
    "drain": (0, 8),
}
PER_VILLAGE = {1: 9, 2: 1, 3: 14, 5: 2, 7: 8}
ANSWERS = {
    "tax_payment": (12, 9),
    "waste_collection": (3, 8),
    "elderly_allowance": (7, 2),
    "": (20, 1),
}
"""The numbers of cases and answers in each half, which the attacker does not know."""


class Attack:
    """What follows about numbers of at least one from sums of some of them."""

    def __init__(self):
        self.sums = []
        self.low, self.high = {}, {}

    def learns(self, names, total):
        names = frozenset(names)
        self.sums.append((names, total))
        for name in names:
            self.low.setdefault(name, 1)
            self.high.setdefault(name, total)

    def recovers(self):
        """Return the numbers with a single possible value."""
        sums = set(self.sums)
        for _ in range(6):
            sums |= {
                (one - other, total - part)
                for one, total in sums
                for other, part in sums
                if other < one
            }
            for names, total in sums:
                for name in names:
                    others = names - {name}
                    self.high[name] = min(
                        self.high[name], total - sum(self.low[one] for one in others)
                    )
                    self.low[name] = max(
                        self.low[name], total - sum(self.high[one] for one in others)
                    )
        return {name: low for name, low in self.low.items() if low == self.high[name]}


def cases_of_year(office, chance):
    """Yield the facts of the cases of the year, as `file` takes them, topic after topic."""
    villages = [village for village, cases in PER_VILLAGE.items() for _ in range(cases)]
    for topic, counts in PER_TOPIC.items():
        for half, count in enumerate(counts):
            for _ in range(count):
                filed = START + timedelta(days=182 * half + chance.randrange(175))
                place = Place(village=chance.choice([*villages, None]))
                department = office.catalog.category(topic).department
                yield filed, {"category": topic, "department": department, "place": place}
    for _ in range(3):
        yield START + 9 * DAY, {"category": "corruption", "restricted": True}


@pytest.fixture
def year(office):
    """A year of cases and answers, some of them few, and three staff complaints."""
    chance = random.Random(16)
    with office.uow(START) as uow:
        for number, (filed, facts) in enumerate(cases_of_year(office, chance), 1):
            file(uow, number, filed, **facts)
    with office.uow(START + HOUR) as uow:
        answers(uow, chance)
    return office


def file(uow, number, filed, **facts):
    case = a_case(
        id=0,
        number=f"{number:06}",
        reporter=f"U{number}",
        filed_at=filed,
        due_at=filed + 7 * DAY,
        answer_by=filed + 15 * DAY,
        **facts,
    )
    case = (
        uow.tx.all_cases.add(case, draft_id=f"{number}")
        if facts.get("restricted")
        else (uow.tx.complaints.add(case, draft_id=f"{number}"))
    )
    if number % 3 == 0 and not case.restricted:
        case = replace(case, status=Status.CLOSED, ended_at=filed + 5 * DAY)
        uow.tx.complaints.save(case)
        uow.tx.resolutions.add(case, "note")


def answers(uow, chance):
    round_id = rounds.standing_round(uow, "counter").id
    door = rounds.door_of(uow, round_id, DoorKind.CHAT).id
    key = 0
    for service, counts in ANSWERS.items():
        for half, count in enumerate(counts):
            for _ in range(count):
                key += 1
                at = START + timedelta(days=182 * half + chance.randrange(1, 175))
                shared = {"round_id": round_id, "door_id": door, "service": service}
                whole = {"mode": "self", "state": "complete", "started_at": at, "submitted_at": at}
                uow.tx.connection.execute(insert(response).values(id=key, **shared, **whole))
                given = {"question": "overall", "code": chance.randint(1, 5), "submitted_at": at}
                uow.tx.connection.execute(
                    insert(answer).values(id=key, response_id=key, **shared, **given)
                )


def published(office, code, period):
    """Return the figures in a published file."""
    with office.uow(month_bounds("2570-10")[1]) as uow:
        issue = new_issue(uow, code, period)
        assert render_published(office, issue, FileFormat.CSV)
    return json.loads(KINDS[code].published(issue.figures))


def pages(office):
    """Return the public data of each month as read on the day after."""
    for month in MONTHS:
        with office.read_only_uow(month_bounds(month)[1] + 9 * HOUR) as uow:
            yield json.loads(as_json(open_figures(uow), dictionary(office.translations)))


def learns_rows(attack, half, rows, names, total):
    """Return the rows of one half: shown values, values shown as a sum, and the total."""
    shown_counts = {str(key): count["received"] for key, count in rows if str(key) in names}
    if not rows:
        return
    hidden = {(half, name) for name in names if name not in shown_counts}
    if hidden:
        attack.learns(hidden, total - sum(shown_counts.values()))


def test_topics_and_villages_of_a_year_give_no_small_number_back(year):
    topics = [
        one.key for one in year.catalog.categories if not year.catalog.is_about_staff(one.key)
    ]
    villages = [str(one.number) for one in year.catalog.organisation.villages]
    by_topic, by_village = Attack(), Attack()
    for period in (*MONTHS, "2570-Q1", "2570-Q2", "2570-Q3", "2570-Q4", YEAR):
        facts = published(year, "M2", period)
        assert (facts["categories"], facts["villages"]) == ([], [])
    for half in HALVES:
        facts = published(year, "M2", half)
        total = facts["total"]["received"]
        learns_rows(by_topic, half, facts["categories"], topics, total)
        learns_rows(by_village, half, facts["villages"], [*villages, "None"], total)
        shown = {key for key, *_ in published(year, "M10", half)["topics"]}
        assert shown <= {key for key, _ in facts["categories"]}
    for page in pages(year):
        (rows,) = [
            published(year, "M2", half)["categories"]
            for half in HALVES
            if half == page["half_year"]
        ] or [[]]
        shown_counts = {key: count["received"] for key, count in rows if count["received"]}
        assert dict(page["topics"]) == shown_counts
        assert (
            page["satisfaction"]["answers"] is None or page["satisfaction"]["answers"] not in SMALL
        )
    for attack in (by_topic, by_village):
        assert {name: value for name, value in attack.recovers().items() if value in SMALL} == {}


def test_who_reads_each_case_by_open311_all_year_gets_no_small_number(office, client, clock):
    attack = Attack()
    cases = sorted(
        cases_of_year(office, random.Random(16)), key=lambda case: (case[0], case[1]["category"])
    )
    topics_seen, told_early = {}, set()
    for number, (filed, facts) in enumerate(cases, 1):
        clock.now = filed + HOUR
        with office.uow(filed) as uow:
            file(uow, number, filed, **facts)
        told_early |= learns_requests(client, topics_seen, filed)
    for half in HALVES:
        clock.now = month_bounds(parse_period(half).months[-1])[1] + number * HOUR
        learns_requests(client, topics_seen, START)
        learns_requests(client, topics_seen, START + 182 * DAY)
    assert told_early, "an interface that tells nothing until the end is no test"
    for half, begins in zip(HALVES, (START, START + 182 * DAY), strict=True):
        of_half = [
            topic for filed, topic in topics_seen.values() if 0 <= (filed - begins).days < 182
        ]
        told = {topic: of_half.count(topic) for topic in set(of_half) - {None}}
        for topic, count in told.items():
            attack.learns({(half, topic)}, count)
        rows = published(office, "M2", half)["categories"]
        attack.learns(
            {(half, topic) for topic in PER_TOPIC if PER_TOPIC[topic][HALVES.index(half)]}
            - {(half, topic) for topic in told},
            of_half.count(None),
        )
        learns_rows(attack, half, rows, PER_TOPIC, len(of_half))
    assert {name: value for name, value in attack.recovers().items() if value in SMALL} == {}


def learns_requests(client, topics_seen, since):
    """Read the newest cases; note the time of filing and the topic of each, None if never told."""
    query = f"start_date={since - 90 * DAY:%Y-%m-%dT%H:%M:%SZ}"
    told = set()
    for one in client.get(f"/open311/v2/requests.json?{query}").get_json():
        code = None if one["service_code"] == "undisclosed" else one["service_code"]
        filed = datetime.fromisoformat(one["requested_datetime"])
        earlier = topics_seen.get(one["service_request_id"], (filed, None))[1]
        topics_seen[one["service_request_id"]] = (filed, code or earlier)
        told |= {code} - {None}
    return told


def test_the_staff_edition_and_the_public_topics_give_no_small_topic_back(year):
    attack, sections_told = Attack(), 0
    departments = {one.key for one in year.catalog.departments}
    for half, month in zip(HALVES, ("2570-03", "2570-09"), strict=True):
        facts = published(year, "M2", half)
        shown_counts = {key: count["received"] for key, count in facts["categories"]}
        learns_rows(attack, half, facts["categories"], PER_TOPIC, facts["total"]["received"])
        with year.read_only_uow(month_bounds(month)[1] + 9 * HOUR) as uow:
            rows = staff_figures(uow, Translator(year.translations)).sections
        shown = {one.department for one in rows if one.department}
        sections_told += sum(one.received > 0 for one in rows if one.department)
        for row in rows:
            own = [
                topic
                for topic in PER_TOPIC
                if year.catalog.category(topic).department
                in ({row.department} if row.department else departments - shown)
            ]
            left = row.received - sum(shown_counts.get(topic, 0) for topic in own)
            if hidden := {(half, topic) for topic in own if topic not in shown_counts}:
                attack.learns(hidden, left)
    assert {name: value for name, value in attack.recovers().items() if value in SMALL} == {}
    assert sections_told, "an edition that tells nothing is no test"


def test_answers_of_a_year_give_no_small_group_back(year):
    attack = learns_services(year, lambda figures: figures)
    assert {name: value for name, value in attack.recovers().items() if value in SMALL} == {}


def test_the_attack_would_find_what_a_careless_year_tells(year):
    def careless(figures):
        return {service: sum(counts) for service, counts in ANSWERS.items()} | figures

    assert learns_services(year, careless).recovers() != {}


def learns_services(year, told_of_year):
    """Add what M4 of both halves and M5 of the year publish about the number of answers of each service."""
    attack = Attack()
    for half in HALVES:
        facts = published(year, "M4", half)
        shown = {one["service"]: one["n"] for one in facts["services"] if one["n"] is not None}
        hidden = [(half, name) for name in ANSWERS if name not in shown]
        if hidden:
            attack.learns(hidden, facts["total"]["n"] - sum(shown.values()))
        for name, n in shown.items():
            if n:
                attack.learns([(half, name)], n)
    (one,) = published(year, "M5", YEAR)["rounds"]
    figures = {part["key"]: part["n"] for part in one["figures"]["coverage"]["services"]}
    for name, n in told_of_year(figures).items():
        attack.learns([(half, name) for half in HALVES], n)
    return attack


def test_of_staff_complaints_only_a_half_years_total_is_told_and_no_small_one(year):
    for period in (*HALVES, YEAR):
        facts = published(year, "M3", period)
        assert set(facts) == {"period", "total"}
        assert facts["total"] is None or facts["total"]["received"] not in SMALL
    assert {page["staff_cases"] for page in pages(year)} <= {None, 0}


def test_no_file_has_a_case_or_its_words(year):
    with year.uow(month_bounds("2570-10")[1]) as uow:
        issues = [new_issue(uow, code, "2570-H1") for code in ("M2", "M3", "M4", "M10")]
    for issue in issues:
        content = render_published(year, issue, FileFormat.CSV).decode()
        assert "ไฟดับ" not in content
        assert "000001" not in content
