"""Single messages, unanswered questions and old cases: what is stored of them, and for how long."""

from dataclasses import replace

from sqlalchemy import select

from domain.language.text_span import Span
from storage.cases.attachments import AttachmentKind, Moment
from storage.cases.message_parts import MessageLocation, Part
from storage.db.column_types import whole_day
from storage.people.conversations import ConversationState
from storage.tables import message_part
from tests.moments import DAY, NOON, SECOND

MIDNIGHT = whole_day(NOON)


def stands(number=1, sender="U1", holder="case:7", day=MIDNIGHT):
    return MessageLocation(
        f"M{number}",
        sender,
        holder,
        (Part("detail", Span(0, 5)), Part("reason", Span(2, 9), 3)),
        day,
    )


def test_where_the_words_of_a_message_stand_is_known_to_its_sender_alone(store):
    with store.begin() as tx:
        tx.message_parts.put(stands())
    with store.read() as tx:
        assert tx.message_parts.find("M1", "U1") == stands()
        assert tx.message_parts.find("M1", "U2") is None
        assert tx.message_parts.find("M2", "U1") is None
        assert not tx.message_parts.is_taken_back("M1")


def test_neither_message_nor_sender_nor_case_lie_in_the_clear(store):
    with store.begin() as tx:
        tx.message_parts.put(stands())
        row = tx.connection.execute(select(message_part)).one()
    assert (row.message, row.holder) != ("M1", "case:7")
    assert [word for word in (b"M1", b"U1", b"case") if word in row.content] == []


def test_a_case_knows_its_messages_and_each_stands_once(store):
    with store.begin() as tx:
        for number in (1, 2):
            tx.message_parts.put(stands(number, holder="draft:a"))
        tx.message_parts.put(stands(2))
        assert tx.message_parts.of("draft:a") == [stands(1, holder="draft:a")]
        assert tx.message_parts.of("case:7") == [stands(2)]


def test_an_unsent_message_is_nowhere_and_names_nobody(store):
    with store.begin() as tx:
        tx.message_parts.put(stands())
        tx.message_parts.take_back("M1", NOON + DAY)
        assert tx.message_parts.find("M1", "U1") is None
        assert tx.message_parts.find("M1", "") is None
        assert tx.message_parts.of("case:7") == []
        assert tx.message_parts.is_taken_back("M1")


def test_messages_are_forgotten_by_age_by_case_and_one_by_one(store):
    with store.begin() as tx:
        for number, holder in enumerate(("case:7", "case:7", "case:8", "draft:a")):
            tx.message_parts.put(stands(number, holder=holder, day=MIDNIGHT + number * DAY))
        tx.message_parts.forget(NOON)
        assert [tx.message_parts.find(f"M{n}", "U1") is None for n in range(4)] == [1, 0, 0, 0]
        tx.message_parts.drop(["case:7", "draft:a"])
        assert [tx.message_parts.find(f"M{n}", "U1") is None for n in range(4)] == [1, 1, 0, 1]
        tx.message_parts.remove("M2")
        assert tx.message_parts.find("M2", "U1") is None


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
        old = tx.attachments.request("M1", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
        tx.attachments.request("M2", "draft:1", AttachmentKind.IMAGE, Moment.BEFORE, NOON + DAY)
        tx.conversations.forget(NOON + SECOND)
        assert [tx.conversations.find(who) is None for who in ("U1", "U2")] == [True, False]
        assert [one.id for one in tx.attachments.unfiled_before(NOON + SECOND)] == [old]
