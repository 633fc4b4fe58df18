"""One-time codes that link an officer to a LINE account."""

import threading

from domain.organisation.officers import Role
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND


def appoint(store, name="ช่างเอก", code="code"):
    with store.begin() as tx:
        officer = tx.officers.add(name, Role.OFFICER, "engineering", NOON)
        tx.link_codes.issue(officer.id, code, NOON + DAY)
    return officer


def redeem(store, code, account, now=NOON):
    with store.begin() as tx:
        return tx.link_codes.redeem(code, account, now)


def linked(store):
    with store.read() as tx:
        return {one.line_user_id: one.officer.name for one in tx.officers.linked()}


def test_a_code_links_one_account_once(store):
    appoint(store)
    assert redeem(store, "wrong", "U1") is None
    assert redeem(store, "code", "U1").officer.name == "ช่างเอก"
    assert redeem(store, "code", "U2") is None
    assert linked(store) == {"U1": "ช่างเอก"}


def test_a_person_comes_with_the_officer_whose_account_it_is(store):
    officer = appoint(store)
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
        assert tx.people.find("U1").officer is None
        tx.link_codes.redeem("code", "U1", NOON)
    with store.begin() as tx:
        assert tx.people.find("U1").officer == tx.officers.by_line("U1") == officer
        tx.officers.retire(officer.id, NOON)
    with store.read() as tx:
        assert tx.people.find("U1").officer is None


def test_a_code_dies_on_its_day(store):
    appoint(store)
    assert redeem(store, "code", "U1", NOON + DAY) is None
    assert redeem(store, "code", "U1", NOON + DAY - SECOND) is not None


def test_a_new_code_makes_the_lost_one_worthless(store):
    officer = appoint(store, code="lost")
    with store.begin() as tx:
        tx.link_codes.issue(officer.id, "new", NOON + DAY)
    assert redeem(store, "lost", "Ufinder") is None
    assert redeem(store, "new", "U1") is not None


def test_an_account_speaks_for_one_officer_and_an_officer_through_one_account(store):
    appoint(store, "ช่างเอก", "one")
    appoint(store, "ช่างโท", "two")
    redeem(store, "one", "U1")
    redeem(store, "two", "U1")
    assert linked(store) == {"U1": "ช่างโท"}


def test_two_who_type_the_same_code_at_once_are_not_both_linked(store):
    appoint(store)
    found = []
    threads = [
        threading.Thread(
            target=lambda account: found.append(redeem(store, "code", account)), args=(f"U{n}",)
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(redeemed is not None for redeemed in found) == 1
    assert len(linked(store)) == 1


def test_wrong_codes_are_counted_for_an_hour(store):
    for minute in range(3):
        with store.begin() as tx:
            tx.link_codes.count_failure("U1", NOON + minute * MINUTE, window=HOUR)
    with store.read() as tx:
        assert tx.link_codes.failures_since("U1", NOON) == 3
        assert tx.link_codes.failures_since("U2", NOON) == 0
        assert tx.link_codes.failures_since("U1", NOON + HOUR) == 0
    with store.begin() as tx:
        tx.link_codes.count_failure("U1", NOON + DAY, window=HOUR)
        assert tx.link_codes.failures_since("U1", NOON + DAY - HOUR) == 1
