"""APScheduler as a clock and nothing more: it wakes jobs, the tables say what is due.

Its own stores either lose a missed run or run it in every process, so jobs live in code, in memory, and
each claims its run in the database. Any number of schedulers may tick.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.desk import Office
from scheduler.timetable import TIMETABLE, ZONE, Job

log = logging.getLogger(__name__)
Around = Callable[[str], AbstractContextManager[None]]


class Clockwork:
    """Makes up what was missed, then ticks. `around`: entered around each run of the job of that name."""

    def __init__(self, office: Office, now: Callable[[], datetime], around: Around) -> None:
        guarded = partial(_guarded, office, now, around)
        self._ticking = BackgroundScheduler(
            timezone=ZONE,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for job in TIMETABLE:
            self._ticking.add_job(guarded, "cron", (job,), id=job.name, **job.cron)
            self._ticking.add_job(guarded, "date", (job,), id=f"{job.name}_at_start")

    def start(self) -> None:
        self._ticking.start()

    def is_alive(self) -> bool:
        return bool(self._ticking.running)

    def stop(self) -> None:
        """Returns when the jobs that have begun are done."""
        self._ticking.shutdown(wait=True)


def _guarded(office: Office, now: Callable[[], datetime], around: Around, job: Job) -> None:
    try:
        with around(job.name):
            job.run(office, now())
    except Exception:
        log.exception("job.failed", extra={"job": job.name})
