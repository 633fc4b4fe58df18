"""What is read about the sender of a message in one statement equals what each repository would read."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.organisation.officers import Role
from storage.cases.message_parts import MessageLocation, draft
from storage.people.conversations import ConversationState
from storage.surveys.people import Offer
from tests.moments import NOON

LINE_ID, OTHER = "U" + "1" * 32, "U" + "2" * 32
STATE = ConversationState("complaint", "d1", {"details": "ถนนพัง"})
OFFER = Offer(1, "", "d2", NOON.isoformat())
LATER = NOON + timedelta(days=30)


def facts(tx, line_id=LINE_ID, message_id="m1"):
    return (
        tx.people.find(line_id),
        tx.conversations.find(line_id),
        tx.outbox.deferred_for(line_id, 5),
        tx.survey_people.offer_to(line_id, NOON),
        tx.message_parts.is_taken_back(message_id),
    )


@pytest.fixture
def known(store):
    """A sender about whom everything is stored."""
    with store.begin() as tx:
        tx.people.ensure(LINE_ID, NOON)
        officer = tx.officers.add("ช่างเอก", Role.OFFICER, "engineering", NOON)
        tx.link_codes.issue(officer.id, "hash", LATER)
        tx.link_codes.redeem("hash", LINE_ID, NOON)
        tx.conversations.put(LINE_ID, STATE, NOON)
        tx.outbox.enqueue(LINE_ID, "[]", NOON, deferred_until=LATER)
        tx.survey_people.keep_offer(LINE_ID, OFFER, LATER)
        tx.message_parts.take_back("m1", NOON)


def test_a_known_sender_is_read_in_one_statement(store, known):
    with store.begin() as tx:
        apart = facts(tx)
    with store.begin() as tx:
        tx.preload_sender(LINE_ID, "m1", NOON)
        together = facts(tx)
    assert together == apart
    assert all(together)
    assert together[0].officer.name == "ช่างเอก"


def test_nothing_more_is_asked_about_somebody_unknown(store, known):
    said = []
    with store.begin() as tx:
        tx.preload_sender(OTHER, "m2", NOON)
        event.listen(tx.connection, "before_cursor_execute", lambda *args: said.append(args[2]))
        assert facts(tx, OTHER, "m2") == (None, None, [], None, False)
    assert said == []


def test_an_offer_that_has_expired_is_none(store, known):
    with store.begin() as tx:
        tx.preload_sender(LINE_ID, "m1", LATER)
        assert tx.survey_people.offer_to(LINE_ID, LATER) is None


def test_what_the_transaction_stores_meanwhile_is_found(store):
    with store.begin() as tx:
        tx.preload_sender(LINE_ID, "m1", NOON)
        tx.people.ensure(LINE_ID, NOON)
        tx.conversations.put(LINE_ID, STATE, NOON)
        tx.outbox.enqueue(LINE_ID, "[]", NOON, deferred_until=LATER)
        tx.survey_people.keep_offer(LINE_ID, OFFER, LATER)
        tx.message_parts.take_back("m1", NOON)
        assert all(facts(tx))
        tx.conversations.drop(LINE_ID)
        assert tx.conversations.find(LINE_ID) is None


def test_a_message_of_a_text_is_not_taken_back(store):
    with store.begin() as tx:
        tx.message_parts.put(MessageLocation("m1", LINE_ID, draft("d1"), (), NOON))
        tx.preload_sender(LINE_ID, "m1", NOON)
        assert not tx.message_parts.is_taken_back("m1")
