"""People who blocked the bot get no pushes, and get them again after unblocking, in any order of LINE's events."""

import pytest

from bot.line.outbound.results import take
from handlers.core.messages import EventKind, InboundEvent, Text
from handlers.routing.router import respond
from tests.moments import HOUR, MINUTE, NOON

FOLLOW, BLOCK, WORD = EventKind.FOLLOW, EventKind.UNFOLLOW, EventKind.TEXT
LAST = NOON + 5 * HOUR


def is_pushed_to(office, *events):
    """Return whether a message reaches somebody after these events; each an hour after noon."""
    for number, (kind, hours) in enumerate(events):
        at = NOON + hours * HOUR
        text = "สวัสดีค่ะ" if kind is WORD else ""
        message = f"M{number}" if kind is WORD else ""
        heard_at = LAST - (len(events) - number) * MINUTE
        with office.uow(heard_at) as uow:
            respond(uow, InboundEvent(kind, "U1", "U1", at, text=text, message_id=message))
    with office.uow(LAST) as uow:
        uow.notify("U1", [Text("เรื่องของท่านเสร็จแล้ว")])
        return [row.recipient for row in take(uow.tx, LAST, 5)] == ["U1"]


@pytest.mark.parametrize(
    "events",
    [
        [(FOLLOW, 0), (BLOCK, 1)],
        [(WORD, 0), (BLOCK, 1)],
        [(FOLLOW, 0), (BLOCK, 1), (FOLLOW, 2), (BLOCK, 3)],
        [(FOLLOW, 0), (BLOCK, 2), (WORD, 1)],
        [(FOLLOW, 0), (BLOCK, 3), (FOLLOW, 2)],
    ],
    ids=["a friend", "a stranger", "again", "an older word", "an older return"],
)
def test_who_has_blocked_us_last_is_not_pushed_to(office, events):
    assert not is_pushed_to(office, *events)


@pytest.mark.parametrize(
    "events",
    [
        [(FOLLOW, 0), (BLOCK, 1), (FOLLOW, 2)],
        [(FOLLOW, 0), (FOLLOW, 2), (BLOCK, 1)],
        [(FOLLOW, 0), (BLOCK, 1), (WORD, 2)],
        [(FOLLOW, 0), (WORD, 3), (BLOCK, 2), (WORD, 4)],
    ],
    ids=["told in order", "the block told late", "the return never told", "by the next word"],
)
def test_who_is_back_is_pushed_to(office, events):
    assert is_pushed_to(office, *events)
