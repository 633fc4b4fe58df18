"""Cases as rows: numbers are unique, and of two concurrent acts the second sees the result of the first."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from domain.cases.complaint import Place, Status, Verdict
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.language.text_span import Span
from domain.organisation.officers import Role
from handlers.core.messages import EventKind, InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import complaints, offboarding
from handlers.usecases.corrections import unsend_edit
from storage.cases import message_parts
from storage.cases.attachments import AttachmentKind, AttachmentState, Moment
from storage.cases.audit import Entry
from storage.cases.complaints import Complaints
from storage.cases.message_parts import MessageLocation, Part
from storage.store import open_store
from storage.tables import complaint
from tests.builders import a_case
from tests.databases import VAULT, on_postgres
from tests.moments import DAY, MINUTE, NOON

PINNED = Place(13.4900001, 101.25, 3, "หน้าวัด")


def case(number="นว-2570-000001-1", **facts):
    ours = {"id": 0, "number": number, "detail": "ไฟดับ 💡", "place": PINNED, "hide_name": True}
    return a_case(**(ours | facts))


def file(store, number="1", **facts):
    with store.begin() as tx:
        return tx.complaints.add(case(number, **facts), draft_id=f"draft{number}"[:16])


def at_the_same_time(*works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_case_comes_back_as_it_was_filed(store):
    filed = file(store)
    with store.read() as tx:
        assert tx.complaints.get(filed.id) == replace(case("1"), id=filed.id)
        assert tx.complaints.by_number("1") == tx.complaints.by_draft("draft1") == filed
        assert tx.complaints.find(filed.id + 1) is None


def test_the_same_draft_is_never_two_cases(store):
    file(store)
    with pytest.raises(IntegrityError), store.begin() as tx:
        tx.complaints.add(case("2"), draft_id="draft1")


def test_running_numbers_of_many_filers_are_never_given_twice(database_url, store):
    stores = [store, *(open_store(database_url, VAULT) for _ in range(2))]
    given = []

    def take(own):
        for _ in range(15):
            with own.begin() as tx:
                given.append(("light", tx.complaints.next_running("1-2570")))

    at_the_same_time(*(lambda own=own: take(own) for own in stores))
    for own in stores[1:]:
        own.close()
    assert Counter(number for _, number in given) == Counter(range(1, 46))


def test_each_series_counts_by_itself_and_a_failed_filing_gives_its_number_back(store):
    with store.begin() as tx:
        assert [tx.complaints.next_running(series) for series in "aab"] == [1, 2, 1]
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.complaints.next_running("a")
        raise ZeroDivisionError
    with store.begin() as tx:
        assert tx.complaints.next_running("a") == 3


def test_of_two_officers_the_second_waits_and_sees_what_the_first_did(database_url, store):
    filed = file(store)
    other = open_store(database_url, VAULT)
    first_has_it, seen = threading.Event(), []

    def first():
        with store.begin() as tx:
            held = tx.complaints.lock(filed.id)
            first_has_it.set()
            threading.Event().wait(0.2)
            tx.complaints.save(replace(held, status=Status.IN_HAND))

    def second():
        first_has_it.wait(5)
        with other.begin() as tx:
            seen.append(tx.complaints.lock(filed.id).status)

    at_the_same_time(first, second)
    other.close()
    assert seen == [Status.IN_HAND]


def test_a_case_asked_for_again_in_one_transaction_is_as_it_was_last_read_or_saved(store):
    filed = file(store)
    with store.begin() as tx:
        assert tx.complaints.find(filed.id) == filed
        # As the commit of another process would.
        tx.connection.execute(update(complaint).values(status=Status.IN_HAND))
        assert tx.complaints.find(filed.id) == filed
        held = replace(filed, status=Status.IN_HAND)
        assert tx.complaints.lock(filed.id) == tx.complaints.get(filed.id) == held
        tx.complaints.save(filed)
        assert tx.complaints.get(filed.id) == filed
    with store.read() as tx:
        assert tx.complaints.get(filed.id) == filed


@on_postgres
def test_words_edited_while_an_officer_acts_leave_the_act_as_it_is(office):
    with office.uow(NOON) as uow:
        filed = uow.tx.complaints.add(case(), draft_id="1")
        whole = (Part("detail", Span(0, len(filed.detail))),)
        holder = message_parts.case(filed.id)
        uow.tx.message_parts.put(MessageLocation("m1", filed.reporter, holder, whole, NOON))
    said = InboundEvent(EventKind.EDIT, "U1", "U1", NOON, message_id="m1", text="ไฟดับสองดวง")

    def edit():
        with office.uow(NOON) as uow:
            unsend_edit.edit(uow, said)

    beside(office, edit, lambda tx: tx.complaints.save(replace(filed, status=Status.IN_HAND)))
    with office.store.read() as tx:
        now = tx.complaints.get(filed.id)
    assert (now.status, said.text in now.detail) == (Status.IN_HAND, True)


@on_postgres
def test_a_case_that_is_closed_while_its_officer_leaves_stays_closed(office):
    with office.uow(NOON) as uow:
        leaver = uow.tx.officers.add("ช่างเอก", Role.OFFICER, "engineering", NOON)
        successor = uow.tx.officers.add("ช่างโท", Role.OFFICER, "engineering", NOON)
        filed = uow.tx.complaints.add(case(officer_id=leaver.id), draft_id="1")

    def leave():
        with office.uow(NOON) as uow:
            offboarding.remove(uow, leaver.id, successor.id)

    ended = replace(filed, status=Status.CLOSED, ended_at=NOON, ended_by=leaver.id)
    beside(office, leave, lambda tx: tx.complaints.save(ended))
    with office.store.read() as tx:
        assert tx.complaints.get(filed.id) == ended


ACCEPT, GIVE = Act(Action.ACCEPT), Act(Action.ASSIGN)


@pytest.mark.parametrize("act", [ACCEPT, GIVE], ids=["accepted", "given"])
@on_postgres
def test_nobody_leaves_past_a_case_that_becomes_theirs_at_that_moment(office, act):
    leaver, by, act = actors(office, act)
    filed, refused = file(office.store), []

    def leave():
        with pytest.raises(Refused) as refusal, office.uow(NOON) as uow:
            offboarding.remove(uow, leaver.id)
        refused.append(refusal.value.key)

    beside(
        office,
        leave,
        lambda tx: complaints.officer_acts(UnitOfWork(office, tx, NOON), by, filed.id, act),
    )
    assert refused == ["holds_cases"]


@pytest.mark.parametrize(
    ("act", "reason"),
    [(ACCEPT, "not_yours"), (GIVE, "destination_missing")],
    ids=["accept", "give"],
)
@on_postgres
def test_no_case_becomes_theirs_who_is_leaving_at_that_moment(office, act, reason):
    leaver, by, act = actors(office, act)
    filed, refused = file(office.store), []

    def take():
        with pytest.raises(Refused) as refusal, office.uow(NOON) as uow:
            complaints.officer_acts(uow, by, filed.id, act)
        refused.append(refusal.value.key)

    beside(office, take, lambda tx: offboarding.remove(UnitOfWork(office, tx, NOON), leaver.id))
    assert refused == [reason]
    with office.store.read() as tx:
        assert tx.complaints.get(filed.id) == filed


def actors(office, act):
    """The leaver, the actor, and the act that hands a case to the leaver."""
    with office.uow(NOON) as uow:
        leaver = uow.tx.officers.add("ช่างเอก", Role.OFFICER, "engineering", NOON)
        head = uow.tx.officers.add("หัวหน้าช่าง", Role.HEAD, "engineering", NOON)
    return (
        (leaver, leaver, act) if act is ACCEPT else (leaver, head, replace(act, to_officer=leaver))
    )


def beside(office, work, act):
    """Run `act` in a transaction that ends only when `work` waits for it."""
    waiting = threading.Thread(target=work)
    with office.store.begin() as tx:
        act(tx)
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
    waiting.join()


@on_postgres
def test_a_case_somebody_is_judging_now_does_not_expire_under_them(store):
    filed = file(store, status=Status.CLOSED, ended_at=NOON, verdict=Verdict.PENDING)
    with store.begin() as resident, store.begin() as clock:
        held = resident.complaints.lock(filed.id)
        resident.complaints.save(replace(held, verdict=Verdict.CONFIRMED))
        assert list(clock.complaints.without_verdict(NOON + DAY)) == []
    with store.begin() as tx:
        assert list(tx.complaints.without_verdict(NOON + DAY)) == []


def test_what_is_waited_for_is_found_by_whom_it_waits_for(store):
    file(store, "1", status=Status.ASKED)
    file(store, "2", due_at=NOON, filed_at=NOON + 1 * MINUTE)
    file(store, "3", department="health", restricted=True, filed_at=NOON + 2 * MINUTE)
    file(store, "4", ended_at=NOON, status=Status.CLOSED, filed_at=NOON + 3 * MINUTE)
    file(store, "5", reporter="U2")
    with store.read() as tx:
        found, staff, every = tx.complaints, tx.staff_cases, tx.all_cases

        def numbers(cases):
            return [one.number for one in cases]

        assert numbers(every.of_reporter("U1", 3)) == ["4", "3", "2"]
        assert every.count_of_reporter("U1") == 4
        assert numbers(every.current_of("U1", NOON - DAY)) == ["3", "2", "1"]
        assert numbers(every.current_of("U1", NOON + DAY)) == ["1"]
        assert numbers(every.open_of(department=None, limit=9)) == ["2", "1", "5", "3"]
        assert numbers(found.open_of(department="engineering", limit=2)) == ["2", "1"]
        assert numbers(staff.open_of(department=None, limit=9)) == ["3"]


EVERY_QUERY = {
    "find": lambda cases, case: cases.find(case.id),
    "lock": lambda cases, case: cases.lock(case.id),
    "by_number": lambda cases, case: cases.by_number(case.number),
    "by_draft": lambda cases, case: cases.by_draft(f"draft{case.number}"),
    "of_reporter": lambda cases, _: cases.of_reporter("U1", 9),
    "count_of_reporter": lambda cases, _: cases.count_of_reporter("U1"),
    "filed_since": lambda cases, _: cases.filed_since(NOON - DAY),
    "filed_since by one": lambda cases, _: cases.filed_since(NOON - DAY, reporter="U1"),
    "open_of": lambda cases, _: cases.open_of(department=None, limit=9),
    "open_of a department": lambda cases, _: cases.open_of(department="clerk", limit=9),
    "count_open": lambda cases, _: cases.count_open(department=None),
    "count_open of a department": lambda cases, _: cases.count_open(department="clerk"),
    "own_with_id": lambda cases, case: cases.own_with_id("U1", case.id),
    "own_with_number": lambda cases, case: cases.own_with_number("U1", case.number),
    "current_of": lambda cases, _: cases.current_of("U1", NOON - DAY),
    "around": lambda cases, case: cases.around(replace(case, id=0), NOON - DAY, 9),
    "assigned_to": lambda cases, case: cases.assigned_to(case.officer_id),
    "assigned_to locked": lambda cases, case: cases.assigned_to(case.officer_id, lock=True),
}


@pytest.mark.parametrize("query", EVERY_QUERY)
def test_a_query_finds_a_case_about_staff_only_where_it_is_asked_for(store, query):
    with store.begin() as tx:
        assignee = tx.officers.add("อรุณ", Role.INTEGRITY, None, NOON).id
    filed = file(
        store, "9", restricted=True, department="clerk", status=Status.ASKED, officer_id=assignee
    )
    ask = EVERY_QUERY[query]
    with store.begin() as tx:
        assert not ask(tx.complaints, filed)
        assert [bool(ask(cases, filed)) for cases in (tx.staff_cases, tx.all_cases)] == [True, True]
        # Present by now in this transaction, and still not found.
        assert not ask(tx.complaints, filed)


@pytest.mark.parametrize("query", EVERY_QUERY)
def test_the_repository_of_staff_cases_finds_no_ordinary_case(store, query):
    with store.begin() as tx:
        assignee = tx.officers.add("ช่างเอก", Role.OFFICER, "clerk", NOON).id
    filed = file(store, "9", department="clerk", status=Status.ASKED, officer_id=assignee)
    ask = EVERY_QUERY[query]
    with store.begin() as tx:
        assert not ask(tx.staff_cases, filed)
        assert [bool(ask(cases, filed)) for cases in (tx.complaints, tx.all_cases)] == [True, True]
        assert not ask(tx.staff_cases, filed)


def test_no_query_of_cases_is_left_out_of_the_table():
    writes = {"add", "save", "next_running", "count_push"}
    # `get` is `find`; `without_verdict` skips rows locked by others; the others take a case that was found.
    untold = {"get", "without_verdict", "pushes_of", "is_of"}
    public = {name for name in vars(Complaints) if not name.startswith("_")} - {"scope"}
    assert public - writes - untold == {query.split(" ")[0] for query in EVERY_QUERY}


def test_an_attachment_is_noted_once_and_laid_into_a_case_only_with_its_owner(store):
    filed = file(store)
    with store.begin() as tx:
        mine = tx.attachments.request("m1", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        assert (
            tx.attachments.request("m1", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
            == mine
        )
        theirs = tx.attachments.request("m2", "draft:2", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        tx.attachments.assign_to_case([mine, theirs], "draft:1", filed.id, Moment.AFTER)
        tx.attachments.mark_stored("m1", AttachmentKind.IMAGE, "a" * 64, "image/jpeg")
        tx.attachments.mark_lost("m2", AttachmentState.GONE)
    with store.read() as tx:
        (laid,) = tx.attachments.of_case(filed.id)
        assert (laid.id, laid.moment, laid.state) == (mine, Moment.AFTER, AttachmentState.STORED)
        assert tx.attachments.by_message("m2").state is AttachmentState.GONE
        assert tx.attachments.is_used("a" * 64)
        assert not tx.attachments.is_used("b" * 64)


def test_the_history_of_a_case_is_told_in_order(store):
    filed = file(store)
    steps = [Entry(NOON, "reporter", f"step {n}", None, "new", "เหตุผล") for n in range(5)]
    with store.begin() as tx:
        for step in steps:
            tx.audit.add(step, filed)
        tx.audit.add(steps[0])
    with store.read() as tx:
        assert tx.audit.of(filed.id) == steps
