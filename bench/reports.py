"""Every report in every format from a year of 200,000 cases and 100,000 answers (`--full`: a million each).

The figures of the year are compared with those that pandas computes from the same tables (bench.independent).
"""

import random
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, text

from bench import independent, surveys
from bench.processes import postgres
from bench.report import Options, Row, at_most, measured
from bot.settings import Secret, Settings
from bot.wiring import build_context
from domain.cases.complaint import Status, Verdict
from domain.cases.origin import Source
from domain.figures.report_life import Issue
from domain.organisation.calendar import BANGKOK
from domain.organisation.organisation import Category
from domain.organisation.periods import parse_period
from handlers.core.unit_of_work import AppContext
from handlers.usecases import monthly_report
from reports.issues import FileFormat, formats_of, new_issue, render
from reports.kinds import KINDS
from storage.migrate import migrate
from storage.store import Store, open_store
from storage.tables import case_origin, complaint, resolution

CASES, FULL_CASES = 200_000, 1_000_000
ANSWERS, FULL_ANSWERS = 100_000, 1_000_000
YEAR_BEGINS = datetime(2026, 10, 1, tzinfo=BANGKOK)
AFTER = datetime(2027, 10, 6, 9, tzinfo=BANGKOK)
BATCH = 20_000
TARGET = 2_000.0
"""Milliseconds for the figures and for the page of any report."""
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
WHOLE = frozenset({FileFormat.XLSX, FileFormat.CSV})
"""Formats of the register with a row for each case of a month, 82,000 of a million a year: without a target."""
RESTRICTED, REPORTER_SILENT, BY_TELEPHONE = 0.01, 0.4, 0.1


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        yield from _measured(options, "SQLite", f"sqlite:///{folder}/reports.db", folder)
        if options.full:
            url = stack.enter_context(postgres(folder))
            yield from _measured(options, "PostgreSQL", url, folder)


def _measured(options: Options, name: str, url: str, folder: Path) -> Iterator[Row]:
    begun = time.monotonic()
    store = open_store(url)
    migrate(store.engine)
    context = _context(url, folder, store)
    cases = FULL_CASES if options.full else CASES
    answers = FULL_ANSWERS if options.full else ANSWERS
    write_cases(context, cases)
    surveys.write(store, context.question_sets["counter"], answers)
    yield measured(
        f"{name}: {cases:,} cases and {answers:,} answers, written in",
        time.monotonic() - begun,
        "s",
    )
    # On the 1st of a month the months before are frozen.
    for month in parse_period(PERIODS["M2"]).months[:-1]:
        with context.uow(AFTER) as uow:
            monthly_report.freeze(uow, month)
    # The time of the processor, which other programs do not lengthen; PostgreSQL computes in another process.
    clock = time.process_time if context.store.is_sqlite else time.perf_counter
    issues = {}
    for code, period in PERIODS.items():

        def figures(code: str = code, period: str = period) -> object:
            with context.read_only_uow(AFTER) as uow:
                return KINDS[code].figures(uow, period)

        spent = _milliseconds(figures, min(3, options.rounds), clock)
        yield at_most(f"{name}: figures of {code} {period}", spent, TARGET, "ms", 0)
        with context.uow(AFTER) as uow:
            issues[code] = new_issue(uow, code, period)
    for code, issue in issues.items():
        for file_format in formats_of(code):
            yield _file(context, issue, file_format, name)
    yield measured(f"{name}: most memory so far", peak_megabytes(), "MB")
    faults = independent.differences(store, issues)
    yield at_most(f"{name}: figures that pandas computes otherwise", len(faults), 1, "", 0)
    yield from (Row(f"  {one}", "") for one in faults)
    store.close()


def _file(context: AppContext, issue: Issue, file_format: FileFormat, name: str) -> Row:
    """Measure one file; of a register on paper its first volume."""
    content = b""

    def write() -> None:
        nonlocal content
        content = render(context, issue, file_format)

    spent = _milliseconds(write, 1, time.process_time)
    what = f"{name}: {issue.report} as {file_format}, {len(content) // 1000:,} kB"
    if issue.report == "M9" and file_format in WHOLE:
        return measured(what, spent, "ms")
    return at_most(what, spent, TARGET, "ms", 0)


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _context(url: str, folder: Path, store: Store) -> AppContext:
    settings = Settings.of(
        line_channel_secret=Secret(secrets.token_hex(16)),
        line_channel_access_token=Secret(secrets.token_hex(16)),
        secret_key=Secret(secrets.token_urlsafe(32)),
        database_url=url,
        data_dir=folder,
    )
    return build_context(settings, store)


def write_cases(context: AppContext, count: int) -> None:
    """Write that many cases, spread over the year, most of them answered, closed and confirmed."""
    chance = random.Random(16)  # noqa: S311 - the same cases in every run
    catalog = context.catalog
    ordinary = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
    with context.store.begin() as tx:
        for first in range(1, count + 1, BATCH):
            cases = [
                _case(chance, ordinary, catalog.staff_category, number)
                for number in range(first, min(count + 1, first + BATCH))
            ]
            tx.connection.execute(insert(complaint), cases)
            tx.connection.execute(
                insert(resolution), [_ending(chance, one) for one in cases if one["ended_at"]]
            )
            origins = [
                {"complaint_id": one["id"], "source": Source.TELEPHONE.value}
                for one in cases
                if not one["restricted"] and chance.random() < BY_TELEPHONE
            ]
            if origins:
                tx.connection.execute(insert(case_origin), origins)
    with context.store.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT"
    ) as connection:
        connection.execute(
            text(
                "ANALYZE"
                if context.store.is_sqlite
                else "VACUUM ANALYZE complaint, resolution, case_origin"
            )
        )


def _case(
    chance: random.Random, ordinary: Sequence[Category], staff: Category, number: int
) -> dict[str, Any]:
    restricted = chance.random() < RESTRICTED
    kind = staff if restricted else chance.choice(ordinary)
    filed = YEAR_BEGINS + timedelta(seconds=chance.randrange(365 * 86_400))
    answered = filed + timedelta(days=chance.randrange(1, 20))
    is_closed = chance.random() < 0.97
    return {
        "id": number,
        "number": f"bench-{number}",
        "draft_id": f"b{number}",
        "category": kind.key,
        "department": kind.department,
        "restricted": restricted,
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


def _ending(chance: random.Random, case: Mapping[str, Any]) -> dict[str, Any]:
    """The ending of a case, which its reporter confirms two days later or never."""
    judged = None if chance.random() < REPORTER_SILENT else case["ended_at"] + timedelta(days=2)
    return {
        "complaint_id": case["id"],
        "status": Status.CLOSED,
        "restricted": case["restricted"],
        "filed_at": case["filed_at"],
        "ended_at": case["ended_at"],
        "verdict": Verdict.CONFIRMED if judged else None,
        "verdict_at": judged,
        "note": "",
        "no_photo_reason": "",
    }


def _milliseconds(act: Callable[[], object], rounds: int, clock: Callable[[], float]) -> float:
    def once() -> float:
        begun = clock()
        act()
        return 1000 * (clock() - begun)

    return median(once() for _ in range(rounds))
