"""The lists of the console and their search, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.cases.complaint import Place, Status
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.queue import Sort, Tab, counted
from domain.organisation.officers import Role
from storage.cases import case_search, desk_queue
from storage.cases.case_words import terms_of
from storage.cases.queue_filter import QueueFilter
from tests.builders import a_case
from tests.moments import DAY, NOON

ANY = QueueFilter(Tab.ALL, 1, None, NOON, NOON + 2 * DAY)


@pytest.fixture
def tx(store):
    with store.begin() as transaction:
        transaction.officers.add("เอกชัย", Role.OFFICER, "engineering", NOON)
        yield transaction


def filed(tx, number, **facts):
    case = a_case(id=0, number=f"นว-2570-{number:06}-1", **facts)
    tx.people.ensure(case.reporter, NOON)
    return tx.complaints.add(case, f"draft-{number}")


def numbers(tx, **wanted):
    rows = tx.desk_queue.page(replace(ANY, **wanted), 0, 50)
    assert tx.desk_queue.total(replace(ANY, **wanted)) == len(rows)
    assert tx.desk_queue.listed(replace(ANY, **wanted), 0, 50) == (len(rows), rows)
    assert [row.number for row in tx.desk_queue.each(replace(ANY, **wanted))] == [
        row.number for row in rows
    ]
    return [int(row.number[8:14]) for row in rows]


def found(tx, typed):
    return numbers(tx, terms=tuple(terms_of(typed)))


def test_every_part_shows_its_own_and_counts_them(tx):
    filed(tx, 1, due_at=NOON - DAY, officer_id=1, status=Status.IN_HAND)
    filed(tx, 2, due_at=NOON + DAY)
    filed(tx, 3, due_at=NOON - DAY, paused_at=NOON - 2 * DAY, status=Status.WAITING)
    filed(tx, 4, ended_at=NOON, status=Status.CLOSED)
    filed(tx, 5, department="health")
    shown = {tab: numbers(tx, tab=tab, department="engineering") for tab in Tab}
    assert shown == {
        Tab.MINE: [1],
        Tab.SECTION: [1, 2, 3],
        Tab.LATE: [1],
        Tab.SOON: [2],
        Tab.NEW: [2],
        Tab.WAITING: [3],
        Tab.ALL: [1, 2, 3, 4],
    }
    counts = tx.desk_queue.counts(replace(ANY, department="engineering"))
    assert counts == {tab: len(shown[tab]) for tab in Tab if tab is not Tab.ALL}
    assert numbers(tx, tab=Tab.SECTION) == [1, 2, 5, 3]


@pytest.mark.parametrize(
    ("typed", "cases"),
    [
        ("ไฟ", [1, 3]),
        ("ฟ", [1, 3]),
        ("หน้าวัด", [1]),
        ("วัด ไฟ", [1]),
        ("เเตก", [2]),
        ("น้ำท่วม", [4]),
        ("นํ้าท่วม", [4]),
        ("๐๐๐๐๐๒", [2]),
        ("570-000003", [3]),
        ("โรงสี", [3]),
        ('"หน้าวัด"', []),
        ("100%", [5]),
        ("_", []),
        ("a' OR 1=1 --", []),
        ("ไม่มีคำนี้", []),
    ],
)
def test_a_search_finds_any_part_of_a_word_in_any_spelling(tx, typed, cases):
    filed(tx, 1, detail="ไฟถนนหน้าวัดดับ")
    filed(tx, 2, detail="ท่อแตก")
    filed(tx, 3, detail="ไฟหน้าบ้านดับ", place=Place(words="โรงสีข้าว"))
    filed(tx, 4, detail="นำ้ท่วมถนน")
    filed(tx, 5, detail="พัง 100% แล้ว")
    assert found(tx, typed) == cases


def test_a_reporter_is_found_by_name_unless_they_hide_it(tx):
    filed(tx, 1, reporter="U-thong")
    filed(tx, 2, reporter="U-thong", hide_name=True)
    filed(tx, 3, reporter="U-other")
    tx.people.describe("U-thong", "ทองดี มีสุข", "th")
    assert found(tx, "ทองดี") == [1]
    assert found(tx, "ทองดี มีสุข") == [1]
    assert found(tx, "ทองดี ไม่มีคำนี้") == []
    shown = {row.number[8:14]: row.reporter for row in tx.desk_queue.page(ANY, 0, 9)}
    assert shown == {"000001": "ทองดี มีสุข", "000002": "", "000003": ""}


def test_a_name_and_a_word_of_the_story_are_searched_together(tx):
    filed(tx, 1, reporter="U-thong", detail="ไฟหน้าวัดดับ")
    filed(tx, 2, reporter="U-thong", detail="ท่อแตก")
    filed(tx, 3, reporter="U-other", detail="บ้านทองดี ท่อแตก")
    tx.people.describe("U-thong", "ทองดี มีสุข", "th")
    assert found(tx, "ทองดี ท่อ") == [2, 3]
    assert found(tx, "ทองดี ไฟ") == [1]


def test_a_part_of_a_number_and_a_period_narrow_the_list(tx):
    filed(tx, 12, filed_at=NOON - 40 * DAY)
    filed(tx, 112, filed_at=NOON)
    assert numbers(tx, number="-000012-") == [12]
    assert numbers(tx, number="_") == []
    assert numbers(tx, filed=(NOON - DAY, NOON + DAY)) == [112]
    assert numbers(tx, filed=(NOON - DAY, NOON)) == []


def test_pins_are_those_of_open_cases_with_a_place(tx):
    here = Place(latitude=13.5, longitude=101.25)
    first = filed(tx, 1, place=here)
    filed(tx, 2)
    filed(tx, 3, place=here, ended_at=NOON, status=Status.CLOSED)
    filed(tx, 4, place=here, restricted=True, conduct=Conduct(ReporterLink.NAMED))
    pins = tx.desk_queue.pins(replace(ANY, tab=Tab.SECTION), 9)
    assert pins == [(first.id, first.number, 13.5, 101.25)]


def test_villages_and_sections_are_counted_the_busiest_first(tx):
    for number, (village, section) in enumerate([(3, "health"), (5, "health"), (5, "clerk")]):
        filed(tx, number + 1, place=Place(village=village), department=section)
    filed(tx, 9, department="clerk", ended_at=NOON, status=Status.CLOSED)
    assert tx.desk_queue.by_village(ANY, 9) == [(5, 2), (3, 1)]
    assert tx.desk_queue.by_village(ANY, 1) == [(5, 2)]
    still_open = replace(ANY, tab=Tab.SECTION)
    assert tx.desk_queue.by_department(still_open) == [("health", 2), ("clerk", 1)]


def test_a_changed_text_is_found_and_the_old_one_is_not(tx):
    case = filed(tx, 1, detail="ไฟหน้าวัดดับ")
    tx.complaints.save(replace(case, detail="ไฟหน้าตลาดดับ"))
    assert (found(tx, "หน้าวัด"), found(tx, "หน้าตลาด"), found(tx, "ดับ")) == ([], [1], [1])


def test_a_case_about_staff_is_in_no_list_and_found_by_no_search(tx):
    about = Conduct(ReporterLink.NAMED, who="เจ้าหน้าที่")
    filed(tx, 1, restricted=True, conduct=about, detail="พูดจาหยาบคาย")
    assert numbers(tx) == []
    assert found(tx, "หยาบคาย") == []
    assert sum(tx.desk_queue.counts(ANY).values()) == 0


def test_a_case_that_turns_out_to_be_about_staff_is_found_no_longer(tx):
    case = filed(tx, 1, detail="พูดจาหยาบคาย")
    tx.complaints.save(
        replace(case, restricted=True, conduct=Conduct(ReporterLink.NAMED), department="clerk")
    )
    assert found(tx, "หยาบคาย") == []


def test_choices_narrow_the_list_and_orders_sort_it(tx):
    filed(tx, 1, filed_at=NOON - 3 * DAY, due_at=NOON + 9 * DAY, place=Place(village=3))
    filed(tx, 2, filed_at=NOON - 2 * DAY, due_at=NOON + 2 * DAY, category="road", officer_id=1)
    filed(tx, 3, filed_at=NOON - 1 * DAY, due_at=NOON + 5 * DAY, status=Status.ASKED)
    assert numbers(tx) == [2, 3, 1]
    assert numbers(tx, sort=Sort.NEWEST) == [3, 2, 1]
    assert numbers(tx, sort=Sort.OLDEST) == [1, 2, 3]
    assert numbers(tx, village=3) == [1]
    assert numbers(tx, category="road") == [2]
    assert numbers(tx, holder=1) == [2]
    assert numbers(tx, status="asked") == [3]
    assert numbers(tx, only_department="health") == []


def test_what_the_release_before_filed_is_put_into_the_index_later(tx):
    case = filed(tx, 1, detail="ไฟหน้าวัดดับ")
    tx.case_words.remove(case.id)
    assert found(tx, "หน้าวัด") == []
    checked = tx.case_words.next_to_check(10)
    assert checked.missing == (case.id,)
    tx.case_words.put([case])
    tx.case_words.checked(checked.up_to)
    assert found(tx, "หน้าวัด") == [1]
    assert tx.case_words.next_to_check(10).missing == ()
    tx.case_words.compact()
    assert found(tx, "หน้าวัด") == [1]


def test_pages_follow_each_other_without_gap_or_repeat(tx):
    for number in range(1, 8):
        filed(tx, number, due_at=NOON + timedelta(hours=number % 3))
    pages = [tx.desk_queue.page(ANY, offset, 3) for offset in (0, 3, 6)]
    assert len({row.id for page in pages for row in page}) == 7


def near(tx, typed, **wanted):
    result = tx.desk_queue.search(replace(ANY, terms=tuple(terms_of(typed)), **wanted), 0, 50)
    assert result.is_near
    rows = result.rows
    return [int(row.number[8:14]) for row in rows]


def test_a_search_with_a_typing_error_finds_words_and_names_near_to_it(tx):
    filed(tx, 1, detail="ไฟถนนหน้าวัดดับ", reporter="U1")
    filed(tx, 2, detail="ท่อแตก", reporter="U2")
    filed(tx, 3, detail="ขยะล้น", reporter="U2", hide_name=True)
    filed(tx, 4, detail="ไฟถนนดับอีกแล้ว", reporter="U1", department="health")
    tx.people.describe("U2", "ป้าทองดี", "th")
    assert near(tx, "ไฟฟถนน") == [4, 1]
    assert near(tx, "ไฟฟถนน", department="health") == [4]
    assert near(tx, "ทองดื") == [2]
    assert near(tx, "ทองดื ท่แตก") == [2]
    assert near(tx, "000009") == []
    assert near(tx, "ไม่มีคำนี้เลย") == []


def test_a_search_of_more_than_the_index_gives_lists_the_same_and_says_that_there_are_more(
    tx, monkeypatch
):
    for number in range(1, 7):
        filed(tx, number, detail="ไฟดับทั้งซอย", filed_at=NOON - number * DAY)
    filed(tx, 7, detail="ถนนเป็นหลุม")
    asked = replace(ANY, terms=("ไฟ", "ซอย"), sort=Sort.OLDEST)
    exact = tx.desk_queue.listed(asked, 2, 2)
    assert [row.number[8:14] for row in exact[1]] == ["000004", "000003"]
    assert exact[0] == 6
    monkeypatch.setattr(case_search, "MOST_BY_INDEX", 1)
    monkeypatch.setattr(desk_queue, "MOST_COUNTED", 3)
    assert tx.desk_queue.listed(asked, 2, 2) == (4, exact[1])
    in_tab = replace(asked, tab=Tab.SECTION)
    assert tx.desk_queue.listed(in_tab, 2, 2) == (6, exact[1])


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"department": "health"}, "ix_complaint_all"),
        ({"only_department": "health", "terms": ("ไฟ",)}, "ix_complaint_all"),
        ({"tab": Tab.LATE}, "ix_complaint_desk"),
    ],
)
def test_sqlite_counts_a_list_with_an_index_of_what_it_is_filtered_by(tx, wanted, index):
    """It has no statistics, and read every case of the office to count those of a department."""
    asked = []
    event.listen(tx.connection, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    assert tx.desk_queue.total(replace(ANY, **wanted)) == 0
    statement, facts = asked[-1]
    if tx.connection.dialect.name != "sqlite":
        return
    plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", facts).all()
    assert any(index in step.detail for step in plan), plan


def test_a_search_of_a_tab_without_it_goes_on_in_all_cases_then_in_words_near_to_it(tx):
    filed(tx, 1, detail="ไฟถนนดับ", ended_at=NOON, status=Status.CLOSED)
    filed(tx, 2, detail="ท่อแตก", department="health")
    engineering = replace(ANY, tab=Tab.LATE, department="engineering")

    def searched(typed):
        found = tx.desk_queue.search(replace(engineering, terms=tuple(terms_of(typed))), 50, 50)
        return found.total, [int(row.number[8:14]) for row in found.rows], found.tab, found.is_near

    assert searched("ถนน") == (1, [1], Tab.ALL, False)
    assert searched("ถนมดับ") == (1, [1], Tab.ALL, True)
    assert searched("ท่อแตก") == (0, [], Tab.ALL, True)
    assert searched("000009") == (0, [], Tab.ALL, True)


def test_names_and_words_of_any_length_are_searched_together(tx):
    filed(tx, 1, reporter="U-thong", detail="ไฟหน้าวัดดับ")
    filed(tx, 2, reporter="U-thong", detail="ท่อแตก", hide_name=True)
    filed(tx, 3, reporter="U-other", detail="ดีใจ ไฟดับ")
    tx.people.describe("U-thong", "ทองดี มีสุข", "th")
    tx.people.describe("U-other", "Somchai", "th")
    assert found(tx, "ดี ไฟ") == [1, 3]
    assert found(tx, "ดี") == [1, 3]
    assert found(tx, "ทองดี มีสุข วัด") == [1]
    assert found(tx, "ทองดี หน้าวัด ดี") == [1]
    assert found(tx, "SOMCHAI ไฟ") == [3]
    assert found(tx, "somchai ทองดี") == []


def test_only_a_search_stops_counting():
    assert counted(2_000, is_search=True) == "2,000"
    assert counted(46_234, is_search=True) == "2,000+"
    assert counted(46_234, is_search=False) == "46,234"


@pytest.mark.parametrize(
    ("typed", "cases"),
    [("57", [3, 4]), ("257", [4]), ("2570", []), ("ไฟ 57", [3]), ("570", []), ("000057", [57])],
)
def test_a_few_digits_are_looked_for_in_the_story_and_not_in_every_number(tx, typed, cases):
    filed(tx, 57, detail="ไฟดับ")
    filed(tx, 2, detail="ไฟดับ")
    filed(tx, 3, detail="ไฟดับ บ้านเลขที่ 57")
    filed(tx, 4, detail="ถนนพัง ที่ 2578")
    assert found(tx, typed) == cases


def test_paused_cases_come_after_those_that_run_on_every_page(tx):
    for number in range(1, 7):
        paused = NOON - 9 * DAY if number % 2 else None
        filed(tx, number, due_at=NOON + number * DAY, paused_at=paused)
    filed(tx, 7, ended_at=NOON, status=Status.CLOSED)
    assert numbers(tx) == [2, 4, 6, 1, 3, 5, 7]
    assert numbers(tx, tab=Tab.SECTION) == [2, 4, 6, 1, 3, 5]
    for size in (1, 2, 3, 4):
        rows = [tx.desk_queue.page(ANY, offset, size) for offset in range(0, 8, size)]
        shown = [int(row.number[8:14]) for page in rows for row in page]
        assert shown == [2, 4, 6, 1, 3, 5, 7], size
