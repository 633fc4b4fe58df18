"""The reader of a case reaches everything of it in the chat, and nobody else does."""

from tests.chat import Phone


def test_photos_of_a_disputed_result_and_what_was_said_are_reached(resident, officer):
    resident.complains("ไฟถนนดับ หมู่ 3")
    officer.presses("รับเรื่อง").presses("ปิดเรื่อง").sends_photos("lamp-broken.jpg")
    officer.says("เปลี่ยนหลอดแล้ว").presses("ยืนยัน")
    resident.presses("ยังไม่เรียบร้อย").says("ติดแล้วดับอีก")
    officer.presses("ดูรายละเอียด").presses("ดูทั้งหมด").sees(
        "ไฟถนนดับ หมู่ 3", "เปลี่ยนหลอดแล้ว", "ติดแล้วดับอีก"
    )
    officer.sees("หลังดำเนินการ (ผู้แจ้งเห็นว่ายังไม่เรียบร้อย) 1").can_press("เปิดรูปเต็ม")


def test_a_long_story_with_many_photos_is_read_page_by_page(resident, officer):
    resident.complains("ไฟถนนดับ หมู่ 3 " + "มืดมากจนมองไม่เห็นทาง " * 200)
    for _ in range(3):
        resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
        resident.says("เสาต้นที่สองก็ไม่ติด " * 90).presses("ยืนยัน")
    officer.says("1").presses("ดูทั้งหมด")
    pages = [officer.screen]
    while "ดูเพิ่มเติม" in officer.quick_replies:
        pages.append(officer.presses("ดูเพิ่มเติม").screen)
    whole = "".join(pages).replace("\n", "").replace(" ", "")
    assert whole.count("มืดมากจนมองไม่เห็นทาง") >= 199
    assert whole.count("เสาต้นที่สองก็ไม่ติด") >= 265


def test_after_a_transfer_the_new_section_reads_it_all_and_the_old_one_nothing(
    bot, resident, officer
):
    resident.complains("ไฟถนนดับ หมู่ 3 " + "เหม็นมาก " * 30)
    clerk = Phone(bot, "clerk").links()
    whole = officer.keeps("ดูทั้งหมด")
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("ส่งต่อกอง")
    officer.presses("สำนักปลัด").says("เป็นงานของสำนักปลัด").presses("ยืนยัน")
    clerk.presses("ดูทั้งหมด").sees("เหม็นมาก เหม็นมาก", "เป็นงานของสำนักปลัด")
    officer.presses_kept(whole).does_not_see("เหม็นมาก เหม็นมาก")
