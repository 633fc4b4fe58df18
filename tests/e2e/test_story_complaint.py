"""A resident reports a problem, with its parts in any order."""

import pytest

LAMP = "ไฟถนนหน้าวัดดับมา 3 วันแล้ว"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.mark.both_databases
def test_from_free_text_to_a_number_in_three_actions(resident):
    resident.says(LAMP).sees("เรื่องนี้ตรงกับประเภทใด")
    resident.presses(STREET_LIGHT).sees("ตรวจดูก่อนส่ง", LAMP)
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว", "กองช่าง", "กำหนดเสร็จ")
    assert resident.number().startswith("นว-25")


def test_the_first_answer_is_one_message_with_three_guesses_and_two_ways_out(resident):
    resident.says(LAMP)
    assert len(resident.news) == 1
    guesses, others = resident.quick_replies[:3], resident.quick_replies[3:]
    assert guesses[0] == STREET_LIGHT
    # The button for a staff complaint is always beside the suggested topics.
    assert others == ["ร้องเรียนเจ้าหน้าที่", "อื่น ๆ", "ไม่ใช่เรื่องร้องเรียน", "ยกเลิก"]


def test_from_the_menu_it_takes_four_actions(resident):
    resident.says("แจ้งเรื่อง").says(LAMP).presses(STREET_LIGHT).presses("ยืนยัน")
    assert resident.number()


def test_the_receipt_says_who_holds_it_what_is_next_by_when_and_can_be_copied(resident):
    resident.complains()
    resident.sees("ผู้รับผิดชอบ", "กองช่าง", "เจ้าหน้าที่จะรับเรื่องภายใน", "กำหนดเสร็จ")
    assert resident.buttons == ["คัดลอกเลขที่เรื่อง", "ดูความคืบหน้า", "เปิดหน้าเว็บ"]
    assert resident.keeps("คัดลอกเลขที่เรื่อง")["clipboardText"] == resident.number()


def test_a_photo_first_starts_a_complaint(resident):
    resident.sends_photos("lamp-broken.jpg").sees("ได้รับแล้ว", "เกิดปัญหาอะไร")
    resident.says(LAMP).presses(STREET_LIGHT).sees("รูป 1")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_a_place_first_starts_a_complaint(resident):
    resident.shares_place("วัดนาวังหิน").sees("ได้รับแล้ว", "เกิดปัญหาอะไร")
    resident.says(LAMP).presses(STREET_LIGHT).sees("วัดนาวังหิน")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_a_place_pinned_on_the_review_lands_on_the_card(resident):
    resident.says("ไฟถนนดับมา 3 วันแล้ว").presses(STREET_LIGHT).sees("ไม่ได้ระบุ")
    resident.shares_place("ศาลาหมู่ 3").sees("ตรวจดูก่อนส่ง", "ศาลาหมู่ 3").does_not_see("ไม่ได้ระบุ")


def test_several_photos_at_once_get_one_answer(resident):
    resident.sends_photos("lamp-broken.jpg", "pothole.jpg", "rubbish-heap.jpg")
    assert len(resident.news) == 1
    resident.says(LAMP).presses(STREET_LIGHT).sees("รูป 3")


def test_several_photos_on_the_review_get_one_answer(resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    resident.sends_photos("lamp-broken.jpg", "pothole.jpg")
    resident.sees("ตรวจดูก่อนส่ง", "รูป 2")
    assert len(resident.news) == 1


def test_more_words_while_the_topic_is_asked_belong_to_the_story(resident):
    resident.says(LAMP).says("อยู่ตรงข้ามโรงเรียน").presses(STREET_LIGHT)
    resident.sees(f"{LAMP}\nอยู่ตรงข้ามโรงเรียน")


def test_other_topics_are_the_whole_list(bot, resident):
    resident.says(LAMP).presses("อื่น ๆ").sees("เลือกประเภทที่ใกล้เคียงที่สุด")
    every = {category.th for category in bot.office.catalog.categories}
    resident.presses("ย้อนกลับ")
    guesses = set(resident.quick_replies[:3])
    resident.presses("อื่น ๆ")
    assert set(resident.quick_replies) == every - guesses | {"ย้อนกลับ"}


def test_a_topic_from_the_whole_list_goes_to_its_own_section(resident):
    resident.says(LAMP).presses("อื่น ๆ").presses("เบี้ยยังชีพ สวัสดิการ").presses("ยืนยัน")
    resident.sees("กองสวัสดิการสังคม")


def test_what_is_not_a_complaint_is_let_go(bot, resident):
    resident.says(LAMP).presses("ไม่ใช่เรื่องร้องเรียน").sees("ไม่ได้ส่งถึงเจ้าหน้าที่")
    resident.says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง")


def test_a_village_by_its_button(resident):
    resident.says(LAMP).presses(STREET_LIGHT).presses("เพิ่มสถานที่").presses("หมู่ที่ 3")
    resident.sees("ตรวจดูก่อนส่ง", "หมู่ที่ 3")


@pytest.mark.parametrize("typed", ["หมู่ 3", "ม.3", "หมู่ที่ ๓"])
def test_a_village_may_be_typed(resident, typed):
    resident.says(LAMP).presses(STREET_LIGHT).presses("เพิ่มสถานที่").says(typed)
    resident.sees("ตรวจดูก่อนส่ง", "หมู่ที่ 3")


def test_a_village_named_in_the_words_is_the_place_until_another_is_chosen(resident):
    resident.says("ไฟถนนหมู่ ๕ หน้าวัดดับ").presses(STREET_LIGHT)
    resident.sees("ตรวจดูก่อนส่ง", "หมู่ที่ 5").does_not_see("ไม่ได้ระบุ")
    resident.presses("เพิ่มสถานที่").presses("หมู่ที่ 3").sees("หมู่ที่ 3").does_not_see("หมู่ที่ 5")


def test_a_place_in_words(resident):
    resident.says(LAMP).presses(STREET_LIGHT).presses("เพิ่มสถานที่").says("ข้างร้านป้าแดง")
    resident.sees("ตรวจดูก่อนส่ง", "ข้างร้านป้าแดง")


def test_no_question_of_the_review_is_forced(resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    for question in ("เพิ่มรูป", "เพิ่มสถานที่"):
        resident.presses(question).presses("ข้าม").sees("ตรวจดูก่อนส่ง")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_who_hides_their_name_is_not_named_to_officers(resident, officer):
    resident.says(LAMP).presses(STREET_LIGHT).presses("ไม่เปิดเผยชื่อ").sees("ไม่เปิดเผย")
    resident.presses("ยืนยัน")
    officer.sees("เรื่องใหม่", "ไม่ประสงค์เปิดเผยชื่อ").does_not_see("สมศรี")


def test_a_name_once_hidden_can_be_shown_again(resident, officer):
    resident.says(LAMP).presses(STREET_LIGHT).presses("ไม่เปิดเผยชื่อ").presses("เปิดเผยชื่อ")
    resident.presses("ยืนยัน")
    officer.sees("สมศรี ใจดี")


def test_staff_conduct_says_who_will_see_it_before_anything_is_told(resident):
    resident.says("ร้องเรียนเจ้าหน้าที่").sees("ใครเห็นข้อมูลใดบ้าง", "ปกปิดชื่อได้")


def test_a_very_long_story_is_taken(resident):
    resident.says("ถนนพังมาก " * 450).presses("ถนน ทางเท้า สะพาน").presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_the_record_keeps_what_was_typed_letter_by_letter(bot, resident):
    typed = "นํ้าไม่ไหลเเล้วว  ๓ วัน 😢"
    resident.says(typed)
    resident.presses(resident.quick_replies[0]).presses("ยืนยัน")
    with bot.office.store.read() as tx:
        assert tx.complaints.get(1).detail == typed


def test_the_review_says_who_will_see_it(resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    resident.sees("อบต. เก็บข้อมูลที่ท่านส่งไว้เพื่อดำเนินการเรื่องนี้", "เจ้าหน้าที่ผู้รับผิดชอบและผู้บังคับบัญชาเท่านั้น")
