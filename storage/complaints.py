"""Complaints as rows. What may happen to one is decided in domain.complaint."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.complaint import Complaint, Place, Status
from storage.tables import complaint, counter

_PLAIN = [field.name for field in fields(Complaint) if field.name not in {"id", "place", "status"}]


class Complaints:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_running(self, series: str) -> int:
        """The next running number of a series; numbers of a rolled-back case are given out again."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        value: int | None = self._connection.scalar(
            dialect.insert(counter)
            .values(name=series, value=1)
            .on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
            .returning(counter.c.value)
        )
        assert value is not None
        return value

    def add(self, case: Complaint, draft_id: str) -> Complaint:
        """Keep a new case; its id comes back in the copy that is returned."""
        key = self._connection.execute(
            complaint.insert().values(draft_id=draft_id, **_values(case))
        ).inserted_primary_key
        assert key is not None
        return self.get(key[0])

    def save(self, case: Complaint) -> None:
        self._connection.execute(
            update(complaint).where(complaint.c.id == case.id).values(**_values(case))
        )

    def get(self, complaint_id: int) -> Complaint:
        return _case(
            self._connection.execute(select(complaint).where(complaint.c.id == complaint_id)).one()
        )

    def find(self, complaint_id: int) -> Complaint | None:
        return self._one(select(complaint).where(complaint.c.id == complaint_id))

    def lock(self, complaint_id: int) -> Complaint | None:
        """The case, held against other writers until the transaction ends."""
        return self._one(select(complaint).where(complaint.c.id == complaint_id).with_for_update())

    def by_number(self, number: str) -> Complaint | None:
        return self._one(select(complaint).where(complaint.c.number == number))

    def by_draft(self, draft_id: str) -> Complaint | None:
        return self._one(select(complaint).where(complaint.c.draft_id == draft_id))

    def of_reporter(self, reporter: str, limit: int) -> Sequence[Complaint]:
        """The newest cases of one reporter."""
        rows = self._connection.execute(
            select(complaint)
            .where(complaint.c.reporter == reporter)
            .order_by(complaint.c.id.desc())
            .limit(limit)
        )
        return [_case(row) for row in rows]

    def count_of_reporter(self, reporter: str) -> int:
        return (
            self._connection.scalar(
                select(func.count()).select_from(complaint).where(complaint.c.reporter == reporter)
            )
            or 0
        )

    def asked_of(self, reporter: str) -> Sequence[Complaint]:
        """The cases in which an officer waits for this reporter's answer."""
        rows = self._connection.execute(
            select(complaint)
            .where(complaint.c.reporter == reporter, complaint.c.status == Status.ASKED)
            .order_by(complaint.c.id)
        )
        return [_case(row) for row in rows]

    def open_of(
        self, *, department: str | None, restricted: bool | None, limit: int
    ) -> Sequence[Complaint]:
        """Open cases by due date; None for no filter."""
        query = select(complaint).where(complaint.c.closed_at.is_(None))
        if department is not None:
            query = query.where(complaint.c.department == department)
        if restricted is not None:
            query = query.where(complaint.c.restricted == restricted)
        rows = self._connection.execute(
            query.order_by(complaint.c.due_at, complaint.c.id).limit(limit)
        )
        return [_case(row) for row in rows]

    def _one(self, query: Select[Any]) -> Complaint | None:
        row = self._connection.execute(query).first()
        return None if row is None else _case(row)


def _values(case: Complaint) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _PLAIN} | {
        "status": case.status.value,
        "village": case.place.village,
        "latitude": case.place.latitude,
        "longitude": case.place.longitude,
        "place_words": case.place.words,
    }


def _case(row: Row[Any]) -> Complaint:
    return Complaint(
        id=row.id,
        status=Status(row.status),
        place=Place(row.latitude, row.longitude, row.village, row.place_words),
        **{name: getattr(row, name) for name in _PLAIN},
    )
