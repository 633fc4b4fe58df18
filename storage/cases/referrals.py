"""Stores proposals that a case is another agency's duty, and the decisions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, text, update

from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import complaint, referral


@dataclass(frozen=True)
class Referral:
    """An undecided proposal. `agency`: its key. `note`: the text for the reporter."""

    id: int
    complaint_id: int
    agency: str
    note: str
    proposed_by: int
    proposed_at: datetime


class Referrals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def propose(
        self, complaint_id: int, agency: str, note: str, officer_id: int, now: datetime
    ) -> None:
        """Store a proposal; it replaces an undecided one for the same case."""
        self._connection.execute(
            delete(referral).where(
                referral.c.complaint_id == complaint_id, text("referral.decided_at IS NULL")
            )
        )
        self._connection.execute(
            referral.insert().values(
                complaint_id=complaint_id,
                agency=agency,
                note=note,
                proposed_by=officer_id,
                proposed_at=now,
            )
        )

    def open_of(self, complaint_id: int) -> Referral | None:
        """Return the undecided proposal for a case, or None."""
        row = self._connection.execute(
            select(
                referral.c.id,
                referral.c.complaint_id,
                referral.c.agency,
                referral.c.note,
                referral.c.proposed_by,
                referral.c.proposed_at,
            ).where(referral.c.complaint_id == complaint_id, text("referral.decided_at IS NULL"))
        ).first()
        return None if row is None else Referral(*row)

    def waiting(self, limit: int) -> list[tuple[int, str]]:
        """Return the open cases with undecided proposals, the oldest first, and the proposed agencies."""
        rows = self._connection.execute(
            select(referral.c.complaint_id, referral.c.agency)
            .join(complaint, complaint.c.id == referral.c.complaint_id)
            .where(text("referral.decided_at IS NULL"), complaint.c.ended_at.is_(None), IS_ORDINARY)
            .order_by(referral.c.proposed_at)
            .limit(limit)
        )
        return [(row.complaint_id, row.agency) for row in rows]

    def decide(self, referral_id: int, officer_id: int, now: datetime, *, agreed: bool) -> None:
        self._connection.execute(
            update(referral)
            .where(referral.c.id == referral_id)
            .values(decided_by=officer_id, decided_at=now, agreed=agreed)
        )
