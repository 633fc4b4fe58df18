"""An event is set aside after failures, or after killing its workers, and never for both together."""

import pytest
from sqlalchemy import select

from storage.queues.inbox import NewEvent
from storage.tables import inbox
from tests.databases import on_postgres
from tests.moments import MINUTE, NOON

FAILURES, STARTS = 5, 8


@pytest.fixture
def event(store):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("1", "somsri", "[]")], NOON)


def look(store):
    """Take the event as a worker does after every pause, and release it at once."""
    with store.begin() as tx:
        return tx.inbox.next(NOON + MINUTE)


def fail(store, row):
    with store.begin() as tx:
        return tx.inbox.failed(row, "ValueError", NOON)


def start(store, row):
    with store.begin() as tx:
        return tx.inbox.counts_startup(row)


def counts(store):
    """Return its state, its failures, and the number of worker starts that found it unhandled."""
    with store.read() as tx:
        row = tx.connection.execute(select(inbox)).one()
        return (row.state, row.attempts, row.startups)


def many(act, times, store):
    return [act(store, look(store)) for _ in range(times)]


@pytest.mark.usefixtures("event")
def test_the_fifth_failure_sets_an_event_aside(store):
    assert many(fail, FAILURES, store) == [False, False, False, False, True]
    assert counts(store) == (2, FAILURES, 0)


@pytest.mark.usefixtures("event")
def test_the_eighth_start_that_finds_it_first_sets_an_event_aside(store):
    assert many(start, STARTS, store) == [False] * 7 + [True]
    assert counts(store) == (2, 0, STARTS)


@pytest.mark.usefixtures("event")
def test_after_four_starts_the_first_failure_is_the_first(store):
    many(start, 4, store)
    assert fail(store, look(store)) is False
    assert counts(store) == (0, 1, 4)


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(
    ("last", "end"), [(fail, (2, FAILURES, STARTS - 1)), (start, (2, FAILURES - 1, STARTS))]
)
def test_failures_and_starts_never_add_up(store, last, end):
    for act in [start, fail] * (FAILURES - 1):
        assert act(store, look(store)) is False
    assert many(start, STARTS - FAILURES, store) == [False] * 3
    assert counts(store) == (0, FAILURES - 1, STARTS - 1)
    assert last(store, look(store)) is True
    assert counts(store) == end


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(
    ("act", "most", "end"), [(fail, FAILURES, (2, 5, 0)), (start, STARTS, (2, 0, 8))]
)
def test_two_who_saw_the_same_count_once_and_one_of_them_sets_it_aside(store, act, most, end):
    for time in range(1, most + 1):
        seen = look(store)
        assert (act(store, seen), act(store, seen)) == (time == most, False)
    assert counts(store) == end


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize(("act", "counted"), [(fail, (0, 2, 0)), (start, (0, 0, 2))])
def test_a_worker_that_read_it_long_ago_reduces_no_count(store, act, counted):
    seen_long_ago = look(store)
    many(act, 2, store)
    act(store, seen_long_ago)
    assert counts(store) == counted


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("acts", [(fail, start), (start, fail)])
def test_a_failure_and_a_start_at_the_same_moment_are_both_counted(store, acts):
    seen = look(store)
    assert [act(store, seen) for act in acts] == [False, False]
    assert counts(store) == (0, 1, 1)


@on_postgres
@pytest.mark.usefixtures("event")
def test_of_two_workers_that_start_at_once_one_counts(store):
    with store.begin() as first, store.begin() as second:
        found = first.inbox.next(NOON)
        assert second.inbox.next(NOON) is None
        first.inbox.counts_startup(found)
    assert counts(store) == (0, 0, 1)
