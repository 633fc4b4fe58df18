"""Going back, editing, cancelling, skipping, old buttons, and coming back days later."""

import pytest

from tests.chat import Phone
from tests.running import running_bot

LAMP = "ไฟถนนหน้าวัดดับมา 3 วันแล้ว"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.fixture
def reviewing(resident):
    """A resident who has chosen a topic and described the problem, at the review."""
    return resident.says(LAMP).presses(STREET_LIGHT)


def test_back_from_the_review_asks_for_the_topic_again(reviewing):
    reviewing.says("ย้อนกลับ").sees("เรื่องนี้ตรงกับประเภทใด")
    reviewing.presses("จราจร ป้าย ไฟจราจร").sees("จราจร ป้าย ไฟจราจร", LAMP)


def test_back_from_a_side_question_returns_to_the_review(reviewing):
    reviewing.presses("เพิ่มสถานที่").says("ย้อนกลับ").sees("ตรวจดูก่อนส่ง", STREET_LIGHT)


def test_back_at_the_first_question_asks_it_again(resident):
    resident.says("แจ้งเรื่อง").says("ย้อนกลับ").sees("เล่าปัญหาที่พบได้เลย")


def test_editing_the_words_keeps_the_topic(reviewing):
    reviewing.presses("แก้ไข").presses("แก้รายละเอียด").says("ไฟดับทั้งซอย")
    reviewing.sees("ไฟดับทั้งซอย", STREET_LIGHT).does_not_see(LAMP)


def test_editing_the_topic_keeps_the_words(reviewing):
    reviewing.presses("แก้ไข").presses("แก้ประเภทเรื่อง").presses("จราจร ป้าย ไฟจราจร")
    reviewing.sees("ตรวจดูก่อนส่ง", "จราจร ป้าย ไฟจราจร", LAMP)


def test_confirming_what_is_being_changed_sends_nothing(reviewing, officer):
    officer.looks_away()
    confirm = reviewing.keeps("ยืนยัน")
    reviewing.presses("แก้ไข").presses("แก้รายละเอียด").presses_kept(confirm)
    reviewing.sees("พิมพ์รายละเอียดใหม่").says("ไฟดับทั้งซอย").sees("ตรวจดูก่อนส่ง")
    officer.hears_nothing()
    reviewing.presses_kept(confirm).sees("รับแจ้งแล้ว")


@pytest.mark.parametrize("part", ["แก้รายละเอียด", "แก้ประเภทเรื่อง"])
def test_going_back_from_editing_keeps_what_was_told(reviewing, part):
    reviewing.presses("แก้ไข").presses(part).presses("ย้อนกลับ")
    reviewing.sees("ตรวจดูก่อนส่ง", LAMP, STREET_LIGHT)


def test_leaving_the_edit_list_changes_nothing(reviewing):
    reviewing.presses("แก้ไข").presses("ย้อนกลับ").sees("ตรวจดูก่อนส่ง", LAMP, STREET_LIGHT)


@pytest.mark.parametrize("way", ["presses", "says"])
def test_cancelling_sends_nothing(reviewing, officer, way):
    officer.looks_away()
    getattr(reviewing, way)("ยกเลิก").sees("ยกเลิกแล้วค่ะ ยังไม่มีการส่งข้อมูล")
    reviewing.says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง")
    officer.hears_nothing()


def test_cancel_with_nothing_under_way_is_polite(resident):
    resident.says("ยกเลิก").sees("ไม่มีรายการให้ยกเลิก")


def test_a_button_of_a_cancelled_draft_is_old_and_does_no_harm(reviewing, officer):
    confirm = reviewing.keeps("ยืนยัน")
    reviewing.presses("ยกเลิก").presses_kept(confirm).sees("ปุ่มนี้หมดอายุแล้ว")
    reviewing.says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง")


def test_an_old_button_in_a_new_draft_answers_and_asks_on(resident):
    resident.says(LAMP)
    old_topic = resident.keeps(STREET_LIGHT)
    resident.presses("ยกเลิก").says("ถนนเป็นหลุมหน้าตลาด").presses_kept(old_topic)
    resident.sees("ปุ่มนี้หมดอายุแล้ว", "เรื่องนี้ตรงกับประเภทใด")
    assert "ถนน ทางเท้า สะพาน" in resident.quick_replies


def test_an_earlier_button_of_the_same_draft_still_means_what_it_says(resident):
    resident.says(LAMP)
    traffic = resident.keeps("จราจร ป้าย ไฟจราจร")
    resident.presses(STREET_LIGHT).presses_kept(traffic).sees("ตรวจดูก่อนส่ง", "จราจร ป้าย ไฟจราจร")


@pytest.mark.both_databases
def test_a_second_confirm_gives_the_same_number_and_one_case(bot, reviewing):
    confirm = reviewing.keeps("ยืนยัน")
    number = reviewing.presses_kept(confirm).number()
    assert reviewing.presses_kept(confirm).sees("เรื่องนี้ส่งแล้ว").number() == number
    with bot.office.store.read() as tx:
        assert tx.complaints.count_of_reporter(bot.line.settings.roster.people["somsri"].id) == 1


def test_an_old_confirm_while_another_draft_is_open_gives_the_number_and_asks_on(reviewing):
    confirm = reviewing.keeps("ยืนยัน")
    number = reviewing.presses_kept(confirm).number()
    reviewing.says("ถนนเป็นหลุมหน้าตลาด").presses_kept(confirm)
    assert reviewing.sees("เรื่องนี้ตรงกับประเภทใด").number() == number


def test_the_menu_offers_an_unfinished_draft_again(reviewing):
    reviewing.says("แจ้งเรื่อง").sees("เรื่องที่แจ้งค้างไว้", LAMP)
    reviewing.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_looking_something_up_does_not_lose_the_draft(reviewing):
    reviewing.says("ติดต่อเรา").sees("โทร").says("บริการและขั้นตอน")
    reviewing.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_a_conversation_that_interrupts_gives_the_draft_back_when_it_ends(reviewing):
    reviewing.says("ประเมินความพึงพอใจ").sees("ให้คะแนนเรื่องใด")
    reviewing.presses("ยกเลิก").sees("กลับมาที่เรื่องที่ท่านทำค้างไว้", LAMP)
    reviewing.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_a_sticker_in_between_asks_the_same_again(reviewing):
    reviewing.sends_sticker().sees("ได้รับแล้ว", "ตรวจดูก่อนส่ง", LAMP)


def test_a_draft_survives_a_restart(tmp_path, database_url):
    with running_bot(tmp_path, database_url) as bot:
        confirm = Phone(bot, "somsri").says(LAMP).presses(STREET_LIGHT).keeps("ยืนยัน")
    with running_bot(tmp_path, database_url) as bot:
        resident = Phone(bot, "somsri").presses_kept(confirm).sees("รับแจ้งแล้ว", "กองช่าง")
        resident.says("ติดตามเรื่อง").sees(LAMP)


def test_a_new_matter_that_ends_another_talk_leaves_the_unsent_complaint_alone(resident):
    resident.complains("ขยะหน้าบ้านไม่มาเก็บ", "ขยะ ถังขยะ")
    case = resident.keeps("ดูความคืบหน้า")
    resident.says(LAMP).presses(STREET_LIGHT).presses_kept(case).presses("เพิ่มข้อมูลหรือรูป")
    resident.says("ถนนเป็นหลุมหน้าตลาด").presses("ถนน ทางเท้า สะพาน")
    resident.sees("ถนนเป็นหลุมหน้าตลาด").does_not_see(LAMP).presses("ยืนยัน")
    resident.sees("รับแจ้งแล้ว", "กลับมาที่เรื่องที่ท่านทำค้างไว้", LAMP).does_not_see("ยกเลิกแล้ว")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว").does_not_see("กลับมา")
    resident.says("ติดตามเรื่อง").sees("ขยะหน้าบ้าน", "ถนนเป็นหลุม", LAMP)


def test_a_photo_before_the_tile_is_not_lost(resident):
    resident.sends_photos().says("แจ้งเรื่อง").sees("เรื่องที่แจ้งค้างไว้")
    resident.says(LAMP).presses(STREET_LIGHT).sees("รูป 1")


def test_what_was_sent_into_a_cancelled_complaint_is_deleted(bot, reviewing):
    reviewing.sends_photos().presses("ยกเลิก").sees("ยกเลิกแล้ว")
    kept = [path for path in (bot.settings.data_dir / "attachments").rglob("*") if path.is_file()]
    with bot.office.store.read() as tx:
        assert (tx.attachments.get_many([1]), kept) == ([], [])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ไม่เอาแล้ว ขอแจ้งหมาจรหน้าวัดแทน", "สัตว์จรจัด สัตว์รบกวน"),
        ("เปลี่ยนใจแล้วค่ะ เอาเรื่องไฟถนนดับดีกว่า", "ไฟถนน ไฟส่องสว่าง"),
    ],
)
def test_at_the_offer_of_a_staff_complaint_another_matter_begins_anew(bot, resident, text, topic):
    resident.says("ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200").sees("ท่านขอปกปิดชื่อได้").says(text)
    if topic in resident.quick_replies:
        resident.presses(topic)
    resident.sees("ตรวจดูก่อนส่ง", topic).presses("ยืนยัน").sees("รับแจ้งแล้ว")
    with bot.office.store.read() as tx:
        filed = tx.complaints.get(1)
    assert "ค่าน้ำมัน" not in filed.detail


def test_the_wish_to_drop_it_ends_the_offer_of_a_staff_complaint(resident):
    resident.says("ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200").says("เอ้ย ไม่เอาแล้วลูก").sees("ยกเลิกแล้ว")
