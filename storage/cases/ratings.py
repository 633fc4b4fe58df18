"""Ratings: one per person and case, and as many as there were visits for a counter service."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, update

from storage.tables import rating


class Ratings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rated_at(self, rater: str, complaint_id: int) -> datetime | None:
        """When this person rated this case, if they did."""
        when: datetime | None = self._connection.scalar(
            _RATED_AT, {"who": rater, "case": complaint_id}
        )
        return when

    def count_of(self, rater: str) -> int:
        """How many ratings this person gave, changed ones counted once."""
        given = select(func.count()).where(rating.c.rater == rater, rating.c.replaced_at.is_(None))
        return self._connection.scalar(given) or 0

    def replace(self, rater: str, complaint_id: int, now: datetime) -> None:
        """Make room for another rating of the same case; the old one is kept."""
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
        """Add why: reason keys for a low score, and words."""
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


# Built once: making a statement costs several times what running it does, and these run every turn.
_STANDS = and_(
    rating.c.rater == bindparam("who"),
    rating.c.complaint_id == bindparam("case"),
    rating.c.replaced_at.is_(None),
)
_RATED_AT = select(rating.c.rated_at).where(_STANDS)
_REPLACE = update(rating).where(_STANDS)
_ADD = rating.insert()
