"""Simulates months of an office in minutes and checks that only the cases grow, not memory or queues.

It calls the bot's handlers, worker and jobs in this process, with a simulated clock.
"""

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import func, select

from bench.processes import appoint, bot_environment, command, module, settings_of
from bench.report import Options, Row, at_most, measured
from bench.wire import event, user
from bot import clock
from bot.line.client import connect
from bot.runtime.worker import Worker
from bot.telemetry import logs
from bot.wiring import build_context
from domain.organisation.calendar import bangkok
from handlers.core.unit_of_work import AppContext
from scheduler.timetable import TIMETABLE
from storage.queues.inbox import NewEvent
from storage.tables import complaint, conversation, inbox, outbox, rating, statement, task

MONTHS, DAYS = 4, 30
A_DAY, FULL_A_DAY = 2, 20
HOURS = (3, 8, 12, 17)
"""Hours at which every job of the timetable is called; each job decides itself what is due."""
WORK_HOUR = 12
OFFICER, RESIDENT, RESIDENTS = 1, 1000, 500
PROBLEM = ("ไฟถนนหน้าบ้านดับ", "ไฟถนน ไฟส่องสว่าง")
"""The message and the topic of every complaint."""
TEMPORARY_TABLES = (inbox, outbox, task, statement, conversation)
FLAT = 1.1


@dataclass(frozen=True)
class Sizes:
    """Sizes after a month: megabytes, number of cases and ratings, rows of the tables that are pruned."""

    memory: float
    database: float
    log_ahead: float
    log: float
    cases: int
    rated: int
    rows: int


def run(options: Options) -> Iterator[Row]:
    a_day = FULL_A_DAY if options.full else A_DAY
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        url = f"sqlite:///{folder}/day.db"
        nowhere = bot_environment(folder, url, "http://127.0.0.1:9")
        line = stack.enter_context(module("accepting_line", nowhere, folder / "line"))
        environment = bot_environment(folder, url, line.url)
        command(environment, "migrate")
        (code,) = appoint(environment, ["engineering"], 1)
        settings = settings_of(environment)
        office = build_context(settings)
        stack.enter_context(_logged(folder / "log"))
        life = Life(office)
        life.worker = Worker(office, connect(settings), life.now)
        life.link(code)
        sizes = []
        for _ in range(MONTHS):
            life.month(a_day)
            sizes.append(_measured(office, folder))
        office.store.close()
    yield from _compared(sizes)


def _compared(sizes: list[Sizes]) -> Iterator[Row]:
    *_, before, last = sizes
    cases = last.cases - before.cases
    yield Row(f"cases in {MONTHS} months, of them rated", f"{last.cases:,}, {last.rated:,}")
    for number, size in enumerate(sizes, 1):
        yield Row(
            f"month {number}: memory, database, write-ahead log",
            f"{size.memory:.0f}, {size.database:.1f}, {size.log_ahead:.1f} MB",
        )
    yield at_most("memory, last month / month before", last.memory / before.memory, FLAT, "x", 3)
    yield at_most(
        "rows of boxes, drafts and runs, last month / month before",
        last.rows / before.rows,
        FLAT,
        "x",
        3,
    )
    yield at_most("write-ahead log", last.log_ahead, 16, "MB", 1)
    yield measured(
        "database a case, in the last month",
        (last.database - before.database) / cases * 1e3,
        "kB",
        1,
    )
    yield measured("log a case, in the last month", (last.log - before.log) / cases * 1e3, "kB", 1)


class Life:
    """Simulates a resident and an officer for each case, and runs the worker and the jobs.

    A case is accepted on the day of filing, updated two days later, closed after five and rated after six.
    """

    worker: Worker

    def __init__(self, office: AppContext) -> None:
        self._office = office
        self._at = bangkok(clock.now())
        self._sent = 0
        self._cases_by_day: list[list[int]] = []

    def now(self) -> datetime:
        return self._at

    def link(self, code: str) -> None:
        """Link the only officer, whose department receives every case."""
        self._say(OFFICER, code)

    def month(self, a_day: int) -> None:
        for _ in range(DAYS):
            self._at = (self._at + timedelta(days=1)).replace(minute=20)
            for hour in HOURS:
                self._at = self._at.replace(hour=hour)
                if hour == WORK_HOUR:
                    self._simulate_day(a_day)
                for job in TIMETABLE:
                    job.run(self._office, self._at)
                self._settle()

    def _simulate_day(self, a_day: int) -> None:
        self._cases_by_day.append([self._file_case() for _ in range(a_day)])
        for days, act in (
            (0, self._accept),
            (2, self._update),
            (5, self._close),
            (6, self._rate),
        ):
            for case in self._cases_by_day[-1 - days] if len(self._cases_by_day) > days else ():
                act(case)

    def _file_case(self) -> int:
        who = RESIDENT + self._sent % RESIDENTS
        for words in (*PROBLEM, "ยืนยัน", "ติดตามเรื่อง"):
            self._say(who, words)
        with self._office.store.read() as tx:
            return int(tx.connection.scalar(select(func.max(complaint.c.id))) or 0)

    def _accept(self, case: int) -> None:
        self._press(OFFICER, f"officer/accept/{case}/")

    def _update(self, case: int) -> None:
        self._press(OFFICER, f"officer/update/{case}/")
        for words in ("รออะไหล่ค่ะ", "ยืนยัน"):
            self._say(OFFICER, words)

    def _close(self, case: int) -> None:
        self._press(OFFICER, f"officer/close/{case}/")
        for words in ("เปลี่ยนหลอดใหม่แล้ว", "ไม่มีสิ่งให้ถ่ายรูป", "ยืนยัน"):
            self._say(OFFICER, words)

    def _rate(self, case: int) -> None:
        with self._office.store.read() as tx:
            who = int(tx.complaints.get(case).reporter[1:], 16)
        self._press(who, f"own/confirm/{case}/")
        for words in ("5", "ข้าม"):
            self._say(who, words)

    def _say(self, who: int, words: str) -> None:
        self._send_event(who, "message", message={"type": "text", "text": words})

    def _press(self, who: int, data: str) -> None:
        self._send_event(who, "postback", postback={"data": data})

    def _send_event(self, who: int, kind: str, **what: dict[str, Any]) -> None:
        self._sent += 1
        self._at += timedelta(seconds=1)
        raw = event(user(who), f"{self._sent:026d}", self._at.timestamp(), kind, **what)
        with self._office.store.begin() as tx:
            tx.inbox.store([NewEvent(raw["webhookEventId"], user(who), json.dumps(raw))], self._at)
        self._settle()

    def _settle(self) -> None:
        while self.worker.handle_next_event() or self.worker.run_next_task():
            pass
        self.worker.deliver()


def _measured(office: AppContext, folder: Path) -> Sizes:
    with office.store.read() as tx:
        cases, rated, *rows = (
            tx.connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (complaint, rating, *TEMPORARY_TABLES)
        )
    return Sizes(
        memory=psutil.Process().memory_info().rss / 1e6,
        database=_megabytes(folder / "day.db"),
        log_ahead=_megabytes(folder / "day.db-wal"),
        log=_megabytes(folder / "log"),
        cases=cases,
        rated=rated,
        rows=sum(rows),
    )


def _megabytes(file: Path) -> float:
    return file.stat().st_size / 1e6


@contextmanager
def _logged(file: Path) -> Iterator[None]:
    """Write the bot's log lines to a file."""
    with file.open("w") as stream:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        for chatty in ("urllib3", "alembic"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        yield
        logging.basicConfig(level=logging.WARNING, handlers=[], force=True)
