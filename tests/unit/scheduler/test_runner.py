"""The timetable follows the machine's clock, also when that clock is set while the bot runs."""

import queue
from contextlib import nullcontext
from datetime import timedelta

import pytest

from bot import clock
from scheduler import runner as clockwork
from scheduler.runner import JobRunner
from scheduler.timetable import Job
from tests.moments import NOON

PATIENCE = 5
RIGHT = NOON + timedelta(milliseconds=500)
AHEAD = RIGHT + timedelta(hours=7)
SECOND = timedelta(seconds=1)


def begun():
    made = JobRunner(None, clock.now, lambda _name: nullcontext(), monotonic=lambda: 0.0)
    made.start()
    return made


@pytest.fixture
def runs():
    """Return the hours at which the only job was run."""
    return queue.SimpleQueue()


@pytest.fixture
def ticking(monkeypatch, time_machine, runs):
    """A runner started seven hours ahead, on a clock that only a test moves."""
    job = Job("watch_clocks", {"second": "*"}, lambda _office, now: runs.put(now))
    monkeypatch.setattr(clockwork, "TIMETABLE", (job,))
    time_machine.move_to(AHEAD, tick=False)
    made = begun()
    assert runs.get(timeout=PATIENCE) == AHEAD
    yield made
    made.stop()


def test_after_a_clock_that_was_ahead_is_put_right_the_jobs_run_at_once_and_then_on_time(
    ticking, time_machine, runs
):
    time_machine.move_to(RIGHT, tick=False)
    ticking.check_clock()
    assert runs.get(timeout=PATIENCE) == RIGHT
    time_machine.move_to(RIGHT + SECOND, tick=False)
    assert runs.get(timeout=PATIENCE) == RIGHT + SECOND


def test_a_clock_that_is_set_by_less_than_a_minute_starts_nothing_anew(ticking, time_machine, runs):
    time_machine.move_to(AHEAD - timedelta(seconds=59), tick=False)
    ticking.check_clock()
    time_machine.move_to(AHEAD + SECOND, tick=False)
    assert runs.get(timeout=PATIENCE) == AHEAD + SECOND


def test_it_is_told_once_that_the_clock_was_set(ticking, time_machine, caplog):
    time_machine.move_to(RIGHT, tick=False)
    ticking.check_clock()
    ticking.check_clock()
    told = [record for record in caplog.records if record.msg == "clock.set"]
    assert [record.seconds for record in told] == [-7 * 3600]


def test_it_keeps_looking_by_itself(ticking, monkeypatch, time_machine, runs):
    monkeypatch.setattr(clockwork, "CHECK_SECONDS", 0.01)
    second = begun()
    assert runs.get(timeout=PATIENCE) == AHEAD
    time_machine.move_to(RIGHT, tick=False)
    assert runs.get(timeout=PATIENCE) == RIGHT
    assert second.is_alive()
    second.stop()
    assert not second.is_alive()
