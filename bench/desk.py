"""The console's list of cases at 100,000 cases: every part, choice, search and page; p50 and p99 in ms."""

import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import history
from bench.report import Options, Row, at_most, percentile
from domain.cases.queue import Sort, Tab
from domain.organisation.calendar import month_bounds
from storage.cases.case_words import terms_of
from storage.cases.desk_queue import QueueFilter
from storage.db.column_types import milliseconds
from storage.migrate import migrate
from storage.store import Store, open_store

CASES, MONTHS, OPEN = 100_000, 40, 5_000
MONTH = "2569-10"
SEARCHES = ("", "", "", "ไฟ", "ถนน", "หลุมลึก", "รถเล็ก ฝนตก", "000123", "หน", "ไม่มีคำนี้แน่")
REPEATS = 3
"""Every request is measured as often; the first run of each statement is not counted apart."""
PAGE = 50


def run(options: Options) -> Iterator[Row]:
    """Yield the two rows."""
    del options
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'desk.db'}")
        migrate(store.engine)
        history.write(store, MONTH, MONTHS, CASES // MONTHS)
        _open_some(store)
        _index(store)
        took = list(_requests(store))
        store.close()
    yield at_most(f"a page of the list, {CASES:,} cases, p50", percentile(took, 0.5), 50, "ms", 1)
    yield at_most(f"a page of the list, {CASES:,} cases, p99", percentile(took, 0.99), 200, "ms", 1)


def _requests(store: Store) -> Iterator[float]:
    """The time of what one request asks the database, in milliseconds, for every combination."""
    now = month_bounds(MONTH)[1].astimezone(UTC)
    choices = random.Random(1)  # noqa: S311 - the same requests in every run
    combinations = list(
        itertools.product(Tab, SEARCHES, Sort, ("engineering", None), (0, 3), (0, 20))
    )
    for tab, search, sort, department, village, page in choices.sample(combinations, 600):
        wanted = replace(
            QueueFilter(tab, 1, department, now, now),
            terms=tuple(terms_of(search)),
            sort=sort,
            village=village,
        )
        for _ in range(REPEATS):
            began = time.perf_counter()
            with store.read() as tx:
                tx.desk_queue.counts(wanted)
                tx.desk_queue.listed(wanted, page * PAGE, PAGE)
            yield (time.perf_counter() - began) * 1000


def _open_some(store: Store) -> None:
    """Open the newest cases again, as an office has that is behind with its work."""
    with store.begin() as tx:
        newest = tx.connection.exec_driver_sql(
            "SELECT id FROM complaint WHERE NOT restricted ORDER BY id DESC LIMIT ?", (OPEN,)
        ).all()
        due = milliseconds(datetime(2026, 10, 20, tzinfo=UTC))
        tx.connection.exec_driver_sql(
            "UPDATE complaint SET ended_at = NULL, verdict = NULL, status = 'in_hand',"
            " due_at = ? + (id % 40) * 86400000 WHERE id >= ? AND NOT restricted",
            (due, newest[-1].id),
        )


def _index(store: Store) -> None:
    """Put every case into the search index, as the job of the timetable does."""
    count = 1
    while count:
        with store.begin() as tx:
            found = tx.case_words.next_to_check(5_000)
            tx.case_words.put([tx.complaints.get(one) for one in found.missing])
            tx.case_words.checked(found.up_to)
            count = found.count
