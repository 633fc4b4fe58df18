"""Photos as rows: which message brought one, which case it belongs to, whether its file is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import photo


class State(IntEnum):
    WANTED = 0
    KEPT = 1
    GONE = 2
    UNREADABLE = 3


class Moment(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Photo:
    """`sha256` names the file in the photo folder once the state is KEPT."""

    id: int
    message_id: str
    sender: str
    moment: Moment
    complaint_id: int | None
    state: State
    sha256: str | None


class Photos:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def want(self, message_id: str, sender: str, moment: Moment, sent_at: datetime) -> int:
        """Note a photo that LINE holds; its id. The same message twice is one photo."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        self._connection.execute(
            dialect.insert(photo)
            .values(message_id=message_id, sender=sender, moment=moment, sent_at=sent_at)
            .on_conflict_do_nothing()
        )
        photo_id: int = self._connection.execute(
            select(photo.c.id).where(photo.c.message_id == message_id)
        ).scalar_one()
        return photo_id

    def by_message(self, message_id: str) -> Photo | None:
        row = self._connection.execute(
            select(photo).where(photo.c.message_id == message_id)
        ).first()
        return None if row is None else _photo(row)

    def get_many(self, ids: Sequence[int]) -> list[Photo]:
        rows = self._connection.execute(
            select(photo).where(photo.c.id.in_(ids)).order_by(photo.c.id)
        )
        return [_photo(row) for row in rows]

    def of_case(self, complaint_id: int) -> list[Photo]:
        rows = self._connection.execute(
            select(photo).where(photo.c.complaint_id == complaint_id).order_by(photo.c.id)
        )
        return [_photo(row) for row in rows]

    def belong(self, ids: Sequence[int], sender: str, complaint_id: int, moment: Moment) -> None:
        """Lay photos into a case; only those the same person sent."""
        if ids:
            self._connection.execute(
                update(photo)
                .where(photo.c.id.in_(ids), photo.c.sender == sender)
                .values(complaint_id=complaint_id, moment=moment)
            )

    def kept(self, message_id: str, sha256: str) -> None:
        self._connection.execute(
            update(photo)
            .where(photo.c.message_id == message_id)
            .values(state=State.KEPT, sha256=sha256)
        )

    def lost(self, message_id: str, state: State) -> None:
        self._connection.execute(
            update(photo).where(photo.c.message_id == message_id).values(state=state)
        )


def _photo(row: Row[Any]) -> Photo:
    return Photo(
        row.id,
        row.message_id,
        row.sender,
        Moment(row.moment),
        row.complaint_id,
        State(row.state),
        row.sha256,
    )
