"""One part of the bot on a clock that may be wrong: `python -m tests.chaos.part CLOCK COMMAND`.

CLOCK is a file with the seconds by which this machine's clock is ahead; whoever writes it moves the clock of
a running process, its timetable's too. What measures durations (time.monotonic) goes on as on any machine.
"""

import runpy
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

LOOK_SECONDS = 0.1


def main() -> None:
    file, command = Path(sys.argv[1]), sys.argv[2]
    ahead = _read(file)
    # What calls itself `python -m bot COMMAND` reads its command there.
    sys.argv = ["bot", command]
    with time_machine.travel(datetime.now(UTC) + ahead) as clock:  # noqa: TID251 - the clock itself
        threading.Thread(target=_follow, args=(file, ahead, clock.shift), daemon=True).start()
        runpy.run_module("bot", run_name="__main__")


def _follow(file: Path, ahead: timedelta, shift: Callable[[timedelta], None]) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        told = _read(file)
        if told != ahead:
            shift(told - ahead)
            ahead = told


def _read(file: Path) -> timedelta:
    return timedelta(seconds=float(file.read_text()))


if __name__ == "__main__":
    main()
