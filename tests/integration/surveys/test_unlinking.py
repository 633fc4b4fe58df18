"""What ties an answer to a person is gone 31 days after the round, and no join leads back."""

import dataclasses
from datetime import timedelta

from sqlalchemy import select

from domain.organisation.calendar import bangkok, month_bounds
from handlers.access.own_answers import own_responses
from handlers.usecases.surveys import rounds, unlinking
from storage.db.column_types import metadata
from storage.tables import response
from tests.moments import DAY, NOON
from tests.surveys import OTHER, PERSON, says


def dump(office) -> dict[str, list[dict]]:
    """Every row of every table, as whoever steals the database reads it."""
    with office.store.read() as tx:
        return {
            table.name: [dict(row) for row in tx.connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }


ANSWER_TABLES = {"response", "answer", "survey_words"}


def test_31_days_after_the_end_no_join_leads_from_an_answer_to_a_person(office, pulse):
    """Told on a dump: pseudonyms and keys are gone, and no time or draft is shared with another table."""
    with office.uow(NOON) as uow:
        for one in (PERSON, OTHER):
            uow.tx.people.ensure(one, NOON)
    says(office, pulse, PERSON, now=NOON + timedelta(seconds=83), words="ควรมีที่นั่งรอ", equal=2)
    says(office, pulse, OTHER, now=NOON + timedelta(seconds=97), equal=5)
    run_until_empty(office, NOON + 40 * DAY)
    linked = dump(office)
    assert all(row["person_key"] for row in linked["response"])
    run_until_empty(office, NOON + 62 * DAY)
    rows = dump(office)
    assert [row["secret"] for row in rows["survey_round"]] == [b""]
    for row in rows["response"]:
        assert (row["person_key"], row["subject_key"], row["draft_id"]) == (None, None, None)
    for name in ANSWER_TABLES:
        for row in rows[name]:
            assert PERSON not in str(row)
            assert OTHER not in str(row)
    assert shared_times(rows) == set()
    with office.uow(NOON + 62 * DAY) as uow:
        assert own_responses(uow, PERSON) == []


def shared_times(rows):
    """Moments of answers that are more exact than a month."""
    month, _ = month_bounds(f"{bangkok(NOON).year + 543}-{bangkok(NOON).month:02}")
    return {
        value
        for name in ANSWER_TABLES
        for row in rows[name]
        for column, value in row.items()
        if column in {"started_at", "submitted_at", "replaced_at", "said_on"} and value
    } - {month}


def test_the_order_of_answers_cannot_be_read_from_their_ids(office, pulse):
    for number in range(12):
        says(office, pulse, f"U{number:032}", now=NOON + number * timedelta(seconds=1), equal=4)
    with office.store.read() as tx:
        ids = [
            row.id
            for row in tx.connection.execute(select(response).order_by(response.c.started_at))
        ]
    assert ids != sorted(ids)


def test_what_figures_count_stays_after_the_link_is_gone(office, pulse):
    says(office, pulse, PERSON, words="อยากให้เปิดวันเสาร์", equal=2)
    with office.uow(NOON) as uow:
        before = rounds.status(uow, pulse.id)
    run_until_empty(office, NOON + 62 * DAY)
    with office.uow(NOON + 62 * DAY) as uow:
        after = rounds.status(uow, pulse.id)
        assert uow.tx.survey_words.of_round(pulse.id)[0].text == "อยากให้เปิดวันเสาร์"
    assert dataclasses.replace(after, round=before.round) == before


def run_until_empty(office, now):
    count = 1
    while count:
        with office.uow(now) as uow:
            count = unlinking.unlink(uow)
