"""Months of an office's life in minutes, its clock moved on: what grows must be the cases and nothing else.

The bot's own inside in this process, driven step by step, so that it can be told what time it is.
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
"""When every job of the timetable is run: each finds out by itself what is due."""
WORK = 12
OFFICER, RESIDENT, RESIDENTS = 1, 1000, 500
PROBLEM = ("ไฟถนนหน้าบ้านดับ", "ไฟถนน ไฟส่องสว่าง")
"""What somebody tells, and the topic they choose."""
KEPT_FOR_A_TIME = (inbox, outbox, task, message_part, conversation)
FLAT = 1.1


@dataclass(frozen=True)
class Sizes:
    """After a month: megabytes, cases, and rows of what is kept for a time."""

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
        line = stack.enter_context(module("yes_line", nowhere, folder / "line"))
        environment = bot_environment(folder, url, line.url)
        command(environment, "migrate")
        (code,) = appoint(environment, ["engineering"], 1)
        stack.enter_context(_logged(folder / "log"))
        life = Life(settings_of(environment))
        life.links(code)
        sizes = []
        for _ in range(MONTHS):
            life.month(a_day)
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
    """A case is told and accepted on its day, spoken of two days later, closed after five, rated after six."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, bangkok(clock.now()))
        self._told: list[list[int]] = []

    def links(self, code: str) -> None:
        """The only officer, of the division that every case here goes to."""
        self.says(OFFICER, code)

    def month(self, a_day: int) -> None:
        for _ in range(DAYS):
            self.at = (self.at + timedelta(days=1)).replace(minute=20)
            for hour in HOURS:
                self.at = self.at.replace(hour=hour)
                if hour == WORK:
                    self._works(a_day)
                for job in TIMETABLE:
                    job.run(self.office, self.at)
                self.settle()

    def _works(self, a_day: int) -> None:
        self._told.append([self._tells() for _ in range(a_day)])
        for days, act in (
            (0, self._accepts),
            (2, self._updates),
            (5, self._closes),
            (6, self._rates),
        ):
            for case in self._told[-1 - days] if len(self._told) > days else ():
                act(case)

    def _tells(self) -> int:
        who = RESIDENT + self.sent % RESIDENTS
        for words in (*PROBLEM, "ยืนยัน", "ติดตามเรื่อง"):
            self.says(who, words)
        with self.office.store.read() as tx:
            return int(tx.connection.scalar(select(func.max(complaint.c.id))) or 0)

    def _accepts(self, case: int) -> None:
        self.presses(OFFICER, f"officer/accept/{case}/")

    def _updates(self, case: int) -> None:
        self.presses(OFFICER, f"officer/update/{case}/")
        for words in ("รออะไหล่ค่ะ", "ยืนยัน"):
            self.says(OFFICER, words)

    def _closes(self, case: int) -> None:
        self.presses(OFFICER, f"officer/close/{case}/")
        for words in ("เปลี่ยนหลอดใหม่แล้ว", "ไม่มีสิ่งให้ถ่ายรูป", "ยืนยัน"):
            self.says(OFFICER, words)

    def _rates(self, case: int) -> None:
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
    """What the bot would log, in a file."""
    with file.open("w") as stream:
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        for chatty in ("urllib3", "alembic"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        yield
        logging.basicConfig(level=logging.WARNING, handlers=[], force=True)
