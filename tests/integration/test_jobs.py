"""Each job runs once per slot, whichever process claims it, and is made up for after an outage."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from domain.organisation.calendar import BANGKOK
from domain.organisation.officers import Role
from handlers.core import dates
from scheduler import jobs
from scheduler.jobs import (
    JOB_RUN_RETENTION,
    MONTHLY,
    forget,
    last_due_month,
    monthly_report,
    release_deferred_messages,
)
from storage.queues.inbox import NewEvent
from storage.queues.job_runs import FrozenMonth
from storage.recovery.after_restore import resume, settle_links
from storage.store import open_store
from storage.tables import inbox, job_run, month_report, outbox
from tests.databases import VAULT
from tests.integration.owing import HELLO, claim_one
from tests.integration.test_complaints import case
from tests.moments import DAY, NOON
from tests.sealed import letter_of

INSTALLED = datetime(2026, 10, 15, 9, 0, tzinfo=BANGKOK)
DUE = datetime(2026, 11, 1, 8, 0, tzinfo=BANGKOK)
HOUR = DAY / 24


@pytest.fixture
def nayok(store):
    with store.begin() as tx:
        officer = tx.officers.add("นายกสมบัติ", Role.NAYOK, None, NOON)
        tx.link_codes.issue(officer.id, "code", NOON + DAY)
        tx.link_codes.redeem("code", "Unayok", NOON)


def reported(store):
    with store.read() as tx:
        return sorted(tx.connection.scalars(select(month_report.c.month)))


def messages(store):
    with store.read() as tx:
        return [letter_of(row)[0] for row in tx.connection.execute(select(outbox))]


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-11-01T07:59:59", "2569-09"),
        ("2026-11-01T08:00:00", "2569-10"),
        ("2026-11-30T23:59:59", "2569-10"),
        ("2027-01-01T08:00:00", "2569-12"),
        ("2026-03-01T07:00:00", "2569-01"),
    ],
)
def test_a_month_is_due_at_eight_on_the_first_in_bangkok(moment, month):
    assert last_due_month(datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)) == month


def test_a_new_installation_reports_no_month_before_its_time(office, store, nayok):
    monthly_report(office, INSTALLED)
    monthly_report(office, INSTALLED + DAY)
    assert (reported(store), messages(store)) == ([], [])


def test_the_month_arrives_when_it_is_due_and_once(office, store, nayok):
    monthly_report(office, INSTALLED)
    for now in (DUE - DAY / 86400, DUE, DUE, DUE + DAY):
        monthly_report(office, now)
    assert (reported(store), messages(store)) == (["2569-10"], ["Unayok"])


def test_an_outage_of_two_months_is_made_up_oldest_first(office, store, nayok):
    monthly_report(office, INSTALLED)
    monthly_report(office, datetime(2027, 1, 20, 3, 0, tzinfo=BANGKOK))
    assert reported(store) == ["2569-10", "2569-11", "2569-12"]
    assert messages(store) == ["Unayok"] * 3
    with store.read() as tx:
        slots = tx.connection.scalars(
            select(job_run.c.slot).where(job_run.c.job == MONTHLY).order_by(job_run.c.claimed_at)
        )
        assert list(slots) == ["2569-09", "2569-10", "2569-11", "2569-12"]


@pytest.mark.parametrize(
    ("received", "run", "months"),
    [
        (DUE - 9 * HOUR, DUE, []),
        (DUE - 8 * HOUR, DUE, ["2569-10"]),
        (DUE - 9 * HOUR, DUE + 11 * HOUR, []),
        (DUE - 9 * HOUR, DUE + 12 * HOUR, ["2569-10"]),
        (DUE - 9 * HOUR, DUE + 13 * HOUR, []),
    ],
)
def test_a_month_waits_for_what_came_in_it_until_the_last_hour_of_the_day(
    office, store, received, run, months
):
    monthly_report(office, INSTALLED)
    with store.begin() as tx:
        tx.inbox.store([NewEvent("E1", "U1", "{}")], received)
    monthly_report(office, run)
    assert reported(store) == months


def test_once_everything_is_handled_the_next_hour_tells_the_month(office, store):
    monthly_report(office, INSTALLED)
    with store.begin() as tx:
        tx.inbox.store([NewEvent("E1", "U1", "{}")], DUE - 9 * HOUR)
    monthly_report(office, DUE)
    with store.begin() as tx:
        row = tx.inbox.next(DUE)
        tx.inbox.done(row.id)
    monthly_report(office, DUE + HOUR)
    assert reported(store) == ["2569-10"]


@pytest.mark.parametrize(
    ("made_at", "restored_at", "is_said"),
    [
        (DUE - 10 * DAY, DUE + 4 * DAY, True),
        (DUE - DAY / 24, DUE, True),
        (DUE - 10 * DAY, DUE - 5 * DAY, False),
        (DUE + DAY, DUE + 4 * DAY, False),
    ],
    ids=["days", "an hour", "restored before it was due", "backed up after it was due"],
)
def test_a_month_that_may_have_been_told_before_a_restore_says_of_what_day_it_is(
    office, store, nayok, made_at, restored_at, is_said
):
    monthly_report(office, INSTALLED)
    with store.begin() as tx:
        cut = resume(tx, made_at, restored_at)
        settle_links(tx, cut, {one.officer_id for one in cut}, restored_at)
    monthly_report(office, DUE + 5 * DAY)
    with store.read() as tx:
        (row,) = tx.connection.execute(select(outbox))
    _, (card,) = letter_of(row)
    day = dates.day(made_at).th
    assert (f"ชุดสำรองของวันที่ {day}" in card["footnote"]) == is_said


def test_three_schedulers_tell_everyone_once(office, store, nayok, database_url):
    offices = [office, *(replace(office, store=open_store(database_url, VAULT)) for _ in range(2))]
    barrier = threading.Barrier(3)
    faults = []

    def tick(own):
        try:
            for now in (INSTALLED, DUE, datetime(2026, 12, 2, 9, 0, tzinfo=BANGKOK)):
                barrier.wait(10)
                monthly_report(own, now)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=tick, args=(own,)) for own in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in offices[1:]:
        own.store.close()
    assert faults == []
    assert (reported(store), messages(store)) == (["2569-10", "2569-11"], ["Unayok"] * 2)


def test_a_report_that_fails_is_not_counted_as_done(office, store, nayok, monkeypatch):
    monthly_report(office, INSTALLED)

    def fail(*_args):
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("reports.monthly.send.month_document", fail)
        with pytest.raises(ZeroDivisionError):
            monthly_report(office, DUE)
    assert (reported(store), messages(store)) == ([], [])
    monthly_report(office, DUE)
    assert reported(store) == ["2569-10"]


def test_of_many_who_claim_a_run_one_has_it(database_url, store):
    stores = [store, *(open_store(database_url, VAULT) for _ in range(2))]
    won = []

    def claim(own, name):
        for slot in range(20):
            with own.begin() as tx:
                if tx.jobs.claim("job", str(slot), NOON):
                    won.append((slot, name))

    threads = [threading.Thread(target=claim, args=(own, n)) for n, own in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in stores[1:]:
        own.close()
    assert sorted(slot for slot, _ in won) == list(range(20))


def test_a_claim_whose_work_failed_is_free_again(store):
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        assert tx.jobs.claim("job", "1", NOON)
        raise ZeroDivisionError
    with store.begin() as tx:
        assert tx.jobs.is_new("job")
        assert tx.jobs.claim("job", "1", NOON)


def test_a_month_once_frozen_stays_as_it_is(store):
    first, second = FrozenMonth("2569-10", "{}", "a"), FrozenMonth("2569-10", "[]", "b")
    with store.begin() as tx:
        assert tx.jobs.freeze_month(first, NOON) is True
        assert tx.jobs.freeze_month(second, NOON) is False
        assert tx.jobs.frozen_month("2569-10") == first
        assert tx.jobs.frozen_month("2569-11") is None


def test_held_messages_are_let_go_by_the_clock(office, store):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON)
        tx.delivery.defer(claim_one(tx, NOON), "429", NOON + DAY)
    release_deferred_messages(office, NOON + DAY)
    with store.begin() as tx:
        assert claim_one(tx, NOON + DAY) is not None


def test_old_runs_are_forgotten_but_the_newest_and_what_was_said_of_an_open_case(office, store):
    with store.begin() as tx:
        ids = [
            tx.complaints.add(case(draft, ended_at=ended_at), draft).id
            for draft, ended_at in (("still open", None), ("ended", NOON))
        ]
        still_open, ended = ids
        runs = [
            ("clock", f"{still_open}:1:due:late"),
            ("clock", f"{ended}:1:due:late"),
            ("monthly_report", "2569-09"),
            ("monthly_report", "2569-10"),
            ("morning", "2026-11-16"),
            ("morning", "2026-11-17"),
        ]
        for job, slot in runs:
            tx.jobs.claim(job, slot, NOON)
        tx.jobs.claim("budget", "2569-11:80", NOON + 60 * DAY)
        tx.jobs.claim("budget", "2569-12:80", NOON + 60 * DAY)
    forget(office, NOON + JOB_RUN_RETENTION + DAY)
    with store.read() as tx:
        left = set(tx.connection.execute(select(job_run.c.job, job_run.c.slot)).all())
    assert left == {
        ("clock", f"{still_open}:1:due:late"),
        ("clock", max(f"{one}:1:due:late" for one in ids)),
        ("monthly_report", "2569-10"),
        ("morning", "2026-11-17"),
        ("budget", "2569-11:80"),
        ("budget", "2569-12:80"),
    }


def test_the_boxes_hold_seventy_days_however_much_was_said(office, store, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH_SIZE", 2)
    monkeypatch.setattr(jobs, "MIN_ROWS_KEPT", 1)
    with store.begin() as tx:
        tx.inbox.store([NewEvent(f"E{n}", "U1", "{}") for n in range(6)], NOON)
        while row := tx.inbox.next(NOON):
            tx.inbox.done(row.id)
    for days, left in ((69, 6), (71, 1)):
        jobs.scrub(office, NOON + days * DAY)
        with store.read() as tx:
            assert tx.connection.scalar(select(func.count()).select_from(inbox)) == left
