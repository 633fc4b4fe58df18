"""The console's list of cases at 100,000 cases: every part, choice, search and page; p50 and p99 in ms."""

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text

from bench import history
from bench.processes import postgres
from bench.report import Options, Row, at_most, measured, percentile
from domain.cases.queue import Sort, Tab
from domain.organisation.calendar import month_bounds
from storage.cases.case_words import terms_of
from storage.cases.queue_filter import QueueFilter
from storage.db.column_types import milliseconds
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.tables import complaint

CASES, MONTHS, OPEN = 100_000, 40, 5_000
MONTH = "2569-10"
SEARCHES = ("", "", "", "ไฟ", "ถนน", "หลุมลึก", "รถเล็ก ฝนตก", "000123", "หน", "ไม่มีคำนี้แน่")
REPEATS = 3
"""How often every request is measured. The first run of each statement counts like the others."""
PAGE = 50


def run(options: Options) -> Iterator[Row]:
    """Yield the rows of both databases."""
    del options
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        yield from _measured("SQLite", f"sqlite:///{folder / 'desk.db'}")
        yield from _measured("PostgreSQL", stack.enter_context(postgres(folder)))


def _measured(name: str, url: str) -> Iterator[Row]:
    store = open_store(url)
    migrate(store.engine)
    history.write(store, MONTH, MONTHS, CASES // MONTHS)
    _open_some(store)
    _index(store)
    _analyse(store)
    took = list(_requests(store))
    store.close()
    what = f"{name}: a page of the list, {CASES:,} cases"
    for share, target in ((0.5, 50), (0.99, 200)):
        elapsed = percentile([one for one, _ in took], share)
        yield at_most(f"{what}, p{share * 100:.0f}", elapsed, target, "ms", 1)
    # SQLite works in this process, so that this is what a page takes of an idle machine.
    if store.is_sqlite:
        worked = percentile([one for _, one in took], 0.99)
        yield measured(f"{what}, processor time, p99", worked, "ms", 1)


def _requests(store: Store) -> Iterator[tuple[float, float]]:
    """Yield the elapsed and processor time, in milliseconds, of the queries of one request, by combination."""
    now = month_bounds(MONTH)[1].astimezone(UTC)
    choices = random.Random(1)  # noqa: S311 - the same requests in every run
    combinations = list(
        itertools.product(Tab, SEARCHES, Sort, ("engineering", None), (0, 3), (0, 20))
    )
    for tab, search, sort, department, village, page in choices.sample(combinations, 600):
        queue_filter = replace(
            QueueFilter(tab, 1, department, now, now),
            terms=tuple(terms_of(search)),
            sort=sort,
            village=village,
        )
        for _ in range(REPEATS):
            began, worked = time.perf_counter(), time.process_time()
            with store.read() as tx:
                tx.desk_queue.counts(queue_filter)
                tx.desk_queue.listed(queue_filter, page * PAGE, PAGE)
            yield (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def _open_some(store: Store) -> None:
    """Open the newest cases again, as an office has that is behind with its work."""
    with store.begin() as tx:
        newest = tx.connection.scalars(
            select(complaint.c.id)
            .where(~complaint.c.restricted)
            .order_by(complaint.c.id.desc())
            .limit(OPEN)
        ).all()
        due = milliseconds(datetime(2026, 10, 20, tzinfo=UTC))
        tx.connection.execute(
            text(
                "UPDATE complaint SET ended_at = NULL, verdict = NULL, status = 'in_hand',"
                " due_at = :due + (id % 40) * 86400000 WHERE id >= :first AND NOT restricted"
            ),
            {"due": due, "first": newest[-1]},
        )


def _analyse(store: Store) -> None:
    """Let PostgreSQL count its rows, as its autovacuum does within a minute."""
    if not store.is_sqlite:
        with store.begin() as tx:
            tx.connection.execute(text("ANALYZE"))


def _index(store: Store) -> None:
    """Put every case into the search index, as the job of the timetable does."""
    count = 1
    while count:
        with store.begin() as tx:
            found = tx.case_words.next_to_check(5_000)
            tx.case_words.put([tx.complaints.get(one) for one in found.missing])
            tx.case_words.checked(found.up_to)
            count = found.count
