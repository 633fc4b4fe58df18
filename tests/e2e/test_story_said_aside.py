"""What people type in the middle of a report instead of pressing is done, answered or asked about."""

from datetime import timedelta

import pytest

from tests.chat import LAMP
from tests.e2e.messages import event

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
ADD = "เพิ่มในเรื่อง"


@pytest.fixture
def reviewing(resident):
    """A resident at the review of a complaint."""
    return resident.says(LAMP).presses(STREET_LIGHT)


@pytest.mark.parametrize(
    "text", ["ถูกหมดแล้วจ้ะ ส่งให้ทีนะ", "ตามนั้นแหละลูก ส่งเลย", "อ่านแล้ว ถูกต้องดี ส่งไปเถอะ"]
)
def test_a_yes_in_any_words_sends_the_report_without_them(reviewing, officer, text):
    officer.looks_away()
    reviewing.says(text).sees("รับแจ้งแล้ว")
    officer.sees(LAMP).does_not_see(text)


@pytest.mark.parametrize("menu", ["แก้ไข", "เพิ่มรูป", "เพิ่มสถานที่"])
def test_a_yes_at_a_side_question_sends_what_the_card_showed(reviewing, menu):
    reviewing.presses(menu).says("พอแล้ว ส่งไปเลยจ้ะ").sees("รับแจ้งแล้ว")


@pytest.mark.parametrize("menu", ["แก้รายละเอียด", "แก้ประเภทเรื่อง"])
def test_a_yes_while_a_value_is_replaced_shows_the_card_again(reviewing, menu):
    reviewing.presses("แก้ไข").presses(menu).says("ถูกหมดแล้วจ้ะ ส่งเลย")
    reviewing.does_not_see("รับแจ้งแล้ว").sees("ตรวจดูก่อนส่ง", STREET_LIGHT).does_not_see("ถูกหมดแล้ว")


@pytest.mark.parametrize("text", ["ยกเลิกดีกว่าครับ", "ลบทิ้งเลยลูก ไม่ส่งแล้ว", "ไม่แจ้งแล้ว กลัวมีเรื่องกับเขา"])
@pytest.mark.parametrize("menu", ["", "แก้ไข", "เพิ่มรูป", "เพิ่มสถานที่"])
def test_giving_up_in_any_words_cancels_at_every_question(reviewing, officer, menu, text):
    officer.looks_away()
    at_question = reviewing.presses(menu) if menu else reviewing
    at_question.says(text).sees("ยกเลิกแล้ว")
    officer.hears_nothing()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ขอไปเก็บผ้าก่อนนะ เดี๋ยวมาต่อ", "กลับมาทำต่อได้"),
        ("พ่อ กลับบ้านกี่โมง", "ไม่ได้ใส่ในเรื่อง"),
        ("ฝากด้วยนะคะท่าน", "ยินดีค่ะ"),
        ("ใครจะเห็นเรื่องนี้บ้างคะ", "เจ้าหน้าที่ผู้รับผิดชอบและผู้บังคับบัญชาเท่านั้น"),
        ("ต้องเสียเงินหรือเปล่า", "ไม่เสียค่าใช้จ่าย"),
        ("กี่วันถึงจะเสร็จ", "7 วันทำการ"),
        ("ถามอะไรเยอะแยะ", "กดปุ่มที่ใกล้เคียง"),
        ("ไม่มีรูปหรอกจ้ะ ถ่ายไม่เป็น", "ไม่มีรูปก็แจ้งได้"),
    ],
)
@pytest.mark.parametrize("menu", ["", "แก้ไข", "เพิ่มสถานที่"])
def test_what_is_no_story_and_no_place_is_answered(reviewing, officer, menu, text, answer):
    at_question = reviewing.presses(menu) if menu else reviewing
    at_question.says(text).sees(answer)
    if menu:
        reviewing.says("ย้อนกลับ")
    officer.looks_away()
    reviewing.presses("ยืนยัน")
    officer.sees(LAMP).does_not_see(text)


def test_talk_that_belongs_to_the_report_is_added_by_one_press(reviewing, officer):
    text = "พ่อ กลับบ้านกี่โมง"
    reviewing.says(text).presses(ADD).sees(f"{LAMP}\n{text}")
    officer.looks_away()
    reviewing.presses("ยืนยัน")
    officer.sees(text)


def test_talk_that_the_model_of_accusations_doubts_locks_nobody_in(reviewing):
    reviewing.says("ขอตัวไปกรอกน้ำก่อนนะ").does_not_see("การกระทำของคนที่ทำงาน").presses("ยืนยัน").sees(
        "รับแจ้งแล้ว"
    )


@pytest.mark.parametrize(
    ("text", "village"),
    [("ไม่ใช่หมู่ 3 จ้า 9", "หมู่ที่ 9"), ("อ้าว หมู่ผิด ต้อง 10", "หมู่ที่ 10"), ("ไม่ใช่สาม เป็นเจ็ดจ้ะ", "หมู่ที่ 7")],
)
@pytest.mark.parametrize("menu", ["", "แก้ไข", "เพิ่มรูป", "เพิ่มสถานที่"])
def test_a_corrected_village_replaces_the_old_one_everywhere(
    resident, officer, menu, text, village
):
    resident.says("ไฟหน้าวัดดับ หมู่ 3").presses(STREET_LIGHT)
    if menu:
        resident.presses(menu)
    resident.says(text).sees(village).does_not_see("หมู่ 3", "หมู่ที่ 3", text)
    officer.looks_away()
    resident.presses("ยืนยัน")
    officer.sees(village).does_not_see("หมู่ 3", "หมู่ที่ 3")


def test_a_corrected_spot_replaces_the_place_and_a_wrong_one_is_asked(reviewing):
    reviewing.presses("เพิ่มสถานที่").says("หน้าร้านเจ๊แต๋ว").sees("หน้าร้านเจ๊แต๋ว")
    reviewing.says("ที่อยู่ผิดจ้ะ").sees("เกิดขึ้นที่ไหน").says("ย้อนกลับ")
    reviewing.says("สถานที่ผิด หลังโรงสีต่างหาก").sees("หลังโรงสี").does_not_see("เจ๊แต๋ว", "ต่างหาก")


@pytest.mark.parametrize("text", ["โทรหาป้าได้ที่ 0891234567", "0891234567"])
def test_a_telephone_number_stays_in_the_report_and_that_is_said(reviewing, officer, text):
    officer.looks_away()
    reviewing.says(text).sees("ใส่เบอร์โทรไว้ในเรื่องแล้ว", text)
    officer.hears_nothing()
    reviewing.presses("ยืนยัน").sees("รับแจ้งแล้ว")
    officer.sees("0891234567")


def test_a_wish_to_hide_the_name_hides_it_and_is_no_part_of_the_story(reviewing, officer):
    text = "ปกปิดชื่อให้ด้วย กลัวข้างบ้านโกรธ"
    reviewing.says(text).sees("ไม่เปิดเผยชื่อของท่าน").presses("ยืนยัน")
    officer.does_not_see("กลัวข้างบ้าน", "สมศรี")


def test_the_photo_question_lets_go_and_loses_nothing(reviewing):
    reviewing.presses("เพิ่มรูป").says("ไม่มีรูปหรอก มืดมาก").sees("ตรวจดูก่อนส่ง").does_not_see("มืดมาก")
    reviewing.presses("เพิ่มรูป").says("เสาเอียงด้วยนะ").sees(f"{LAMP}\nเสาเอียงด้วยนะ")
    reviewing.presses("เพิ่มรูป").says("อยู่ข้างศาลาประชาคม").sees("ข้างศาลาประชาคม")


@pytest.mark.parametrize("text", ["ไม่รู้ว่าอันไหน เลือกให้ป้าที", "ส่งไปเลยจ้าๆ", "กดไม่เป็นจ้ะ หนูกดให้หน่อย"])
def test_who_leaves_the_topic_to_the_bot_is_shown_the_review(resident, text):
    resident.says(LAMP).says(text).sees("ตรวจดูก่อนส่ง", STREET_LIGHT).does_not_see(text)


@pytest.mark.parametrize("text", ["ส่งเลยครับ", "เรื่องเดิมนั่นแหละจ้ะ", "โอเคจ้ะ"])
def test_after_days_a_yes_goes_on_and_is_sent_only_from_the_card(bot, reviewing, text):
    bot.now.move_to(bot.now() + timedelta(days=2))
    reviewing.acts_at(bot.now()).says(text).sees("ตรวจดูก่อนส่ง", LAMP).does_not_see(text, "รับแจ้งแล้ว")


def test_after_days_a_place_completes_the_report_and_talk_is_no_part_of_it(bot, reviewing):
    bot.now.move_to(bot.now() + timedelta(days=2))
    reviewing.acts_at(bot.now()).says("แม่กินข้าวหรือยัง").sees("ต้องการทำต่อไหม", LAMP)
    reviewing.says("อยู่ข้างร้านตัดผม").sees("ตรวจดูก่อนส่ง", "ข้างร้านตัดผม").does_not_see("แม่กินข้าว")


@pytest.mark.both_databases
def test_a_story_with_a_corrected_village_can_still_be_taken_back(bot, resident):
    resident.says("ไฟหน้าวัดดับ หมู่ 3").presses(STREET_LIGHT).says("มืดมาก")
    first, second = resident.own_messages[0], resident.own_messages[-1]
    resident.says("ไม่ใช่หมู่ 3 จ้า 10").sees("ไฟหน้าวัดดับ หมู่ 10\nมืดมาก")
    event(bot, resident, "unsend", unsend={"messageId": first})
    resident.says("ย้อนกลับ")
    with bot.office.store.read() as tx:
        state = tx.conversations.find(bot.line.friends.person("somsri").id)
    assert state.draft["detail"] == "มืดมาก"
    event(bot, resident, "unsend", unsend={"messageId": second})
    with bot.office.store.read() as tx:
        state = tx.conversations.find(bot.line.friends.person("somsri").id)
    assert state is None or not state.draft.get("detail")


@pytest.mark.parametrize(
    ("story", "text"), [("ขยะ", "ไม่เก็บ"), ("ไฟหน้าบ้าน", "ไม่เปิด"), ("ถังขยะเต็ม", "ไม่มีใครเก็บ")]
)
def test_a_few_words_of_what_is_not_done_are_part_of_the_story(story, text, resident):
    resident.says(story).says(text).does_not_see("ไม่เปิดเผยชื่อ")
    resident.looks_away()
    resident.says("ไม่อยากให้ใครรู้ชื่อ").sees("ไม่เปิดเผยชื่อ")
