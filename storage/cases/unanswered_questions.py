"""Counts the questions that the bot could not answer. They may contain accusations, so they are encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.db.upsert import insert_into
from storage.sealed.vault import Vault
from storage.tables import unanswered_question


@dataclass(frozen=True)
class UnansweredQuestion:
    question: str
    asked: int
    last_asked_at: datetime


class UnansweredQuestions:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def note(self, question: str, now: datetime) -> None:
        """Count a question, normalised by domain.language.unanswered_question; who asked is not stored."""
        self._count(question, 1, now)

    def most_asked(self, limit: int) -> Sequence[UnansweredQuestion]:
        """Return the most frequent questions, with equal counts the latest first. Raises UnreadableError."""
        rows = self._connection.execute(
            select(unanswered_question)
            .order_by(
                unanswered_question.c.asked.desc(), unanswered_question.c.last_asked_at.desc()
            )
            .limit(limit)
        )
        return [
            UnansweredQuestion(self._read(row.question, row.sealed), row.asked, row.last_asked_at)
            for row in rows
        ]

    def forget(self, last_asked_before: datetime) -> None:
        self._connection.execute(
            delete(unanswered_question).where(
                unanswered_question.c.last_asked_at < last_asked_before
            )
        )

    def reindex(self) -> int:
        """Encrypt unencrypted rows, and replace pseudonyms of older keys; return how many rows changed."""
        changed = 0
        for row in self._connection.execute(select(unanswered_question)).all():
            question = self._read(row.question, row.sealed)
            if row.question != self._pseudonym(question):
                is_row = unanswered_question.c.question == row.question
                self._connection.execute(delete(unanswered_question).where(is_row))
                self._count(question, row.asked, row.last_asked_at)
                changed += 1
        return changed

    def _count(self, question: str, asked: int, now: datetime) -> None:
        pseudonym = self._pseudonym(question)
        self._connection.execute(
            insert_into(unanswered_question, self._connection)
            .values(
                question=pseudonym,
                asked=asked,
                last_asked_at=now,
                sealed=self._vault.seal(question.encode(), _associated_data(pseudonym)),
            )
            .on_conflict_do_update(
                index_elements=["question"],
                set_={"asked": unanswered_question.c.asked + asked, "last_asked_at": now},
            )
        )

    def _pseudonym(self, question: str) -> str:
        return self._vault.index("question", question)

    def _read(self, pseudonym: str, sealed: bytes | None) -> str:
        if sealed is None:
            return pseudonym
        return self._vault.open(sealed, _associated_data(pseudonym)).decode()


def _associated_data(pseudonym: str) -> str:
    return f"unanswered_question:{pseudonym}"
