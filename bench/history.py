"""Writes years of cases directly into the tables, for benchmarks that need a large database.

The cases are the same in every run. Indexes are dropped and foreign keys are not checked while writing, which
only a benchmark may do.
"""

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import Table, text

from domain.cases.complaint import Status, Verdict
from domain.figures.rating_scale import NEEDS_A_REASON
from domain.organisation.calendar import month_before, month_bounds
from domain.surveys.participation import CASE_SET, COUNTER_SET, DoorKind
from storage.db.column_types import milliseconds
from storage.organisation_data.surveys.reading import newest, read_question_sets
from storage.store import Store
from storage.surveys.rounds import Plan
from storage.tables import answer, audit, complaint, person, resolution, response

CATEGORIES = ("light", "road", "water", "waste", "drain", "nuisance", "animal", "other")
DEPARTMENTS = ("engineering", "health", "clerk", "finance")
SERVICES = ("tax_land", "tax_sign", "elderly_allowance", "disability_allowance", "building_permit")
REASONS: tuple[tuple[int, ...], ...] = ((), (1,), (3,), (1, 2))
"""Codes of the reasons of a low score; a high score has none."""
DETAIL = "ถนนเข้าหมู่บ้านเป็นหลุมลึก รถเล็กวิ่งไม่ได้ ฝนตกยิ่งมองไม่เห็น ช่วยมาดูให้ด้วยครับ"
NOTE = "ซ่อมเรียบร้อยแล้ว เปลี่ยนหลอดใหม่ทั้งชุด"
RESIDENTS = 100_000
RATINGS_PER_CASE = 5
ROUNDS = (1, 2)
"""Ids of the rounds of the sets `case` and `counter`."""
RESTRICTED, NEVER_CLOSED, REOPENED, RATED = 0.01, 0.002, 0.03, 0.6
HIGHEST_ID = 10_000_000
"""All ids lie below this number, the newest highest."""
DAY = timedelta(days=1)

_CASE = (
    *("id", "number", "draft_id", "category", "department", "restricted", "status", "filed_at"),
    *("due_at", "answer_by", "accepted_at", "answered_at", "ended_at", "verdict", "reopened"),
    *("village", "hide_name", "reporter", "place_words", "detail", "question"),
)
_ENDING = (
    *("complaint_id", "status", "restricted", "filed_at", "ended_at"),
    *("verdict", "verdict_at", "expired_at", "note", "no_photo_reason"),
)
_RESPONSE = (
    *("id", "round_id", "door_id", "mode", "service", "topic", "section", "village", "state"),
    *("started_at", "submitted_at"),
)
_ANSWER = (
    *("id", "response_id", "round_id", "question", "code", "service", "village", "door_id"),
    "submitted_at",
)
_AUDIT = ("at", "actor", "action", "complaint_id", "from_status", "to_status", "note")
_PERSON = ("line_user_id", "first_seen_at")
_Row = tuple[Any, ...]
_Rows = dict[str, list[_Row]]


@dataclass(frozen=True)
class _Reports:
    stories: Sequence[str]
    residents: int

    def story_of(self, key: int) -> str:
        return self.stories[key % len(self.stories)]


def write(
    store: Store,
    newest: str,
    months: int,
    cases: int,
    *,
    stories: Sequence[str] = (DETAIL,),
    residents: int = RESIDENTS,
    only_cases: bool = False,
) -> None:
    """Write `cases` cases for each of `months` months up to `newest` (such as 2569-10), as of its end.

    `stories`: the texts of the cases, in turn. `residents`: how many people reported them. `only_cases`: without
    ratings and audit log.
    Afterwards the database is maintained as it would be at night (see `settle`).
    """
    tables = (complaint, resolution, response, answer, audit)
    keys = [newest]
    while len(keys) < months:
        keys.append(month_before(keys[-1]))
    now = month_bounds(newest)[1]
    indexes = [index for table in tables for index in table.indexes]
    opened = _open_rounds(store, now)
    # One connection for dropping and creating: another one would still have the old schema cached.
    with store.engine.connect() as connection:
        with connection.begin():
            for index in indexes:
                index.drop(connection)
        with bulk_writer(store) as load:
            first = milliseconds(now - 3650 * DAY)
            load(person, _PERSON, ((resident(one), first) for one in range(residents)))
            for back, month in reversed(list(enumerate(keys, 1))):
                first_id = HIGHEST_ID - back * cases
                rows = _in_rounds(
                    _month(month, first_id, cases, now, _Reports(stories, residents)), opened
                )
                if only_cases:
                    rows |= {response.name: [], answer.name: [], audit.name: []}
                for table, columns in zip(
                    tables, (_CASE, _ENDING, _RESPONSE, _ANSWER, _AUDIT), strict=True
                ):
                    load(table, columns, rows[table.name])
        with connection.begin():
            for index in indexes:
                index.create(connection)
    settle(store)


@contextmanager
def bulk_writer(
    store: Store,
) -> Iterator[Callable[[Table, Sequence[str], Iterable[_Row]], None]]:
    """A function that inserts rows without the checks that make a database safe but slow."""
    url = store.engine.url
    if store.is_sqlite:
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as lite:
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
                lite.execute(f"PRAGMA {pragma}")

            def insert(table: Table, columns: Sequence[str], rows: Iterable[_Row]) -> None:
                marks = ", ".join("?" * len(columns))
                lite.execute("BEGIN")
                lite.executemany(
                    f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
                    rows,
                )
                lite.execute("COMMIT")

            yield insert
            lite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        # A superuser may switch off the foreign key checks, which are slow for millions of rows.
        cursor.execute(
            "SELECT set_config('session_replication_role', 'replica', true)"
            " FROM pg_user WHERE usename = current_user AND usesuper"
        )

        def copy(table: Table, columns: Sequence[str], rows: Iterable[_Row]) -> None:
            with cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as pipe:
                for row in rows:
                    pipe.write_row(row)

        yield copy
        cursor.execute(f"SELECT setval('complaint_id_seq', {HIGHEST_ID})")


def resident(number: int) -> str:
    """The LINE user id of a resident."""
    return f"U{number:032x}"


def settle(store: Store) -> None:
    """Vacuum and analyze PostgreSQL, or shorten SQLite's log, as autovacuum or the bot's own job would do.

    SQLite gets no statistics, because the bot does not run ANALYZE there.
    """
    if store.is_sqlite:
        store.truncate_log()
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _month(month: str, first_id: int, count: int, now: datetime, reports: _Reports) -> _Rows:
    """A month's rows of each table; nothing happens after `now`."""
    chance = random.Random(month)  # noqa: S311 - the same cases in every run
    start, end = month_bounds(month)
    rows: _Rows = {"complaint": [], "resolution": [], "response": [], "answer": [], "audit": []}
    for number in range(count):
        filed = start + (end - start) * (number / count)
        key = first_id + number
        _add_case(rows, key, filed, now, chance, reports=reports)
    return rows


def _add_case(
    rows: _Rows,
    key: int,
    filed: datetime,
    now: datetime,
    chance: random.Random,
    *,
    reports: _Reports,
) -> None:
    restricted = chance.random() < RESTRICTED
    reporter = resident(chance.randrange(reports.residents))
    accepted = filed + DAY * chance.uniform(0.02, 3)
    answered = accepted + DAY * chance.uniform(0.02, 10)
    ended = answered + DAY * chance.uniform(0, 20) if chance.random() > NEVER_CLOSED else now
    reopened = chance.random() < REOPENED
    category, department = chance.choice(CATEGORIES), chance.choice(DEPARTMENTS)
    actions = [
        ("reporter", "file", filed, None, Status.NEW),
        ("officer:1", "accept", accepted, Status.NEW, Status.IN_HAND),
    ]
    actions += [("officer:1", "close", ended, Status.IN_HAND, Status.CLOSED)]
    for actor, action, at, before, after in actions:
        if at < now:
            rows["audit"].append((milliseconds(at), actor, action, key, before, after, NOTE))
    if reopened and ended + DAY < now:
        rows["resolution"].append(_ending((key, restricted, filed), ended, Verdict.DISPUTED))
        ended += DAY * chance.uniform(2, 20)
    is_over = ended < now
    verdict = Verdict.CONFIRMED if ended + DAY < now else None
    if is_over:
        rows["resolution"].append(_ending((key, restricted, filed), ended, verdict))
    rows["complaint"].append(
        (
            *(key, f"นว-{key}", f"{key:x}", category, department, restricted),
            Status.CLOSED if is_over else Status.IN_HAND if accepted < now else Status.NEW,
            *(milliseconds(at) for at in (filed, filed + 7 * DAY, filed + 15 * DAY)),
            *(_if_before(at, now) for at in (accepted, answered, ended)),
            (verdict or Verdict.PENDING) if is_over else None,
            *(int(reopened), chance.randint(1, 12), False, reporter, ""),
            *("" if restricted else reports.story_of(key), ""),
        )
    )
    of_case = is_over and not restricted and chance.random() < RATED
    for number in range(RATINGS_PER_CASE):
        rated = _Rated(category if of_case and not number else "", chance.choice(SERVICES))
        score = chance.randint(1, 5)
        why = chance.choice(REASONS) if score <= NEEDS_A_REASON else ()
        _add_rating(rows, key * RATINGS_PER_CASE + number, rated, (score, why), filed)


@dataclass(frozen=True)
class _Rated:
    """What is rated: a case of this topic, or a visit to a service if the topic is empty."""

    topic: str
    service: str


def _add_rating(
    rows: _Rows, key: int, rated: _Rated, given: tuple[int, tuple[int, ...]], at: datetime
) -> None:
    """Add a response of the set `case` or `counter` with its answers. `given`: score and reasons."""
    round_id = ROUNDS[0] if rated.topic else ROUNDS[1]
    service = "" if rated.topic else rated.service
    times = milliseconds(at)
    rows["response"].append(
        (key, round_id, round_id, "self", service, rated.topic, "", None, "complete", times, times)
    )
    score, why = given
    answers = [("overall", score), *(("why", code) for code in why)]
    for number, (question, code) in enumerate(answers):
        rows["answer"].append(
            (key * 4 + number, key, round_id, question, code, service, None, round_id, times)
        )


def _open_rounds(store: Store, now: datetime) -> dict[int, tuple[int, int]]:
    """Open the rounds of the two standing sets, for longer than the written years, unless they are open.

    Returns the ids of round and door by the number of the round in ROUNDS.
    """
    sets = newest(read_question_sets())
    opened = {}
    with store.begin() as tx:
        for key, number in zip((CASE_SET, COUNTER_SET), ROUNDS, strict=True):
            plan = Plan(now - 3650 * DAY, now + 3650 * DAY)
            found = tx.survey_rounds.running_of(key, now)
            of_set = found or tx.survey_rounds.open(sets[key], plan, now)
            doors = tx.survey_rounds.doors_of(of_set.id)
            door = doors[0] if doors else tx.survey_rounds.add_door(of_set.id, DoorKind.CHAT, now)
            opened[number] = (of_set.id, door.id)
    return opened


def _in_rounds(rows: _Rows, opened: Mapping[int, tuple[int, int]]) -> _Rows:
    """Return the rows with the ids of the opened rounds and doors in responses and answers."""
    responses = [(key, *opened[number], *rest) for key, number, _, *rest in rows["response"]]
    answers = [
        (key, of, opened[number][0], *rest, opened[number][1], at)
        for key, of, number, *rest, _, at in rows["answer"]
    ]
    return {**rows, "response": responses, "answer": answers}


def _ending(case: tuple[int, bool, datetime], ended: datetime, verdict: Verdict | None) -> _Row:
    """The ending row of a case (id, restricted, filed at); the verdict comes a day later."""
    key, restricted, filed = case
    times = (milliseconds(filed), milliseconds(ended))
    judged = milliseconds(ended + DAY) if verdict else None
    return (
        key,
        Status.CLOSED,
        restricted,
        *times,
        verdict,
        judged,
        None,
        "" if restricted else NOTE,
        "",
    )


def _if_before(at: datetime, now: datetime) -> int | None:
    return milliseconds(at) if at < now else None
