"""The timetable is in Bangkok time, names each job once, and has no job near midnight."""

from datetime import datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger

from domain.organisation.calendar import BANGKOK
from scheduler.timetable import TIMETABLE


def runs(job) -> list[datetime]:
    """Return the next hundred times of a job, in Bangkok time."""
    trigger = CronTrigger(timezone=BANGKOK, **job.cron)
    at = datetime(2026, 10, 1, tzinfo=BANGKOK)
    found = []
    while len(found) < 100 and at is not None:
        at = trigger.get_next_fire_time(at, at)
        if at is not None:
            found.append(at)
            at += timedelta(seconds=1)
    return found


def test_each_job_has_a_name_of_its_own():
    names = [job.name for job in TIMETABLE]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_no_job_runs_around_midnight_when_two_people_would_read_two_dates(job):
    around = [at for at in runs(job) if not 5 <= at.hour * 60 + at.minute < 23 * 60 + 55]
    assert around == []


def test_the_month_is_told_on_the_1st_at_8_and_tried_again_each_hour_of_the_day():
    (monthly,) = [job for job in TIMETABLE if job.name == "monthly_report"]
    on_the_first = [at for at in runs(monthly) if at.day == 1]
    assert {(at.hour, at.minute) for at in on_the_first} == {(hour, 0) for hour in range(8, 21)}


def test_the_digest_is_told_at_8_15_and_tried_again_each_hour_the_office_is_open():
    (digest,) = [job for job in TIMETABLE if job.name == "morning_digest"]
    assert {(at.hour, at.minute) for at in runs(digest)} == {(hour, 15) for hour in range(8, 17)}


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_each_job_is_a_function_of_a_jobs_file_by_its_own_name(job):
    assert job.run.__name__ == job.name
    assert job.run.__module__ in {"scheduler.jobs", "scheduler.report_jobs"}
