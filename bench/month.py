"""The month's summary beside one full scan of the cases, and with twelve times the history."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench.processes import postgres
from bench.report import Options, Row, at_most, told
from domain.calendar import month_before, month_bounds
from domain.complaint import Status, Verdict
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.tables import complaint, ending, rating

CASES, FULL_CASES = 120_000, 1_000_000
MONTHS, HISTORY = 36, 12
MONTH = "2569-10"
RATINGS_OF_FIVE = 3
OPEN_OF_RECENT, OPEN_OF_OLD = 0.1, 0.002
CATEGORIES = ("light", "road", "water", "waste", "drain", "nuisance", "animal", "other")
DETAIL = "ถนนเข้าหมู่บ้านเป็นหลุมลึก รถเล็กวิ่งไม่ได้ ฝนตกยิ่งมองไม่เห็น ช่วยมาดูให้ด้วยครับ"


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        yield from _measured(options, "SQLite", f"sqlite:///{folder}/month.db")
        yield from _measured(options, "PostgreSQL", stack.enter_context(postgres(folder)))


def _measured(options: Options, name: str, url: str) -> Iterator[Row]:
    store = open_store(url)
    migrate(store.engine)
    cases = FULL_CASES if options.full else CASES
    a_month = cases // MONTHS
    months = [MONTH]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    # The newest months first, so that the same month is asked with a short history and with a long one.
    recent = MONTHS // HISTORY
    for month in months[:recent]:
        _fill(store, month, a_month, left_open=OPEN_OF_RECENT)
    _settle(store)
    short = _milliseconds(lambda: _summary(store), options.rounds)
    for month in months[recent:]:
        _fill(store, month, a_month, left_open=OPEN_OF_OLD)
    _settle(store)
    whole = _milliseconds(lambda: _summary(store), options.rounds)
    scan = _milliseconds(lambda: _full_scan(store), options.rounds)
    yield told(f"{name}: one month of {cases:,} cases, summary", whole, "ms", 1)
    yield told(f"{name}: one full COUNT(*) scan of the cases", scan, "ms", 1)
    yield at_most(f"{name}: summary / scan", whole / scan, 1.0, digits=2)
    yield at_most(f"{name}: with {HISTORY} x the history / without", whole / short, 1.3, digits=2)
    store.close()


def _summary(store: Store) -> None:
    start, end = month_bounds(MONTH)
    with store.read() as tx:
        assert tx.figures.month(MONTH, start, end).received


def _full_scan(store: Store) -> None:
    # The column stands in no index, so that the rows themselves are read.
    with store.read() as tx:
        tx.connection.execute(text("SELECT count(*) FROM complaint WHERE question <> 'x'")).all()


def _milliseconds(work: Callable[[], None], rounds: int) -> float:
    work()
    spent = []
    for _ in range(max(rounds, 5)):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return median(spent)


def _settle(store: Store) -> None:
    """What a database does by itself at night: gather statistics."""
    with store.begin() as tx:
        tx.connection.execute(text("ANALYZE"))


def _fill(store: Store, month: str, count: int, *, left_open: float) -> None:
    """So many cases of a month, of which this share is still open; three of five are rated."""
    chance = random.Random(month)  # noqa: S311 - the same cases in every run
    start, end = month_bounds(month)
    cases, endings, ratings = [], [], []
    for number in range(count):
        key = int(month.replace("-", "")) * 100_000 + number
        filed = start + (end - start) * (number / count)
        answered = filed + timedelta(days=chance.uniform(0.1, 20))
        ended = None
        if chance.random() > left_open:
            ended = answered + timedelta(days=chance.uniform(0, 20))
            endings.append(_ending(key, filed, ended))
        cases.append(_case(key, filed, answered, ended, chance))
        if number % 5 < RATINGS_OF_FIVE:
            score = chance.randint(1, 5)
            ratings.append({"rater": str(key), "service": "tax", "score": score, "rated_at": filed})
    with store.begin() as tx:
        tx.connection.execute(complaint.insert(), cases)
        tx.connection.execute(ending.insert(), endings)
        tx.connection.execute(rating.insert(), ratings)


def _case(
    key: int, filed: datetime, answered: datetime, ended: datetime | None, chance: random.Random
) -> dict[str, object]:
    return {
        "id": key,
        "number": str(key),
        "draft_id": str(key),
        "category": chance.choice(CATEGORIES),
        "department": "engineering",
        "restricted": False,
        "status": Status.CLOSED if ended else Status.IN_HAND,
        "filed_at": filed,
        "due_at": filed + timedelta(days=7),
        "answer_by": filed + timedelta(days=15),
        "answered_at": answered,
        "ended_at": ended,
        "reopened": 0,
        "village": chance.randint(1, 12),
        "hide_name": False,
        "reporter": f"U{key:032x}",
        "place_words": "",
        "detail": DETAIL,
        "question": "",
    }


def _ending(key: int, filed: datetime, ended: datetime) -> dict[str, object]:
    return {
        "complaint_id": key,
        "status": Status.CLOSED,
        "restricted": False,
        "filed_at": filed,
        "ended_at": ended,
        "verdict": Verdict.CONFIRMED,
        "verdict_at": ended + timedelta(days=1),
        "note": "ซ่อมแล้ว",
        "no_photo_reason": "",
    }
