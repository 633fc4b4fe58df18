"""Officers and executives ask in words: figures, lists, a name, a village, a number."""

from datetime import timedelta

import pytest

from domain.cases.complaint import Place
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from tests.chat import LAMP
from tests.moments import NOON

WASTE = "ขยะ ถังขยะ"


@pytest.fixture
def cases(bot, resident, neighbour):
    """A lamp of สมศรี in village 3, and rubbish of บุญมี, who hides the name."""
    resident.acts_at(NOON).complains("ไฟถนนดับ หมู่ 3")
    neighbour.acts_at(NOON).says("ขยะไม่มาเก็บ หมู่ 5").presses(WASTE).presses("ไม่เปิดเผยชื่อ")
    neighbour.presses("ยืนยัน")
    return bot


@pytest.mark.parametrize(
    "asked",
    [
        "ขอสรุปเดือนนี้",
        "สรุปเดือนพฤศจิกายน",
        "เดือนนี้มีร้องเรียนกี่เรื่อง",
        "ขอดูสถิติหน่อยครับ",
        "ภาพรวมเดือนนี้เป็นยังไงบ้าง",
        "เดือนพฤศจิกายนเป็นอย่างไร",
        "สถานการณ์ช่วงนี้",
    ],
)
def test_the_mayor_asks_for_figures_and_gets_them(cases, nayok, asked):
    nayok.says(asked).sees("สรุปเดือน", "รับเรื่อง", "คงค้าง").does_not_see("ตรงกับประเภทใด")


def test_a_month_to_come_has_no_figures(cases, nayok):
    nayok.says("สรุปเดือนธันวาคม 2590").sees("ยังไม่ถึงเดือนดังกล่าว")


@pytest.mark.both_databases
def test_overdue_cases_of_a_section_are_listed(cases, palad, resident):
    palad.says("เรื่องเกินกำหนดของกองช่าง").sees("ไม่มีเรื่องที่เกินกำหนด")
    palad.acts_at(NOON + timedelta(days=30)).says("เรื่องเกินกำหนดของกองช่าง").sees("ไฟถนนดับ หมู่ 3")
    palad.does_not_see("ขยะไม่มาเก็บ")


def test_an_executive_who_asks_what_to_decide_gets_the_cases_with_their_buttons(
    cases, nayok, officer, neighbour
):
    nayok.says("มีเรื่องอะไรต้องตัดสินใจ").sees("ไม่มีเรื่องที่ต้องตัดสินใจ")
    nayok.acts_at(NOON + timedelta(days=60)).says("มีเรื่องอะไรต้องตัดสินใจบ้างคะ")
    nayok.sees("เรื่องที่ต้องตัดสินใจ 2", "ยังไม่มีผู้รับผิดชอบ", "ไฟถนน", "ขยะ").does_not_see("บุญมี")
    nayok.can_press("ดูรายละเอียด", "สั่งให้มอบหมาย")
    officer.says("รออนุมัติอะไรบ้าง").sees("เรื่องที่ต้องตัดสินใจ 1", "ไฟถนน").does_not_see("ขยะ")
    neighbour.says("มีเรื่องอะไรต้องตัดสินใจ").does_not_see("เรื่องที่ต้องตัดสินใจ 2")


@pytest.mark.parametrize(
    ("asked", "found", "other"),
    [
        ("หมู่ 3", "ไฟถนนดับ", "ขยะไม่มาเก็บ"),
        ("ขอดูเรื่องหมู่ห้า", "ขยะไม่มาเก็บ", "ไฟถนนดับ"),
        ("ค้นหา สมศรี", "ไฟถนนดับ", "ขยะไม่มาเก็บ"),
        ("ค้นหา ไม่มาเก็บ", "ขยะไม่มาเก็บ", "ไฟถนนดับ"),
        ("1", "ไฟถนนดับ", "ขยะไม่มาเก็บ"),
        ("1-2", "ไฟถนนดับ", "ขยะไม่มาเก็บ"),
        ("000002", "ขยะไม่มาเก็บ", "ไฟถนนดับ"),
        ("เรื่องของกองช่าง", "ไฟถนนดับ", "ขยะไม่มาเก็บ"),
    ],
)
@pytest.mark.both_databases
def test_an_executive_finds_cases_by_village_name_words_number_and_section(
    cases, palad, asked, found, other
):
    palad.says(asked).sees(found).does_not_see(other)


def test_a_hidden_name_is_not_found(cases, palad):
    palad.says("ค้นหา บุญมี").sees("ไม่พบเรื่อง")


@pytest.mark.both_databases
def test_a_misspelt_word_or_name_finds_the_cases_with_similar_ones(cases, palad, officer):
    palad.says("ค้นหา สมสรี").sees("ไม่พบ “สมสรี” เรื่องเหล่านี้มีคำใกล้เคียง", "ไฟถนนดับ หมู่ 3")
    palad.does_not_see("ขยะไม่มาเก็บ")
    palad.says("ค้นหา หน้าวัด ไฟถนมดับ").sees("ไม่พบเรื่อง")
    palad.says("สมสรี").sees("คำใกล้เคียง", "ไฟถนนดับ หมู่ 3")
    officer.says("ค้นหา ขยไม่มาเก็บ").sees("ไม่พบเรื่อง").does_not_see("ขยะไม่มาเก็บ")
    palad.says("ค้นหา บุณมี").sees("ไม่พบเรื่อง")


def test_nobody_is_told_who_complained_of_whom_and_no_complaint_begins(resident, nayok, officer):
    resident.complains_of_staff(who="นายเอกชัย")
    for one in (nayok, officer):
        one.says("ใครร้องเรียนช่างเอก").sees("ค้นชื่อผู้แจ้งทางนี้ไม่ได้").does_not_see("ต้องการส่งแบบนี้ไหม")


def test_signs_that_a_database_reads_are_only_signs(cases, palad):
    palad.says("ค้นหา %").sees("ไม่พบเรื่อง")
    palad.says("ค้นหา _").sees("ไม่พบเรื่อง")


def test_an_officer_finds_the_cases_of_the_own_section_only(cases, officer):
    officer.says("ค้นหา หมู่").sees("ไฟถนนดับ").does_not_see("ขยะไม่มาเก็บ")
    officer.says("2").sees("ไม่พบเรื่องที่ตรงกันในกองของท่าน")
    officer.says("เรื่องของกองคลัง").sees("เฉพาะเรื่องของกองที่ท่านสังกัด")


def test_a_staff_complaint_is_found_by_nobody(resident, palad, nayok):
    resident.complains_of_staff(who="นายดำ ขำขัน")
    palad.says("ค้นหา ผู้สูงอายุ").sees("ไม่พบเรื่อง")
    nayok.says("900001").sees("ไม่พบเรื่อง")


def test_an_officers_other_words_are_answered_with_what_can_be_asked(officer):
    officer.says("ฝนจะตกหรือเปล่า").sees("พิมพ์ถามได้").can_press("งานของฉัน", "เรื่องเกินกำหนด")


def test_a_bare_topic_lists_its_cases_and_begins_nothing(cases, palad):
    palad.says("ไฟถนน").sees("ไฟถนนดับ หมู่ 3").does_not_see("ตรงกับประเภทใด")
    palad.says("บุญมี").does_not_see("ขยะไม่มาเก็บ")
    palad.says("สมศรี").sees("ไฟถนนดับ หมู่ 3")


def test_residents_questions_are_listed_when_asked_for(resident, palad):
    palad.says("มีคำถามค้างไหม").sees("ไม่มีคำถาม")
    resident.says("ฝากคำถามให้เจ้าหน้าที่ เปิดเทอมวันไหน")
    palad.says("คำถามประชาชน").sees("เปิดเทอมวันไหน")


def test_the_months_card_counts_open_cases_by_section(cases, nayok):
    nayok.says("กองไหนค้างเยอะสุด").sees("คงค้างแต่ละกอง", "กองช่าง 1", "กองสาธารณสุขและสิ่งแวดล้อม 1")


def test_an_officer_who_lives_here_may_still_report_a_problem(officer):
    officer.says(LAMP).sees("ตรงกับประเภทใด")


def test_a_resident_who_says_the_same_words_sees_no_list(cases, resident):
    resident.says("หมู่ 3").does_not_see("พบ 2 เรื่อง", "ดูรายละเอียด")
    resident.says("ค้นหา บุญมี").does_not_see("ขยะไม่มาเก็บ")


def test_a_long_list_is_paged_and_other_parts_are_one_press_away(bot, officer, palad):
    with bot.office.uow(bot.now()) as uow:
        uow.tx.people.ensure("U-many", uow.now)
        for number in range(12):
            new = NewComplaint("light", f"ไฟถนนดับ ต้นที่ {number}", Place(village=3))
            case_filing.file(uow, "U-many", new, f"many-{number}")
    palad.says("ค้นหา ไฟถนนดับ").sees("พบ 12 เรื่อง", "เรื่องที่ 1 ถึง 10 จากทั้งหมด 12 เรื่อง")
    palad.presses("ดูเพิ่มเติม").sees("เรื่องที่ 11 ถึง 12 จากทั้งหมด 12 เรื่อง")
    officer.says("งานของฉัน").sees("งานของฉัน 12 เรื่อง").presses("ใหม่ 12").sees("ยังไม่มีผู้รับ 12 เรื่อง")
    officer.presses("เลือกหมู่").sees("หมู่ใด").presses("หมู่ 3 (12)").sees("พบ 12 เรื่อง")
    officer.says("เรื่องที่ฉันถือ").sees("ไม่มีเรื่องในรายการนี้")


@pytest.mark.parametrize("typed", ["ส่งต่อ", "ส่งต่อกอง", "มอบหมาย", "แจ้งความคืบหน้า", "Transfer"])
def test_the_name_of_an_act_typed_without_a_case_tells_where_its_button_is(officer, typed):
    officer.says(typed).sees("เลือกเรื่องก่อน", "เปิดโต๊ะทำงาน").can_press("งานของฉัน", "เปิดโต๊ะทำงาน")


@pytest.mark.parametrize("typed", ["สั่งการกองช่าง", "สั่งการให้กองช่างซ่อมไฟหน้าวัด"])
def test_an_order_that_an_executive_types_is_given_after_the_check(palad, head, officer, typed):
    head.looks_away()
    palad.says(typed).sees("สั่งการถึงกองช่าง", "กด “ยืนยัน”").does_not_see("ร้องเรียนเจ้าหน้าที่")
    head.hears_nothing()
    palad.presses("ยืนยัน").sees("สั่งการถึงกองช่างแล้ว")
    head.sees("ปลัดวิชัย").presses("รับทราบ")
    officer.says(typed).does_not_see("กด “ยืนยัน”")


@pytest.mark.parametrize(
    "text", ["สรุปกองช่างเดือนที่แล้ว", "เมื่อวานกี่เรื่อง", "ตัวเลขปีงบนี้", "เดือนนี้หมู่ไหนกี่เรื่อง"]
)
def test_figures_say_that_they_are_of_the_whole_office_and_month(text, palad):
    screen = palad.says(text).screen
    assert "ทั้งหน่วยงานและทั้งเดือน" in screen or "สรุปเดือน" not in screen


def test_a_custodian_searches_the_cases_in_their_care(integrity, resident, neighbour):
    resident.tells_of_staff("เขาเรียกค่าเหล้าสองขวดถึงจะเซ็น")
    neighbour.tells_of_staff("พูดจาไม่ดีกับยาย")
    integrity.says("ค้นหา ค่าเหล้า").sees("ค่าเหล้าสองขวด").does_not_see("พูดจาไม่ดีกับยาย", "ต้องการส่งแบบ")
    integrity.says("ค้นหา ทองคำ").sees("ไม่พบเรื่อง")


@pytest.mark.parametrize("text", ["บอกคนร้องค่าเหล้าว่ากำลังสอบ", "ช่างเอกเรียกเงินอีกแล้ว 500"])
def test_a_custodian_who_writes_of_a_wrong_begins_no_complaint(text, integrity, resident):
    resident.tells_of_staff("เขาเรียกค่าเหล้าสองขวดถึงจะเซ็น")
    integrity.says(text).does_not_see("ต้องการส่งแบบ", "เรื่องนี้เกี่ยวกับใคร")
