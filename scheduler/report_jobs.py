"""The jobs for reports: reports of finished periods, reminders to publish, e-mail. Missed runs are made up for."""

import logging
from datetime import datetime

from domain.figures.report_life import IssueState
from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.periods import Period, last_finished
from domain.reporting.schedule import (
    ESCALATED_AFTER,
    HOUR,
    PUBLISHED_BY_HALF,
    REMINDED_EVERY,
    REMINDED_UNTIL,
    TURNS,
    Turn,
    due_periods,
    last_period,
)
from handlers.core.unit_of_work import AppContext, UnitOfWork
from reports import mail
from reports.evidence_pack import REMINDED_BEFORE, due_soon
from reports.periodic import make, remind, remind_of_evidence

log = logging.getLogger(__name__)
REMINDER, EVIDENCE = "publication_reminder", "evidence_reminder"


def periodic_reports(context: AppContext, now: datetime) -> None:
    """Create the reports of every finished period that is due, and notify their recipients, once.

    Periods before the installation are not reported. An error with one kind of period does not stop the others.
    Raises an ExceptionGroup of all errors at the end, so that the job counts as failed and is retried.
    """
    faults = []
    for turn in TURNS:
        try:
            _make_due(context, now, turn)
        except Exception as fault:  # noqa: BLE001 - raised below, with the others
            faults.append(fault)
    if faults:
        raise ExceptionGroup("reports that could not be made", faults)


def _make_due(context: AppContext, now: datetime, turn: Turn) -> None:
    job = f"reports_{turn.name}"
    due = due_periods(turn, now)
    with context.store.begin() as tx:
        if tx.jobs.is_new(job):
            # Periods that were over at the installation are not reported, also those whose reports are due later.
            tx.jobs.claim(job, last_period(turn.months, now).key, now)
            return
        last = tx.jobs.last_slot(job) or ""
    for period in (one for one in due if one.key > last):
        with context.uow(now) as uow:
            if uow.tx.jobs.claim(job, period.key, now):
                notified = make(uow, turn, period)
                log.info("reports.made", extra={"period": period.key, "recipients": notified})


def remind_publication(context: AppContext, now: datetime) -> None:
    """Remind each week of the last half-year's statistics until they are published; later the executives too."""
    period = last_finished(now, 6)
    waited = now - (period.bounds[1] + HOUR)
    weeks = waited // REMINDED_EVERY
    if weeks < 1 or waited > REMINDED_UNTIL:
        return
    with context.uow(now) as uow:
        missing = _unpublished(uow, period)
        if missing and uow.tx.jobs.claim(REMINDER, f"{period.key}:{weeks:02}", now):
            notified = remind(uow, period, missing, escalated=waited >= ESCALATED_AFTER)
            log.info("reports.reminded", extra={"period": period.key, "recipients": notified})


def _unpublished(uow: UnitOfWork, period: Period) -> tuple[str, ...]:
    """Return the reports that exist and are not published."""
    found = []
    for code in PUBLISHED_BY_HALF:
        issue = uow.tx.report_issues.current(code, period.key)
        if issue is not None and issue.state is not IssueState.PUBLISHED:
            found.append(code)
    return tuple(found)


def remind_evidence(context: AppContext, now: datetime) -> None:
    """Remind the section that runs the surveys of items without evidence, several times before their due day."""
    year = fiscal_year(bangkok(now).date())
    with context.uow(now) as uow:
        owed = {
            days: [one for reached, one in due_soon(uow, year) if reached == days]
            for days in REMINDED_BEFORE
        }
        for days, found in owed.items():
            fresh = [
                one
                for one in found
                if uow.tx.jobs.claim(EVIDENCE, f"{year}:{one.item.key}:{days:02}", now)
            ]
            if fresh:
                notified = remind_of_evidence(uow, days, fresh)
                log.info("evidence.reminded", extra={"recipients": notified})


def send_mail(context: AppContext, now: datetime) -> None:
    """Send the reports that wait for the mail server."""
    sent = mail.send_due(context.current, now)
    if sent:
        log.info("mail.sent", extra={"letters": sent})
