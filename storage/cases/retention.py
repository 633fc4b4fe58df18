"""Removes personal data from cases whose retention period is over. Values for figures are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.tables import (
    complaint,
    identity,
    identity_request,
    instruction,
    rating,
    receipt,
    referral,
    resolution,
)


class Retention:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, category: str, ended_before: datetime, limit: int) -> Sequence[int]:
        """Return ids of cases of a category that ended before then and were not forgotten, the earliest first."""
        return self._connection.scalars(
            select(complaint.c.id)
            .where(
                complaint.c.category == category,
                complaint.c.ended_at < ended_before,
                complaint.c.forgotten_at.is_(None),
            )
            .order_by(complaint.c.ended_at)
            .limit(limit)
        ).all()

    def is_forgotten(self, complaint_id: int) -> bool:
        """Whether the personal data of a case was removed."""
        forgotten_at = select(complaint.c.forgotten_at).where(complaint.c.id == complaint_id)
        return self._connection.scalar(forgotten_at) is not None

    def forget(self, complaint_id: int, now: datetime) -> None:
        """Delete the link to the reporter, proposals and orders, and blank notes, reasons, comments and the rater.

        The caller removes the personal data in the case itself and in the audit.
        """
        self._connection.execute(
            update(complaint).where(complaint.c.id == complaint_id).values(forgotten_at=now)
        )
        for table in (identity, identity_request, receipt, referral, instruction):
            self._connection.execute(delete(table).where(table.c.complaint_id == complaint_id))
        blank = {"note": "", "reason": "", "no_photo_reason": ""}
        self._connection.execute(
            update(resolution).where(resolution.c.complaint_id == complaint_id).values(**blank)
        )
        self._connection.execute(
            update(rating).where(rating.c.complaint_id == complaint_id).values(rater="", comment="")
        )
