"""APScheduler as a clock and nothing more: it wakes jobs, the tables say what is due.

Its own stores either lose a missed run or run it in every process, so jobs live in code, in memory, and
each claims its run in the database. Any number of schedulers may tick.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.desk import Office
from scheduler.timetable import TIMETABLE, ZONE, Job

log = logging.getLogger(__name__)


def start_clockwork(office: Office, now: Callable[[], datetime]) -> BackgroundScheduler:
    """Make up what was missed, then tick. `shutdown()` the answer to stop."""
    clockwork = BackgroundScheduler(
        timezone=ZONE,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for job in TIMETABLE:
        clockwork.add_job(_guarded, "cron", (job, office, now), id=job.name, **job.cron)
        clockwork.add_job(_guarded, "date", (job, office, now), id=f"{job.name}_at_start")
    clockwork.start()
    return clockwork


def _guarded(job: Job, office: Office, now: Callable[[], datetime]) -> None:
    try:
        job.run(office, now())
    except Exception:
        log.exception("job.failed", extra={"job": job.name})
