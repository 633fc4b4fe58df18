"""Officers are notified of a case at once and handle it within LINE; the resident is notified of each step."""

import threading
from datetime import timedelta

import pytest
import urllib3

from tests.chat import Phone
from tests.moments import NOON

DAILY = ["รับเรื่อง", "แจ้งความคืบหน้า", "ขอข้อมูลเพิ่ม", "ปิดเรื่อง", "ดำเนินการอื่น"]


def test_the_officers_of_the_section_hear_at_once_with_all_they_need(
    resident, officer, colleague, clerk
):
    for one in (officer, colleague, clerk):
        one.looks_away()
    resident.says("ไฟถนนหน้าวัดดับมา 3 วันแล้ว").presses("ไฟถนน ไฟส่องสว่าง")
    resident.sends_photos("lamp-broken.jpg").shares_place("วัดนาวังหิน")
    number = resident.presses("ยืนยัน").number()
    for one in (officer, colleague):
        one.sees("เรื่องใหม่", number, "ไฟถนนหน้าวัดดับ", "วัดนาวังหิน", "สมศรี ใจดี", "กำหนดเสร็จ", "รูป 1")
        assert one.buttons == [*DAILY, "ดูแผนที่"]
    assert "13.49,101.25" in officer.keeps("ดูแผนที่")["uri"]
    clerk.hears_nothing()


def test_the_photo_on_the_officers_card_opens_for_who_has_its_address_alone(bot, resident, officer):
    resident.says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง").sends_photos("lamp-broken.jpg")
    officer.looks_away()
    resident.presses("ยืนยัน")
    address = officer.news[0]["contents"]["hero"]["url"]
    path = address.removeprefix(bot.settings.public_url)
    http = urllib3.PoolManager()
    answer = http.request("GET", bot.url + path)
    assert (answer.status, answer.headers["Content-Type"]) == (
        200,
        "image/jpeg",
    )
    guessed = path.replace(path[-8], "0" if path[-8] != "0" else "1")
    assert http.request("GET", bot.url + guessed).status == 404


@pytest.mark.both_databases
def test_accept_update_ask_answer_and_close(resident, officer):
    number = resident.complains()
    officer.presses("รับเรื่อง").sees(f"รับเรื่อง {number} แล้ว")
    resident.sees("กองช่างรับเรื่องของท่านแล้ว")

    officer.presses("แจ้งความคืบหน้า").says("สั่งหลอดไฟแล้ว").sees("สั่งหลอดไฟแล้ว").presses("ยืนยัน")
    resident.says("ติดตามเรื่อง").sees("ความคืบหน้า: สั่งหลอดไฟแล้ว")

    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไฟเลขที่เท่าไรคะ").presses("ยืนยัน")
    resident.sees("เสาไฟเลขที่เท่าไรคะ")
    officer.looks_away()
    resident.presses("ตอบคำถาม").says("เสาเลขที่ 12").presses("ยืนยัน").sees(f"ส่งคำตอบของเรื่อง {number}")
    officer.sees("ผู้แจ้งตอบแล้ว", "เสาเลขที่ 12")

    resident.looks_away()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอดใหม่แล้ว").sees("ส่งรูปหลังดำเนินการ")
    officer.sends_photos("lamp-fixed.jpg").presses("ยืนยัน").sees(f"ปิดเรื่อง {number} แล้ว")
    resident.sees("ดำเนินการแล้ว: เปลี่ยนหลอดใหม่แล้ว", "เรียบร้อยแล้ว", "ยังไม่เรียบร้อย")
    assert resident.news[0]["contents"]["hero"]["url"].startswith("https://rongtuk.example/photos/")


def test_an_answer_may_simply_be_typed(resident, officer):
    resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไฟเลขที่เท่าไรคะ").presses("ยืนยัน").looks_away()
    resident.says("เสาเลขที่ 12").sees("เสาเลขที่ 12").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว", "เสาเลขที่ 12")


def test_a_palad_who_holds_a_case_hears_its_reporter(resident, officer, palad):
    resident.complains()
    palad.says("งานของฉัน").presses("ดูรายละเอียด").presses("รับเรื่อง")
    palad.presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses("ยืนยัน")
    for one in (palad, officer):
        one.looks_away()
    resident.presses("ตอบคำถาม").says("เสา 12").presses("ยืนยัน")
    palad.sees("ผู้แจ้งตอบแล้ว", "เสา 12")
    officer.hears_nothing()


def test_words_typed_while_a_question_is_open_may_be_a_new_matter(resident, officer):
    first = resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไฟเลขที่เท่าไรคะ").presses("ยืนยัน").looks_away()
    resident.says("ถนนเป็นหลุมหน้าตลาด").presses("เป็นเรื่องใหม่").sees("เรื่องนี้ตรงกับประเภทใด")
    assert resident.presses("ถนน ทางเท้า สะพาน").presses("ยืนยัน").number() != first
    officer.does_not_see("ผู้แจ้งตอบแล้ว").sees("เรื่องใหม่")


def test_closing_asks_for_a_photo_or_a_reason_and_does_without_neither(bot, resident, officer):
    number = resident.complains()
    resident.looks_away()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนแล้ว")
    officer.sends_sticker().sees("ส่งรูปหลังดำเนินการ")
    assert "ยืนยัน" not in officer.quick_replies
    resident.hears_nothing()
    officer.presses("ไม่มีสิ่งให้ถ่ายรูป").presses("ยืนยัน").sees(f"ปิดเรื่อง {number} แล้ว")
    resident.sees("ดำเนินการแล้ว", "ไม่มีรูปหลังดำเนินการ เพราะ", "ไม่มีสิ่งให้ถ่ายรูป")


def test_closing_with_a_reason_in_the_officers_own_words(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").says("ส่งเรื่องต่อแล้ว").says("เป็นถนนของแขวงทางหลวง").presses("ยืนยัน")
    resident.sees("เป็นถนนของแขวงทางหลวง")


def test_closing_without_a_note_is_not_possible(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").sends_sticker().sees("พิมพ์ผลการดำเนินการ")
    officer.presses("ยกเลิก").says("งานของฉัน").sees("รอเจ้าหน้าที่รับเรื่อง")


def test_a_note_can_be_written_again_before_it_is_sent(resident, officer):
    resident.complains()
    officer.presses("แจ้งความคืบหน้า").says("พิมพ์ผิด").presses("แก้ไข").says("ช่างเข้าพรุ่งนี้").presses("ยืนยัน")
    resident.sees("ช่างเข้าพรุ่งนี้").does_not_see("พิมพ์ผิด")


@pytest.mark.both_databases
def test_of_two_officers_the_second_is_told_who_was_first(resident, officer, colleague):
    resident.complains()
    officer.presses("รับเรื่อง")
    resident.looks_away()
    colleague.presses("รับเรื่อง").sees("ช่างเอก รับเรื่องนี้ไปก่อนแล้ว")
    resident.hears_nothing()


@pytest.mark.both_databases
def test_of_two_officers_at_the_same_moment_one_is_first(bot, resident, officer, colleague):
    resident.complains()
    resident.looks_away()
    buttons = {one.key: one.keeps("รับเรื่อง") for one in (officer, colleague)}
    phones = [Phone(bot, key) for key in buttons]
    presses = [
        threading.Thread(target=phone.presses_kept, args=(buttons[phone.key],)) for phone in phones
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    answers = sorted("ไปก่อนแล้ว" in phone.screen for phone in phones)
    assert answers == [False, True]
    assert resident.screen.count("รับเรื่องของท่านแล้ว") == 2  # altText and card of one message
    assert len(resident.news) == 1


def test_who_was_still_typing_when_a_colleague_closed_overwrites_nothing(
    resident, officer, colleague
):
    resident.complains()
    colleague.presses("ปิดเรื่อง").says("ผมปิดเอง").presses("ไม่มีสิ่งให้ถ่ายรูป")
    officer.closes("เปลี่ยนหลอดใหม่แล้ว")
    resident.looks_away()
    colleague.presses("ยืนยัน").sees("ช่างเอก ปิดเรื่องนี้ไปก่อนแล้ว")
    resident.hears_nothing()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("เปลี่ยนหลอดใหม่แล้ว").does_not_see("ผมปิดเอง")


def test_a_closed_case_takes_no_more_acts(resident, officer):
    resident.complains()
    accept, update = officer.keeps("รับเรื่อง"), officer.keeps("แจ้งความคืบหน้า")
    officer.closes()
    officer.presses_kept(accept).sees("ปิดเรื่องนี้ไปก่อนแล้ว")
    officer.presses_kept(update).sees("ปิดเรื่องนี้ไปก่อนแล้ว")


def test_my_work_lists_what_is_open_and_opens_it(resident, officer):
    officer.says("งานของฉัน").sees("ไม่มีเรื่องค้าง")
    lamp = resident.complains()
    road = resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    officer.says("งานของฉัน").sees(lamp, road)
    officer.presses("ดูรายละเอียด").sees("รับเรื่อง", "สมศรี ใจดี")
    officer.closes().says("งานของฉัน")
    assert (lamp in officer.screen, road in officer.screen) in {(True, False), (False, True)}


def test_an_officer_may_also_complain_and_then_reads_as_a_resident(officer, head):
    number = officer.complains()
    officer.says(number).sees("ท่านแจ้งเรื่อง")
    head.sees("เรื่องใหม่", number)


def test_a_case_of_another_section_is_not_found(resident, officer, clerk):
    number = resident.complains()
    button = officer.keeps("รับเรื่อง")
    clerk.says(number).sees("ไม่พบเรื่องนี้").does_not_see("ไฟถนน")
    clerk.presses_kept(button).sees("ไม่พบเรื่องนี้").does_not_see("ไฟถนน")


def test_the_head_may_do_what_officers_may(resident, head):
    resident.complains()
    head.presses("รับเรื่อง").sees("แจ้งให้ผู้แจ้งทราบแล้ว")


def test_the_nayok_reads_every_case_and_changes_none(resident, nayok, officer):
    number = resident.complains()
    accept = officer.keeps("รับเรื่อง")
    nayok.says(number).sees(number, "สมศรี ใจดี")
    nayok.presses_kept(accept).sees("ไม่ได้อยู่ในหน้าที่ของท่าน")


def test_an_officers_button_does_nothing_for_a_resident(resident, neighbour, officer):
    resident.complains()
    neighbour.presses_kept(officer.keeps("รับเรื่อง")).sees("สำหรับเจ้าหน้าที่").does_not_see("ไฟถนน")


def test_back_leads_through_the_steps_of_an_act(resident, officer):
    resident.complains()
    officer.presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ").sees("วันใด").presses("ย้อนกลับ")
    officer.presses("การจัดซื้อจัดจ้าง").sees("วันใด").presses("ยกเลิก")
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอด").presses("ย้อนกลับ").says("เปลี่ยนทั้งดวง")
    officer.presses("ไม่มีสิ่งให้ถ่ายรูป").sees("เปลี่ยนทั้งดวง").presses("ย้อนกลับ").sees("ส่งรูปหลังดำเนินการ")
    officer.presses("เป็นที่ส่วนบุคคล").presses("ยืนยัน")
    resident.sees("ดำเนินการแล้ว: เปลี่ยนทั้งดวง", "เป็นที่ส่วนบุคคล")


def test_my_work_is_in_the_order_of_the_due_dates(resident, clerk):
    later = resident.complains("แจ้งเรื่อง ขอเสนอให้จัดงานลอยกระทง", "ข้อเสนอแนะ คำชม")
    sooner = resident.complains("กิ่งไม้ใหญ่ใกล้หักพาดถนน", "จุดเสี่ยง ภัยอันตราย")
    screen = clerk.says("งานของฉัน").sees(later, sooner).screen
    assert sorted((later, sooner), key=screen.index) == [sooner, later]


def test_an_officer_answers_with_a_template_of_the_office(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").can_press("เปลี่ยนหลอดไฟแล้ว", "ยกเลิก")
    officer.presses("เปลี่ยนหลอดไฟแล้ว").presses("ไม่มีสิ่งให้ถ่ายรูป").sees("เปลี่ยนหลอดไฟและทดสอบแล้ว")
    resident.looks_away()
    officer.presses("ยืนยัน")
    resident.sees("เปลี่ยนหลอดไฟและทดสอบแล้ว ไฟติดปกติ")


def test_templates_of_another_category_are_not_offered_and_words_may_still_be_typed(
    resident, officer
):
    resident.complains("ถนนสายหลักเป็นหลุมลึก", "ถนน ทางเท้า สะพาน")
    officer.presses("ปิดเรื่อง")
    assert "เปลี่ยนหลอดไฟแล้ว" not in officer.quick_replies
    officer.presses("ยกเลิก").presses("แจ้งความคืบหน้า").presses("ลงพื้นที่ตรวจสอบแล้ว").presses("แก้ไข")
    officer.says("พรุ่งนี้เช้าเข้าซ่อม").sees("พรุ่งนี้เช้าเข้าซ่อม").does_not_see("ลงพื้นที่ตรวจสอบแล้วค่ะ")


def test_no_template_promises_a_day_that_is_over(resident, officer):
    resident.acts_at(NOON).complains()
    promise = "นัดวันเข้าดำเนินการ"
    officer.acts_at(NOON).presses("แจ้งความคืบหน้า").can_press(promise, "สั่งวัสดุแล้ว").presses("ยกเลิก")
    officer.acts_at(NOON + timedelta(days=30)).says("1").presses("แจ้งความคืบหน้า").can_press(
        "สั่งวัสดุแล้ว"
    )
    assert promise not in officer.quick_replies


def test_an_executive_orders_the_section_of_a_case_from_its_card(resident, head, palad):
    resident.complains()
    head.looks_away()
    palad.says("1").presses("ดำเนินการอื่น").presses("สั่งการ").sees("ให้ติดตามเรื่อง").presses("ยืนยัน")
    palad.sees("สั่งการถึงกองช่างแล้ว")
    head.sees("ปลัดวิชัย", "ให้ติดตามเรื่อง").presses("รับทราบ")
    head.says("1").presses("ดำเนินการอื่น")
    assert "สั่งการ" not in head.quick_replies
