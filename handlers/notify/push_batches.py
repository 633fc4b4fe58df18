"""Messages whose hour has come at once go together: LINE counts a push, not the messages in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from domain.figures.push_budget import Weight
from handlers.core.messages import Reply
from handlers.core.reply_codec import UnreadableReplyError, decode_replies
from handlers.core.unit_of_work import MESSAGES_A_CALL, UnitOfWork

READ_AT_ONCE = 200
Said = tuple[Weight, list[Reply]]


def let_go(uow: UnitOfWork) -> int:
    """Push what was held until now, to each person in order and as many messages as fit a call.

    Returns how many pushes. At most 200 messages are read at a time: to be called until it returns 0.
    """
    waiting: dict[str, list[Said]] = defaultdict(list)
    for held in uow.tx.outbox.deferred_until(uow.now, READ_AT_ONCE):
        try:
            waiting[held.recipient].append((held.weight, decode_replies(held.replies)))
        except UnreadableReplyError:
            continue
        uow.tx.outbox.mark_bundled([held.row], uow.now)
    pushes = 0
    for line_id, messages in waiting.items():
        for weight, replies in _calls(messages):
            uow.push(line_id, replies, weight)
            pushes += 1
    return pushes


def _calls(messages: Iterable[Said]) -> Iterator[Said]:
    """What goes in one call: the next messages of one weight."""
    weight, said = Weight.PROMPT, list[Reply]()
    for its_weight, replies in messages:
        if said and (its_weight != weight or len(said) + len(replies) > MESSAGES_A_CALL):
            yield weight, said
            said = []
        weight, said = its_weight, [*said, *replies]
    if said:
        yield weight, said
