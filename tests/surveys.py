"""Answers to surveys, and what the database holds of them, for stories and integration tests."""

from sqlalchemy import select

from domain.surveys.participation import STANDING_SUBJECT, DoorKind
from handlers.usecases.surveys import answering, rounds
from storage.tables import response, survey_words
from tests.moments import NOON

PERSON = "U" + "a" * 32
OTHER = "U" + "b" * 32


def door_of(uow, found):
    """The door of a round in the chat."""
    return rounds.door_of(uow, found.id, DoorKind.CHAT)


def says(office, found, person, *, now=NOON, words="", **codes):
    """Answer questions of a round, and comment on it, as a person in the chat does."""
    with office.uow(now) as uow:
        form = answering.open_form(uow, door_of(uow, found).id, person, STANDING_SUBJECT)
        for question, code in codes.items():
            form = answering.answer(uow, form, question, (code,))
        if words:
            form, _ = answering.comment(uow, form, "words", words)
        return form


def current_answers(bot) -> list[dict[str, tuple[int, ...]]]:
    """The current answers of every response that counts, by question, the earliest response first."""
    with bot.office.store.read() as tx:
        found = tx.connection.scalars(
            select(response.c.id)
            .where(response.c.state != "void")
            .order_by(response.c.started_at, response.c.id)
        )
        return [tx.survey_responses.answers(one) for one in found.all()]


def words_of(bot) -> list[str]:
    """Every comment, in no order."""
    with bot.office.store.read() as tx:
        ids = tx.connection.scalars(select(survey_words.c.response_id)).all()
        return [text for one in ids for text in tx.survey_words.of_response(one).values()]


def count(bot, table) -> int:
    with bot.office.store.read() as tx:
        return len(tx.connection.execute(select(table)).all())


__all__ = [
    "OTHER",
    "PERSON",
    "count",
    "current_answers",
    "door_of",
    "response",
    "says",
    "words_of",
]
