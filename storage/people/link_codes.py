"""Stores the codes with which officers link their LINE accounts, and how often an account typed a wrong one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from domain.organisation.officers import Officer
from storage.db.upsert import insert_into
from storage.people.officer_history import OfficerHistory
from storage.people.officers import officer_of_row
from storage.tables import link_attempt, link_code, officer


@dataclass(frozen=True)
class Redeemed:
    """The officer whose code was used, and the account that was linked to them before, None if there was none."""

    officer: Officer
    account_before: str | None


class LinkCodes:
    def __init__(self, connection: Connection, history: OfficerHistory) -> None:
        """`history`: gets the state of an officer before each change."""
        self._connection = connection
        self._history = history

    def issue(self, officer_id: int, code_hash: str, expires_at: datetime) -> None:
        """Store the hash of a new code for an officer and delete their unused codes."""
        self._connection.execute(
            delete(link_code).where(
                link_code.c.officer_id == officer_id, link_code.c.used_at.is_(None)
            )
        )
        self._connection.execute(
            link_code.insert().values(
                code_hash=code_hash, officer_id=officer_id, expires_at=expires_at
            )
        )

    def redeem(self, code_hash: str, line_user_id: str, now: datetime) -> Redeemed | None:
        """Mark a code as used and link the account to its officer; None if the code is unknown, used or expired.

        The account is unlinked from any other officer.
        """
        used = self._connection.execute(
            update(link_code)
            .where(
                link_code.c.code_hash == code_hash,
                link_code.c.used_at.is_(None),
                link_code.c.expires_at > now,
            )
            .values(used_at=now)
        )
        if used.rowcount != 1:
            return None
        officer_id = self._connection.execute(
            select(link_code.c.officer_id).where(link_code.c.code_hash == code_hash)
        ).scalar_one()
        account_before = self._connection.execute(
            select(officer.c.line_user_id).where(officer.c.id == officer_id).with_for_update()
        ).scalar_one()
        others = self._connection.scalars(
            select(officer.c.id).where(
                officer.c.line_user_id == line_user_id, officer.c.id != officer_id
            )
        ).all()
        for changed in (*others, *([officer_id] if account_before else [])):
            self._history.remember(changed, now)
        self._connection.execute(
            update(officer).where(officer.c.id.in_(others)).values(line_user_id=None)
        )
        self._connection.execute(
            update(officer).where(officer.c.id == officer_id).values(line_user_id=line_user_id)
        )
        row = self._connection.execute(select(officer).where(officer.c.id == officer_id)).one()
        return Redeemed(officer_of_row(row), account_before)

    def failures_since(self, line_user_id: str, since: datetime) -> int:
        """Return the number of wrong codes from this account, 0 if the last one was at `since` or before."""
        return (
            self._connection.scalar(
                select(link_attempt.c.failures).where(
                    link_attempt.c.line_user_id == line_user_id, link_attempt.c.last_at > since
                )
            )
            or 0
        )

    def count_failure(self, line_user_id: str, now: datetime, *, window: timedelta) -> None:
        """Count a wrong code; the count starts again if the last one is older than `window`."""
        failures = self.failures_since(line_user_id, now - window) + 1
        self._connection.execute(
            insert_into(link_attempt, self._connection)
            .values(line_user_id=line_user_id, failures=failures, last_at=now)
            .on_conflict_do_update(
                index_elements=["line_user_id"], set_={"failures": failures, "last_at": now}
            )
        )
