"""Monitoring gets the number and age of what waits, and the parts of the bot that have stopped."""

from domain.cases.complaint import Status
from storage.maintenance.backlog import Waiting, read_backlog
from storage.queues.inbox import NewEvent
from storage.queues.tasks import TaskKind
from storage.store import open_store
from tests.databases import VAULT
from tests.integration.owing import claim_one
from tests.integration.test_complaints import case
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND
from web.health import STUCK_AFTER, what_is_wrong

LATER = NOON + STUCK_AFTER + SECOND


def enqueue(store, recipient="Usomsri", at=NOON):
    with store.begin() as tx:
        tx.outbox.enqueue(recipient, "[]", at)


def put_off(store, until, now=NOON):
    with store.begin() as tx:
        tx.delivery.again(claim_one(tx, now), "LINE is away", until)


def test_an_office_at_rest_waits_for_nothing(store):
    with store.read() as tx:
        backlog = read_backlog(tx, NOON)
    assert set(backlog.waiting) == {"events", "messages", "tasks"}
    assert set(backlog.waiting.values()) == {Waiting(0, None)}
    assert what_is_wrong(store, NOON) is None


def test_each_kind_of_work_is_counted_and_its_oldest_reported(store):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("1", "Usomsri", "{}")], NOON)
        tx.inbox.store([NewEvent("2", "Usomsri", "{}")], NOON + MINUTE)
        tx.tasks.ask(TaskKind.PROFILE, "Usomsri", NOON + SECOND)
        tx.tasks.ask(TaskKind.PROFILE, "Ulater", NOON + HOUR)
        tx.outbox.enqueue("Usomsri", "[]", NOON, deferred_until=NOON + DAY)
    enqueue(store, at=NOON + MINUTE)
    with store.read() as tx:
        backlog = read_backlog(tx, NOON + MINUTE)
    assert backlog.waiting == {
        "events": Waiting(2, NOON),
        "messages": Waiting(1, NOON + MINUTE),
        "tasks": Waiting(2, NOON + SECOND),
    }
    assert backlog.deferred == 1


def test_cases_about_staff_are_not_counted(store):
    cases = {
        "open": case("1", due_at=NOON + DAY),
        "late": case("2", due_at=NOON - DAY),
        "paused": case("3", due_at=NOON, paused_at=NOON, status=Status.WAITING),
        "ended": case("4", due_at=NOON, ended_at=NOON, status=Status.CLOSED),
        "about staff": case("5", due_at=NOON, restricted=True),
    }
    with store.begin() as tx:
        for draft, one in cases.items():
            tx.complaints.add(one, draft)
    with store.read() as tx:
        backlog = read_backlog(tx, NOON)
    assert (backlog.cases_open, backlog.cases_overdue) == (3, 1)


def test_a_worker_that_leaves_an_event_alone_counts_as_stopped(store):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("1", "Usomsri", "{}")], NOON)
    assert what_is_wrong(store, NOON + STUCK_AFTER) is None
    assert what_is_wrong(store, LATER) == "worker"
    with store.begin() as tx:
        tx.inbox.done(tx.inbox.next(LATER).id)
    assert what_is_wrong(store, LATER) is None


def test_a_worker_that_leaves_a_message_alone_counts_as_stopped(store):
    enqueue(store)
    assert what_is_wrong(store, LATER) == "worker"


def test_a_message_that_waits_for_line_is_nobodys_fault_nor_are_those_behind_it(store):
    enqueue(store)
    put_off(store, NOON + HOUR)
    enqueue(store)
    assert what_is_wrong(store, NOON + HOUR) is None
    assert what_is_wrong(store, NOON + HOUR + STUCK_AFTER + SECOND) == "worker"


def test_a_message_in_the_hands_of_the_dead_counts_from_when_another_could_have_taken_it(store):
    enqueue(store)
    with store.begin() as tx:
        claim_one(tx, NOON)
    assert what_is_wrong(store, LATER) is None
    assert what_is_wrong(store, LATER + MINUTE) == "worker"


def test_a_database_without_our_tables_is_not_ours(empty_database_url):
    store = open_store(empty_database_url, VAULT)
    assert what_is_wrong(store, NOON) == "schema"
    store.close()


def test_a_database_that_does_not_answer_is_unreachable():
    store = open_store("postgresql://nobody@127.0.0.1:1/nowhere", VAULT)
    assert what_is_wrong(store, NOON) == "database"
    store.close()
