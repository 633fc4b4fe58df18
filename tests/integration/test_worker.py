"""A failing event is retried, then set aside with an apology and an alert, and delays nobody else."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.line.client import connect
from bot.runtime.worker import Worker
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.core.i18n import Translations
from storage.cases.attachments import AttachmentKind, Moment
from storage.queues.inbox import NewEvent
from storage.queues.tasks import TaskKind
from storage.tables import inbox, outbox, person, task
from tests.line_bodies import BOONMEE, SOMSRI, TEAM, event, says
from tests.moments import MINUTE, NOON, SECOND
from tests.sealed import letter_of

CLERK = "Uclerk"


class TornWords(Translations):
    """Texts of which some are missing: a fault of our own in the middle of an event."""

    def __init__(self, whole, torn, fault):
        super().__init__(whole.sentences)
        self.torn, self.fault = torn, fault

    def say(self, key, language, **facts):
        if key.startswith(self.torn):
            raise self.fault
        return super().say(key, language, **facts)


@pytest.fixture
def torn(settings, office, clock):
    """A worker at an office that fails where these texts are needed."""

    def make(*keys, fault=None):
        words = TornWords(office.translations, keys, fault or ValueError("our own fault"))
        return Worker(replace(office, translations=words, live=None), connect(settings), clock)

    return make


def receive(store, *events, at=NOON):
    with store.begin() as tx:
        tx.inbox.store(
            [
                NewEvent(one["webhookEventId"], one["source"]["userId"], json.dumps(one))
                for one in events
            ],
            at,
        )


def hear_all(worker):
    while worker.handle_next_event():
        pass


def ends(store):
    with store.read() as tx:
        rows = tx.connection.execute(select(inbox).order_by(inbox.c.id))
        return [(row.state, row.attempts) for row in rows]


def starts(store):
    """Return for each event how many worker starts found it unhandled."""
    with store.read() as tx:
        return list(tx.connection.scalars(select(inbox.c.startups).order_by(inbox.c.id)))


def owed(store):
    with store.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id))
        return [(to, said[0].get("text", "")) for to, said in map(letter_of, rows)]


def appoint(store, role, line_id):
    with store.begin() as tx:
        officer = tx.officers.add("ผู้ดูแล", role, None, NOON)
        tx.link_codes.issue(officer.id, line_id, NOON + MINUTE)
        tx.link_codes.redeem(line_id, line_id, NOON)


def test_an_event_is_answered_and_done_in_one_transaction(worker, store):
    receive(store, says("สวัสดีค่ะ"))
    assert worker.handle_next_event() is True
    assert ends(store) == [(1, 0)]
    assert [recipient for recipient, _ in owed(store)] == [SOMSRI]
    assert worker.handle_next_event() is False


def test_of_an_event_that_fails_nothing_is_left_but_the_count(torn, store):
    receive(store, says("สวัสดีค่ะ"))
    assert torn("office.").handle_next_event() is True
    assert (ends(store), owed(store)) == ([(0, 1)], [])
    with store.read() as tx:
        assert tx.connection.execute(select(person)).all() == []


def test_a_fault_that_passes_costs_a_moment_and_nothing_else(torn, worker, store, clock):
    receive(store, says("สวัสดีค่ะ"), says("ขอบคุณค่ะ"))
    hear_all(torn("office."))
    assert worker.handle_next_event() is False
    clock.now += 2 * SECOND
    hear_all(worker)
    assert ends(store) == [(1, 1), (1, 0)]
    assert len(owed(store)) == 2


def test_an_event_that_always_fails_is_set_aside_with_an_apology_and_an_alarm(torn, store, clock):
    appoint(store, Role.ADMIN, "Uadmin")
    appoint(store, Role.NAYOK, "Unayok")
    receive(store, says("สวัสดีค่ะ"))
    worker = torn("office.")
    for _ in range(10):
        hear_all(worker)
        clock.now += timedelta(seconds=16)
    assert ends(store) == [(2, 5)]
    apology, alarm = owed(store)
    assert apology[0] == SOMSRI
    assert "ขออภัย" in apology[1]
    assert alarm[0] == "Uadmin"
    assert "ลำดับที่ 1" in alarm[1]


def test_events_of_others_are_handled_meanwhile_and_those_of_the_same_person_afterwards(
    torn, store, clock
):
    receive(store, says("สวัสดีค่ะ"), says("ไฟดับหน้าบ้าน"), says("ไฟดับหน้าวัด", sender=BOONMEE))
    worker = torn("office.greeting")
    hear_all(worker)
    assert ends(store) == [(0, 1), (0, 0), (1, 0)]
    for _ in range(5):
        clock.now += timedelta(seconds=16)
        hear_all(worker)
    assert ends(store) == [(2, 5), (1, 0), (1, 0)]


def test_a_fault_in_the_apology_itself_blocks_nobody(torn, store, clock):
    receive(store, says("สวัสดีค่ะ"), says("ไฟดับหน้าวัด", sender=BOONMEE))
    worker = torn("office.greeting", "apology.")
    for _ in range(6):
        hear_all(worker)
        clock.now += timedelta(seconds=16)
    assert ends(store) == [(2, 5), (1, 0)]


def test_in_a_group_nobody_is_apologised_to(torn, store, clock):
    group = {"type": "group", "groupId": TEAM, "userId": SOMSRI}
    receive(store, event("postback", source=group, postback={"data": "a/b/c/d"}))
    worker = torn("group.")
    for _ in range(6):
        hear_all(worker)
        clock.now += timedelta(seconds=16)
    assert (ends(store), owed(store)) == ([(2, 5)], [])


def test_an_event_that_ends_each_worker_is_set_aside_at_the_eighth_start_after_it(
    settings, office, store, clock
):
    appoint(store, Role.ADMIN, "Uadmin")
    receive(store, says("สวัสดีค่ะ"), says("ไฟดับหน้าวัด", sender=BOONMEE))
    workers = [Worker(office, connect(settings), clock) for _ in range(8)]
    for worker in workers[:7]:
        worker.count_startup()
    assert (ends(store), starts(store), owed(store)) == ([(0, 0), (0, 0)], [7, 0], [])
    workers[7].count_startup()
    (apologised, apology), (alarmed, alarm) = owed(store)
    assert (ends(store), apologised, alarmed) == ([(2, 0), (0, 0)], SOMSRI, "Uadmin")
    assert ("ขออภัย" in apology, "ลำดับที่ 1" in alarm) == (True, True)
    hear_all(workers[7])
    assert (ends(store), starts(store)) == ([(2, 0), (1, 0)], [8, 0])


def test_an_event_that_was_first_when_others_died_has_all_its_tries(torn, worker, store, clock):
    receive(store, says("สวัสดีค่ะ"))
    for _ in range(7):
        worker.count_startup()
    hear_all(torn("office."))
    assert (ends(store), starts(store)) == ([(0, 1)], [7])
    clock.now += 2 * SECOND
    hear_all(worker)
    assert ends(store) == [(1, 1)]


def test_an_event_that_kills_its_workers_is_set_aside_before_it_is_read(worker, store):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("1", SOMSRI, "{broken"), NewEvent("2", BOONMEE, "[]")], NOON)
    for _ in range(16):
        worker.count_startup()
    assert (ends(store), starts(store)) == ([(2, 0), (2, 0)], [8, 8])


def test_a_start_counts_for_the_event_that_comes_first_and_hinders_none(worker, store):
    receive(store, says("สวัสดีค่ะ"), says("ขอบคุณค่ะ"))
    worker.start()
    while ends(store)[-1][0] == 0:
        time.sleep(0.01)
    worker.stop()
    assert (ends(store), starts(store)) == ([(1, 0), (1, 0)], [1, 0])


def test_what_was_stored_broken_is_set_aside_too(worker, store, clock):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("1", SOMSRI, "{broken"), NewEvent("2", BOONMEE, "[]")], NOON)
    for _ in range(6):
        hear_all(worker)
        clock.now += timedelta(seconds=16)
    assert ends(store) == [(2, 5), (2, 5)]


def test_a_rule_that_says_no_is_an_answer_and_not_a_fault(torn, store):
    receive(store, says("สวัสดีค่ะ"))
    torn("office.greeting", fault=Refused("not_found")).handle_next_event()
    assert ends(store) == [(1, 0)]
    assert len(owed(store)) == 1


def test_a_late_event_keeps_its_own_hour_and_its_token_is_valid_from_its_arrival(
    worker, store, clock
):
    receive(store, says("สวัสดีค่ะ", timestamp=int(NOON.timestamp() * 1000)))
    clock.now += MINUTE
    worker.handle_next_event()
    with store.read() as tx:
        row = tx.connection.execute(select(outbox)).one()
    assert row.created_at == NOON
    assert NOON < row.reply_until < NOON + MINUTE


def ask(store, kind, subject, now=NOON):
    with store.begin() as tx:
        tx.tasks.ask(kind, subject, now)


def tasks(store):
    with store.read() as tx:
        return [
            (row.subject, row.state, row.attempts)
            for row in tx.connection.execute(select(task).order_by(task.c.id))
        ]


def test_a_profile_is_fetched_and_kept(worker, line, store):
    with store.begin() as tx:
        tx.people.ensure(SOMSRI, NOON)
    ask(store, TaskKind.PROFILE, SOMSRI)
    line.photos["profile"] = json.dumps({"userId": SOMSRI, "displayName": "สมศรี"}).encode()
    assert worker.run_next_task() is True
    with store.read() as tx:
        assert tx.people.find(SOMSRI).display_name == "สมศรี"
    assert tasks(store) == []
    assert worker.run_next_task() is False


@pytest.mark.parametrize("name", ["\0", "\ud83d", "ก" * 5000])
def test_a_task_whose_result_cannot_be_kept_is_counted_like_any_other_failure(
    worker, line, store, name
):
    with store.begin() as tx:
        tx.people.ensure(SOMSRI, NOON)
    ask(store, TaskKind.PROFILE, SOMSRI)
    line.photos["profile"] = json.dumps({"userId": SOMSRI, "displayName": name}).encode()
    worker.run_next_task()
    assert [(state, attempts) for _, state, attempts in tasks(store)] in ([], [(0, 1)])


def test_no_transaction_is_open_while_a_photo_is_fetched(worker, line, store):
    written = []

    def write_beside_it(_call):
        with store.begin() as tx:
            tx.people.ensure(BOONMEE, NOON)
        written.append(True)

    line.during = write_beside_it
    with store.begin() as tx:
        tx.attachments.request("4711", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
    ask(store, TaskKind.ATTACHMENT, "4711")
    worker.run_next_task()
    assert written == [True]


def test_a_started_worker_receives_answers_and_stops(worker, line, store):
    worker.start()
    receive(store, says("สวัสดีค่ะ"))
    deadline = 500
    while "reply" not in line.hows and "push" not in line.hows and deadline:
        store.wakeup.wait("nothing", 0, 0.01)
        deadline -= 1
    worker.stop()
    assert set(line.hows) >= {"reply"} or set(line.hows) >= {"push"}
    assert ends(store) == [(1, 0)]
