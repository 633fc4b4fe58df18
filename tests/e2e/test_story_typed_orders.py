"""What officers do with cases by typing instead of pressing buttons."""

from datetime import timedelta

import pytest

from domain.language.officer_answers import said_day
from domain.organisation.calendar import bangkok
from domain.organisation.thai_dates import short_date
from tests.chat import LAMP
from tests.desk import Desk
from tests.moments import NOON

HOLE = "ถนนหน้าสวนยางเป็นหลุมลึก หมู่ 7"
ROAD = "ถนน ทางเท้า สะพาน"


@pytest.fixture
def lamp(resident, officer):
    """A lamp that does not burn, in village 3: case 1 of the section of works."""
    number = resident.complains(f"{LAMP} หมู่ 3")
    officer.looks_away()
    return number


@pytest.fixture
def hole(neighbour, lamp):
    """A hole in the road, in village 7: case 2 of the same section."""
    return neighbour.complains(HOLE, ROAD)


@pytest.mark.both_databases
def test_a_case_that_is_named_is_accepted_with_the_words(hole, resident, officer):
    officer.says("รับเรื่อง 1 ครับ").sees("รับเรื่อง", "แจ้งให้ผู้แจ้งทราบแล้ว")
    resident.sees("กองช่างรับเรื่องของท่านแล้ว")


def test_a_case_that_is_only_described_is_shown_and_not_accepted(hole, neighbour, officer):
    neighbour.looks_away()
    officer.says("เดี๋ยวผมรับเรื่องถนนหมู่ 7 เอง").sees(HOLE).can_press("รับเรื่อง")
    neighbour.hears_nothing()


def test_what_is_typed_about_a_case_is_checked_before_its_reporter_reads_it(
    hole, resident, officer
):
    resident.looks_away()
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดใหม่แล้ว").sees("ส่งรูปหลังดำเนินการ").presses("ไม่มีสิ่งให้ถ่ายรูป")
    officer.sees("“เปลี่ยนหลอดใหม่แล้ว”")
    resident.hears_nothing()
    officer.presses("ยืนยัน").sees("ปิดเรื่อง")
    resident.sees("เปลี่ยนหลอดใหม่แล้ว")


def test_a_question_is_asked_without_the_words_that_order_it(hole, resident, officer):
    officer.says("ถามคนแจ้งเรื่อง 1 หน่อยว่าเสาต้นไหน").sees("ถามผู้แจ้ง", "“เสาต้นไหน”").presses("ยืนยัน")
    resident.sees("เสาต้นไหน")


def test_of_several_cases_the_officer_chooses_one_and_types_nothing_again(hole, resident, officer):
    officer.says("ไปดูมาแล้ว รออะไหล่เข้าอาทิตย์หน้า").sees("เรื่องไหน", "1-", "2-")
    officer.presses("1-2 ไฟถนน").sees("ไปดูมาแล้ว รออะไหล่เข้าอาทิตย์หน้า", "กด “ยืนยัน”")


def test_a_case_goes_to_the_section_that_the_officer_names(hole, officer):
    officer.says("โอน 2 ไปกองสาธารณสุข").sees("เหตุผลที่ส่งต่อ").presses("กองอื่นรับผิดชอบ")
    officer.sees("กองสาธารณสุข").presses("ยืนยัน").sees("ส่งต่อ")


def test_a_head_gives_a_case_to_a_colleague_by_name(hole, head, colleague):
    colleague.looks_away()
    head.says("มอบเรื่อง 1 ให้ช่างโท").sees("มอบหมายเรื่อง", "ให้ ช่างโท")
    colleague.hears_nothing()
    head.presses("ยืนยัน").sees("มอบหมาย")
    colleague.sees("มอบหมายให้ท่าน")


def test_without_a_number_nobody_is_assigned_unasked(lamp, head, colleague):
    colleague.looks_away()
    head.says("ให้ช่างโททำเรื่องไฟ").sees("เรื่องไหน")
    colleague.hears_nothing()
    head.presses("1-2 ไฟถนน").sees("มอบหมายเรื่อง").presses("ยืนยัน").sees("มอบหมาย")
    colleague.sees("มอบหมายให้ท่าน")


@pytest.mark.both_databases
def test_an_executive_hurries_a_case_in_own_words(hole, palad, head):
    palad.says("เร่งหน่อยเรื่องถนนหมู่ 7").sees("สั่งการถึงกองช่าง", "เร่งหน่อยเรื่องถนนหมู่ 7")
    palad.says("ให้เสร็จก่อนสงกรานต์").sees("“ให้เสร็จก่อนสงกรานต์”", "ยังไม่ได้ส่ง").presses("ใช้ข้อความใหม่")
    palad.sees("“ให้เสร็จก่อนสงกรานต์”").presses("ยืนยัน")
    head.sees("ให้เสร็จก่อนสงกรานต์", "รับทราบ")


def test_an_order_to_a_section_that_names_no_case_goes_to_the_section(palad, head):
    head.looks_away()
    palad.says("สั่งการ").sees("ถึงกองใด").presses("กองช่าง").says("ตัดหญ้าข้างถนนทุกสายก่อนวันศุกร์")
    head.hears_nothing()
    palad.presses("แก้ไข").says("ตัดหญ้าทุกสาย").presses("ยืนยัน").sees("สั่งการถึงกองช่างแล้ว")
    head.sees("ตัดหญ้าทุกสาย")


@pytest.mark.parametrize("said", ["ให้ช่างโททำ", "ให้กองช่างรีบดำเนินการ", "ดีมากทุกคน"])
def test_nothing_that_an_officer_types_is_sent_as_praise_unasked(palad, head, clerk, said):
    head.looks_away()
    clerk.looks_away()
    palad.says(said).does_not_see("ส่งคำชมให้")
    head.hears_nothing()
    clerk.hears_nothing()


def test_praise_of_an_officer_is_sent_after_a_press(palad, head):
    palad.says("ดีมากทุกคนในกองช่าง").sees("ยังไม่ได้ส่งถึงใคร").presses("เป็นคำชม")
    head.sees("ดีมากทุกคนในกองช่าง")


def test_a_case_is_not_closed_with_words_that_say_it_is_not_done(lamp, resident, officer):
    resident.looks_away()
    officer.says("1").presses("ปิดเรื่อง").says("ยังไม่ได้ทำ").sees("จึงยังไม่ปิดเรื่อง")
    resident.hears_nothing()
    officer.says("เปลี่ยนหลอดแล้ว").sees("ส่งรูปหลังดำเนินการ")


def test_a_question_in_the_middle_of_an_action_is_answered_and_not_sent(hole, resident, officer):
    resident.looks_away()
    officer.says("1").presses("แจ้งความคืบหน้า").says("เรื่อง 2").sees(HOLE, "พิมพ์ความคืบหน้า")
    officer.says("งานฉันมีอะไรบ้าง").sees("พิมพ์ความคืบหน้า").says("สั่งหลอดแล้ว").sees("“สั่งหลอดแล้ว”")
    resident.hears_nothing()


def test_an_order_about_a_case_is_no_part_of_an_own_report(hole, officer):
    officer.says("หน้าบ้านผมน้ำไม่ไหลตั้งแต่เช้า หมู่ 9").sees("ตรงกับประเภทใด")
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดแล้ว").sees("ส่งรูปหลังดำเนินการ")


def test_cases_are_found_by_what_officers_call_them(hole, officer, colleague, palad):
    officer.says("หลุมทางเข้าสวนยาง").sees("หน้าสวนยาง").can_press("แจ้งเป็นเรื่อง")
    officer.says("งานฉันมีไรบ้าง").sees("งานของฉัน 2 เรื่อง")
    officer.says("รับเรื่อง 1").sees("แล้ว")
    palad.says("ช่างเอกถืออยู่กี่เรื่อง").sees("หมู่ 3").does_not_see("หน้าสวนยาง")
    palad.says("ช่างโทถืออยู่กี่เรื่อง").sees("ช่างโท ไม่มีเรื่องค้าง")


def test_nobody_learns_from_the_chat_whether_staff_were_complained_of(resident, officer, palad):
    asked = ["มีใครร้องเรียนผมไหม", "มีร้องเรียนเจ้าหน้าที่กี่เรื่อง"]
    before = [[one.says(text).screen for text in asked] for one in (officer, palad)]
    resident.complains_of_staff(who="ช่างเอก")
    after = [[one.says(text).screen for text in asked] for one in (officer, palad)]
    assert [screens[-1] for screens in before] == [screens[-1] for screens in after]
    assert "ไม่ว่าจะมีหรือไม่" in after[0][0]


def test_a_custodian_asks_for_new_cases_in_words(resident, integrity):
    number = resident.tells_of_staff("เรียกรับเงินที่เคาน์เตอร์").number()
    integrity.says("วันนี้มีอะไรใหม่").sees(number)


def test_what_the_chat_does_not_know_is_not_looked_for_among_the_cases(lamp, palad):
    palad.says("งบปีนี้เหลือเท่าไหร่").sees("ไม่มีข้อมูลนี้ในแชต")


def test_a_cry_for_help_on_an_officers_phone_is_no_order(lamp, officer):
    officer.says("ช่วยด้วยไฟไหม้บ้านผม").sees("199")


def test_a_late_case_is_hurried_by_words_with_its_number(bot, lamp, palad, head):
    palad.acts_at(NOON + timedelta(days=40)).says("เร่งเรื่อง 1 ด้วย").sees("เร่งเรื่อง 1 ด้วย").presses(
        "ยืนยัน"
    )
    head.sees("เร่งเรื่อง 1 ด้วย")


def test_each_question_of_an_action_is_answered_in_words(hole, resident, officer, head, colleague):
    head.says("1").presses("ดำเนินการอื่น").presses("มอบหมาย").says("ให้ช่างโทสิ").sees(
        "มอบหมายเรื่อง"
    ).presses("ยืนยัน")
    colleague.sees("มอบหมายให้ท่าน")
    officer.says("1").presses("ดำเนินการอื่น").presses("รอ…").says("รอหลอดไฟจากร้าน").sees("วันใด")
    officer.says("อาทิตย์หน้าได้").sees("พักเรื่อง", "“รอหลอดไฟจากร้าน”").presses("ยืนยัน")
    resident.sees("รอหลอดไฟจากร้าน")
    officer.says("2").presses("ดำเนินการอื่น").presses("ส่งต่อกอง").says("คลังมั้ง").sees("เหตุผลที่ส่งต่อ")


def test_the_last_question_is_answered_by_words_that_agree(lamp, resident, officer):
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดใหม่แล้ว").says("ไม่มีสิ่งให้ถ่าย").says("ถูกแล้ว ส่งเลย").sees(
        "รอผู้แจ้งยืนยันผล"
    )
    resident.sees("เปลี่ยนหลอดใหม่แล้ว")


@pytest.mark.parametrize(
    "said", ["ไม่รับเรื่อง 1 แล้วนะ", "ใครรับเรื่อง 1", "รับเรื่อง 1 ดีมั้ย", "ผมไม่ขอรับเรื่อง 1"]
)
def test_a_refusal_or_a_question_takes_no_case(lamp, resident, officer, said):
    resident.looks_away()
    officer.says(said).sees("หมู่ 3").does_not_see("แจ้งให้ผู้แจ้งทราบแล้ว")
    resident.hears_nothing()


@pytest.mark.parametrize("said", ["เรื่อง 1 ไม่ให้ช่างโททำ", "ไม่ต้องมอบเรื่อง 1 ให้ช่างโทแล้ว"])
def test_whom_a_head_does_not_want_gets_no_case(lamp, head, colleague, said):
    colleague.looks_away()
    head.says(said)
    colleague.hears_nothing()


def test_an_order_about_two_cases_is_given_for_each_of_them(hole, resident, neighbour, officer):
    resident.looks_away()
    neighbour.looks_away()
    officer.says("ปิดเรื่อง 1 กับ 2 ซ่อมแล้ว").sees("ทำได้ทีละเรื่อง", "หมู่ 3", "หมู่ 7")
    resident.hears_nothing()
    neighbour.hears_nothing()


def test_a_number_of_another_section_offers_no_other_case(lamp, neighbour, officer):
    neighbour.complains("ขยะไม่มาเก็บ หมู่ 5", "ขยะ ถังขยะ")
    officer.says("ปิดเรื่อง 2 เก็บขยะแล้ว").sees("ไม่พบเรื่อง").does_not_see("ปิดเรื่อง เรื่องไหน")


def test_the_reporter_is_told_and_no_new_report_begins(lamp, resident, officer):
    officer.says("แจ้งเรื่อง 1 ว่ายังซ่อมอยู่").sees("“ยังซ่อมอยู่”").says("แก้เป็น พรุ่งนี้เช้าเสร็จครับ")
    officer.sees("“พรุ่งนี้เช้าเสร็จครับ”").presses("ยืนยัน")
    resident.sees("พรุ่งนี้เช้าเสร็จครับ").does_not_see("ยังซ่อมอยู่")


def test_a_pause_takes_the_reason_and_the_day_of_the_order(bot, lamp, resident, officer):
    today = bangkok(bot.now()).date()
    end, middle = (short_date(said_day(text, today)) for text in ("สิ้นเดือนหน้า", "กลางเดือนหน้า"))
    officer.says("พักเรื่อง 1 รองบ ถึงสิ้นเดือนหน้า").sees("พักเรื่อง", end).says("เปลี่ยนเป็นกลางเดือนหน้า")
    officer.sees(middle, "“รองบ ถึงสิ้นเดือนหน้า”").presses("ยืนยัน")
    resident.sees("รองบ")


def test_what_the_photo_question_gets_that_is_no_reason_is_not_sent(lamp, resident, officer):
    resident.looks_away()
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดใหม่แล้ว").says("เดี๋ยวๆ ยังไม่ปิด ไฟยังไม่ติด").sees("จึงยังไม่ปิดเรื่อง")
    officer.says("ใช่ ปิดเลย").sees("ต้องมีรูปหลังดำเนินการ")
    resident.hears_nothing()


def test_an_order_about_another_case_waits_and_replaces_nothing(hole, palad, head):
    palad.says("เร่งเรื่อง 1 ให้เสร็จวันศุกร์").says("เรื่อง 2 ด้วย ให้กลบหลุมก่อนฝน").sees(
        "ยังไม่ได้ส่ง", "ให้เสร็จวันศุกร์"
    )
    palad.presses("ยืนยัน")
    head.sees("ให้เสร็จวันศุกร์").does_not_see("กลบหลุม")


def test_an_order_to_a_section_without_anybody_on_line_says_so(lamp, palad):
    palad.says("สั่งการให้กองคลังตรวจใบแจ้งค่าน้ำ").presses("ยืนยัน").sees("ยังไม่มีใครได้รับข้อความ")


def test_a_transfer_names_its_section_in_any_words(lamp, officer):
    officer.says("เรื่อง 1 ส่งต่อสาธารณสุขเลย เป็นเรื่องน้ำเน่า").sees("กองสาธารณสุข", "“เป็นเรื่องน้ำเน่า”")


def test_a_residents_question_is_answered_by_its_number(resident, clerk):
    resident.says("ฝากคำถามให้เจ้าหน้าที่ เปิดเทอมวันไหน")
    clerk.says("ตอบคำถามที่ 1 ว่าเปิดวันที่ 16 พฤษภาคม").sees("เปิดวันที่ 16 พฤษภาคม").presses("ยืนยัน")
    resident.sees("เปิดวันที่ 16 พฤษภาคม")


def test_talk_among_colleagues_accuses_nobody_and_cancel_alone_is_cancel(lamp, officer):
    officer.says("โท เย็นนี้ไปกินส้มตำกันป่าว").does_not_see("ร้องเรียนเจ้าหน้าที่")
    officer.says("ยกเลิก").sees("ไม่มีรายการให้ยกเลิก")


def test_an_answer_that_names_a_service_stays_an_answer(lamp, resident, officer):
    officer.says("ถามคนแจ้งเรื่อง 1 ว่าบ้านเลขที่เท่าไหร่ มิเตอร์หมุนไหม").presses("ยืนยัน")
    resident.says("88/1 มิเตอร์ไม่หมุนจ้า").sees("ส่งเป็นคำตอบ").presses("ยืนยัน")
    officer.sees("88/1 มิเตอร์ไม่หมุนจ้า")


# ------------------------------------------------------------------ what is typed while something waits
@pytest.mark.parametrize(
    "text",
    ["หมู่ 7 มีอะไรมั่ง ขอดูหน่อย", "เค้าตอบอะไรมามั่งแล้วเรื่องนี้", "ขอเช็คของในคลังก่อนนะ", "พรุ่งนี้ผมลาครึ่งเช้า"],
)
def test_what_is_typed_at_the_check_replaces_no_text(text, lamp, resident, officer):
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดใหม่แล้ว").says("ไม่มีสิ่งให้ถ่าย")
    officer.says(text).can_press("ยกเลิก")
    if "ใช้ข้อความเดิม" in officer.quick_replies:
        officer.sees("ยังไม่ได้ส่ง", "ข้อความเดิม: “เปลี่ยนหลอดใหม่แล้ว”", text)
        officer.says("ยืนยัน").does_not_see("รอผู้แจ้งยืนยันผล").presses("ใช้ข้อความเดิม")
    resident.looks_away()
    officer.presses("ยืนยัน").sees("รอผู้แจ้งยืนยันผล")
    resident.sees("เปลี่ยนหลอดใหม่แล้ว").does_not_see(text)


def test_what_is_typed_at_the_check_is_taken_by_a_press(lamp, resident, officer):
    officer.says("ปิดเรื่อง 1 เปลี่ยนหลอดใหม่แล้ว").says("ไม่มีสิ่งให้ถ่าย").says("เปลี่ยนทั้งหลอดและสายด้วยครับ")
    officer.presses("ใช้ข้อความใหม่").sees("“เปลี่ยนทั้งหลอดและสายด้วยครับ”").presses("ยืนยัน")
    resident.sees("เปลี่ยนทั้งหลอดและสาย").does_not_see("เปลี่ยนหลอดใหม่แล้ว")


@pytest.mark.parametrize(
    "text", ["2 มีเด็กโดนกัด ถามเขาหน่อยว่าฉีดวัคซีนหรือยัง", "มอบ 2 ให้ช่างโท", "โอน 2 ไปสำนักปลัด"]
)
def test_another_cases_number_is_no_answer_to_a_waiting_step(text, hole, resident, officer):
    officer.says("แจ้งความคืบหน้า 1 สั่งหลอดแล้ว").says(text).sees("ยังไม่ได้ส่ง").does_not_see("ข้อความเดิม")
    resident.looks_away()
    officer.presses("ยืนยัน")
    resident.sees("สั่งหลอดแล้ว").does_not_see("วัคซีน", "ช่างโท", "สำนักปลัด")


def test_a_name_typed_where_a_case_is_assigned_is_checked(hole, head, colleague):
    head.says("1").presses("ดำเนินการอื่น").presses("มอบหมาย")
    colleague.looks_away()
    head.says("มอบ 2 ให้ช่างโท").sees("ยังไม่ได้ส่ง", "ให้ใคร").says("ให้ช่างโท").sees(
        "กด “ยืนยัน” เพื่อมอบหมาย"
    )
    colleague.hears_nothing()
    head.presses("ยืนยัน")
    colleague.sees("มอบหมายให้ท่าน")


@pytest.mark.parametrize("text", ["1 โอนให้พี่เอกที", "เรื่อง 1 ซ้ำกับเรื่อง 2 ครับ", "ตอบยายเรื่อง 1 ไปหน่อย"])
def test_a_card_instead_of_an_act_says_that_nothing_was_done(text, hole, resident, officer):
    resident.looks_away()
    officer.says(text)
    resident.hears_nothing()
    if "ยืนยัน" not in officer.quick_replies:
        officer.says("ยืนยัน").does_not_see("ยินดีค่ะ")


@pytest.mark.parametrize("text", ["แจ้งเรื่อง ไฟดับหน้าโรงเรียน หมู่ 2", "แจ้งเรื่อง ท่อแตกหน้าวัด หมู่ 1"])
def test_the_officers_own_report_may_name_a_village(text, officer):
    officer.says(text).sees("ตรงกับประเภทใด")


@pytest.mark.parametrize("text", ["น้ำไม่ไหล", "หมาบ้า", "ถนนพัง"])
def test_a_problem_in_two_words_is_searched_and_may_be_reported(text, officer):
    officer.says(text).does_not_see("ตรงกับประเภทใด").presses("แจ้งเป็นเรื่อง").sees("ตรงกับประเภทใด")


def test_there_is_nothing_to_confirm(officer, resident):
    for phone in (officer, resident):
        phone.says("ยืนยัน").sees("ไม่มีรายการที่รอยืนยัน").does_not_see("ยินดีค่ะ")


@pytest.mark.parametrize(
    "text", ["บันทึกภายใน 1 โทรคุยแล้ว เจ้าของบ้านดุ", "โน้ต เรื่อง 1-2 ว่า โทรคุยแล้ว เจ้าของบ้านดุ"]
)
def test_an_internal_note_is_kept_and_reaches_nobody(text, lamp, resident, officer, head):
    resident.looks_away()
    officer.says(text).sees("บันทึกภายในของเรื่อง", "โทรคุยแล้ว เจ้าของบ้านดุ")
    resident.hears_nothing()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see("เจ้าของบ้านดุ")
    Desk.of(head).opens("/desk/cases/1").reads("เจ้าของบ้านดุ", "ผู้แจ้งไม่เห็น")


@pytest.mark.parametrize("text", ["บันทึกภายใน", "บันทึกไว้หน่อยว่าเขาดุ", "บันทึกภายใน 99 โทรแล้ว"])
def test_a_note_without_its_case_or_words_is_explained(text, lamp, resident, officer):
    resident.looks_away()
    officer.says(text).sees("ตามด้วยเลขเรื่อง")
    resident.hears_nothing()
