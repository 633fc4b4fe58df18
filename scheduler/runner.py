"""Run the jobs of the timetable with APScheduler; the database decides what is due.

APScheduler's job stores either lose a missed run or run it in every process. So the jobs are kept in memory, and
each claims its run in the database: any number of schedulers may run at the same time.
https://apscheduler.readthedocs.io/en/3.x/userguide.html
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from domain.organisation.calendar import BANGKOK
from handlers.core.unit_of_work import AppContext
from scheduler.repeating_thread import RepeatingThread
from scheduler.timetable import TIMETABLE, Job

log = logging.getLogger(__name__)
Around = Callable[[str], AbstractContextManager[None]]
CHECK_SECONDS = 20.0
MAX_CLOCK_CHANGE = 60.0
"""Seconds by which the system clock may be changed without scheduling the jobs again."""


class JobRunner:
    """Runs every job once at the start, to make up for missed runs, and then by the timetable.

    APScheduler computes the next time of a job in advance. If the system clock was ahead and is corrected, that
    time is too late, and nothing would run until then. So the clock is compared with `monotonic`, which cannot be
    set, and the jobs are scheduled again after a change.
    """

    def __init__(
        self,
        context: AppContext,
        now: Callable[[], datetime],
        around: Around,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`around`: returns a context manager for one run of the job of a name. `monotonic`: in seconds."""
        self._run_job = partial(_run_job, context, now, around)
        self._now = now
        self._monotonic = monotonic
        self._expected_difference = self._difference()
        self._scheduler = BackgroundScheduler(
            timezone=BANGKOK,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._schedule_jobs()
        self._clock_thread = RepeatingThread("clock", self._watch_clock, CHECK_SECONDS)

    def start(self) -> None:
        """Start the scheduler and the thread that checks the clock."""
        self._scheduler.start()
        self._clock_thread.start()

    def is_alive(self) -> bool:
        """Whether both threads are running."""
        return bool(self._scheduler.running) and self._clock_thread.is_alive()

    def stop(self) -> None:
        """Stop; returns when the running jobs are done."""
        self._clock_thread.stop()
        self._scheduler.shutdown(wait=True)

    def check_clock(self) -> None:
        """Schedule all jobs again, as at a start, if the system clock was changed since the last time."""
        moved = self._difference() - self._expected_difference
        if abs(moved) > MAX_CLOCK_CHANGE:
            log.warning("clock.set", extra={"seconds": round(moved)})
            self._expected_difference += moved
            self._schedule_jobs()

    def _difference(self) -> float:
        return self._now().timestamp() - self._monotonic()

    def _watch_clock(self) -> float:
        self.check_clock()
        return CHECK_SECONDS

    def _schedule_jobs(self) -> None:
        for job in TIMETABLE:
            self._add(job, job.name, "cron", **job.cron)
            self._add(job, f"{job.name}_at_start", "date")

    def _add(self, job: Job, name: str, trigger: str, **when: str) -> None:
        self._scheduler.add_job(
            self._run_job, trigger, (job,), id=name, replace_existing=True, **when
        )


def _run_job(context: AppContext, now: Callable[[], datetime], around: Around, job: Job) -> None:
    try:
        with around(job.name):
            job.run(context, now())
    except Exception:
        log.exception("job.failed", extra={"job": job.name})
