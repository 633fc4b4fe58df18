"""Staff complaints before they are sent: what is asked, and what is asked instead of guessed."""

import pytest

from tests.e2e.staff_complaints import NAMED, SEALED, STORY


# ------------------------------------------------------------------ before it is sent
def test_it_asks_for_what_makes_it_investigable_and_neither_photo_nor_place(resident, integrity):
    resident.says("ร้องเรียนเจ้าหน้าที่").sees("เรื่องนี้เกี่ยวกับใคร").can_press("กองคลัง", "ไม่ทราบ")
    resident.presses("กองคลัง").sees("เกิดขึ้นเมื่อไร").says("วันจันทร์ บ่ายสองโมง")
    resident.sees("เกิดอะไรขึ้น").says(STORY).sees("มีหลักฐานหรือพยานไหม").says("มีป้าข้างบ้านเห็น")
    resident.sees("ท่านต้องการให้เก็บชื่อของท่านแบบใด").presses(SEALED)
    resident.sees("ยังไม่ได้ส่ง", "กองคลัง", "วันจันทร์ บ่ายสองโมง", STORY, "มีป้าข้างบ้านเห็น").presses("ยืนยัน")
    integrity.sees("เรื่องใหม่", "กองคลัง", "วันจันทร์ บ่ายสองโมง", STORY, "มีป้าข้างบ้านเห็น")


def test_before_sending_it_says_who_sees_what_by_the_true_routing(resident, integrity, palad):
    resident.tells_of_staff(STORY, link=NAMED, send=False)
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียนเจ้าหน้าที่", "สิ่งที่เห็น\nชื่อ LINE ของท่าน")
    resident.presses("ยกเลิก").tells_of_staff(STORY, who="นิติกรอรุณ", send=False)
    resident.sees("ผู้ที่เห็นเรื่องนี้\nปลัด อบต.", "สิ่งที่เห็น\nข้อความและหลักฐานเท่านั้น ไม่เห็นชื่อ")


def test_everything_can_be_changed_before_it_is_sent(resident, integrity):
    resident.tells_of_staff(STORY, link=NAMED, send=False)
    resident.presses("แก้ไข").presses("แก้การเก็บชื่อ").presses(SEALED)
    resident.presses("แก้ไข").presses("แก้ว่าเกี่ยวกับใคร").presses("กองคลัง").presses("ยืนยัน")
    integrity.sees("กองคลัง", "ปกปิดชื่อ").does_not_see("สมศรี")


def test_free_text_about_staff_is_offered_the_protected_way_and_keeps_its_words(
    resident, integrity
):
    resident.says("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน").sees("ท่านขอปกปิดชื่อได้").presses("ร้องเรียนเจ้าหน้าที่")
    resident.presses("ไม่ทราบ").presses("วันนี้").presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน")
    integrity.sees("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน")


def test_who_means_an_ordinary_matter_goes_the_ordinary_way(resident):
    resident.says("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน").presses("เป็นเรื่องทั่วไป").sees("ตรงกับประเภทใด")


def test_chosen_among_the_topics_it_goes_the_protected_way_with_what_was_sent(resident, integrity):
    resident.says("แจ้งเรื่อง").sends_photos().says("พนักงานคนหนึ่งพูดจาไม่ดี")
    resident.presses("ร้องเรียนเจ้าหน้าที่" if "ร้องเรียนเจ้าหน้าที่" in resident.quick_replies else "อื่น ๆ")
    if "เกี่ยวกับใคร" not in resident.screen:
        resident.presses("ร้องเรียนเจ้าหน้าที่")
    resident.presses("ไม่ทราบ").presses("วันนี้").sees("รูป 1").presses("ครบแล้ว").presses(
        SEALED
    ).presses("ยืนยัน")
    integrity.sees("พนักงานคนหนึ่งพูดจาไม่ดี", "รูป 1").does_not_see("สมศรี")


def test_one_begun_among_the_topics_leaves_the_unsent_one_alone(resident, integrity):
    resident.tells_of_staff(STORY, link=SEALED, send=False)
    resident.says("แจ้งเรื่อง").says("ถนนหน้าวัดเป็นหลุม").presses("อื่น ๆ").presses("ร้องเรียนเจ้าหน้าที่")
    resident.says("เจ้าหน้าที่ที่เคาน์เตอร์").presses("วันนี้").presses("ไม่มีหลักฐาน").presses(SEALED)
    resident.sees("ถนนหน้าวัดเป็นหลุม").presses("ยืนยัน").sees("กลับมาที่เรื่องที่ท่านทำค้างไว้", STORY)
    resident.presses("ยืนยัน")
    integrity.sees(STORY)


# ------------------------------------------------------------------ asked instead of guessed
def tells_of_somebody(phone, story="เจ้าหน้าที่คนหนึ่งเรียกเงิน 500"):
    return phone.tells_of_staff(story, who="เจ้าหน้าที่คนหนึ่ง", send=False)


def test_words_that_name_nobody_are_asked_about_and_the_button_is_binding(
    resident, integrity, palad
):
    for one in (integrity, palad):
        one.looks_away()
    tells_of_somebody(resident).sees("เกี่ยวกับใครในรายชื่อนี้ไหม").can_press(
        "ปลัด", "นายก", "กองช่าง", "ไม่ทราบ"
    )
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียนเจ้าหน้าที่").presses("ผู้รับเรื่องร้องเรียน")
    resident.sees("ผู้ที่เห็นเรื่องนี้\nปลัด อบต.").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม").presses("ยืนยัน")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", "เรียกเงิน 500")


def test_who_does_not_know_is_not_asked_again(resident, integrity):
    tells_of_somebody(resident).presses("ไม่ทราบ").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม").presses(
        "แก้ไข"
    )
    resident.presses("แก้เรื่องที่เล่า").says("เจ้าหน้าที่เรียกเงิน 700").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม")
    resident.presses("ยืนยัน")
    integrity.sees("เรียกเงิน 700")


@pytest.mark.parametrize("story", ["ปลัดเรียกเงิน 500", "กองช่างเรียกเงิน 500"])
def test_words_that_say_it_are_not_asked_about(resident, story):
    tells_of_somebody(resident, story).sees("ยังไม่ได้ส่ง").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม")


def test_landmarks_are_asked_about(resident):
    tells_of_somebody(resident, "เจอกันหน้าบ้านปลัด แล้วเขาเดินหนี").sees("เกี่ยวกับใครในรายชื่อนี้ไหม")


def test_a_changed_answer_is_asked_about_again(resident, integrity, palad):
    tells_of_somebody(resident).presses("ปลัด").presses("แก้ไข").presses("แก้ว่าเกี่ยวกับใคร")
    resident.says("คนที่เคาน์เตอร์").sees("เกี่ยวกับใครในรายชื่อนี้ไหม").presses("กองคลัง")
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียน").presses("ยืนยัน")
    integrity.sees("คนที่เคาน์เตอร์")


def test_a_question_at_the_offer_is_answered_and_no_part_of_the_story(resident):
    wish = "ผมจะแจ้งเรื่องคนใน อบต. แต่กลัว"
    resident.says(wish).sees("ต้องการส่งแบบนี้ไหม").says("จะรู้ไหมว่าใครแจ้ง")
    resident.sees("ผู้ถูกร้องเรียนและกองที่สังกัดจะไม่เห็นเรื่องนี้").says("ร้องเรียนเจ้าหน้าที่ค่ะ")
    resident.says("ไม่รู้ชื่อ").says("อาทิตย์ที่แล้ว").says("เขาเอาถังขยะหลวงไปขายต่อ").sees("มีหลักฐาน")
    resident.says("ข้าม").presses("ปกปิดชื่อ").sees(f"{wish}\nเขาเอาถังขยะหลวงไปขายต่อ")
    resident.does_not_see("จะรู้ไหมว่าใครแจ้ง")


@pytest.mark.parametrize("typed", ["ข้ามค่ะ", "ไม่รู้", "ไม่ทราบครับ"])
def test_who_does_not_know_may_type_it(resident, typed):
    resident.says("ร้องเรียนเจ้าหน้าที่").says(typed).sees("เมื่อไร").says(typed).sees("เกิดอะไรขึ้น")
    resident.says(typed).sees("ช่วยพิมพ์เล่าเหตุการณ์")
