"""What becomes of the messages we owe: which may go next, and what LINE's answer makes of one."""

import logging
from datetime import datetime, timedelta

from bot.line.outbound.sender import Outcome, Result
from domain.figures.push_budget import SHORT_LIVED, TO_RESIDENT, Weight
from domain.organisation.calendar import bangkok, month_key
from handlers.core.push_plan import next_month
from handlers.core.unit_of_work import Desk
from handlers.notify import department_groups, undelivered
from storage.queues.outbox import RIDES_ONLY
from storage.queues.outbox_delivery import OutboxRow
from storage.queues.tasks import Kind
from storage.store import Transaction

log = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(hours=1)


def take(tx: Transaction, now: datetime, most: int) -> list[OutboxRow]:
    """Lease so many messages to send, or fewer; what cannot be sent is settled on the way."""
    taken: list[OutboxRow] = []
    while True:
        rows = tx.sending.claim(now, most - len(taken))
        sendable = [row for row in rows if _may_be_sent(tx, row, now)]
        taken += sendable
        if len(sendable) == len(rows):
            return taken


def _may_be_sent(tx: Transaction, row: OutboxRow, now: datetime) -> bool:
    if row.reply_token is None and tx.people.has_blocked(row.recipient):
        tx.sending.give_up(row, "blocked")
        return False
    if _too_late_for_a_group(row, now) and not row.doubtful:
        tx.sending.hold(row, "its reply token is dead", now + RIDES_ONLY)
        return False
    return True


def settle(desk: Desk, row: OutboxRow, result: Result) -> None:
    """Write down what LINE's answer makes of a message that was taken: sent, again, held or given up."""
    sending, now = desk.tx.sending, desk.now
    match result.outcome:
        case Outcome.REPLIED | Outcome.PUSHED:
            _note_sent(desk, row, result)
        case Outcome.PUSH_INSTEAD:
            sending.again(row, result.error, now, drop_token=True)
        case Outcome.AGAIN:
            delay = min(timedelta(seconds=2 ** min(row.attempts - 1, 20)), LONGEST_WAIT)
            sending.again(row, result.error, now + delay, doubtful=result.doubtful)
        case Outcome.HOLD:
            log.error("line.quota_gone")
            only_rides = row.weight in SHORT_LIVED and not row.doubtful
            until = now + RIDES_ONLY if only_rides else next_month(now)
            sending.hold(row, result.error, until)
            desk.tx.errands.ask(Kind.QUOTA, month_key(bangkok(now).date()), now)
        case Outcome.PERHAPS:
            given_up = sending.give_up(row, result.error, may_be_asked_for=True)
            if given_up and not _is_group(row.recipient):
                undelivered.offer(desk, row)
        case Outcome.GIVE_UP:
            log.error("line.given_up", extra={"error": result.error})
            sending.give_up(row, result.error)


def _note_sent(desk: Desk, row: OutboxRow, result: Result) -> None:
    """It is out; a push has cost something."""
    if not desk.tx.sending.sent(row, result.outcome.value, desk.now, result.request_id):
        return
    group = desk.tx.groups.find(row.recipient) if _is_group(row.recipient) else None
    if group is not None:
        department_groups.remember(desk, row.replies, result.message_ids)
    if result.outcome is Outcome.PUSHED:
        desk.tx.plan.count_pushes(
            month_key(bangkok(desk.now).date()),
            group.members if group else 1,
            to_resident=row.weight in TO_RESIDENT,
        )


def _too_late_for_a_group(row: OutboxRow, now: datetime) -> bool:
    """An answer in a group whose token is dead: a push costs one a member, the next word there nothing."""
    is_fresh = row.reply_until is not None and now < row.reply_until
    return row.weight is Weight.REPLY and not is_fresh and _is_group(row.recipient)


def _is_group(recipient: str) -> bool:
    """Whether a recipient is a chat of several: LINE's ids of persons begin with U, of groups and rooms not."""
    return not recipient.startswith("U")
