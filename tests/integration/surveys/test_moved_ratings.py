"""Ratings of the release before become answers of the set `case`, each in its month."""

from sqlalchemy import insert, select

from domain.organisation.calendar import bangkok, month_bounds
from handlers.access.own_answers import own_responses
from handlers.usecases.surveys import moved_ratings
from storage.tables import rating, survey_words
from tests.moments import DAY, NOON
from tests.surveys import OTHER, PERSON


def test_ratings_move_into_the_set_case_once_and_keep_their_month(office):
    month = f"{bangkok(NOON).year + 543}-{bangkok(NOON).month:02}"
    with office.store.begin() as tx:
        old = [
            {"rater": PERSON, "service": "tax_land", "score": 5, "rated_at": NOON - DAY},
            {
                "rater": PERSON,
                "service": "tax_land",
                "score": 2,
                "rated_at": NOON - DAY,
                "reasons": "slow,rude",
                "comment": "รอนานมาก",
            },
            {"rater": OTHER, "service": "tax_land", "score": 4, "rated_at": NOON - 2 * DAY},
        ]
        for row in old:
            tx.connection.execute(insert(rating).values(row))
    for _ in range(2):
        with office.uow(NOON) as uow:
            moved_ratings.move(uow)
    with office.store.read() as tx:
        assert tx.connection.execute(select(rating)).all() == []
        figures = tx.figures.month(month, *month_bounds(month))
        words = [row.id for row in tx.connection.execute(select(survey_words))]
        assert tx.survey_words.of_response(
            tx.connection.scalars(select(survey_words.c.response_id)).one()
        ) == {"words": "รอนานมาก"}
    # The second rating of the same visit replaced the first.
    assert (figures.ratings, figures.satisfaction) == (2, 3.0)
    assert figures.reasons == (("rude", 1), ("slow", 1))
    assert words == [2]
    with office.uow(NOON) as uow:
        assert len(own_responses(uow, PERSON)) == 1


def test_a_moved_rating_that_was_replaced_counts_for_the_months_before(office):
    first, second = NOON - 40 * DAY, NOON - DAY
    with office.store.begin() as tx:
        for score, at, replaced in ((5, first, second), (1, second, None)):
            row = {
                "rater": PERSON,
                "service": "tax_land",
                "score": score,
                "rated_at": at,
                "replaced_at": replaced,
            }
            tx.connection.execute(insert(rating).values(row))
    with office.uow(NOON) as uow:
        moved_ratings.move(uow)
    with office.store.read() as tx:
        counts = {
            at: tx.figures.month(key, *month_bounds(key)).satisfaction
            for at in (first, second)
            for key in [f"{bangkok(at).year + 543}-{bangkok(at).month:02}"]
        }
    assert counts == {first: 5.0, second: 1.0}
