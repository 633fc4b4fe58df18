"""Every report of a year with 100,000 cases and 200,000 answers (`--full`: a million each): figures and PDF."""

import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, text

from bench import surveys
from bench.processes import postgres
from bench.report import Options, Row, at_most, measured
from bot.settings import Secret, Settings
from bot.wiring import build_context
from domain.cases.complaint import Status
from domain.organisation.calendar import BANGKOK
from handlers.core.unit_of_work import AppContext
from reports.issues import FileFormat, new_issue, render
from reports.kinds import KINDS
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.tables import complaint

CASES, FULL_CASES = 100_000, 1_000_000
YEAR_BEGINS = datetime(2026, 10, 1, tzinfo=BANGKOK)
AFTER = datetime(2027, 10, 6, 9, tzinfo=BANGKOK)
BATCH = 20_000
TARGET = 2_000.0
"""Milliseconds for the figures of any report."""
PERIODS = {
    "M1": "2570-09",
    "M2": "2570",
    "M3": "2570-H2",
    "M4": "2570-H2",
    "M5": "2570",
    "M6": "2570",
    "M7": "2570",
    "M8": "2570-09",
    "M9": "2570-09",
    "M10": "2570-H2",
}
WITHOUT_PDF = frozenset({"M9"})
"""The register of so large an office is made as a workbook, because nobody prints 8,000 rows."""


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        yield from _measured(options, "SQLite", f"sqlite:///{folder}/reports.db", folder)
        if options.full:
            url = stack.enter_context(postgres(folder))
            yield from _measured(options, "PostgreSQL", url, folder)


def _measured(options: Options, name: str, url: str, folder: Path) -> Iterator[Row]:
    start = time.monotonic()
    store = open_store(url)
    migrate(store.engine)
    context = _context(url, folder, store)
    cases = FULL_CASES if options.full else CASES
    _write_cases(context, cases)
    surveys.write(store, context.question_sets["counter"], surveys.size(options))
    yield measured(
        f"{name}: {cases:,} cases and their answers, written in", time.monotonic() - start, "s"
    )
    for code, period in PERIODS.items():
        kind = KINDS[code]

        def figures(code: str = code, period: str = period) -> object:
            with context.read_only_uow(AFTER) as uow:
                return KINDS[code].figures(uow, period)

        spent = _milliseconds(figures, min(3, options.rounds))
        yield at_most(f"{name}: figures of {code} {period}", spent, TARGET, "ms", 0)
        with context.uow(AFTER) as uow:
            issue = new_issue(uow, code, period)
        file_format = FileFormat.XLSX if code in WITHOUT_PDF else FileFormat.PDF
        spent = _milliseconds(lambda: render(context, issue, file_format), 1)  # noqa: B023 - called at once
        yield at_most(f"{name}: {file_format} of {code} ({kind.layout})", spent, TARGET, "ms", 0)
    store.close()


def _context(url: str, folder: Path, store: Store) -> AppContext:
    settings = Settings.of(
        line_channel_secret=Secret(secrets.token_hex(16)),
        line_channel_access_token=Secret(secrets.token_hex(16)),
        secret_key=Secret(secrets.token_urlsafe(32)),
        database_url=url,
        data_dir=folder,
    )
    return build_context(settings, store)


def _write_cases(context: AppContext, count: int) -> None:
    """Write that many ordinary cases, spread over the year, most of them answered and closed."""
    chance = random.Random(16)  # noqa: S311 - the same cases in every run
    catalog = context.catalog
    kinds = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
    with context.store.begin() as tx:
        for first in range(0, count, BATCH):
            rows = [
                _case(chance, kinds, number) for number in range(first, min(count, first + BATCH))
            ]
            tx.connection.execute(insert(complaint), rows)
    with context.store.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(
            text("ANALYZE" if context.store.is_sqlite else "VACUUM ANALYZE complaint")
        )


def _case(chance: random.Random, kinds: list[Any], number: int) -> dict[str, Any]:
    kind = chance.choice(kinds)
    filed = YEAR_BEGINS + timedelta(seconds=chance.randrange(365 * 86_400))
    answered = filed + timedelta(days=chance.randrange(1, 20))
    is_closed = chance.random() < 0.97
    return {
        "number": f"bench-{number}",
        "draft_id": f"b{number}",
        "category": kind.key,
        "department": kind.department,
        "restricted": False,
        "detail": "",
        "hide_name": False,
        "reporter": "",
        "reopened": 0,
        "place_words": "",
        "question": "",
        "village": chance.choice([None, *range(1, 13)]),
        "status": Status.CLOSED if is_closed else Status.IN_HAND,
        "filed_at": filed,
        "due_at": filed + timedelta(days=7),
        "answer_by": filed + timedelta(days=15),
        "answered_at": answered,
        "ended_at": answered + timedelta(days=3) if is_closed else None,
    }


def _milliseconds(act: Callable[[], object], rounds: int) -> float:
    def once() -> float:
        start = time.perf_counter()
        act()
        return 1000 * (time.perf_counter() - start)

    return median(once() for _ in range(rounds))
