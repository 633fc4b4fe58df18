"""Stores questions, praise and suggestions to a department."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text, update

from domain.cases.inquiry import Inquiry, InquiryKind
from storage.tables import inquiry

_IS_WAITING = text("inquiry.answered_at IS NULL AND inquiry.kind = 'question'")
"""The condition of the partial index, which SQLite uses only if a query contains it literally."""


class Inquiries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Inquiry) -> Inquiry:
        """Store a new inquiry; return a copy with its id."""
        key: int = self._connection.execute(
            inquiry.insert()
            .values(
                kind=new.kind.value,
                department=new.department,
                sender=new.sender,
                words=new.words,
                sent_at=new.sent_at,
            )
            .returning(inquiry.c.id)
        ).scalar_one()
        return replace(new, id=key)

    def find(self, inquiry_id: int) -> Inquiry | None:
        return self._first(select(inquiry).where(inquiry.c.id == inquiry_id))

    def lock(self, inquiry_id: int) -> Inquiry | None:
        """Return an inquiry, locked against other writers until the transaction ends."""
        return self._first(select(inquiry).where(inquiry.c.id == inquiry_id).with_for_update())

    def save(self, changed: Inquiry) -> None:
        self._connection.execute(
            update(inquiry)
            .where(inquiry.c.id == changed.id)
            .values(
                department=changed.department,
                words=changed.words,
                answered_at=changed.answered_at,
                answered_by=changed.answered_by,
                answer=changed.answer,
            )
        )

    def waiting(self, *, department: str | None, limit: int) -> Sequence[Inquiry]:
        """Return questions without an answer, the oldest first. `department`: None for all departments."""
        query = select(inquiry).where(_IS_WAITING)
        if department is not None:
            query = query.where(inquiry.c.department == department)
        return self._many(query.order_by(inquiry.c.id).limit(limit))

    def count_waiting(self, *, department: str | None) -> int:
        """Return the number of questions without an answer. `department`: as in `waiting`."""
        query = select(func.count()).select_from(inquiry).where(_IS_WAITING)
        if department is not None:
            query = query.where(inquiry.c.department == department)
        return self._connection.execute(query).scalar_one()

    def waiting_of(self, sender: str, limit: int) -> Sequence[Inquiry]:
        """Return a person's questions without an answer, the newest first."""
        query = select(inquiry).where(inquiry.c.sender == sender, _IS_WAITING)
        return self._many(query.order_by(inquiry.c.id.desc()).limit(limit))

    def same_since(self, new: Inquiry, since: datetime) -> Inquiry | None:
        """Return an inquiry of the same sender, kind and words that was sent at `since` or later."""
        return self._first(
            select(inquiry)
            .where(
                inquiry.c.sender == new.sender,
                inquiry.c.kind == new.kind.value,
                inquiry.c.words == new.words,
                inquiry.c.sent_at >= since,
            )
            .order_by(inquiry.c.id.desc())
            .limit(1)
        )

    def sent_since(self, sender: str, since: datetime) -> int:
        """Return the number of inquiries that a person sent at `since` or later."""
        return self._connection.execute(
            select(func.count())
            .select_from(inquiry)
            .where(inquiry.c.sender == sender, inquiry.c.sent_at >= since)
        ).scalar_one()

    def count_of(self, sender: str) -> int:
        """Return the number of a person's inquiries that are not forgotten."""
        return self._connection.execute(
            select(func.count()).select_from(inquiry).where(inquiry.c.sender == sender)
        ).scalar_one()

    def forget_of(self, sender: str) -> None:
        """Remove sender and text from all inquiries of a person; their open questions no longer need an answer."""
        self._blank(inquiry.c.sender == sender)

    def forget(self, sent_before: datetime) -> None:
        """Remove sender and text from inquiries sent before then; the rows are kept for the figures."""
        self._blank((inquiry.c.sent_at < sent_before) & (inquiry.c.sender != ""))

    def _blank(self, condition: Any) -> None:  # noqa: ANN401 - a condition in SQL
        # A question whose sender is unknown cannot be answered, so it no longer waits.
        self._connection.execute(
            update(inquiry)
            .where(condition)
            .values(
                sender="",
                words="",
                answer="",
                answered_at=func.coalesce(inquiry.c.answered_at, inquiry.c.sent_at),
            )
        )

    def _first(self, query: Select[Any]) -> Inquiry | None:
        row = self._connection.execute(query).first()
        return None if row is None else _inquiry(row)

    def _many(self, query: Select[Any]) -> list[Inquiry]:
        return [_inquiry(row) for row in self._connection.execute(query)]


def _inquiry(row: Row[Any]) -> Inquiry:
    return Inquiry(
        row.id,
        InquiryKind(row.kind),
        row.department,
        row.sender,
        row.words,
        row.sent_at,
        row.answered_at,
        row.answered_by,
        row.answer,
    )
