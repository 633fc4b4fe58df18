"""Reads and deletes ratings of the table that surveys have replaced, until all are migrated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.tables import complaint, rating


@dataclass(frozen=True)
class OldRating:
    """A rating of a case or of a visit to a service. `topic`, `section`, `village`: of the case.

    `rater`: LINE user id, "" once the personal data of the case was removed. `reasons`: keys.
    """

    id: int
    rater: str
    case_id: int | None
    topic: str
    section: str
    village: int | None
    service: str
    score: int
    reasons: tuple[str, ...]
    comment: str
    rated_at: datetime
    replaced_at: datetime | None


class OldRatings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def oldest(self, limit: int) -> list[OldRating]:
        """Return the oldest ratings in the order in which they were given."""
        rows = self._connection.execute(
            select(rating, complaint.c.category, complaint.c.department, complaint.c.village)
            .join_from(rating, complaint, isouter=True)
            .order_by(rating.c.id)
            .limit(limit)
        )
        return [
            OldRating(
                row.id,
                row.rater,
                row.complaint_id,
                row.category or "",
                row.department or "",
                row.village,
                row.service or "",
                row.score,
                tuple(filter(None, row.reasons.split(","))),
                row.comment,
                row.rated_at,
                row.replaced_at,
            )
            for row in rows
        ]

    def drop(self, ids: Sequence[int]) -> None:
        self._connection.execute(delete(rating).where(rating.c.id.in_(ids)))
