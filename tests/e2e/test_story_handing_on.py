"""A case is handed to a colleague or to another section, is suspended, or is not the office's responsibility."""

import pytest


@pytest.fixture
def case(resident, officer, colleague, head, clerk):
    """The number of a case that officers and a head have been notified of."""
    number = resident.complains()
    for one in (resident, colleague, clerk):
        one.looks_away()
    return number


def test_the_head_gives_a_case_to_an_officer(case, head, colleague, resident):
    head.presses("ดำเนินการอื่น").presses("มอบหมาย").presses("ช่างโท").sees(f"มอบหมายเรื่อง {case} แล้ว")
    colleague.sees("หัวหน้าช่าง มอบหมายให้ท่าน", case)
    resident.hears_nothing()


def test_who_takes_a_case_over_reads_what_was_said_the_newest_first(
    case, officer, head, colleague, resident
):
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาต้นไหนคะ").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("ต้นที่ 12").presses("ยืนยัน")
    head.presses("ดำเนินการอื่น").presses("มอบหมาย").presses("ช่างโท")
    colleague.sees("ผู้แจ้ง: ต้นที่ 12", "เจ้าหน้าที่: เสาต้นไหนคะ")
    assert colleague.screen.index("ต้นที่ 12") < colleague.screen.index("เสาต้นไหน")


def test_an_officer_gives_nothing_to_anybody(case, officer):
    officer.presses("ดำเนินการอื่น").does_not_see("มอบหมาย")


@pytest.mark.both_databases
def test_another_section_gets_the_case_and_the_first_one_loses_it(case, officer, clerk, resident):
    accept = officer.keeps("รับเรื่อง")
    officer.presses("ดำเนินการอื่น").presses("ส่งต่อกอง").presses("สำนักปลัด")
    officer.says("เป็นงานของสำนักปลัด").presses("ยืนยัน").sees(f"ส่งต่อเรื่อง {case} แล้ว")
    clerk.sees("เรื่องใหม่ ส่งต่อจากกองอื่น", case, "เจ้าหน้าที่: เป็นงานของสำนักปลัด")
    resident.sees("ต่อให้สำนักปลัด")
    officer.presses_kept(accept).sees("ไม่พบเรื่องนี้")
    clerk.presses("รับเรื่อง")
    resident.says("ติดตามเรื่อง").sees("สำนักปลัดรับเรื่องของท่านแล้ว")


def test_an_act_whose_case_has_gone_elsewhere_ends_and_the_next_words_are_heard(
    case, officer, head
):
    officer.presses("แจ้งความคืบหน้า")
    goes_to_another_section(head)
    officer.says("กำลังไปดู").sees("ไม่พบเรื่องนี้")
    officer.says("แจ้งเรื่อง ไฟหน้าบ้านดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_a_complaint_that_interrupted_an_act_is_confirmed_though_the_case_has_gone_elsewhere(
    case, officer, head
):
    officer.presses("แจ้งความคืบหน้า").says("แจ้งเรื่อง")
    goes_to_another_section(head)
    officer.says("ไฟหน้าบ้านดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    officer.sees("รับแจ้งแล้ว").does_not_see("ไม่พบเรื่องนี้")


def test_a_refused_button_of_another_case_ends_no_act(case, officer, head, resident):
    lost = officer.keeps("รับเรื่อง")
    goes_to_another_section(head)
    other = resident.complains("ไฟหน้าตลาดดับ")
    officer.presses("แจ้งความคืบหน้า").sees(other).presses_kept(lost).sees("ไม่พบเรื่องนี้")
    officer.says("ช่างเข้าพรุ่งนี้").sees(f"ส่งถึงผู้แจ้งเรื่อง {other}", "ช่างเข้าพรุ่งนี้")


def test_what_a_former_officer_says_in_the_middle_of_an_act_is_heard_as_a_residents(
    bot, case, officer
):
    officer.presses("แจ้งความคืบหน้า")
    with bot.office.uow(bot.now()) as uow:
        leaver = next(one for one in uow.tx.officers.all() if one.name == "ช่างเอก")
        uow.tx.officers.retire(leaver.id, uow.now)
    officer.says("ไฟหน้าบ้านดับ").sees("เรื่องนี้ตรงกับประเภทใด").does_not_see("สำหรับเจ้าหน้าที่")


def goes_to_another_section(head):
    head.presses("ดำเนินการอื่น").presses("ส่งต่อกอง").presses("สำนักปลัด")
    head.says("เป็นงานของสำนักปลัด").presses("ยืนยัน").sees("ส่งต่อเรื่อง")


def test_a_case_waits_until_a_day_and_the_resident_knows_why(case, officer, resident):
    officer.presses("ดำเนินการอื่น").presses("รอ…")
    officer.presses(officer.quick_replies[0])
    officer.presses(officer.quick_replies[0]).says("รองบประมาณปีหน้า").presses("ยืนยัน").sees("พักเรื่อง")
    resident.sees("รองบประมาณปีหน้า", "จะตรวจสอบอีกครั้งวันที่")
    resident.presses("ดูความคืบหน้า").sees("หยุดนับเวลาตั้งแต่")


def test_a_case_that_is_anothers_duty_ends_with_whose_it_is(case, officer, head, resident):
    officer.presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่").presses("กรมทางหลวง")
    officer.says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    resident.hears_nothing()
    head.presses("เห็นด้วย")
    resident.sees("ไม่ใช่หน้าที่ของ อบต.", "เป็นทางหลวงแผ่นดิน", "กรมทางหลวง", "1586")
    assert resident.keeps("โทร")["uri"] == "tel:1586"
