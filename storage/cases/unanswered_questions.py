"""Counts the questions that the bot could not answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.db.upsert import insert_into
from storage.tables import unanswered_question


@dataclass(frozen=True)
class UnansweredQuestion:
    question: str
    asked: int
    last_asked_at: datetime


class UnansweredQuestions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, question: str, now: datetime) -> None:
        """Count a question, normalised by domain.language.unanswered_question; who asked is not stored."""
        self._connection.execute(
            insert_into(unanswered_question, self._connection)
            .values(question=question, asked=1, last_asked_at=now)
            .on_conflict_do_update(
                index_elements=["question"],
                set_={"asked": unanswered_question.c.asked + 1, "last_asked_at": now},
            )
        )

    def most_asked(self, limit: int) -> Sequence[UnansweredQuestion]:
        """Return the questions asked most often, of equal counts the most recent first."""
        rows = self._connection.execute(
            select(
                unanswered_question.c.question,
                unanswered_question.c.asked,
                unanswered_question.c.last_asked_at,
            )
            .order_by(
                unanswered_question.c.asked.desc(), unanswered_question.c.last_asked_at.desc()
            )
            .limit(limit)
        )
        return [UnansweredQuestion(*row) for row in rows]

    def forget(self, last_asked_before: datetime) -> None:
        self._connection.execute(
            delete(unanswered_question).where(
                unanswered_question.c.last_asked_at < last_asked_before
            )
        )
