"""Questions, praise and suggestions as they are stored, and the search for cases, on both databases."""

from dataclasses import replace

import pytest

from domain.cases.complaint import Place, Status
from domain.cases.inquiry import Inquiry, InquiryKind
from storage.cases.case_search import Wanted
from tests.builders import a_case
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


@pytest.fixture
def cases(store):
    """Three cases and a restricted one; the first is late, the second of an officer who waits, the third over."""
    rows = [
        a_case(number="นว-2570-000001-2", department="engineering", detail="ไฟ Solar ดับ 100%",
               place=Place(village=3), due_at=NOON - DAY, reporter="U1"),
        a_case(number="นว-2570-000012-1", department="health", detail="ขยะไม่มาเก็บ", reporter="U2",
               place=Place(village=5, words="หน้าตลาด"), status=Status.WAITING, due_at=NOON - DAY),
        a_case(number="นว-2570-000112-1", department="health", detail="หนู", reporter="U1", hide_name=True,
               status=Status.CLOSED, ended_at=NOON, place=Place(village=3)),
    ]  # fmt: skip
    with store.begin() as tx:
        for who, name in (("U1", "ทองดี"), ("U2", "บุญมี")):
            tx.people.ensure(who, NOON)
            tx.people.describe(who, name, "th")
        return [tx.complaints.add(row, f"d{at}").id for at, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), {0, 1, 2}),
        (Wanted(is_open=True), {0, 1}),
        (Wanted(overdue_at=NOON), {0}),
        (Wanted(department="health"), {1, 2}),
        (Wanted(village=3), {0, 2}),
        (Wanted(running=12), {1}),
        (Wanted(running=112), {2}),
        (Wanted(words="SOLAR"), {0}),
        (Wanted(words="100%"), {0}),
        (Wanted(words="%"), {0}),
        (Wanted(words="_"), set()),
        (Wanted(words="ตลาด"), {1}),
        (Wanted(words="ทองดี"), {0}),
    ],
)
def test_cases_are_found(store, cases, wanted, found):
    with store.read() as tx:
        count, rows = tx.case_search.find_wanted(wanted, 9)
    assert ({cases.index(row.id) for row in rows}, count) == (found, len(found))


def test_open_cases_stand_first_and_the_count_is_of_all(store, cases):
    with store.read() as tx:
        count, rows = tx.case_search.find_wanted(Wanted(village=3), 1)
    assert (count, [row.id for row in rows]) == (2, [cases[0]])
