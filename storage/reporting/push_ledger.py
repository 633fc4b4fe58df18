"""The message plan as LINE tells of it, month by month."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, bindparam, func, select, text

from storage.db.upsert import Insert, insert_by_dialect, insert_into
from storage.tables import message_quota, outbox, push_ledger


@dataclass(frozen=True)
class Standing:
    """`allowance`: recipients a month, None without limit. `spent`: reached, about to be, or reached by hand."""

    allowance: int | None
    spent: int


class PushLedger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def learn(self, month: str, allowance: int | None, elsewhere: int, now: datetime) -> None:
        """Keep what LINE said of a month. `allowance`: None for a plan without limit."""
        facts = {"allowance": allowance, "sent_elsewhere": elsewhere, "learnt_at": now}
        self._connection.execute(
            insert_into(message_quota, self._connection)
            .values(month=month, **facts)
            .on_conflict_do_update(index_elements=["month"], set_=facts)
        )

    def count_pushes(self, month: str, recipients: int, *, to_resident: bool = False) -> None:
        residents = recipients if to_resident else 0
        self._connection.execute(
            _COUNT_PUSHES[self._connection.dialect.name],
            {"month": month, "recipients": recipients, "residents": residents},
        )

    def pushes_in(self, month: str) -> int:
        """Recipients pushed to in a month key such as 2569-10: what LINE's plan counts."""
        return (
            self._connection.scalar(
                select(push_ledger.c.recipients).where(push_ledger.c.month == month)
            )
            or 0
        )

    def standing(self, month: str, default: int) -> Standing:
        """A month's plan and what is used of it; `default`: the allowance while LINE has told of none."""
        row = self._connection.execute(_STANDING, {"month": month}).one()
        allowance = default if row.told is None else row.allowance
        spent = (row.pushed or 0) + row.waiting + (row.elsewhere or 0)
        return Standing(allowance, spent)

    def allowance(self, month: str, default: int) -> int | None:
        """Recipients a month, None without limit: as told of this month, else of the last one known."""
        row = self._connection.execute(_LAST_TOLD, {"month": month}).first()
        return default if row is None else row.allowance


def _count_pushes(insert: Insert) -> Executable:
    counted = ("recipients", "residents")
    return insert.on_conflict_do_update(
        index_elements=["month"],
        set_={name: push_ledger.c[name] + insert.excluded[name] for name in counted},
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_COUNT_PUSHES = insert_by_dialect(push_ledger, _count_pushes)
_LAST_TOLD = (
    select(message_quota.c.allowance)
    .where(message_quota.c.month <= bindparam("month"))
    .order_by(message_quota.c.month.desc())
    .limit(1)
)
_STANDING = select(
    _LAST_TOLD.with_only_columns(message_quota.c.month).scalar_subquery().label("told"),
    _LAST_TOLD.scalar_subquery().label("allowance"),
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
