"""How many files of the bot one act runs through, and how often a call goes from one file to another.

Four acts are traced on SQLite, each from its first call to its commit: the worker handles a text in which a
resident it knows begins a complaint, the press of ยืนยัน that files it, and an officer's press of รับเรื่อง;
the scheduler's job of the 1st tells the monthly report to one executive. Sending messages to LINE runs in
other threads and is left out.

The trace is the sequence of call events that `sys.setprofile` reports for code in files of our packages.
Calls into other code (SQLAlchemy, the standard library, methods that dataclasses generate) are left out, so a
function of ours that SQLAlchemy calls follows the function of ours before it. A generator that goes on and, in
Python 3.11, a comprehension are call events too. Counted are

- files: the different files in the sequence;
- changes: the pairs of consecutive call events in different files. A return is no event: A calls B and then B
  again is one change (A, B, B); A calls B, then a function of A, then B is three (A, B, A, B);
- calls: the events.

Two rounds of all four acts run first, with other residents, so that nothing built at its first use counts.
`--sequence` prints the trace: a line for each stay in a file, with the functions called there.
"""

import asyncio
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from types import FrameType

from bench.in_process import InProcessBot
from bench.processes import bot_environment, command, settings_of
from bench.report import Options, Row
from bench.wire import Call, Wire
from bot.settings import Settings
from domain.organisation.calendar import BANGKOK
from domain.organisation.officers import Role
from handlers.usecases import officers
from scheduler.timetable import TIMETABLE

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage", "domain", "scheduler", "reports", "web")
MONTHS = (8, 9, 10)
"""Months of 2026 with one round of the acts in each; only the last round is reported."""
OFFICER, EXECUTIVE, RESIDENT = 1, 2, 1000
TEXT, CONFIRM, ACCEPT, MONTH = "text", "ยืนยัน", "รับเรื่อง", "monthly report"
MONTHLY = next(job for job in TIMETABLE if job.name == "monthly_report")
PROBLEM = "ไฟถนนหน้าวัดดับมา 3 วันแล้ว"
MOST_FILES, MOST_CHANGES = 30, 80
"""The targets for the act TEXT."""

Event = tuple[str, str]
"""File, below the root of the project, and the qualified name of the function called."""


def run(options: Options) -> Iterator[Row | str]:
    traces = _last_round()
    for act, events in traces.items():
        files, changed = len({file for file, _ in events}), changes(events)
        row = Row(f"{act}: files, changes, calls", f"{files}, {changed}, {len(events)}")
        if act == TEXT:
            met = files <= MOST_FILES and changed <= MOST_CHANGES
            row = replace(row, target=f"<= {MOST_FILES}, {MOST_CHANGES}", met=met)
        yield row
    for act, events in traces.items() if options.sequence else ():
        yield f"\n  {act}"
        yield from _listed(events)


def _last_round() -> dict[str, list[Event]]:
    """The call events of each act in the last of MONTHS, the acts in their order."""
    with tempfile.TemporaryDirectory() as name, _wire() as wire:
        folder = Path(name)
        environment = bot_environment(folder, f"sqlite:///{folder}/path.db", wire.url)
        command(environment, "migrate")
        office = Office(settings_of(environment), wire)
        rounds = [office.round(RESIDENT + month, month) for month in MONTHS]
        office.bot.office.store.close()
    return rounds[-1]


class Office:
    """One officer, one executive, and a resident each month."""

    def __init__(self, settings: Settings, wire: Wire) -> None:
        self.bot = InProcessBot(settings, _morning(MONTHS[0], 1))
        self._sent: list[Call] = []
        wire.on_call = self._sent.append
        # The first run only records the months for which no report is due.
        MONTHLY.run(self.bot.office, self.bot.at)
        with self.bot.office.uow(self.bot.at) as uow:
            _, officer = officers.add(uow, "ช่างเอก", Role.OFFICER, "engineering")
            _, executive = officers.add(uow, "ปลัด", Role.PALAD, None)
        self.bot.says(OFFICER, officer)
        self.bot.says(EXECUTIVE, executive)

    def round(self, resident: int, month: int) -> dict[str, list[Event]]:
        """File and accept a case on the 3rd, send the month on the 1st of the next; return each act's calls."""
        bot = self.bot
        bot.at = _morning(month, 3)
        bot.receives(resident, "follow")
        bot.settle()
        # Another text in each round, because the meaning of the last texts is kept.
        bot.receives_text(resident, f"{PROBLEM} บ้านเลขที่ {month}")
        text = self._handled()
        self._pressed(resident, "complaint/category/")
        confirm = self._pressed(resident, "complaint/review/yes/")
        accept = self._pressed(OFFICER, "officer/accept/")
        bot.at = _morning(month + 1, 1)
        report = traced(partial(MONTHLY.run, bot.office, bot.at))
        bot.settle()
        return {TEXT: text, CONFIRM: confirm, ACCEPT: accept, MONTH: report}

    def _pressed(self, person: int, start: str) -> list[Event]:
        """Press the newest button whose data begins with `start`."""
        buttons = (data for call in reversed(self._sent) for data in call.buttons)
        data = next(data for data in buttons if data.startswith(start))
        self.bot.receives(person, "postback", postback={"data": data})
        return self._handled()

    def _handled(self) -> list[Event]:
        events = traced(self.bot.worker.handle_next_event)
        self.bot.settle()
        return events


def _morning(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, 0, tzinfo=BANGKOK)


def traced(work: Callable[[], object]) -> list[Event]:
    """Run `work` and return the call events of this thread in files of our packages, in order."""
    events: list[Event] = []
    ours = tuple(f"{ROOT / package}/" for package in PACKAGES)
    begin = len(f"{ROOT}/")

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(ours):
            events.append((code.co_filename[begin:], code.co_qualname))

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return events


def changes(events: list[Event]) -> int:
    """Return how many of the events are in another file than the event before them."""
    return sum(before[0] != after[0] for before, after in pairwise(events))


def _listed(events: list[Event]) -> Iterator[str]:
    """A line for each stay in a file, then how often each file is entered."""
    stays = [
        (file, [function.replace("<locals>.", "") for _, function in stay])
        for file, stay in groupby(events, key=lambda event: event[0])
    ]
    for number, (file, functions) in enumerate(stays):
        counted = ((function, len(list(same))) for function, same in groupby(functions))
        called = ", ".join(name if count == 1 else f"{name} x {count}" for name, count in counted)
        yield f"  {number:>5}  {file:<44} {called}"
    yield "  times entered:"
    for file, count in Counter(file for file, _ in stays).most_common():
        yield f"  {count:>5}  {file}"


@contextmanager
def _wire() -> Iterator[Wire]:
    """A LINE that answers from a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    wire = Wire()
    try:
        asyncio.run_coroutine_threadsafe(wire.open(), loop).result()
        yield wire
        asyncio.run_coroutine_threadsafe(wire.close(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
