"""Stores comments, encrypted, and the outcome of reading them. The text of a comment is never searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, func, select, text, update

from domain.surveys.figures import WordFigures
from storage.sealed.vault import UnreadableError, Vault
from storage.surveys.random_ids import random_id
from storage.surveys.responses import Cut, Response
from storage.tables import survey_words


class Outcome(StrEnum):
    """The outcome of reading a comment."""

    NONE = ""
    READ = "read"
    CASE = "case"
    IMPROVEMENT = "improvement"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Comment:
    """A comment without its author. `said_on`: the day. `note`: of the outcome, such as the reason for hiding."""

    id: int
    round_id: int
    question: str
    text: str
    cut: Cut
    is_protected: bool
    said_on: datetime
    outcome: Outcome
    outcome_by: int | None
    note: str


class SurveyWords:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def put(
        self,
        one: Response,
        question: str,
        text: str,
        day: datetime,
        *,
        is_protected: bool,
        words_id: int = 0,
    ) -> int:
        """Store the comment to a question, replacing an earlier one; returns its id.

        `words_id`: its new id, 0 for a random one.
        """
        self.drop(one.id, [question])
        words_id = words_id or random_id()
        self._connection.execute(
            survey_words.insert().values(
                id=words_id,
                response_id=one.id,
                round_id=one.round_id,
                question=question,
                content=self._seal(words_id, text),
                service=one.cut.service,
                topic=one.cut.topic,
                section=one.cut.section,
                protected=is_protected,
                said_on=day,
            )
        )
        return words_id

    def drop(self, response_id: int, questions: Sequence[str]) -> None:
        """Delete the comments of a response to these questions."""
        self._connection.execute(
            delete(survey_words).where(
                survey_words.c.response_id == response_id, survey_words.c.question.in_(questions)
            )
        )

    def of_response(self, response_id: int) -> dict[str, str]:
        """Return the comments of a response by question."""
        rows = self._connection.execute(
            select(survey_words).where(survey_words.c.response_id == response_id)
        )
        return {row.question: self._text(row) for row in rows}

    def response_of(self, words_id: int) -> int | None:
        """Return the id of the response to which a comment belongs; None if the comment was deleted."""
        found: int | None = self._connection.scalar(
            select(survey_words.c.response_id).where(survey_words.c.id == words_id)
        )
        return found

    def get(self, words_id: int) -> Comment | None:
        """Return a comment and lock it; None if it was deleted."""
        row = self._connection.execute(_BY_ID, {"id": words_id}).first()
        return self._comment(row) if row else None

    def reword(self, words_id: int, text: str, *, is_protected: bool) -> None:
        """Replace the text of a comment. A protected comment stays protected."""
        values: dict[str, object] = {"content": self._seal(words_id, text)}
        if is_protected:
            values["protected"] = True
        self._connection.execute(
            update(survey_words).where(survey_words.c.id == words_id).values(**values)
        )

    def decide(
        self, words_id: int, outcome: Outcome, officer_id: int, now: datetime, note: str = ""
    ) -> None:
        """Record the outcome of a comment."""
        self._connection.execute(
            update(survey_words)
            .where(survey_words.c.id == words_id)
            .values(outcome=outcome.value, outcome_by=officer_id, outcome_at=now, note=note)
        )

    def protect(self, response_id: int) -> None:
        """Protect all comments of a response: only custodians may read them, and no report quotes them.

        A reader's note about them is deleted, because it is stored in clear.
        """
        self._connection.execute(
            update(survey_words)
            .where(survey_words.c.response_id == response_id)
            .values(protected=True, note="")
        )

    def protect_source(self, number: str) -> None:
        """Protect the comment from which the case with this number was opened; the number is removed from it."""
        self._connection.execute(
            update(survey_words)
            .where(survey_words.c.outcome == Outcome.CASE.value, survey_words.c.note == number)
            .values(protected=True, note="")
        )

    def release(self, words_id: int) -> None:
        """Mark a comment as accusing nobody, so that the department's reader gets it."""
        self._connection.execute(
            update(survey_words).where(survey_words.c.id == words_id).values(protected=False)
        )

    def unread(
        self,
        sections: Sequence[str] | None,
        limit: int,
        *,
        are_protected: bool = False,
        said_before: datetime | None = None,
    ) -> list[Comment]:
        """Return comments without an outcome, the oldest first. `sections`: keys, None for all."""
        query = select(survey_words).where(
            *_unread(sections, said_before, are_protected=are_protected)
        )
        rows = self._connection.execute(
            query.order_by(survey_words.c.said_on, survey_words.c.id).limit(limit)
        )
        return [self._comment(row) for row in rows]

    def count_unread(
        self,
        sections: Sequence[str] | None,
        *,
        are_protected: bool = False,
        said_before: datetime | None = None,
    ) -> int:
        query = select(func.count()).select_from(survey_words)
        found = self._connection.scalar(
            query.where(*_unread(sections, said_before, are_protected=are_protected))
        )
        return found or 0

    def of_round(self, round_id: int, section: str | None = None) -> list[Comment]:
        """Return the comments of a round that may be quoted: neither protected nor hidden."""
        where = [
            survey_words.c.round_id == round_id,
            ~survey_words.c.protected,
            survey_words.c.outcome != Outcome.HIDDEN.value,
        ]
        if section is not None:
            where.append(survey_words.c.section == section)
        rows = self._connection.execute(
            select(survey_words).where(*where).order_by(survey_words.c.said_on, survey_words.c.id)
        )
        return [self._comment(row) for row in rows]

    def figures_of(self, round_id: int) -> WordFigures:
        """Return the number of comments of a round by outcome, without protected ones."""
        rows = self._connection.execute(
            select(survey_words.c.outcome, func.count().label("comments"))
            .where(survey_words.c.round_id == round_id, ~survey_words.c.protected)
            .group_by(survey_words.c.outcome)
        )
        found = {Outcome(row.outcome): row.comments for row in rows}
        return WordFigures(
            total=sum(found.values()),
            unread=found.get(Outcome.NONE, 0),
            cases=found.get(Outcome.CASE, 0),
            improvements=found.get(Outcome.IMPROVEMENT, 0),
            hidden=found.get(Outcome.HIDDEN, 0),
        )

    def count_by_subject(self, round_id: int) -> list[tuple[str, int]]:
        """Return the number of quotable comments of a round by service, else by category, "" for neither."""
        subject = case(
            (survey_words.c.service != "", survey_words.c.service), else_=survey_words.c.topic
        )
        rows = self._connection.execute(
            select(subject.label("subject"), func.count().label("comments"))
            .where(
                survey_words.c.round_id == round_id,
                ~survey_words.c.protected,
                survey_words.c.outcome != Outcome.HIDDEN.value,
            )
            .group_by(subject)
        )
        return sorted((row.subject, row.comments) for row in rows)

    def _comment(self, row: Row[Any]) -> Comment:
        return Comment(
            row.id,
            row.round_id,
            row.question,
            self._text(row),
            Cut(row.service, row.topic, row.section),
            row.protected,
            row.said_on,
            Outcome(row.outcome),
            row.outcome_by,
            row.note,
        )

    def _text(self, row: Row[Any]) -> str:
        try:
            return self._vault.open(row.content, _place(row.id)).decode()
        except UnreadableError:
            # Without the key the list still opens; `bot check` reports the missing key.
            return ""

    def _seal(self, words_id: int, text: str) -> bytes:
        return self._vault.seal(text.encode(), _place(words_id))


def _place(words_id: int) -> str:
    return f"survey_words:{words_id}"


def _unread(
    sections: Sequence[str] | None, said_before: datetime | None, *, are_protected: bool
) -> list[Any]:
    where: list[Any] = [
        # Literally the condition of the partial index: https://sqlite.org/partialindex.html
        text("survey_words.outcome = ''"),
        survey_words.c.protected.is_(are_protected),
    ]
    if sections is not None:
        where.append(survey_words.c.section.in_(sections))
    if said_before is not None:
        where.append(survey_words.c.said_on < said_before)
    return where


_BY_ID = select(survey_words).where(survey_words.c.id == bindparam("id")).with_for_update()
