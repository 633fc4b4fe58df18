"""Stores the printed QR codes at places."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from domain.cases.complaint import Place
from domain.cases.qr_point import Opens, QrPoint
from storage.tables import qr_point


class QrPoints:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, point: QrPoint, officer_id: int) -> int:
        """Store a new point; return its id."""
        key: int = self._connection.execute(
            qr_point.insert()
            .values(
                code=point.code,
                name=point.name,
                opens=point.opens.value,
                category=point.category,
                service=point.service,
                village=point.place.village,
                latitude=point.place.latitude,
                longitude=point.place.longitude,
                place_words=point.place.words,
                made_by=officer_id,
                made_at=point.made_at,
            )
            .returning(qr_point.c.id)
        ).scalar_one()
        return key

    def by_code(self, code: str) -> QrPoint | None:
        """Return the point with this code that is not closed."""
        row = self._connection.execute(
            select(qr_point).where(qr_point.c.code == code, qr_point.c.closed_at.is_(None))
        ).first()
        return None if row is None else _point(row)

    def find(self, point_id: int) -> QrPoint | None:
        row = self._connection.execute(select(qr_point).where(qr_point.c.id == point_id)).first()
        return None if row is None else _point(row)

    def open(self) -> Sequence[QrPoint]:
        """Return the points that are not closed, the newest first."""
        rows = self._connection.execute(
            select(qr_point).where(qr_point.c.closed_at.is_(None)).order_by(qr_point.c.id.desc())
        )
        return [_point(row) for row in rows]

    def close(self, point_id: int, now: datetime) -> None:
        self._connection.execute(
            update(qr_point).where(qr_point.c.id == point_id).values(closed_at=now)
        )


def _point(row: Row[Any]) -> QrPoint:
    return QrPoint(
        row.id,
        row.code,
        row.name,
        Opens(row.opens),
        row.category,
        row.service,
        Place(row.latitude, row.longitude, row.village, row.place_words),
        row.made_at,
        row.closed_at,
    )
