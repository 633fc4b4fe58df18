"""Messages whose hour has come at once go together: LINE counts a push, not the messages in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from handlers.desk import MESSAGES_A_CALL, Desk
from handlers.dialogue import Reply
from handlers.envelope import seal, unseal
from storage.outbox import HeldMessage

READ_AT_ONCE = 200
Call = tuple[list[int], list[Reply]]
"""The outbox rows that one push stands for, and what it says."""


def let_go(desk: Desk) -> int:
    """Push what was held until now, to each person as many messages as fit a call; returns how many pushes.

    At most 200 messages at a time, the oldest first: to be called until it returns 0.
    """
    waiting = defaultdict(list)
    for held in desk.tx.outbox.held_until(desk.now, READ_AT_ONCE):
        waiting[held.recipient, held.weight].append(held)
    calls = [(who, call) for who, messages in waiting.items() for call in _calls(messages)]
    for (line_id, weight), (rows, replies) in calls:
        desk.tx.outbox.rode(rows, desk.now)
        desk.tx.outbox.owe(line_id, seal(replies), desk.now, weight=weight)
    return len(calls)


def _calls(messages: Sequence[HeldMessage]) -> Iterator[Call]:
    rows: list[int] = []
    said: list[Reply] = []
    for held in messages:
        replies = unseal(held.replies)
        if rows and len(said) + len(replies) > MESSAGES_A_CALL:
            yield rows, said
            rows, said = [], []
        rows.append(held.row)
        said += replies
    if rows:
        yield rows, said
