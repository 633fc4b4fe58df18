"""Times of the monthly figures and of frequent queries, against a full scan and with 12 times the history."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import make_url, text

from bench import history
from bench.processes import postgres
from bench.report import Options, Row, at_most, measured
from domain.cases.retention import ended_before
from domain.organisation.calendar import month_bounds
from handlers.access.work_list import LIST_LIMIT
from handlers.notify.morning_digest import MAX_CASES
from handlers.usecases.retention import BATCH
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.transaction import Transaction

CASES, FULL_CASES = 120_000, 1_000_000
MONTHS, HISTORY = 36, 12
MONTH = "2569-10"
KEPT_YEARS = 1
TURN = 10.0
"""Target in milliseconds for a query of a turn."""
JOB = 100.0
"""Target in milliseconds for a query of a job."""


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        lite = f"sqlite:///{folder}"
        yield from _measured(options, "SQLite", f"{lite}/short.db", f"{lite}/month.db")
        url = stack.enter_context(postgres(folder))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE short")
        short = make_url(url).set(database="short").render_as_string(hide_password=False)
        yield from _measured(options, "PostgreSQL", short, url)


def _measured(options: Options, name: str, short_url: str, url: str) -> Iterator[Row]:
    a_month = (FULL_CASES if options.full else CASES) // MONTHS
    start = time.monotonic()
    short, store = _built(short_url, MONTHS // HISTORY, a_month), _built(url, MONTHS, a_month)
    built = time.monotonic() - start
    rounds = [
        (
            _once(partial(_summary, short)),
            _once(partial(_summary, store)),
            _once(partial(_full_scan, store)),
        )
        for _ in range(max(options.rounds, 5) + 1)
    ][1:]
    cases = MONTHS * a_month
    yield measured(f"{name}: {cases:,} cases, {cases * 5:,} answers, written in", built, "s")
    yield measured(f"{name}: summary of one month", median(two for _, two, _ in rounds), "ms", 1)
    yield measured(f"{name}: one full COUNT(*) scan", median(scan for *_, scan in rounds), "ms", 1)
    yield at_most(
        f"{name}: summary / scan, median of pairs",
        median(two / scan for _, two, scan in rounds),
        1.0,
        digits=2,
    )
    yield at_most(
        f"{name}: with {HISTORY} x the history / without",
        median(two / one for one, two, _ in rounds),
        1.3,
        digits=2,
    )
    for what, limit, ask in QUESTIONS:
        spent = _milliseconds(partial(_query, store, ask), options.rounds)
        yield at_most(f"{name}: {what}", spent, limit, "ms", 2)
    short.close()
    store.close()


def _built(url: str, months: int, a_month: int) -> Store:
    store = open_store(url)
    migrate(store.engine)
    history.write(store, MONTH, months, a_month)
    return store


def _summary(store: Store) -> None:
    start, end = month_bounds(MONTH)
    with store.read() as tx:
        assert tx.figures.month(MONTH, start, end).received


def _full_scan(store: Store) -> None:
    # No index contains this column, so the rows themselves are read.
    with store.read() as tx:
        tx.connection.execute(text("SELECT count(*) FROM complaint WHERE question <> 'x'")).all()


def _query(store: Store, ask: Callable[[Transaction], object]) -> None:
    with store.read() as tx:
        ask(tx)


def _milliseconds(work: Callable[[], None], rounds: int) -> float:
    work()
    return median(_once(work) for _ in range(max(rounds, 5)))


def _once(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


_WHO = history.resident(4711)
_CASE = history.HIGHEST_ID - 1000
_NOW = month_bounds(MONTH)[1]
QUESTIONS: tuple[tuple[str, float, Callable[[Transaction], object]], ...] = (
    (
        "`งานของฉัน` of a department",
        TURN,
        lambda tx: tx.complaints.open_of(department="engineering", limit=LIST_LIMIT),
    ),
    (
        "`งานของฉัน` of the ปลัด",
        TURN,
        lambda tx: tx.complaints.open_of(department=None, limit=LIST_LIMIT),
    ),
    ("tracking: own cases", TURN, lambda tx: tx.complaints.of_reporter(_WHO, LIST_LIMIT)),
    ("tracking: one by its number", TURN, lambda tx: tx.complaints.by_number(f"นว-{_CASE}")),
    (
        "tracking link: case, history, attachments",
        TURN,
        lambda tx: (tx.complaints.find(_CASE), tx.audit.of(_CASE), tx.attachments.of_case(_CASE)),
    ),
    (
        "follow-up or answer: own open cases of the last 30 days, or with a question",
        TURN,
        lambda tx: tx.complaints.current_of(_WHO, _NOW - timedelta(days=30)),
    ),
    ("whether a draft was filed", TURN, lambda tx: tx.complaints.by_draft(f"{_CASE:x}")),
    ("whether a case was rated", TURN, lambda tx: tx.survey_responses.of_person(1, "0" * 32)),
    (
        "`ข้อมูลของฉัน`: how many cases and ratings",
        TURN,
        lambda tx: (tx.complaints.count_of_reporter(_WHO), tx.survey_people.count_followed(_WHO)),
    ),
    (
        "job: an officer's cases for the digest",
        JOB,
        lambda tx: tx.complaints.open_of(department="engineering", limit=MAX_CASES),
    ),
    (
        "job: verdicts that did not come in 7 days",
        JOB,
        lambda tx: tx.complaints.without_verdict(_NOW - timedelta(days=7)),
    ),
    (
        "job: cases to forget, the oldest of one topic",
        JOB,
        lambda tx: tx.retention.due("road", ended_before(_NOW, KEPT_YEARS), BATCH),
    ),
)
