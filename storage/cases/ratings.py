"""Stores ratings: one current rating for each person and case, any number for a counter service."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, update

from storage.tables import rating


class Ratings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rated_at(self, rater: str, complaint_id: int) -> datetime | None:
        """Return when this person gave the current rating of this case, None if there is none."""
        rated_at: datetime | None = self._connection.scalar(
            _RATED_AT, {"who": rater, "case": complaint_id}
        )
        return rated_at

    def count_of(self, rater: str) -> int:
        """Return how many current ratings this person has given."""
        current = select(func.count()).where(
            rating.c.rater == rater, rating.c.replaced_at.is_(None)
        )
        return self._connection.scalar(current) or 0

    def replace(self, rater: str, complaint_id: int, now: datetime) -> None:
        """Mark the current rating of a case as replaced; its row stays. Call before adding a newer rating."""
        self._connection.execute(_REPLACE, {"who": rater, "case": complaint_id, "replaced_at": now})

    def add(
        self,
        rater: str,
        score: int,
        now: datetime,
        *,
        complaint_id: int | None = None,
        service: str | None = None,
    ) -> int:
        key = self._connection.execute(
            _ADD,
            {
                "rater": rater,
                "score": score,
                "rated_at": now,
                "complaint_id": complaint_id,
                "service": service,
            },
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def explain(
        self, rating_id: int, rater: str, *, reasons: Sequence[str] = (), comment: str = ""
    ) -> None:
        """Add reasons (keys) for a low score and a comment to a rating; empty arguments change nothing."""
        values: dict[str, str] = {}
        if reasons:
            values["reasons"] = ",".join(reasons)
        if comment:
            values["comment"] = comment
        if values:
            self._connection.execute(
                update(rating)
                .where(rating.c.id == rating_id, rating.c.rater == rater)
                .values(**values)
            )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_IS_CURRENT = and_(
    rating.c.rater == bindparam("who"),
    rating.c.complaint_id == bindparam("case"),
    rating.c.replaced_at.is_(None),
)
_RATED_AT = select(rating.c.rated_at).where(_IS_CURRENT)
_REPLACE = update(rating).where(_IS_CURRENT)
_ADD = rating.insert()
