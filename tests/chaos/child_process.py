"""Runs one command of the bot on a simulated clock: `python -m tests.chaos.child_process CLOCK COMMAND`.

CLOCK is a file with the seconds by which the clock is ahead. Writing it moves the clock of the running process,
also for its timetable. `time.monotonic` is not changed.
"""

import runpy
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from scheduler import timetable

POLL_SECONDS = 0.1
PASSES_ON = "watch_custody"


def main() -> None:
    file, command = Path(sys.argv[1]), sys.argv[2]
    ahead = _read(file)
    # `python -m bot COMMAND` reads its command from here.
    sys.argv = ["bot", command]
    # The checks of this run expect one custodian per case. The job that replaces custodians has tests of its own.
    timetable.TIMETABLE = tuple(job for job in timetable.TIMETABLE if job.name != PASSES_ON)
    with time_machine.travel(datetime.now(UTC) + ahead) as clock:  # noqa: TID251 - the clock itself
        threading.Thread(target=_follow, args=(file, ahead, clock.shift), daemon=True).start()
        runpy.run_module("bot", run_name="__main__")


def _follow(file: Path, ahead: timedelta, shift: Callable[[timedelta], None]) -> None:
    while True:
        time.sleep(POLL_SECONDS)
        newest = _read(file)
        if newest != ahead:
            shift(newest - ahead)
            ahead = newest


def _read(file: Path) -> timedelta:
    return timedelta(seconds=float(file.read_text()))


if __name__ == "__main__":
    main()
