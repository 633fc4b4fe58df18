"""The message plan as LINE tells of it, month by month."""

from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import message_plan


class Plan:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def learn(self, month: str, allowance: int | None, elsewhere: int, now: datetime) -> None:
        """Keep what LINE said of a month. `allowance`: None for a plan without limit."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        facts = {"allowance": allowance, "elsewhere": elsewhere, "learnt_at": now}
        self._connection.execute(
            dialect.insert(message_plan)
            .values(month=month, **facts)
            .on_conflict_do_update(index_elements=["month"], set_=facts)
        )

    def allowance(self, month: str, default: int) -> int | None:
        """Recipients a month, None without limit: as told of this month, else of the last one known."""
        row = self._connection.execute(
            select(message_plan.c.allowance)
            .where(message_plan.c.month <= month)
            .order_by(message_plan.c.month.desc())
            .limit(1)
        ).first()
        return default if row is None else row.allowance

    def elsewhere(self, month: str) -> int:
        """Recipients reached in a month past the bot, as far as LINE has told."""
        return (
            self._connection.scalar(
                select(message_plan.c.elsewhere).where(message_plan.c.month == month)
            )
            or 0
        )
