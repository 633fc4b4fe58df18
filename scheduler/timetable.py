"""The timetable: the name, the times in Bangkok and the function of every job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.core.unit_of_work import AppContext
from scheduler import jobs, report_jobs


@dataclass(frozen=True)
class Job:
    """One job.

    `cron`: APScheduler's cron fields, in Bangkok time. `run`: idempotent, and may be called at any time; it does
    what is due and not yet done, so that a run missed while the machine was off is made up for.
    https://apscheduler.readthedocs.io/en/3.x/modules/triggers/cron.html
    """

    name: str
    cron: dict[str, str]
    run: Callable[[AppContext, datetime], None]


TIMETABLE = (
    Job("monthly_report", {"hour": "8-20", "minute": "0"}, jobs.monthly_report),
    Job("periodic_reports", {"hour": "8-20", "minute": "10"}, report_jobs.periodic_reports),
    Job("remind_publication", {"hour": "9", "minute": "10"}, report_jobs.remind_publication),
    Job("remind_evidence", {"hour": "9", "minute": "25"}, report_jobs.remind_evidence),
    Job("send_mail", {"hour": "5-22", "minute": "*/5"}, report_jobs.send_mail),
    Job("expire_verdicts", {"hour": "6", "minute": "30"}, jobs.expire_verdicts),
    Job("ask_for_plan", {"hour": "7", "minute": "45"}, jobs.ask_for_plan),
    Job("morning_digest", {"hour": "8-16", "minute": "15"}, jobs.morning_digest),
    Job("watch_clocks", {"hour": "8-17", "minute": "35"}, jobs.watch_clocks),
    Job("watch_custody", {"hour": "8-16", "minute": "20"}, jobs.watch_custody),
    Job("watch_plan", {"minute": "50"}, jobs.watch_plan),
    Job("watch_machine", {"hour": "8-16", "minute": "40"}, jobs.watch_machine),
    Job("scrub", {"minute": "30"}, jobs.scrub),
    Job("forget", {"hour": "2", "minute": "30"}, jobs.forget),
    Job("fill_search", {"minute": "20"}, jobs.fill_search),
    Job("tidy_console", {"hour": "3", "minute": "10"}, jobs.tidy_console),
    Job("move_ratings", {"minute": "20"}, jobs.move_ratings),
    Job("void_responses", {"hour": "0", "minute": "10"}, jobs.void_responses),
    Job("unlink_answers", {"hour": "3", "minute": "10"}, jobs.unlink_answers),
    Job("survey_invitations", {"hour": "10,15", "minute": "25"}, jobs.survey_invitations),
    Job("eit_reminder", {"hour": "8-16", "minute": "40"}, jobs.eit_reminder),
    Job("survey_alerts", {"hour": "16,19", "minute": "45"}, jobs.survey_alerts),
    Job("seal_audit", {"minute": "10"}, jobs.seal_audit),
    Job("sweep_files", {"hour": "3", "minute": "40"}, jobs.sweep_files),
    Job("send_webhooks", {"minute": "5-54"}, jobs.send_webhooks),
    Job("release_deferred_messages", {"minute": "5"}, jobs.release_deferred_messages),
)
