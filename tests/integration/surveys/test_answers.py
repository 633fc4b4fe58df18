"""Rounds, answers and their link to people: equal on both databases."""

import dataclasses
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, text

from domain.errors import Refused
from domain.organisation.calendar import bangkok, month_bounds
from domain.organisation.officers import Role
from domain.surveys import definition
from domain.surveys.coverage import Flag
from domain.surveys.participation import STANDING_SUBJECT, DoorKind
from handlers.access.own_answers import own_responses
from handlers.notify import survey_alerts
from handlers.usecases import officers
from handlers.usecases.surveys import (
    answering,
    form,
    form_entries,
    moved_ratings,
    results,
    rounds,
    unlinking,
)
from storage.db.column_types import metadata
from storage.surveys.rounds import SetChangedError
from storage.tables import answer, rating, response, survey_round, survey_words
from tests.integration.surveys.test_chat import Person
from tests.moments import DAY, NOON

PERSON = "U" + "a" * 32
OTHER = "U" + "b" * 32


@pytest.fixture
def pulse(office):
    with office.uow(NOON) as uow:
        return rounds.open_round(
            uow, office.question_sets["pulse"], closes=(NOON + 30 * DAY).date(), target=40
        )


def door_of(uow, found):
    return rounds.door_of(uow, found.id, DoorKind.CHAT)


def says(office, found, person, *, now=NOON, words="", **codes):
    with office.uow(now) as uow:
        form = answering.open_form(uow, door_of(uow, found).id, person, STANDING_SUBJECT)
        for question, code in codes.items():
            form = answering.answer(uow, form, question, (code,))
        if words:
            form, _ = answering.comment(uow, form, "words", words)
        return form


def test_one_answer_a_person_that_may_change_until_the_round_closes(office, pulse):
    says(office, pulse, PERSON, equal=4)
    says(office, pulse, PERSON, now=NOON + DAY, equal=2)
    says(office, pulse, OTHER, equal=5)
    with office.store.read() as tx:
        given = [
            tx.survey_responses.answers(one) for one in tx.connection.scalars(select(response.c.id))
        ]
    assert sorted(one["equal"] for one in given) == [(2,), (5,)]
    with office.uow(NOON + 2 * DAY) as uow:
        rounds.close_round(uow, pulse.id)
    with pytest.raises(Refused, match="survey_closed"):
        says(office, pulse, PERSON, now=NOON + 3 * DAY, equal=1)


def test_two_at_once_are_one(office, pulse):
    threads = [
        threading.Thread(target=says, args=(office, pulse, PERSON), kwargs={"equal": code})
        for code in (1, 2, 3, 4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with office.store.read() as tx:
        (only,) = tx.connection.scalars(select(response.c.id)).all()
        assert len(tx.survey_responses.answers(only)["equal"]) == 1


def test_an_opened_version_never_changes_and_a_new_one_does_not_mix(office, pulse):
    with office.uow(NOON) as uow:
        changed = dataclasses.replace(pulse.question_set, th="อีกชื่อหนึ่ง")
        rounds.close_round(uow, pulse.id)
        with pytest.raises(Refused, match="set_changed"):
            rounds.open_round(uow, changed, closes=(NOON + 9 * DAY).date())
        newer = dataclasses.replace(changed, version=2)
        second = rounds.open_round(uow, newer, closes=(NOON + 9 * DAY).date())
        assert uow.tx.survey_rounds.find(pulse.id).question_set == pulse.question_set
        assert second.id != pulse.id
        assert uow.tx.survey_rounds.find(second.id).question_set == newer


def test_a_file_changed_without_a_new_version_does_not_stop_a_standing_survey(office):
    with office.uow(NOON) as uow:
        first = rounds.standing_round(uow, "counter")
    edited = dataclasses.replace(office.question_sets["counter"], th="แก้แล้ว")
    office = dataclasses.replace(office, question_sets={**office.question_sets, "counter": edited})
    with office.uow(NOON + 366 * DAY) as uow:
        next_year = rounds.standing_round(uow, "counter")
    assert (next_year.id != first.id, next_year.question_set) == (True, first.question_set)
    with office.uow(NOON) as uow, pytest.raises(SetChangedError):
        uow.tx.survey_rounds.open(edited, rounds.Plan(NOON, NOON + DAY), NOON)


def test_the_stored_definition_is_the_one_of_the_digest(office, pulse):
    with office.store.read() as tx:
        row = tx.connection.execute(text("SELECT definition, sha256 FROM survey_set")).one()
    assert definition.from_json(row.definition) == pulse.question_set
    assert row.sha256 == definition.sha256(pulse.question_set)


@pytest.mark.parametrize("codes", [(), (6,), (4, 5), (-1,), (999999999,)])
def test_what_is_no_answer_is_refused_and_stores_nothing(office, pulse, codes):
    with office.uow(NOON) as uow:
        form = answering.open_form(uow, door_of(uow, pulse).id, PERSON, STANDING_SUBJECT)
        with pytest.raises(Refused, match="no_such_answer"):
            answering.answer(uow, form, "equal", codes)
        with pytest.raises(Refused, match="no_such_answer"):
            answering.answer(uow, form, "nothing", (1,))
    with office.store.read() as tx:
        assert tx.connection.execute(select(response)).all() == []


def test_the_status_counts_what_counts(office, pulse):
    says(office, pulse, PERSON, equal=4)
    says(office, pulse, OTHER, equal=5, honest=5, money=1, benefit=5, informed=5, better=5)
    with office.uow(NOON) as uow:
        found = rounds.status(uow, pulse.id)
    assert (found.answered, found.complete, found.round.target) == (2, 1, 40)
    assert found.by_channel == {DoorKind.CHAT: 2}
    assert found.by_section == {"clerk": 2}


def alarms(office):
    with office.store.read() as tx:
        return tx.jobs.count(survey_alerts.ALERT, "")


def test_money_is_told_also_after_a_low_score_and_each_of_them_once(office):
    with office.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
    told = []
    for codes in ({"steps": 1}, {"staff": 2}, {"overall": 1}, {"why": 1}, {"why": 5}, {"steps": 2}):
        with office.uow(NOON) as uow:
            door = door_of(uow, found)
            asked = answering.open_form(uow, door.id, PERSON, "visit:tax_payment:2026-11-17")
            ((question, code),) = codes.items()
            answering.answer(uow, asked, question, (code,))
        told.append(alarms(office))
    assert told == [1, 1, 1, 1, 2, 2]


def test_a_form_with_low_scores_and_money_tells_of_each_once(office):
    with office.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER)
        opened = form.open_for_browser(uow, door.code, form.new_browser())
        low = {"q-steps": ["1"], "q-staff": ["1"], "q-overall": ["1"], "q-why": ["5"]}
        form.store(uow, opened, form_entries.read(found.question_set, low))
    assert alarms(office) == 2


# ---------------------------------------------------------------- the link to people
def dump(office) -> dict[str, list[dict]]:
    """Return every row of every table, as a thief of the database would read it."""
    with office.store.read() as tx:
        return {
            table.name: [dict(row) for row in tx.connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }


ANSWER_TABLES = {"response", "answer", "survey_words"}


def test_31_days_after_the_end_no_join_leads_from_an_answer_to_a_person(office, pulse):
    """A dump shows no pseudonym and no key, and no time or draft that another table contains as well."""
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
    """Return the times of answers that are more exact than a month."""
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


# ---------------------------------------------------------------- ratings of the previous release
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


def test_answers_name_only_rounds_and_doors_that_exist(office, pulse):
    says(office, pulse, PERSON, equal=4)
    with office.store.read() as tx:
        found = tx.connection.execute(
            select(answer.c.round_id, survey_round.c.id).join_from(answer, survey_round)
        ).one()
    assert found[0] == found[1] == pulse.id


def test_a_whole_form_is_stored_in_few_statements(office):
    """A form is sent while webhooks arrive, and on SQLite one transaction writes at a time."""
    with office.uow(NOON) as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER)
    entries = {f"q-{key}": ["4"] for key in ("overall", "steps", "staff", "place", "channels")}
    said = []
    with office.uow(NOON) as uow:
        opened = form.open_for_browser(uow, door.code, form.new_browser())
        event.listen(
            office.store.engine, "before_cursor_execute", lambda *facts: said.append(facts[2])
        )
        given = form.store(uow, opened, form_entries.read(found.question_set, entries))
    assert given.is_complete
    assert len([one for one in said if one.startswith(("INSERT", "UPDATE"))]) == 3
    assert len(said) <= 8


def test_a_head_is_told_no_target_of_the_whole_office_as_that_of_the_section(office):
    with office.uow(NOON) as uow:
        found = rounds.open_round(
            uow,
            office.question_sets["counter"],
            closes=(NOON + 30 * DAY).date(),
            population=800,
            population_source="ทะเบียน",
            target=40,
        )
        head, link_code = officers.add(uow, "พรทิพย์", Role.HEAD, "health")
        officers.link(uow, PERSON, link_code)
        nayok, _ = officers.add(uow, "สมบัติ", Role.NAYOK, None)
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER, service="waste_collection")
        for _ in range(6):
            opened = form.open_for_browser(uow, door.code, form.new_browser())
            form.store(uow, opened, form_entries.read(found.question_set, {"q-overall": ["4"]}))
    chat = Person(office)
    chat.id = PERSON
    assert "ผู้ตอบเรื่องกองของท่าน 6 คำตอบ" in " ".join(
        f"{row.label} {row.value}"
        for card in chat.says("ผลสำรวจ").cards
        for row in getattr(card, "rows", ())
    )
    with office.uow(NOON + DAY) as uow:
        rounds.close_round(uow, found.id)
    with office.uow(NOON + 2 * DAY) as uow:
        of_section = results.results(uow, head, found.id).figures.coverage
        of_office = results.results(uow, nayok, found.id).figures.coverage
    assert (of_section.n, of_section.target, of_section.population) == (6, None, None)
    assert Flag.BELOW_TARGET not in of_section.flags
    assert (of_office.n, of_office.target, of_office.population) == (6, 40, 800)
    assert Flag.BELOW_TARGET in of_office.flags
