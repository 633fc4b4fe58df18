"""Simulate months of an office in minutes: only the cases may grow from month to month.

The bot's worker and scheduler run in this process, step by step, so that the benchmark can set the clock.
"""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import func, select

from bench.in_process import InProcessBot
from bench.processes import appoint, bot_environment, command, module, settings_of
from bench.report import Options, Row, at_most, measured
from bot import clock
from bot.settings import Settings
from bot.telemetry import logs
from domain.organisation.calendar import bangkok
from handlers.core.unit_of_work import AppContext
from scheduler.timetable import TIMETABLE
from storage.tables import complaint, conversation, inbox, message_part, outbox, response, task

MONTHS, DAYS = 4, 30
A_DAY, FULL_A_DAY = 2, 20
HOURS = (3, 8, 12, 17)
"""Hours at which every job of the timetable is run; each job checks by itself whether it is due."""
WORK = 12
OFFICER, RESIDENT, RESIDENTS = 1, 1000, 500
PROBLEM = ("ไฟถนนหน้าบ้านดับ", "ไฟถนน ไฟส่องสว่าง")
"""The text of a complaint, and the topic that its reporter chooses."""
KEPT_FOR_A_TIME = (inbox, outbox, task, message_part, conversation)
FLAT = 1.1


@dataclass(frozen=True)
class Sizes:
    """After a month: sizes in megabytes, numbers of cases, and rows of tables with a limited retention."""

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
        stack.enter_context(_logged(folder / "log"))
        life = Life(settings_of(environment))
        life.link_officer(code)
        sizes = []
        for _ in range(MONTHS):
            life.run_month(a_day)
            sizes.append(_measured(life.office, folder))
        life.office.store.close()
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


class Life(InProcessBot):
    """Runs cases: filed and accepted on a day, updated two days later, closed after five, rated after six."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, bangkok(clock.now()))
        self._filed: list[list[int]] = []

    def link_officer(self, code: str) -> None:
        """Link the only officer, of the division that every case here goes to."""
        self.says(OFFICER, code)

    def run_month(self, a_day: int) -> None:
        for _ in range(DAYS):
            self.at = (self.at + timedelta(days=1)).replace(minute=20)
            for hour in HOURS:
                self.at = self.at.replace(hour=hour)
                if hour == WORK:
                    self._work(a_day)
                for job in TIMETABLE:
                    job.run(self.office, self.at)
                self.settle()

    def _work(self, a_day: int) -> None:
        self._filed.append([self._file_case() for _ in range(a_day)])
        for days, act in (
            (0, self._accept),
            (2, self._update),
            (5, self._close),
            (6, self._rate),
        ):
            for case in self._filed[-1 - days] if len(self._filed) > days else ():
                act(case)

    def _file_case(self) -> int:
        who = RESIDENT + self.sent % RESIDENTS
        for words in (*PROBLEM, "ยืนยัน", "ติดตามเรื่อง"):
            self.says(who, words)
        with self.office.store.read() as tx:
            return int(tx.connection.scalar(select(func.max(complaint.c.id))) or 0)

    def _accept(self, case: int) -> None:
        self.presses(OFFICER, f"officer/accept/{case}/")

    def _update(self, case: int) -> None:
        self.presses(OFFICER, f"officer/update/{case}/")
        for words in ("รออะไหล่ค่ะ", "ยืนยัน"):
            self.says(OFFICER, words)

    def _close(self, case: int) -> None:
        self.presses(OFFICER, f"officer/close/{case}/")
        for words in ("เปลี่ยนหลอดใหม่แล้ว", "ไม่มีสิ่งให้ถ่ายรูป", "ยืนยัน"):
            self.says(OFFICER, words)

    def _rate(self, case: int) -> None:
        with self.office.store.read() as tx:
            who = int(tx.all_cases.get(case).reporter[1:], 16)
        self.presses(who, f"own/confirm/{case}/")
        for words in ("5", "ข้าม"):
            self.says(who, words)


def _measured(office: AppContext, folder: Path) -> Sizes:
    with office.store.read() as tx:
        cases, rated, *rows = (
            tx.connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (complaint, response, *KEPT_FOR_A_TIME)
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
    """Write what the bot logs to a file."""
    with file.open("w") as stream:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        for chatty in ("urllib3", "alembic"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        yield
        logging.basicConfig(level=logging.WARNING, handlers=[], force=True)
