"""Claims messages of the outbox for sending and stores the results of the calls to LINE."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.line.outbound.sender import Outcome, Result
from domain.figures.push_budget import (
    CAPPED_A_DAY,
    DAY_BEGINS,
    PUSHES_PER_DAY,
    SHORT_LIVED,
    TO_RESIDENT,
    Weight,
)
from domain.organisation.calendar import BANGKOK, bangkok, month_key
from handlers.access.sending import still_readable, tells_of_ordinary_cases
from handlers.core.push_plan import next_month
from handlers.core.reply_codec import (
    UnreadableReplyError,
    decode_replies,
    encode_replies,
    names_cases,
)
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import department_groups, undelivered
from storage.people.daily_use import Use
from storage.queues.outbox import BUNDLED_ONLY
from storage.queues.outbox_delivery import OutboxRow
from storage.queues.tasks import TaskKind
from storage.transaction import Transaction

log = logging.getLogger(__name__)
MAX_RETRY_DELAY = timedelta(hours=1)


def take(tx: Transaction, now: datetime, limit: int) -> list[OutboxRow]:
    """Lease at most `limit` messages to send.

    A message to a person who blocked the bot is given up; a reply in a group whose token has expired is
    deferred until the next reply there.
    """
    taken: list[OutboxRow] = []
    while True:
        rows = tx.delivery.claim(now, limit - len(taken))
        sendable = [row for row in rows if _may_be_sent(tx, row, now)]
        taken += sendable
        if len(sendable) == len(rows):
            return taken


def as_permitted(uow: UnitOfWork, row: OutboxRow) -> OutboxRow | None:
    """Return a leased row with those of its messages that the recipient may read now.

    If there are none, the row is given up and None is returned. None is also returned for a push that exceeds the
    recipient's daily limit or the month's reserve, such as a late answer; it is deferred until their next reply,
    news of the office at most until the next morning if only the day's limit is reached.
    """
    if _exceeds_ceiling(uow, row):
        is_news = row.weight is Weight.NEWS and not uow.budget.is_down_to_reserve()
        until = _next_morning(uow.now) if is_news else uow.now + BUNDLED_ONLY
        uow.tx.delivery.defer(row, "the ceiling of pushes", until)
        return None
    if not names_cases(row.replies):
        return row
    try:
        replies = decode_replies(row.replies)
    except UnreadableReplyError:
        # Written by another release; the sender handles this error.
        return row
    permitted = still_readable(uow, row.recipient, replies)
    if not permitted:
        log.info("message.not_permitted", extra={"outbox": row.id})
        uow.tx.delivery.give_up(row, "the recipient may no longer read it")
        return None
    return row if permitted == replies else replace(row, replies=encode_replies(permitted))


def _next_morning(now: datetime) -> datetime:
    """Return the beginning of the next day in Bangkok at which a message may ring."""
    return datetime.combine(bangkok(now).date() + timedelta(days=1), DAY_BEGINS, BANGKOK)


def _may_be_sent(tx: Transaction, row: OutboxRow, now: datetime) -> bool:
    if row.reply_token is None and tx.people.has_blocked(row.recipient):
        tx.delivery.give_up(row, "blocked")
        return False
    if _is_expired_group_reply(row, now) and not row.doubtful:
        tx.delivery.defer(row, "its reply token is dead", now + BUNDLED_ONLY)
        return False
    return True


def _exceeds_ceiling(uow: UnitOfWork, row: OutboxRow) -> bool:
    """Whether a row would exceed a resident's daily pushes, or use the month's reserve.

    Otherwise one account could use up the month's messages with wrong codes and worthless files.
    """
    is_fresh = row.reply_until is not None and uow.now < row.reply_until
    is_reply = is_fresh and row.reply_token is not None
    if is_reply or row.doubtful or row.weight not in CAPPED_A_DAY or _is_group(row.recipient):
        return False
    if row.weight is not Weight.REPLY and uow.tx.officers.is_linked(row.recipient):
        return False
    used = uow.tx.daily_use.amount(row.recipient, Use.PUSHES, uow.now)
    return used >= PUSHES_PER_DAY or uow.budget.is_down_to_reserve()


def settle(uow: UnitOfWork, row: OutboxRow, result: Result) -> None:
    """Store the result of sending a message: it was sent, is retried, is deferred, or is given up."""
    delivery, now = uow.tx.delivery, uow.now
    match result.outcome:
        case Outcome.REPLIED | Outcome.PUSHED:
            _note_sent(uow, row, result)
        case Outcome.PUSH_INSTEAD:
            delivery.again(row, result.error, now, drop_token=True)
        case Outcome.AGAIN:
            delay = min(timedelta(seconds=2 ** min(row.attempts - 1, 20)), MAX_RETRY_DELAY)
            delivery.again(row, result.error, now + delay, doubtful=result.doubtful)
        case Outcome.HOLD:
            log.error("line.quota_gone")
            # A short-lived message is useless next month, so it is sent only together with a reply.
            is_bundled_only = row.weight in SHORT_LIVED and not row.doubtful
            until = now + BUNDLED_ONLY if is_bundled_only else next_month(now)
            delivery.defer(row, result.error, until)
            uow.tx.tasks.ask(TaskKind.QUOTA, month_key(bangkok(now).date()), now)
        case Outcome.UNKNOWN:
            given_up = delivery.give_up(row, result.error, may_be_asked_for=True)
            if given_up and not _is_group(row.recipient):
                undelivered.offer(uow, row)
        case Outcome.GIVE_UP:
            log.error("line.given_up", extra={"error": result.error})
            delivery.give_up(row, result.error)


def _note_sent(uow: UnitOfWork, row: OutboxRow, result: Result) -> None:
    """Mark a message as sent; count a push, and store the message ids of a message to a group."""
    if not uow.tx.delivery.sent(row, result.outcome.value, uow.now, result.request_id):
        return
    group = uow.tx.groups.find(row.recipient) if _is_group(row.recipient) else None
    if group is not None:
        department_groups.record_messages(uow, row.replies, result.message_ids)
    if result.outcome is Outcome.PUSHED and group is None and row.weight in CAPPED_A_DAY:
        uow.tx.daily_use.add(row.recipient, Use.PUSHES, uow.now)
    if result.outcome is Outcome.PUSHED:
        uow.tx.push_ledger.count_pushes(
            month_key(bangkok(uow.now).date()),
            group.members if group else 1,
            to_resident=row.weight in TO_RESIDENT and tells_of_ordinary_cases(uow, row.replies),
        )


def _is_expired_group_reply(row: OutboxRow, now: datetime) -> bool:
    """Whether this is an answer in a group whose reply token has expired.

    LINE counts a push to a group once for each member; sending it with the next reply costs nothing.
    """
    is_fresh = row.reply_until is not None and now < row.reply_until
    return row.weight is Weight.REPLY and not is_fresh and _is_group(row.recipient)


def _is_group(recipient: str) -> bool:
    """Whether the recipient is a group or room: only the ids of LINE users begin with U."""
    return not recipient.startswith("U")
