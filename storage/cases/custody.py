"""Stores the accusation of each staff complaint, and the officer who was chosen to handle it.

The accusation is encrypted. A case without a row, or with one that cannot be decrypted, has no reader.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from domain.cases.accused import Accusation
from storage.cases.sealed_text import AMONG_STAFF_CASES
from storage.db.upsert import insert_into
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import audit, complaint, custody

LOCK = 0x43757374  # "Cust": key of a PostgreSQL advisory lock


@dataclass(frozen=True)
class Custody:
    """`accusation`: None if it cannot be decrypted. `custodian`: an officer's id, None if nobody may handle it."""

    accusation: Accusation | None
    custodian: int | None


class Custodies:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def hold(self) -> None:
        """Lock all accusations until this transaction ends, to serialise changes of texts and appointments.

        Otherwise a complaint about somebody who is appointed at the same moment would not be recognised as one
        about them. On SQLite the write transaction itself is that lock.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})

    def find(self, complaint_id: int) -> Custody | None:
        row = self._connection.execute(
            select(custody).where(custody.c.complaint_id == complaint_id)
        ).first()
        if row is None:
            return None
        return Custody(self._read(complaint_id, row.accusation), row.keeper_id)

    def save(self, complaint_id: int, stored: Custody, now: datetime) -> None:
        """Store a custody with a decrypted accusation, which the caller has united with the stored one."""
        assert stored.accusation is not None
        values = {
            "accusation": self._seal(complaint_id, stored.accusation),
            "keeper_id": stored.custodian,
            "changed_at": now,
        }
        self._connection.execute(
            insert_into(custody, self._connection)
            .values(complaint_id=complaint_id, **values)
            .on_conflict_do_update(index_elements=["complaint_id"], set_=values)
        )

    def open_cases_of(self, officer_id: int) -> Sequence[int]:
        """Return the ids of the open cases of which this officer is the custodian, by due date."""
        return self._connection.scalars(
            select(custody.c.complaint_id)
            .join(complaint, complaint.c.id == custody.c.complaint_id)
            .where(custody.c.keeper_id == officer_id, complaint.c.ended_at.is_(None))
            .order_by(complaint.c.due_at, complaint.c.id)
        ).all()

    def kept_with_id(self, officer_id: int, complaint_id: int) -> int | None:
        """Return this id if this officer is the custodian of the case."""
        found: int | None = self._connection.scalar(
            select(custody.c.complaint_id).where(
                custody.c.keeper_id == officer_id, custody.c.complaint_id == complaint_id
            )
        )
        return found

    def kept_with_number(self, officer_id: int, number: str) -> int | None:
        """Return the id of the case with this number if this officer is its custodian."""
        found: int | None = self._connection.scalar(
            select(custody.c.complaint_id)
            .join(complaint, complaint.c.id == custody.c.complaint_id)
            .where(custody.c.keeper_id == officer_id, complaint.c.number == number)
        )
        return found

    def held_since(self, since: datetime) -> Sequence[tuple[int, datetime]]:
        """Return the open cases with a custodian whose custody did not change after `since`.

        Each with the time of the last change, by id.
        """
        rows = self._connection.execute(
            select(custody.c.complaint_id, custody.c.changed_at)
            .join(complaint, complaint.c.id == custody.c.complaint_id)
            .where(
                complaint.c.ended_at.is_(None),
                custody.c.keeper_id.is_not(None),
                custody.c.changed_at <= since,
            )
            .order_by(custody.c.complaint_id)
        )
        return [(row.complaint_id, row.changed_at) for row in rows]

    def moved_by(self, actor: str, custodian: int, since: datetime) -> int:
        """Return how many cases of this custodian an officer has made staff complaints since then."""
        found: int | None = self._connection.scalar(
            select(func.count(func.distinct(audit.c.complaint_id)))
            .join(custody, custody.c.complaint_id == audit.c.complaint_id)
            .where(
                audit.c.actor == actor,
                audit.c.action == "seal",
                audit.c.at >= since,
                custody.c.keeper_id == custodian,
            )
        )
        return found or 0

    def to_review(self) -> Sequence[int]:
        """Return the ids of the staff complaints that are open, or that have no row yet, ascending."""
        return self._connection.scalars(
            select(complaint.c.id)
            .outerjoin(custody, custody.c.complaint_id == complaint.c.id)
            .where(
                AMONG_STAFF_CASES,
                complaint.c.forgotten_at.is_(None),
                complaint.c.ended_at.is_(None) | custody.c.complaint_id.is_(None),
            )
            .order_by(complaint.c.id)
        ).all()

    def forget_words(self, complaint_ids: Iterable[int]) -> None:
        """Remove the matched words from the accusations of these cases; the accused stay accused."""
        for complaint_id in complaint_ids:
            stored = self.find(complaint_id)
            if stored is not None and stored.accusation is not None:
                without = replace(stored.accusation, evidence=frozenset())
                self._connection.execute(
                    update(custody)
                    .where(custody.c.complaint_id == complaint_id)
                    .values(accusation=self._seal(complaint_id, without))
                )

    def _seal(self, complaint_id: int, accusation: Accusation) -> bytes:
        record = json.dumps(accusation.as_record(), ensure_ascii=False)
        return self._vault.seal(record.encode(), _associated_data(complaint_id))

    def _read(self, complaint_id: int, sealed: bytes) -> Accusation | None:
        try:
            opened = self._vault.open(sealed, _associated_data(complaint_id))
            return Accusation.from_record(json.loads(opened))
        except (UnreadableError, KeyError, ValueError):
            return None


def _associated_data(complaint_id: int) -> str:
    return f"custody:{complaint_id}"
