"""Questions, praise and suggestions as stored, on both databases."""

from dataclasses import replace

from domain.cases.inquiry import Inquiry, InquiryKind
from tests.moments import DAY, HOUR, NOON


def inquiry(kind=InquiryKind.QUESTION, department="clerk", sender="U1", words="เปิดไหม", at=NOON):
    return Inquiry(0, kind, department, sender, words, at)


def test_only_questions_wait_and_an_answer_ends_the_wait(store):
    with store.begin() as tx:
        asked = tx.inquiries.add(inquiry())
        tx.inquiries.add(inquiry(InquiryKind.PRAISE))
        tx.inquiries.add(inquiry(department="finance"))
        assert [one.id for one in tx.inquiries.waiting(department="clerk", limit=9)] == [asked.id]
        assert tx.inquiries.count_waiting(department=None) == 2
        assert len(tx.inquiries.waiting_of("U1", 9)) == 2
        done = replace(asked, answered_at=NOON + HOUR, answer="เปิดค่ะ")
        tx.inquiries.save(done)
        assert tx.inquiries.find(asked.id) == done
        assert tx.inquiries.count_waiting(department="clerk") == 0


def test_the_same_words_of_the_same_sender_are_found_for_a_day(store):
    with store.begin() as tx:
        first = tx.inquiries.add(inquiry())
        assert tx.inquiries.same_since(inquiry(), NOON) == first
        assert tx.inquiries.same_since(inquiry(sender="U2"), NOON) is None
        assert tx.inquiries.same_since(inquiry(InquiryKind.PRAISE), NOON) is None
        assert tx.inquiries.same_since(inquiry(), NOON + HOUR) is None


def test_what_is_forgotten_leaves_a_row_that_waits_for_nobody(store):
    with store.begin() as tx:
        old = tx.inquiries.add(inquiry(at=NOON - DAY))
        new = tx.inquiries.add(inquiry())
        tx.inquiries.forget(NOON)
        assert tx.inquiries.find(old.id) == replace(
            old, sender="", words="", answered_at=old.sent_at
        )
        assert tx.inquiries.find(new.id) == new
        tx.inquiries.forget_of("U1")
        assert tx.inquiries.count_of("U1") == 0
        assert tx.inquiries.count_waiting(department=None) == 0
