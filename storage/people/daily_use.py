"""Counts a person's daily use of limited resources.

A row identifies nobody: its key is a pseudonym of account, kind and day. It is deleted on the next day, because
with the keys one could compute the pseudonym of an account and see that it filed something that day.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Executable, bindparam, delete, select

from domain.organisation.calendar import bangkok
from storage.db.column_types import whole_day
from storage.db.upsert import Insert, InsertByDialect
from storage.sealed.vault import Vault
from storage.tables import daily_use


class Use(StrEnum):
    """The kind of use."""

    BYTES = "bytes"
    """Bytes of files that were stored."""
    PUSHES = "pushes"
    """Push messages that LINE counts."""
    FILINGS = "filings"
    """Complaints of every kind, also those without a link to their reporter."""
    WRONG_CODES = "wrong_codes"
    """Receipt codes that no case has."""
    ANNOUNCED = "announced"
    """Messages about which officers were notified."""
    ANNOUNCED_CUSTODY = "announced_custody"
    """The same to custodians of staff complaints, so that neither uses up the other's share."""
    ANNOUNCED_EMERGENCY = "announced_emergency"
    """The same of emergencies."""
    REPORTS = "reports"
    """Reports that one network address sent by the web form."""
    REPORTS_ABOUT_STAFF = "reports_about_staff"
    """Complaints about staff that it sent after its share of reports was used up."""
    REPORTS_OF_DANGER = "reports_of_danger"
    """The same of emergencies."""


class DailyUse:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def amount(self, line_user_id: str, use: Use, now: datetime) -> int:
        """Return how much a person has used on the day (Bangkok) of `now`."""
        return self.amount_of(self.key(line_user_id, use, now))

    def amount_of(self, key: str) -> int:
        """Return how much was counted under a key that `key` returned."""
        return self._connection.scalar(_AMOUNT, {"key": key}) or 0

    def add(self, line_user_id: str, use: Use, now: datetime, amount: int = 1) -> int:
        """Count an amount; return the day's total with it."""
        return self.add_to(self.key(line_user_id, use, now), now, amount)

    def add_to(self, key: str, now: datetime, amount: int) -> int:
        """Count an amount under a key from `key`, which identifies nobody; return the new total."""
        total: int = self._connection.execute(
            _ADD[self._connection.dialect.name],
            {"who": key, "amount": amount, "day": whole_day(bangkok(now))},
        ).scalar_one()
        return total

    def key(self, line_user_id: str, use: Use, now: datetime) -> str:
        """Return the pseudonym under which a person's use of one kind is counted on one day."""
        return self._vault.index("daily_use", f"{use}\n{bangkok(now).date()}\n{line_user_id}")

    def forget(self, now: datetime) -> None:
        """Delete the rows of days that are over."""
        today = whole_day(bangkok(now))
        self._connection.execute(
            delete(daily_use).where(daily_use.c.day < today - timedelta(hours=1))
        )


def _adding(insert: Insert) -> Executable:
    total = daily_use.c.amount + insert.excluded.amount
    return insert.on_conflict_do_update(
        index_elements=[daily_use.c.who], set_={"amount": total}
    ).returning(daily_use.c.amount)


# Built once: building a statement takes several times as long as running it, and these run for every complaint.
_AMOUNT = select(daily_use.c.amount).where(daily_use.c.who == bindparam("key"))
_ADD = InsertByDialect(daily_use, _adding)
