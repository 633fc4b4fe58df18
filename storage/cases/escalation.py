"""Which open cases the clocks have to look at."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from storage.tables import audit, complaint

WORDS = ("file", "accept", "update", "ask", "wait", "transfer", "close", "dispute", "review", "why")
"""Entries of a case's history that were a word to its reporter, or with which a new wait for one begins."""


class Escalation:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def to_look_at(self, now: datetime, silent_since: datetime) -> Sequence[int]:
        """Open cases that are past a promise, past the day of a review, or silent since then."""
        last_word = (
            select(func.max(audit.c.at))
            .where(audit.c.complaint_id == complaint.c.id, audit.c.action.in_(WORDS))
            .scalar_subquery()
        )
        running = complaint.c.paused_at.is_(None)
        unanswered = complaint.c.answered_at.is_(None)
        # In order only here: asked for it, SQLite would walk through every case there ever was.
        found = self._connection.scalars(
            select(complaint.c.id).where(
                complaint.c.ended_at.is_(None),
                or_(
                    and_(running, complaint.c.due_at <= now),
                    and_(running, unanswered, complaint.c.answer_by <= now),
                    complaint.c.review_at <= now,
                    last_word <= silent_since,
                ),
            )
        )
        return sorted(found)

    def last_word(self, complaint_id: int) -> datetime | None:
        """When the reporter last heard something of their case."""
        at: datetime | None = self._connection.scalar(
            select(func.max(audit.c.at)).where(
                audit.c.complaint_id == complaint_id, audit.c.action.in_(WORDS)
            )
        )
        return at
