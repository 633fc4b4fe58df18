"""Reads survey data from the database, for stories and integration tests."""

from sqlalchemy import select

from storage.tables import answer, response, survey_words


def current_answers(bot) -> list[dict[str, tuple[int, ...]]]:
    """Return the current answers of every valid response, by question, the earliest response first."""
    with bot.office.store.read() as tx:
        found = tx.connection.scalars(
            select(response.c.id)
            .where(response.c.state != "void")
            .order_by(response.c.started_at, response.c.id)
        )
        return [tx.survey_responses.answers(one) for one in found.all()]


def words_of(bot) -> list[str]:
    """Return every comment, in no order."""
    with bot.office.store.read() as tx:
        ids = tx.connection.scalars(select(survey_words.c.response_id)).all()
        return [text for one in ids for text in tx.survey_words.of_response(one).values()]


def count(bot, table) -> int:
    with bot.office.store.read() as tx:
        return len(tx.connection.execute(select(table)).all())


__all__ = ["answer", "count", "current_answers", "response", "words_of"]
