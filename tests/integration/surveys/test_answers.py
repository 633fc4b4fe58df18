"""Rounds, answers and their link to people: the same on both databases."""

import dataclasses
import threading

import pytest
from sqlalchemy import event, select, text

from domain.errors import Refused
from domain.organisation.officers import Role
from domain.surveys import definition
from domain.surveys.coverage import Flag
from domain.surveys.participation import STANDING_SUBJECT, DoorKind
from handlers.notify import survey_alerts
from handlers.usecases import officers
from handlers.usecases.surveys import (
    answering,
    form,
    form_entries,
    results,
    rounds,
)
from storage.surveys.rounds import SetChangedError
from storage.tables import answer, response, survey_round
from tests.integration.surveys.test_chat import Person
from tests.moments import DAY, NOON
from tests.surveys import OTHER, PERSON, door_of, says


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
