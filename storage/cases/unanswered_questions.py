"""Questions the office's data had no answer to, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.db.upsert import insert_into
from storage.tables import content_gap


@dataclass(frozen=True)
class UnansweredQuestion:
    question: str
    asked: int
    last_asked_at: datetime


class UnansweredQuestions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, question: str, now: datetime) -> None:
        """Count a question, in the form of domain.language.unanswered_question; who asked is not kept."""
        self._connection.execute(
            insert_into(content_gap, self._connection)
            .values(question=question, asked=1, last_asked_at=now)
            .on_conflict_do_update(
                index_elements=["question"],
                set_={"asked": content_gap.c.asked + 1, "last_asked_at": now},
            )
        )

    def most_asked(self, limit: int) -> Sequence[UnansweredQuestion]:
        rows = self._connection.execute(
            select(content_gap.c.question, content_gap.c.asked, content_gap.c.last_asked_at)
            .order_by(content_gap.c.asked.desc(), content_gap.c.last_asked_at.desc())
            .limit(limit)
        )
        return [UnansweredQuestion(*row) for row in rows]

    def forget(self, last_asked_before: datetime) -> None:
        self._connection.execute(
            delete(content_gap).where(content_gap.c.last_asked_at < last_asked_before)
        )
