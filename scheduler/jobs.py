"""The scheduled jobs. Each determines from the database what is due and does it once. All are idempotent."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok, month_before, month_bounds, month_key
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.notify import eit_reminder as reminder
from handlers.notify import escalation, machine_alarms, push_batches, push_quota
from handlers.notify import morning_digest as digest
from handlers.notify import survey_alerts as alerts
from handlers.usecases import complaints, custody, retention
from handlers.usecases.monthly_report import REPORT_HOUR
from handlers.usecases.surveys import invitations, moved_ratings, unlinking, voiding
from reports.monthly.send import report
from scheduler import webhook_delivery
from storage.maintenance import audit_seals, orphan_files
from storage.maintenance.disk_space import read_space
from storage.recovery.backup import clear_up

log = logging.getLogger(__name__)
MONTHLY = "monthly_report"
MORNING = "morning"
LAST_HOUR = 20
"""The last hour of the day at which the timetable runs the monthly report; then it no longer waits for events."""
QUESTION_RETENTION = timedelta(days=365)
JOB_RUN_RETENTION = timedelta(days=90)
QUEUE_RETENTION = timedelta(days=70)
"""How long rows of the inbox and the outbox are kept. It must exceed `bot.line.inbound.parse.MAX_EVENT_AGE`: an
event whose id has been deleted would not be recognised as a replay, so an older one is never handled."""
MIN_ROWS_KEPT = 20_000
"""The newest rows of each queue are kept at any age: after a jump of the clock, LINE may redeliver an event that
arrived a minute ago."""
BATCH_SIZE = 2000
"""Maximum rows deleted in one transaction, so that other writers do not wait long."""
ORPHAN_FILE_AGE = timedelta(days=1)
"""Minimum age of a file without a row to be an orphan; a newer one may belong to an open transaction."""
SEARCH_BATCH = 500
SIGN_IN_RETENTION = timedelta(days=1)
FAILED_RETENTION = timedelta(days=3)
"""How long events that were set aside and messages that were given up are kept for an investigation."""


def monthly_report(context: AppContext, now: datetime) -> None:
    """Send the report of every month that is due: usually the last one, after an outage possibly several.

    A month is due from 08:00 on the 1st of the next month. Months before the installation are not reported. While
    events of the month are still unhandled, as after an outage, the report is left to a later run of the day.
    """
    move_ratings(context, now)
    with context.store.begin() as tx:
        if tx.jobs.is_new(MONTHLY):
            tx.jobs.claim(MONTHLY, last_due_month(now), now)
            return
        last = tx.jobs.last_slot(MONTHLY)
        waiting_since = tx.inbox.oldest_waiting()
    _, ended = month_bounds(last_due_month(now))
    has_unhandled_events = waiting_since is not None and waiting_since < ended
    if has_unhandled_events and bangkok(now).hour != LAST_HOUR:
        return
    for month in _months_after(last or "", last_due_month(now)):
        with context.uow(now) as uow:
            if uow.tx.jobs.claim(MONTHLY, month, now):
                was_sent = report(uow, month)
                log.info("month.reported", extra={"month": month, "recipients": was_sent})


def expire_verdicts(context: AppContext, now: datetime) -> None:
    """Mark closings without a verdict after seven days as unconfirmed."""
    with context.uow(now) as uow:
        log.info("verdicts.expired", extra={"count": complaints.expire_verdicts(uow)})


def watch_clocks(context: AppContext, now: datetime) -> None:
    """Send each due warning once: missed deadlines, review dates, reporters without a message for 15 days.

    An error with one case does not stop the others. Raises an ExceptionGroup of all errors at the end, so that
    the job counts as failed.
    """
    with context.read_only_uow(now) as uow:
        due = escalation.due(uow)
    faults = []
    for complaint_id in due:
        try:
            with context.uow(now) as uow:
                escalation.notify_due(uow, complaint_id)
        except Exception as fault:  # noqa: BLE001 - raised below, with the others
            faults.append(fault)
    try:
        _send_batches(context, now)
    except Exception as fault:  # noqa: BLE001 - the same
        faults.append(fault)
    if faults:
        raise ExceptionGroup("cases whose clocks could not be looked at", faults)


def morning_digest(context: AppContext, now: datetime) -> None:
    """Send each officer one digest on the morning of a working day."""
    if not digest.is_due(context.current.calendar, now):
        return
    with context.uow(now) as uow:
        if uow.tx.jobs.claim(MORNING, bangkok(now).date().isoformat(), now):
            log.info("digest.sent", extra={"recipients": digest.send(uow)})


def ask_for_plan(context: AppContext, now: datetime) -> None:
    """Request a task that reads the monthly quota from LINE."""
    with context.uow(now) as uow:
        push_quota.request_quota(uow)


def watch_plan(context: AppContext, now: datetime) -> None:
    """Notify the executives when the monthly quota runs short."""
    with context.uow(now) as uow:
        push_quota.alert_if_low(uow)


def watch_machine(context: AppContext, now: datetime) -> None:
    """Warn if the disk is nearly full or the last backup is old."""
    with context.uow(now) as uow:
        machine_alarms.warn(uow, read_space(context.files.folder.parent))


def watch_custody(context: AppContext, now: datetime) -> None:
    """Transfer staff complaints whose custodian has blocked the bot, did not accept them or did nothing in time.

    The log does not tell how many: whoever reads it would learn that there are any.
    """
    with context.uow(now) as uow:
        custody.review_all(uow)
        custody.pass_on_idle(uow)


def forget(context: AppContext, now: datetime) -> None:
    """Delete unanswered questions, job runs, abandoned drafts and the personal data of old cases when due."""
    with context.uow(now) as uow:
        uow.tx.unanswered_questions.forget(now - QUESTION_RETENTION)
        uow.tx.jobs.forget(now - JOB_RUN_RETENTION)
        uow.tx.daily_use.forget(now)
        uow.tx.webhook_events.forget(now - QUEUE_RETENTION)
        retention.forget_drafts(uow)
        log.info("cases.forgotten", extra={"count": retention.forget_old_cases(uow)})


def send_webhooks(context: AppContext, now: datetime) -> None:
    """Send new and changed cases to the office's webhook."""
    if delivered := webhook_delivery.deliver(context, now):
        log.info("webhook.sent", extra={"count": delivered})


def release_deferred_messages(context: AppContext, now: datetime) -> None:
    """Release messages deferred until LINE's new month, and batches that an interrupted job has left."""
    _send_batches(context, now)
    with context.store.begin() as tx:
        tx.outbox.release_deferred(now)


def move_ratings(context: AppContext, now: datetime) -> None:
    """Migrate ratings of earlier releases into the set `case`."""
    log.info("ratings.moved", extra={"count": _until_none(context, now, moved_ratings.move)})


def unlink_answers(context: AppContext, now: datetime) -> None:
    """Delete the links between survey responses and people when they are due."""
    log.info("answers.unlinked", extra={"count": _until_none(context, now, unlinking.unlink)})


def void_responses(context: AppContext, now: datetime) -> None:
    """Take responses that two officers declared invalid out of the rounds that have just ended."""
    with context.uow(now) as uow:
        log.info("responses.voided", extra={"count": voiding.void_in_ended(uow)})


def survey_alerts(context: AppContext, now: datetime) -> None:
    """Notify the heads of the number of today's low scores that were not pushed one by one."""
    with context.uow(now) as uow:
        log.info("survey_alerts.sent", extra={"told": alerts.tell_of_more(uow)})


def eit_reminder(context: AppContext, now: datetime) -> None:
    """Remind the section that runs the surveys of the official EIT while its window is open."""
    with context.uow(now) as uow:
        log.info("eit_reminder.sent", extra={"told": reminder.send(uow)})


def survey_invitations(context: AppContext, now: datetime) -> None:
    """Invite people who were served recently to the survey of the whole office."""
    with context.uow(now) as uow:
        log.info("survey_invitations.sent", extra={"told": invitations.push_due(uow)})


def scrub(context: AppContext, now: datetime) -> None:
    """Delete old rows of inbox and outbox, and truncate the database's write-ahead log, which contains them."""
    with context.store.begin() as tx:
        events = tx.inbox.forget_set_aside(now - FAILED_RETENTION)
        messages = tx.outbox.forget_given_up(now - FAILED_RETENTION)
    log.info("boxes.scrubbed", extra={"events": events, "messages": messages})
    while _delete_batch(context, now - QUEUE_RETENTION):
        pass
    context.store.truncate_log()


def fill_search(context: AppContext, now: datetime) -> None:
    """Add cases to the search index that a release without the index has filed."""
    count = SEARCH_BATCH
    while count == SEARCH_BATCH:
        with context.uow(now) as uow:
            found = uow.tx.case_words.next_to_check(SEARCH_BATCH)
            uow.tx.case_words.put([uow.tx.complaints.get(one) for one in found.missing])
            uow.tx.case_words.checked(found.up_to)
            count = found.count


def tidy_console(context: AppContext, now: datetime) -> None:
    """Delete ended sessions, old sign-in attempts, and entries of deleted texts in the search index."""
    with context.uow(now) as uow:
        uow.tx.console.forget(now - SIGN_IN_RETENTION)
        uow.tx.case_words.compact()


def seal_audit(context: AppContext, now: datetime) -> None:
    """Seal the audit's chain once a day, in the database and in a file in DATA_DIR."""
    today = bangkok(now).date().isoformat()
    audit_seals.seal(context.store, context.files.folder.parent, today, now)


def sweep_files(context: AppContext, now: datetime) -> None:
    """Delete the remains of interrupted work: files without a row, and temporary copies of a backup."""
    clear_up(context.files.folder.parent)
    swept = orphan_files.sweep(context.store, context.files, now - ORPHAN_FILE_AGE)
    log.info("files.swept", extra={"count": swept})


def _send_batches(context: AppContext, now: datetime) -> None:
    _until_none(context, now, push_batches.send_due)


def _until_none(
    context: AppContext, now: datetime, handle_batch: Callable[[UnitOfWork], int]
) -> int:
    """Call `handle_batch`, each time in a new transaction, until it returns 0; return the sum."""
    handled = 0
    while True:
        with context.uow(now) as uow:
            count = handle_batch(uow)
        if not count:
            return handled
        handled += count


def _delete_batch(context: AppContext, before: datetime) -> bool:
    """Delete a batch of old rows from inbox and outbox; returns whether there may be more."""
    with context.store.begin() as tx:
        dropped = [
            queue.drop_old(before, BATCH_SIZE, MIN_ROWS_KEPT) for queue in (tx.inbox, tx.outbox)
        ]
    return BATCH_SIZE in dropped


def last_due_month(now: datetime) -> str:
    """Key of the newest month whose report is due: the last month, or before 08:00 on the 1st the one before."""
    local = bangkok(now)
    return month_before(month_key((local - REPORT_HOUR).date()))


def _months_after(last: str, newest: str) -> list[str]:
    """Keys of the months whose report is due after `last`, oldest first."""
    due = []
    month = newest
    while month > last:
        due.append(month)
        month = month_before(month)
    return due[::-1]
