"""People, the officers linked to their accounts, and one-time codes."""

import threading

from domain.organisation.officers import Role
from storage.people.conversations import ConversationState
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND


def appoint(store, name="ช่างเอก", code="code"):
    with store.begin() as tx:
        officer = tx.officers.add(name, Role.OFFICER, "engineering", NOON)
        tx.officers.issue_code(officer.id, code, NOON + DAY)
    return officer


def redeem(store, code, account, now=NOON):
    with store.begin() as tx:
        return tx.officers.redeem_code(code, account, now)


def linked(store):
    with store.read() as tx:
        return {one.line_user_id: one.officer.name for one in tx.officers.linked()}


def test_somebody_met_twice_is_one_person(store):
    for _ in range(2):
        with store.begin() as tx:
            tx.people.ensure("U1", NOON)
            tx.people.describe("U1", "สมศรี" * 100, "en")
    with store.read() as tx:
        person = tx.people.find("U1")
    assert (person.display_name, person.language) == (("สมศรี" * 100)[:200], "en")
    assert person.notice_shown_at is None


def test_a_person_who_blocked_the_bot_may_come_back(store):
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
        tx.people.blocked("U1", NOON)
        assert [tx.people.has_blocked(who) for who in ("U1", "U2")] == [True, False]
        tx.people.blocked("U1", None)
        assert not tx.people.has_blocked("U1")


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
        tx.officers.redeem_code("code", "U1", NOON)
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
        tx.officers.issue_code(officer.id, "new", NOON + DAY)
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
            tx.officers.count_failure("U1", NOON + minute * MINUTE, window=HOUR)
    with store.read() as tx:
        assert tx.officers.failures_since("U1", NOON) == 3
        assert tx.officers.failures_since("U2", NOON) == 0
        assert tx.officers.failures_since("U1", NOON + HOUR) == 0
    with store.begin() as tx:
        tx.officers.count_failure("U1", NOON + DAY, window=HOUR)
        assert tx.officers.failures_since("U1", NOON + DAY - HOUR) == 1


def test_a_place_in_a_conversation_is_kept_replaced_and_dropped(store):
    draft = {"detail": "ไฟดับ 💡", "photos": [1, 2], "village": None}
    with store.begin() as tx:
        assert tx.conversations.find("U1") is None
        tx.conversations.put("U1", ConversationState("complaint", "0123", draft), NOON)
        tx.conversations.put(
            "U1", ConversationState("complaint", "4567", {**draft, "village": 3}), NOON
        )
        tx.conversations.put("U2", ConversationState("rating", "89ab", {}), NOON)
    with store.begin() as tx:
        assert tx.conversations.find("U1") == ConversationState(
            "complaint", "4567", {**draft, "village": 3}
        )
        tx.conversations.drop("U1")
    with store.read() as tx:
        assert tx.conversations.find("U1") is None
        assert tx.conversations.find("U2") == ConversationState("rating", "89ab", {})
