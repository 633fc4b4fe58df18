"""Single messages, unanswered questions and old cases: what is kept of them, and for how long."""

from dataclasses import replace

from sqlalchemy import select

from storage.cases.attachments import AttachmentKind, Moment
from storage.cases.message_texts import Said
from storage.db.column_types import whole_day
from storage.people.conversations import ConversationState
from storage.tables import statement
from tests.moments import DAY, NOON, SECOND

MIDNIGHT = whole_day(NOON)


def test_a_message_is_known_by_its_words_to_its_sender_alone(store):
    with store.begin() as tx:
        tx.message_texts.remember("M1", "U1", "ไฟดับ", NOON)
    with store.read() as tx:
        assert tx.message_texts.find("M1", "U1") == Said("ไฟดับ", MIDNIGHT)
        assert tx.message_texts.find("M1", "U2") is None
        assert tx.message_texts.find("M2", "U1") is None
        assert not tx.message_texts.is_taken_back("M1")


def test_neither_message_nor_sender_nor_words_lie_in_the_clear(store):
    with store.begin() as tx:
        tx.message_texts.remember("M1", "U1", "ไฟดับ", NOON)
        row = tx.connection.execute(select(statement)).one()
    assert (row.message, row.sender) != ("M1", "U1")
    assert "ไฟดับ".encode() not in row.words


def test_edited_words_take_the_place_of_the_old_and_taken_back_ones_are_gone(store):
    with store.begin() as tx:
        tx.message_texts.remember("M1", "U1", "ไฟดับ", NOON)
        tx.message_texts.remember("M1", "U1", "ไฟดับสองดวง", NOON + DAY)
        assert tx.message_texts.find("M1", "U1") == Said("ไฟดับสองดวง", MIDNIGHT)
        tx.message_texts.take_back("M1", "U1", NOON + DAY + SECOND)
        assert tx.message_texts.find("M1", "U1") is None
        assert tx.message_texts.is_taken_back("M1")


def test_messages_are_forgotten_by_age_or_by_sender(store):
    with store.begin() as tx:
        for number, sender in enumerate(("U1", "U1", "U2")):
            tx.message_texts.remember(f"M{number}", sender, "ไฟดับ", NOON + number * DAY)
        tx.message_texts.forget(NOON + SECOND)
        assert tx.message_texts.find("M0", "U1") is None
        tx.message_texts.forget_sender("U1")
        assert tx.message_texts.find("M1", "U1") is None
        assert tx.message_texts.find("M2", "U2") == Said("ไฟดับ", MIDNIGHT + 2 * DAY)


def test_questions_are_counted_and_the_most_asked_come_first(store):
    with store.begin() as tx:
        for question, day in (("ก", 0), ("ข", 1), ("ข", 2), ("ค", 3)):
            tx.unanswered_questions.note(question, NOON + day * DAY)
        found = [(gap.question, gap.asked) for gap in tx.unanswered_questions.most_asked(2)]
        assert found == [("ข", 2), ("ค", 1)]
        tx.unanswered_questions.forget(NOON + DAY)
        assert [gap.question for gap in tx.unanswered_questions.most_asked(9)] == ["ข", "ค"]


def test_a_conversation_and_loose_files_are_forgotten_by_age(store):
    place = ConversationState("complaint", "d1", {"detail": "ไฟดับ"})
    with store.begin() as tx:
        tx.conversations.put("U1", place, NOON)
        tx.conversations.put("U2", replace(place, draft_id="d2"), NOON + DAY)
        old = tx.attachments.want("M1", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        tx.attachments.want("M2", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON + DAY)
        tx.conversations.forget(NOON + SECOND)
        assert [tx.conversations.find(who) is None for who in ("U1", "U2")] == [True, False]
        assert [one.id for one in tx.attachments.loose_before(NOON + SECOND)] == [old]
