"""APScheduler as a clock and nothing more: it wakes jobs, the tables say what is due.

Its own stores either lose a missed run or run it in every process, so jobs live in code, in memory, and
each claims its run in the database. Any number of schedulers may tick.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.core.unit_of_work import AppContext
from scheduler.timetable import TIMETABLE, ZONE, Job

log = logging.getLogger(__name__)
Around = Callable[[str], AbstractContextManager[None]]
LOOK_SECONDS = 20.0
BELIEVED_SECONDS = 60.0
"""By how much the machine's clock may be set without the timetable being taken up anew."""


class JobRunner:
    """Makes up what was missed, then ticks. `around`: entered around each run of the job of that name.

    APScheduler waits for the hours it worked out once: after a clock that was ahead is put right, they lie
    far off and nothing would run until then. So the clock is held against `monotonic`, seconds that nobody
    can set.
    """

    def __init__(
        self,
        context: AppContext,
        now: Callable[[], datetime],
        around: Around,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guarded = partial(_guarded, context, now, around)
        self._now = now
        self._monotonic = monotonic
        self._believed = self._difference()
        self._ticking = BackgroundScheduler(
            timezone=ZONE,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._take_up()
        self._stopping = threading.Event()
        self._looking = threading.Thread(target=self._keep_looking, name="clock", daemon=True)

    def start(self) -> None:
        self._ticking.start()
        self._looking.start()

    def is_alive(self) -> bool:
        return bool(self._ticking.running) and self._looking.is_alive()

    def stop(self) -> None:
        """Returns when the jobs that have begun are done."""
        self._stopping.set()
        self._looking.join()
        self._ticking.shutdown(wait=True)

    def look_at_the_clock(self) -> None:
        """Take the timetable up anew, as at a start, if the clock was set since it was last taken up."""
        moved = self._difference() - self._believed
        if abs(moved) > BELIEVED_SECONDS:
            log.warning("clock.set", extra={"seconds": round(moved)})
            self._believed += moved
            self._take_up()

    def _difference(self) -> float:
        return self._now().timestamp() - self._monotonic()

    def _keep_looking(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            self.look_at_the_clock()

    def _take_up(self) -> None:
        for job in TIMETABLE:
            self._add(job, job.name, "cron", **job.cron)
            self._add(job, f"{job.name}_at_start", "date")

    def _add(self, job: Job, name: str, trigger: str, **when: str) -> None:
        self._ticking.add_job(
            self._guarded, trigger, (job,), id=name, replace_existing=True, **when
        )


def _guarded(context: AppContext, now: Callable[[], datetime], around: Around, job: Job) -> None:
    try:
        with around(job.name):
            job.run(context, now())
    except Exception:
        log.exception("job.failed", extra={"job": job.name})
