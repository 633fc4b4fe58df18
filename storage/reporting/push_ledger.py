"""Counts the recipients of push messages in each month and stores the monthly quota that LINE's API returned."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, func, select, text

from storage.db.upsert import Insert, InsertByDialect, insert_into
from storage.tables import message_quota, outbox, push_ledger


@dataclass(frozen=True)
class QuotaUse:
    """`allowance`: recipients a month, None without a limit.

    `spent`: recipients of messages the bot sent or is about to send, and of messages sent without the bot.
    """

    allowance: int | None
    spent: int


class PushLedger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store_quota(self, month: str, allowance: int | None, elsewhere: int, now: datetime) -> None:
        """Store the quota of a month as returned by LINE.

        `allowance`: recipients, None for a plan without a limit. `elsewhere`: recipients of messages that the bot
        did not send.
        """
        values = {"allowance": allowance, "sent_elsewhere": elsewhere, "learnt_at": now}
        self._connection.execute(
            insert_into(message_quota, self._connection)
            .values(month=month, **values)
            .on_conflict_do_update(index_elements=["month"], set_=values)
        )

    def count_pushes(self, month: str, recipients: int, *, to_resident: bool = False) -> None:
        """Add the recipients of a push to a month. `to_resident`: it was about the recipient's own case."""
        residents = recipients if to_resident else 0
        self._connection.execute(
            _COUNT_PUSHES[self._connection.dialect.name],
            {"month": month, "recipients": recipients, "residents": residents},
        )

    def pushes_in(self, month: str) -> int:
        """Return the number of recipients of pushes in a month. `month`: its key, such as 2569-10."""
        return (
            self._connection.scalar(
                select(push_ledger.c.recipients).where(push_ledger.c.month == month)
            )
            or 0
        )

    def quota_use(self, month: str, default: int) -> QuotaUse:
        """Return a month's quota and its use. `default`: the allowance while LINE has not returned any."""
        row = self._connection.execute(_QUOTA_USE, {"month": month}).one()
        allowance = default if row.known_month is None else row.allowance
        spent = (row.pushed or 0) + row.waiting + (row.elsewhere or 0)
        return QuotaUse(allowance, spent)

    def allowance(self, month: str, default: int) -> int | None:
        """Return the allowance of the newest known month up to this one, None without a limit, else `default`."""
        row = self._connection.execute(_LAST_KNOWN, {"month": month}).first()
        return default if row is None else row.allowance


def _count_pushes(insert: Insert) -> Executable:
    counted = ("recipients", "residents")
    return insert.on_conflict_do_update(
        index_elements=["month"],
        set_={name: push_ledger.c[name] + insert.excluded[name] for name in counted},
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_COUNT_PUSHES = InsertByDialect(push_ledger, _count_pushes)
_LAST_KNOWN = (
    select(message_quota.c.allowance)
    .where(message_quota.c.month <= bindparam("month"))
    .order_by(message_quota.c.month.desc())
    .limit(1)
)
_QUOTA_USE = select(
    _LAST_KNOWN.with_only_columns(message_quota.c.month).scalar_subquery().label("known_month"),
    _LAST_KNOWN.scalar_subquery().label("allowance"),
    select(message_quota.c.sent_elsewhere)
    .where(message_quota.c.month == bindparam("month"))
    .scalar_subquery()
    .label("elsewhere"),
    select(push_ledger.c.recipients)
    .where(push_ledger.c.month == bindparam("month"))
    .scalar_subquery()
    .label("pushed"),
    select(func.count())
    .select_from(outbox)
    .where(text("outbox.state < 2"), outbox.c.reply_token.is_(None))
    .scalar_subquery()
    .label("waiting"),
)
