"""Helpers that enqueue messages and read their results."""

from sqlalchemy import select

from bot.line.outbound.sender import REPLY_LIFE
from domain.figures.push_budget import Weight
from handlers.core.messages import Card, Text
from handlers.core.reply_codec import encode_replies
from storage.tables import outbox
from tests.moments import NOON

HELLO = encode_replies([Text("สวัสดี")])
CARD = encode_replies([Card(title="เรื่องของท่าน", alt="เรื่องของท่าน", body="รับแล้ว")])


def enqueue(store, replies=HELLO, *, token=None, to="U1", now=NOON, weight=Weight.REPLY):
    with store.begin() as tx:
        tx.outbox.enqueue(
            to, replies, now, weight=weight, reply_token=token, reply_until=now + REPLY_LIFE
        )


def claim_one(tx, now=NOON):
    """Lease the oldest message that may be sent; None if there is none."""
    return next(iter(tx.delivery.claim(now, 1)), None)


def only_row(store):
    with store.read() as tx:
        return tx.connection.execute(select(outbox)).one()


def pushes(store, month="2569-11"):
    with store.read() as tx:
        return tx.push_ledger.pushes_in(month)
