"""A remark about an earlier case is recognised before it is taken for an answer, an addition or a complaint."""

import pytest

from handlers.conversations import staff_check
from tests.chat import LAMP

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.fixture
def asked(resident, officer):
    """A resident whose officer waits for an answer; `resident.case` is the number."""
    resident.case = resident.complains()
    officer.looks_away().says("งานของฉัน").presses("ดูรายละเอียด").presses("ขอข้อมูลเพิ่ม")
    officer.says("เสาต้นไหนคะ").presses("ยืนยัน")
    resident.sees("เสาต้นไหน").looks_away()
    return resident


@pytest.mark.parametrize("text", ["ช่างจะมาวันไหน", "ถึงไหนแล้วคะ", "ได้รับเรื่องหรือยัง"])
def test_a_question_after_the_case_is_no_answer(asked, text):
    asked.says(text).sees(asked.case).does_not_see("ส่งเป็นคำตอบ")


@pytest.mark.parametrize("inside", [False, True])
def test_a_withdrawal_is_no_answer(asked, inside):
    if inside:
        asked.says("เสาที่สาม").sees("ส่งเป็นคำตอบ")
    asked.says("ขอยกเลิกเรื่องที่แจ้งไว้").sees(f"ถอนเรื่อง {asked.case}").presses("ยืนยัน").sees("ถอนเรื่อง")


def test_of_several_cases_the_one_to_withdraw_is_asked(resident):
    first, second = resident.complains(), resident.complains("ไฟหน้าโรงเรียนดับ")
    resident.says("ขอถอนเรื่องที่แจ้งค่ะ").sees(first, second).presses(first).sees(f"ถอนเรื่อง {first}")


@pytest.mark.parametrize("text", ["ลบข้อมูลของฉันด้วยค่ะ"])
def test_a_wish_to_delete_is_no_answer(asked, text):
    asked.says(text).sees("ข้อมูลของท่าน").does_not_see("ส่งเป็นคำตอบ")


def test_another_topic_is_a_new_matter_and_can_still_be_the_answer(asked):
    asked.says("น้ำประปาไม่ไหลสองวันแล้ว").sees("ตรงกับประเภทใด").presses("ตอบเรื่องเดิม")
    asked.sees("ส่งเป็นคำตอบ", asked.case, "น้ำประปาไม่ไหล")


def test_words_about_the_case_are_the_answer(asked):
    asked.says("ต้นที่สามนับจากวัดค่ะ").sees("ส่งเป็นคำตอบ")


def test_another_matter_while_adding_to_a_case_is_a_matter_of_its_own(asked):
    asked.says("ต้นที่สามนับจากวัดค่ะ").says("ลงทะเบียนเบี้ยผู้สูงอายุใช้เอกสารอะไร").sees(
        "เบี้ยยังชีพ", "ส่งเป็นคำตอบ"
    )


def test_it_is_fixed_thank_you_asks_for_the_verdict_of_a_closed_case(resident, officer):
    resident.case = resident.complains()
    officer.closes()
    resident.says("ซ่อมแล้ว ขอบคุณค่ะ").sees(resident.case, "เรียบร้อยแล้วใช่ไหม")


def test_it_is_fixed_thank_you_before_the_closing_tells_the_officer(resident, officer):
    resident.case = resident.complains()
    resident.says("ไฟติดแล้วค่ะ ขอบคุณมาก").sees("ขอบคุณที่บอก", resident.case).presses("ยืนยัน")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", "ไฟติดแล้ว")


def test_a_draft_that_is_not_sent_says_so(resident):
    resident.says(LAMP).says("ช่างจะมาวันไหนคะ").sees("ยังไม่ได้ส่ง", "ตรงกับประเภทใด").presses(
        STREET_LIGHT
    )
    resident.does_not_see("ช่างจะมาวันไหน")


def test_a_person_is_there_in_the_middle_of_a_complaint_too(resident):
    resident.says(LAMP).says("ขอคุยกับเจ้าหน้าที่").sees("0 3800 0000", "ตรงกับประเภทใด")


def test_a_problem_told_in_a_survey_becomes_a_case(resident):
    resident.says("ประเมินความพึงพอใจ").presses("ชำระภาษีที่ดินฯ และภาษีป้าย").says("5")
    resident.says("บริการดี แต่ไฟถนนหน้าวัดดับ").presses(STREET_LIGHT)
    resident.sees("ตรวจดูก่อนส่ง", "ไฟถนนหน้าวัดดับ")


def test_a_question_while_a_complaint_is_told_is_answered_and_is_no_part_of_it(resident):
    resident.says(LAMP).presses(STREET_LIGHT).says("ประชุมสภาวันไหนคะ").sees("ฝากคำถาม", "ตรวจดูก่อนส่ง")
    resident.presses("ฝากคำถามให้เจ้าหน้าที่").sees("ส่งคำถามถึง", "ตรวจดูก่อนส่ง").presses("ยืนยัน")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see("ประชุมสภา")


def test_a_telephone_number_is_a_part_of_the_story(resident):
    resident.says(LAMP).presses(STREET_LIGHT).says("เบอร์โทรฉัน 0812345678").sees("0812345678")


def test_whoever_does_not_want_to_be_known_is_hidden(resident, officer):
    resident.says(LAMP).says("ไม่ประสงค์ออกนามนะคะ").presses(STREET_LIGHT).sees("ไม่เปิดเผย")
    resident.presses("ยืนยัน")
    officer.sees("ไม่ประสงค์เปิดเผยชื่อ").does_not_see("สมศรี", "ออกนาม")


# ------------------------------------------------------------------ the step that asks for the story
def test_manners_alone_are_asked_once_for_the_story_and_never_twice(resident):
    resident.says("แจ้งเรื่อง").says("สวัสดีค่ะ").sees("ช่วยพิมพ์เล่าปัญหา").says("สวัสดีค่ะ").sees(
        "ตรงกับประเภทใด"
    )


@pytest.mark.parametrize("description", ["มันไม่ดีเลย", "พวกไม่ได้เรื่อง แย่มาก", "ที่เดิม"])
def test_anything_but_manners_is_taken_as_the_story(resident, description):
    resident.says("แจ้งเรื่อง").says(description).sees("ตรงกับประเภทใด")


def test_a_voice_alone_can_be_sent(resident, clerk, monkeypatch):
    # Whatever a model takes for an accusation: the sentence that stands for the voice is ours.
    monkeypatch.setattr(staff_check, "may_accuse", lambda _turn, _text: True)
    voice = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + bytes(64)
    resident.sends_file("audio", voice).presses("ส่งเสียงอย่างเดียว").sees("ตรวจดูก่อนส่ง", "เสียง 1")
    resident.presses("ยืนยัน")
    clerk.sees("ข้อความเสียง").can_press("ฟังเสียง")


# ------------------------------------------------------------------ other scripts, and what is nothing
@pytest.mark.parametrize(
    ("text", "script", "description"),
    [
        ("ကျွန်တော့်အိမ်ရှေ့ မီးပျက်နေတယ်", "พม่า", "ဓာတ်ပုံ"),
        ("ໄຟຖະໜົນໜ້າບ້ານດັບ", "ลาว", "ຮູບ"),
        ("ភ្លើងតាមផ្លូវរលត់", "เขมร", "រូបភាព"),
    ],
)
def test_other_scripts_get_numbers_a_picture_a_place_and_a_note_to_the_officer(
    resident, clerk, text, script, description
):
    resident.says(text).sees("1669", "191", description).can_press("📷", "📍").sends_photos()
    resident.shares_place().presses("ยืนยัน").sees("รับแจ้งแล้ว")
    clerk.sees(text, script)


@pytest.mark.parametrize(
    "text",
    [
        "สมัครสล็อตออนไลน์ เครดิตฟรี 100 ทักไลน์เลย",
        "สวัสดีวันพุธ ขอให้มีความสุข",
        "กินข้าวหรือยัง",
        "ส่งต่อด่วน พรุ่งนี้พายุเข้า แชร์ด่วน",
    ],
)
def test_sales_forwards_and_chat_get_a_short_answer_and_begin_nothing(bot, resident, text):
    resident.says(text)
    assert len(resident.news) == 1
    assert "ตรงกับประเภทใด" not in resident.screen
    with bot.office.store.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar_one() == 0


def test_sales_are_no_part_of_what_is_added_to_a_case(resident):
    resident.complains()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says("เสาที่สอง")
    resident.says("สมัครเว็บพนันรับโบนัส").sees("เพิ่มข้อมูลเรื่อง", "เสาที่สอง").does_not_see("โบนัส")


def test_the_number_of_a_case_shows_it_and_is_added_to_no_story(resident):
    number = resident.complains()
    resident.says("เจ้าหน้าที่ขอเงินค่าเซ็นเอกสาร").sees("ดูเหมือนเกี่ยวกับการทำงานของเจ้าหน้าที่")
    resident.says(number).sees(number, "ไฟถนน", "ต้องการส่งแบบนี้ไหมคะ")
    resident.presses("ร้องเรียนเจ้าหน้าที่").does_not_see(number)
