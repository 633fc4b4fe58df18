"""Stores officers and the LINE account of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.organisation.officers import Officer, Role
from storage.people.officer_history import OfficerHistory
from storage.tables import link_code, officer


@dataclass(frozen=True)
class Linked:
    """An officer and their LINE account."""

    officer: Officer
    line_user_id: str


class Officers:
    def __init__(self, connection: Connection, history: OfficerHistory) -> None:
        """`history`: gets the state of an officer before each change."""
        self._connection = connection
        self._history = history

    def add(
        self,
        name: str,
        role: Role,
        department: str | None,
        now: datetime,
        other_names: Sequence[str] = (),
    ) -> Officer:
        key = self._connection.execute(
            officer.insert().values(
                name=name,
                role=role,
                department=department,
                added_at=now,
                other_names="\n".join(other_names),
            )
        ).inserted_primary_key
        assert key is not None
        return Officer(key[0], name, role, department)

    def change(self, changed: Officer, other_names: Sequence[str] | None, now: datetime) -> None:
        """Store an officer's name, post and whether they serve. `other_names`: None keeps them as they are."""
        self._history.remember(changed.id, now)
        values: dict[str, object] = {
            "name": changed.name,
            "role": changed.role,
            "department": changed.department,
            "active": changed.active,
        }
        if other_names is not None:
            values["other_names"] = "\n".join(other_names)
        self._connection.execute(update(officer).where(officer.c.id == changed.id).values(**values))

    def other_names_of(self, officer_id: int) -> tuple[str, ...]:
        """Return the other names of an officer, none for an unknown id."""
        stored = self._connection.scalar(
            select(officer.c.other_names).where(officer.c.id == officer_id)
        )
        return tuple((stored or "").splitlines())

    def get(self, officer_id: int) -> Officer:
        """Return an officer. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
        row = self._connection.execute(select(officer).where(officer.c.id == officer_id)).one()
        return officer_of_row(row)

    def lock(self, ids: Iterable[int], *, to_change: bool = False) -> dict[int, Officer]:
        """Read officers, by id, and lock them against changes until this transaction ends.

        The lock is shared (FOR SHARE): other transactions may lock the same officers. `to_change`: an exclusive
        lock (FOR NO KEY UPDATE), which waits for the shared ones: cases assigned under those are then visible, and
        no others can be assigned meanwhile. On SQLite the write transaction is the lock.
        https://www.postgresql.org/docs/current/explicit-locking.html
        """
        query = _LOCK_EXCLUSIVE if to_change else _LOCK_SHARED
        rows = self._connection.execute(query, {"ids": sorted(ids)})
        return {row.id: officer_of_row(row) for row in rows}

    def all(self) -> list[Officer]:
        return [officer_of_row(row) for row in self._connection.execute(_OFFICERS)]

    def by_line(self, line_user_id: str) -> Officer | None:
        """Return the active officer with this LINE account."""
        row = self._connection.execute(_OFFICER_BY_LINE, {"who": line_user_id}).first()
        return None if row is None else officer_of_row(row)

    def is_linked(self, line_user_id: str) -> bool:
        """Whether this account belongs to an active officer, even of a role that only a newer release knows."""
        return self._connection.execute(_OFFICER_BY_LINE, {"who": line_user_id}).first() is not None

    def linked(self) -> list[Linked]:
        """Return all active officers with a LINE account, by officer id."""
        rows = self._connection.execute(_LINKED)
        return [Linked(officer_of_row(row), row.line_user_id) for row in rows]

    def unlink(self, officer_id: int, now: datetime) -> str | None:
        """Remove the LINE account of an officer, which stays in their history; return it."""
        self._history.remember(officer_id, now)
        line_user_id: str | None = self._connection.scalar(
            select(officer.c.line_user_id).where(officer.c.id == officer_id)
        )
        self._connection.execute(
            update(officer).where(officer.c.id == officer_id).values(line_user_id=None)
        )
        return line_user_id

    def retire(self, officer_id: int, now: datetime) -> str | None:
        """Deactivate an officer, remove their account and invalidate their codes; return the account."""
        self._history.remember(officer_id, now)
        line_user_id: str | None = self._connection.scalar(
            select(officer.c.line_user_id).where(officer.c.id == officer_id)
        )
        self._connection.execute(
            update(officer)
            .where(officer.c.id == officer_id)
            .values(active=False, line_user_id=None)
        )
        self._connection.execute(
            update(link_code)
            .where(link_code.c.officer_id == officer_id, link_code.c.used_at.is_(None))
            .values(used_at=now)
        )
        return line_user_id


def officer_of_row(row: Row[Any]) -> Officer:
    """The officer in a row with the columns of the table `officer`."""
    return Officer(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        department=row.department,
        active=row.active,
    )


OFFICER_COLUMNS = (
    officer.c.id,
    officer.c.name,
    officer.c.role,
    officer.c.department,
    officer.c.active,
)
"""The columns that `officer_of_row` reads."""
# Built once: building a statement takes several times as long as running it, and these run for every message.
_OFFICER_BY_LINE = select(officer).where(
    officer.c.line_user_id == bindparam("who"), officer.c.active
)
_BY_IDS = (
    select(officer).where(officer.c.id.in_(bindparam("ids", expanding=True))).order_by(officer.c.id)
)
_LOCK_SHARED = _BY_IDS.with_for_update(read=True)
_LOCK_EXCLUSIVE = _BY_IDS.with_for_update(key_share=True)
_OFFICERS = select(officer).order_by(officer.c.id)
_LINKED = (
    select(officer)
    .where(officer.c.active, officer.c.line_user_id.is_not(None))
    .order_by(officer.c.id)
)
