"""Send the due messages of one person in one push, because LINE counts pushes, not the messages in them.

https://developers.line.biz/en/docs/messaging-api/pricing/
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from domain.figures.push_budget import Weight
from handlers.core.messages import Reply
from handlers.core.reply_codec import UnreadableReplyError, decode_replies
from handlers.core.unit_of_work import MESSAGES_A_CALL, UnitOfWork

READ_AT_ONCE = 200
DueMessage = tuple[Weight, list[Reply]]
"""The replies of one deferred message and its weight."""


def send_due(uow: UnitOfWork) -> int:
    """Push the deferred messages that are due, in order for each person and as many in one call as fit.

    Returns the number of pushes. It reads at most READ_AT_ONCE messages: call it until it returns 0.
    """
    waiting: dict[str, list[DueMessage]] = defaultdict(list)
    for deferred in uow.tx.outbox.deferred_until(uow.now, READ_AT_ONCE):
        try:
            waiting[deferred.recipient].append((deferred.weight, decode_replies(deferred.replies)))
        except UnreadableReplyError:
            continue
        uow.tx.outbox.mark_bundled([deferred.row], uow.now)
    pushes = 0
    for line_id, messages in waiting.items():
        for weight, replies in _calls(messages):
            uow.push(line_id, replies, weight)
            pushes += 1
    return pushes


def _calls(messages: Iterable[DueMessage]) -> Iterator[DueMessage]:
    """Yield the content of each call: consecutive messages of one weight, at most MESSAGES_A_CALL."""
    weight, batch = Weight.PROMPT, list[Reply]()
    for next_weight, replies in messages:
        if batch and (next_weight != weight or len(batch) + len(replies) > MESSAGES_A_CALL):
            yield weight, batch
            batch = []
        weight, batch = next_weight, [*batch, *replies]
    if batch:
        yield weight, batch
