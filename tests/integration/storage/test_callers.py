"""Cases are found by the name and telephone of reporters without LINE, which are stored encrypted."""

import pytest
from sqlalchemy import text

from domain.cases.complaint import Status
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.origin import Contact, Origin, Source
from domain.cases.queue import Tab
from storage.cases import callers
from tests.integration.storage.test_desk_queue import ANY, filed, found, near, numbers
from tests.moments import DAY, NOON

SOMCHAI = Contact("นายสมชาย ใจดี", "089-111-2222")


@pytest.fixture
def tx(store):
    with store.begin() as transaction:
        yield transaction


def called(tx, number, contact=SOMCHAI, **facts):
    case = filed(tx, number, **{"reporter": "", **facts})
    tx.origins.add(case.id, Origin(Source.TELEPHONE, contact=contact))
    return case


@pytest.mark.parametrize(
    "typed",
    [
        *("สมชาย", "สมชาย ใจดี", "ใจดี สมชาย", "นายสมชาย", "สมชายใจดี"),
        *("0891112222", "089-111-2222", "089 111 2222", "๐๘๙๑๑๑๒๒๒๒", "+66891112222", "1112222"),
        *("2222", "สมชาย ไฟดับ", "ไฟดับ 0891112222"),
    ],
)
def test_a_caller_is_found_by_name_and_by_telephone_however_it_is_typed(tx, typed):
    called(tx, 1, detail="ไฟดับ", due_at=NOON + DAY)
    called(tx, 2, Contact("สมหญิง", "042999888"), detail="ไฟดับ")
    filed(tx, 3, detail="ไฟดับ")
    assert found(tx, typed) == [1]


@pytest.mark.parametrize("typed", ["สมชาย น้ำท่วม", "0891112223", "222", "ส"])
def test_another_name_number_or_too_short_a_part_finds_no_caller(tx, typed):
    called(tx, 1, detail="ไฟดับ")
    assert found(tx, typed) == []


def test_a_misspelt_name_of_a_caller_is_found_among_words_near_to_it(tx):
    called(tx, 1, Contact("บุญเลิศ แสงทอง"))
    assert near(tx, "บุญเริศ") == [1]


def test_a_number_in_a_story_is_still_found_as_it_was_typed(tx):
    filed(tx, 1, detail="โทรกลับ 089 111 2222")
    called(tx, 2)
    assert sorted(found(tx, "089 111 2222")) == [1, 2]


def test_a_closed_case_is_found_in_all_cases_and_not_among_open_ones(tx):
    called(tx, 1, ended_at=NOON, status=Status.CLOSED)
    assert found(tx, "สมชาย") == [1]
    assert numbers(tx, tab=Tab.SECTION, terms=("สมชาย",)) == []


def test_a_hidden_name_and_a_case_of_another_section_are_not_found(tx):
    called(tx, 1, hide_name=True)
    called(tx, 2, department="health")
    assert found(tx, "สมชาย") == [2]
    assert numbers(tx, department="engineering", terms=("สมชาย",)) == []
    assert numbers(tx, department="engineering", terms=("0891112222",)) == []


def test_no_search_finds_who_reported_about_staff(tx):
    case = called(tx, 1)
    sealed = case.as_staff_complaint(
        "conduct", "clerk", "nobody", Conduct(ReporterLink.SEALED, departments=("engineering",))
    )
    tx.complaints.save(sealed)
    assert found(tx, "สมชาย") == found(tx, "0891112222") == []


def test_the_list_shows_name_telephone_channel_and_result(tx):
    case = called(tx, 1, ended_at=NOON, status=Status.CLOSED)
    tx.resolutions.add(case, "เปลี่ยนหลอดแล้ว")
    called(tx, 2, hide_name=True)
    shown = {row.number[8:14]: row for row in tx.desk_queue.page(ANY, 0, 50)}
    first, hidden = shown["000001"], shown["000002"]
    assert (first.reporter, first.phone) == (SOMCHAI.name, SOMCHAI.phone)
    assert (first.source, first.result) == (Source.TELEPHONE, "เปลี่ยนหลอดแล้ว")
    assert (hidden.reporter, hidden.phone) == ("", "")


def test_searching_stores_no_name_and_no_telephone_in_the_clear(tx):
    called(tx, 1)
    assert found(tx, "สมชาย") == [1]
    stored = tx.connection.execute(text("SELECT words FROM case_words")).scalars().all()
    assert stored
    assert not any("สมชาย" in words or "2222" in words for words in stored)


def test_only_the_newest_contacts_are_decrypted(tx, monkeypatch):
    monkeypatch.setattr(callers, "MOST_READ", 2)
    for number in (1, 2, 3):
        called(tx, number)
    assert sorted(found(tx, "สมชาย")) == [2, 3]
