"""What is done by the clock. Each job reads what is due from the tables and does it once."""

import logging
from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok, month_before, month_bounds, month_key
from handlers.core.unit_of_work import AppContext
from handlers.notify import escalation, push_batches, push_quota
from handlers.notify import morning_digest as digest
from handlers.usecases import complaints, retention
from handlers.usecases.monthly_report import REPORT_HOUR
from reports.monthly.send import report
from storage.maintenance import orphan_files
from storage.recovery.backup import clear_up

log = logging.getLogger(__name__)
MONTHLY = "monthly_report"
MORNING = "morning"
LAST_HOUR = 20
"""Of the day, on which a month is told whatever else waits: the last for which the timetable has a run."""
GAPS_KEPT = timedelta(days=365)
RUNS_KEPT = timedelta(days=90)
BOXES_KEPT = timedelta(days=70)
"""How long it is known that an event was here, and that a message was sent. An event of an age near this is
not handled at all (bot.line.inbound.parse, BELIEVED_FOR): it can only be a replay of one that may be forgotten."""
NEWEST_KEPT = 20_000
"""Of each box, whatever their age: should the clock jump, LINE still delivers again what came a minute ago."""
SWEPT = 2000
"""Rows a transaction: whoever writes to us meanwhile waits no longer than that takes."""
STRAYS_KEPT = timedelta(days=1)
"""How old a file is that nobody is about to name any more."""
LOOKED_INTO = timedelta(days=3)
"""How long an event nobody could read is kept for whoever looks into it."""


def monthly_report(context: AppContext, now: datetime) -> None:
    """Report every month that is due and was not: usually the last one, after an outage perhaps more.

    A month is due from 08:00 on the 1st of the next. Months before this installation began are not.
    After an outage, what came on its last day may wait still to be handled: then the next hour's run tells it.
    """
    with context.store.begin() as tx:
        if tx.jobs.is_new(MONTHLY):
            tx.jobs.claim(MONTHLY, last_due_month(now), now)
            return
        last = tx.jobs.last_slot(MONTHLY)
        waiting_since = tx.inbox.oldest_waiting()
    _, ended = month_bounds(last_due_month(now))
    behind = waiting_since is not None and waiting_since < ended
    if behind and bangkok(now).hour != LAST_HOUR:
        return
    for month in _months_after(last or "", last_due_month(now)):
        with context.uow(now) as uow:
            if uow.tx.jobs.claim(MONTHLY, month, now):
                told = report(uow, month)
                log.info("month.reported", extra={"month": month, "told": told})


def expire_verdicts(context: AppContext, now: datetime) -> None:
    """Closings nobody judged in a week become unconfirmed."""
    with context.uow(now) as uow:
        log.info("verdicts.expired", extra={"count": complaints.expire_verdicts(uow)})


def watch_clocks(context: AppContext, now: datetime) -> None:
    """Promises missed, waits to be looked at again, residents without a word: each is said once.

    One case nobody can look at keeps no other from it; the job has failed all the same, and comes again.
    """
    with context.read_only_uow(now) as uow:
        due = escalation.due(uow)
    faults = []
    for complaint_id in due:
        try:
            with context.uow(now) as uow:
                escalation.look(uow, complaint_id)
        except Exception as fault:  # noqa: BLE001 - raised below, with the others
            faults.append(fault)
    try:
        _let_go(context, now)
    except Exception as fault:  # noqa: BLE001 - the same
        faults.append(fault)
    if faults:
        raise ExceptionGroup("cases whose clocks could not be looked at", faults)


def morning_digest(context: AppContext, now: datetime) -> None:
    """One message for each officer on the morning of a working day."""
    if not digest.is_due(context.calendar, now):
        return
    with context.uow(now) as uow:
        if uow.tx.jobs.claim(MORNING, bangkok(now).date().isoformat(), now):
            log.info("digest.sent", extra={"told": digest.send(uow)})


def ask_for_plan(context: AppContext, now: datetime) -> None:
    """Learn from LINE how many messages the month has."""
    with context.uow(now) as uow:
        push_quota.ask(uow)


def watch_plan(context: AppContext, now: datetime) -> None:
    """Tell in time when the month's messages run short."""
    with context.uow(now) as uow:
        push_quota.watch(uow)


def forget(context: AppContext, now: datetime) -> None:
    """What has been kept long enough is kept no longer."""
    with context.uow(now) as uow:
        uow.tx.unanswered_questions.forget(now - GAPS_KEPT)
        uow.tx.jobs.forget(now - RUNS_KEPT)
        retention.forget_unsent(uow)
        log.info("cases.forgotten", extra={"count": retention.forget_old_cases(uow)})


def release_deferred_messages(context: AppContext, now: datetime) -> None:
    """Let go what waited for LINE's new month, or for a tick that was killed before it sent anything."""
    _let_go(context, now)
    with context.store.begin() as tx:
        tx.outbox.release_deferred(now)


def scrub(context: AppContext, now: datetime) -> None:
    """Forget what was set aside or done long ago, and empty the log that remembers what was scrubbed."""
    with context.store.begin() as tx:
        events = tx.inbox.forget_set_aside(now - LOOKED_INTO)
        messages = tx.outbox.forget_given_up(now - LOOKED_INTO)
    log.info("boxes.scrubbed", extra={"events": events, "messages": messages})
    while _sweep(context, now - BOXES_KEPT):
        pass
    context.store.shorten_log()


def sweep_files(context: AppContext, now: datetime) -> None:
    """Delete what was killed half-way: files that no row names, and copies made for a backup."""
    clear_up(context.files.folder.parent)
    swept = orphan_files.sweep(context.store, context.files, now - STRAYS_KEPT)
    log.info("files.swept", extra={"count": swept})


def _let_go(context: AppContext, now: datetime) -> None:
    pushes = 1
    while pushes:
        with context.uow(now) as uow:
            pushes = push_batches.let_go(uow)


def _sweep(context: AppContext, before: datetime) -> bool:
    """A stretch of old rows out of both boxes; whether there may be more."""
    with context.store.begin() as tx:
        dropped = [box.drop_old(before, SWEPT, NEWEST_KEPT) for box in (tx.inbox, tx.outbox)]
    return SWEPT in dropped


def last_due_month(now: datetime) -> str:
    """The newest month whose report is due: last month, or on the 1st before 08:00 the one before."""
    local = bangkok(now)
    return month_before(month_key((local - REPORT_HOUR).date()))


def _months_after(last: str, newest: str) -> list[str]:
    """The due months after `last`, oldest first."""
    due = []
    month = newest
    while month > last:
        due.append(month)
        month = month_before(month)
    return due[::-1]
