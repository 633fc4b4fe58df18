"""That a case is not ours goes past the head, and the resident may disagree; what was sent is reached."""

from datetime import timedelta

from handlers.core.i18n import Translator
from handlers.views import case_card
from tests.chat import LAMP
from tests.desk import Desk


def propose(officer, resident):
    number = resident.complains()
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่")
    officer.presses("กรมทางหลวง").says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    return number


def test_the_head_agrees_and_only_then_the_resident_is_told(resident, officer, head):
    number = propose(officer, resident)
    officer.sees("ส่งเรื่อง", "ให้หัวหน้าเห็นชอบก่อน")
    resident.does_not_see("ไม่ใช่หน้าที่")
    head.sees("ช่างเอก เห็นว่าไม่ใช่หน้าที่", "เป็นทางหลวงแผ่นดิน").presses("เห็นด้วย")
    resident.sees("ไม่ใช่หน้าที่ของ อบต.", "เป็นทางหลวงแผ่นดิน", "กรมทางหลวง")
    officer.sees("หัวหน้าช่าง เห็นด้วย")
    head.says("x").presses("เห็นด้วย").sees("ไม่มีข้อเสนอ")
    assert number


def test_the_head_lets_it_go_on(resident, officer, head):
    propose(officer, resident)
    head.presses("ให้ทำต่อ").sees("ให้ดำเนินการต่อ")
    officer.sees("ให้ดำเนินการเรื่อง")
    resident.says("ติดตามเรื่อง").sees("กำลังดำเนินการ")


def test_the_resident_disagrees_and_the_head_hears(resident, officer, head):
    propose(officer, resident)
    head.presses("เห็นด้วย")
    resident.presses("ไม่เห็นด้วย").sees("เพราะอะไร").says("ถนนเส้นนี้ อบต. สร้างเอง").sees("เปิดเรื่อง")
    head.sees("ถนนเส้นนี้ อบต. สร้างเอง")
    resident.says("ติดตามเรื่อง").sees("กำลังดำเนินการ")


def test_a_head_ends_it_at_once(resident, officer, head):
    resident.complains()
    head.says("งานของฉัน").presses("ดูรายละเอียด").presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่")
    head.presses("กรมทางหลวง").says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    resident.sees("ไม่ใช่หน้าที่ของ อบต.")


def test_the_desk_proposes_and_decides_the_same(bot, resident, officer, head):
    resident.complains()
    desk = Desk.of(officer).opens("/desk/cases/1")
    desk.acts("not_ours", receiver="highways", note="เป็นทางหลวง").follows().reads("ให้หัวหน้าเห็นชอบ")
    resident.does_not_see("ไม่ใช่หน้าที่")
    above = Desk.of(head).opens("/desk/cases/1").reads("ช่างเอก เห็นว่าเป็นหน้าที่ของกรมทางหลวง")
    assert above.posts("/desk/cases/1/referral", {"agrees": "1"}).status == 303
    resident.sees("ไม่ใช่หน้าที่ของ อบต.")


def test_every_question_is_pushed_and_what_is_not_is_said_to_wait(bot, resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง")
    for question in ("เสาต้นไหน", "เลขที่เสาอะไร", "ดับตั้งแต่เมื่อไร"):
        officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ขอข้อมูลเพิ่ม")
        officer.says(question).presses("ยืนยัน").sees("ส่งคำถาม")
        resident.sees(question).presses("ตอบคำถาม").says("ต้นหน้าวัด").presses("ยืนยัน")
        officer.sees("ผู้แจ้งตอบแล้ว", question, "ไฟถนน ไฟส่องสว่าง").can_press("ดูรายละเอียด")
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("แจ้งความคืบหน้า").says(
        "สั่งหลอดแล้ว"
    ).presses("ยืนยัน")
    officer.sees("ผู้แจ้งยังไม่ได้รับข้อความ")
    officer.says("งานของฉัน").presses("ดูรายละเอียด").sees("ผู้แจ้งยังไม่ได้รับข้อความ")
    Desk.of(officer).opens("/desk/cases/1").reads("ผู้แจ้งยังไม่ได้รับข้อความ")


def test_an_overdue_case_says_how_many_days_and_who_holds_it(bot, resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง")
    bot.now.move_to(bot.now() + timedelta(days=30))
    with bot.office.uow(bot.now()) as uow:
        case = uow.tx.complaints.get(1)
        by = uow.tx.officers.get(1)
        card = case_card.for_officer(
            uow, Translator(uow.context.translations), case, by, heading="x"
        )
    words = "\n".join(f"{row.label} {row.value}" for row in card.rows)
    assert "เกินกำหนด" in words
    assert "กองช่าง · ช่างเอก" in words
    assert card.tone.value == "alert"


def test_the_whole_text_and_every_photo_are_reached(bot, resident, officer):
    long_text = LAMP + " " + "รายละเอียดเพิ่มเติม " * 120
    resident.says(long_text).presses("ไฟถนน ไฟส่องสว่าง")
    resident.sends_photos(*["lamp-broken.jpg"] * 6)
    resident.presses("ยืนยัน")
    officer.presses("ดูทั้งหมด").sees("รายละเอียดเพิ่มเติม " * 119, "จากผู้แจ้ง 6")
