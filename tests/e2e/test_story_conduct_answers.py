"""What is typed in the middle of a staff complaint goes where it belongs, and reaches nobody it must not."""

import pytest

from tests.chat import LAMP
from tests.e2e.staff_complaints import SEALED, STORY

MONEY = "ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
OFFER = "ร้องเรียนเจ้าหน้าที่"


def at_the_offer(resident):
    return resident.says(MONEY).sees("ต้องการส่งแบบนี้ไหม")


def at_the_gate(resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(f"{MONEY} ด้วย")
    return resident.sees("ต้องการส่งแบบใด")


def at_whom(resident):
    return resident.says(f"{OFFER} เขาเรียกเงินค่าทำเรื่องห้าร้อย").sees("เรื่องนี้เกี่ยวกับใคร")


def at_when(resident):
    return at_whom(resident).presses("ไม่ทราบ").sees("เกิดขึ้นเมื่อไร")


def at_proof(resident):
    return at_when(resident).presses("ไม่ทราบ").sees("มีหลักฐานหรือพยานไหม")


def at_the_name(resident):
    return at_proof(resident).presses("ไม่มีหลักฐาน").sees("เก็บชื่อของท่านแบบใด")


def at_the_review(resident):
    return at_the_name(resident).presses(SEALED).sees("ยังไม่ได้ส่ง")


# ------------------------------------------------------------------ where it is asked whether it is about staff
@pytest.mark.parametrize("begins", [at_the_offer, at_the_gate])
@pytest.mark.parametrize(
    "text",
    [
        "ไม่เอาดีกว่ากลัว",
        "ไม่เอาดีกว่า กลัวเขารู้",
        "ช่างมันเถอะ ไม่แจ้งแล้ว",
        "เปลี่ยนใจ ไม่เอาแล้ว ยกเลิกเถอะ",
        "ขอถอยดีกว่า",
        "เกรงใจเขา ไม่ส่งหรอก",
    ],
)
def test_giving_up_in_words_drops_it_and_says_that_nobody_saw_it(begins, text, resident, officer):
    officer.looks_away()
    begins(resident).says(text).sees("ยกเลิกแล้วค่ะ", "ไม่มีเจ้าหน้าที่คนใดเห็น").does_not_see("ต้องการส่งแบบ")
    officer.hears_nothing()


@pytest.mark.parametrize("begins", [at_the_offer, at_the_gate])
@pytest.mark.parametrize("text", ["ถูกละ", "โอเค ส่ง", "เอาแบบที่เขาไม่เห็น", "ส่งแบบแรก"])
def test_agreeing_in_words_chooses_the_protected_way(begins, text, resident, officer):
    officer.looks_away()
    begins(resident).says(text).sees("เรื่องนี้เกี่ยวกับใคร")
    officer.hears_nothing()


@pytest.mark.parametrize("begins", [at_the_offer, at_the_gate])
@pytest.mark.parametrize("text", ["ไม่เกี่ยวกับเจ้าหน้าที่", "ส่งธรรมดาก็พอ", "อันที่สอง"])
def test_what_is_not_about_staff_goes_on_as_an_ordinary_matter(begins, text, resident, officer):
    officer.looks_away()
    begins(resident).says(text).does_not_see("ต้องการส่งแบบ", "เรื่องนี้เกี่ยวกับใคร")
    officer.hears_nothing()


@pytest.mark.parametrize("begins", [at_the_offer, at_the_gate])
@pytest.mark.parametrize("text", ["เขาเห็นเบอร์ฉันไหม", "ใครรับเรื่องอยู่", "ข้อมูลจะหลุดไหม"])
def test_a_question_is_answered_and_the_choice_asked_again(begins, text, resident):
    begins(resident).says(text).sees("ยังไม่มีใครเห็นข้อความ", "ต้องการส่งแบบ").can_press(OFFER)


@pytest.mark.parametrize("text", ["รอแป๊บ ลูกร้อง", "ขอตัวไปอาบน้ำก่อน", "กินข้าวยังลูก"])
def test_talk_beside_it_is_no_part_of_the_story(text, resident, integrity):
    at_the_offer(resident).says(text).sees("ต้องการส่งแบบนี้ไหม").presses(OFFER).presses("กองช่าง")
    resident.presses("เมื่อวาน").presses("ไม่มีหลักฐาน").presses(SEALED).does_not_see(text).presses(
        "ยืนยัน"
    )
    integrity.sees(MONEY).does_not_see(text)


def test_no_alone_is_asked_about(resident):
    at_the_offer(resident).says("ไม่ใช่").sees("ถ้าไม่เกี่ยวกับเจ้าหน้าที่", "ถ้าไม่ต้องการส่งเลย")


def test_more_of_the_accusation_stays_with_it(resident, integrity):
    at_the_offer(resident).says("มันพูดไม่ดีกับยายด้วย").presses(OFFER).presses("กองช่าง").presses(
        "เมื่อวาน"
    )
    resident.presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน")
    integrity.sees(MONEY, "มันพูดไม่ดีกับยายด้วย")


@pytest.mark.parametrize("text", ["เอาตามนั้นแหละ", "สอง ไม่ใช่สิ สามดวง", "ลูกสาวฉันเป็นคนพิมพ์ให้นะ"])
def test_a_remark_at_the_review_is_not_asked_about(text, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(text).does_not_see("ต้องการส่งแบบใด")


def test_before_an_accusation_goes_the_ordinary_way_its_readers_are_told(resident, officer):
    officer.looks_away()
    at_the_offer(resident).presses("เป็นเรื่องทั่วไป").presses(STREET_LIGHT)
    resident.sees("กองช่างจะเห็นข้อความนี้ทั้งหมด", "ยังไม่ได้ส่ง").says(OFFER).sees("เรื่องนี้เกี่ยวกับใคร")
    officer.hears_nothing()
    resident.presses("กองช่าง").presses("เมื่อวาน").presses("ไม่มีหลักฐาน").presses(SEALED).sees(MONEY)


def test_an_ordinary_complaint_is_told_no_readers(resident):
    resident.says(LAMP).presses(STREET_LIGHT).does_not_see("จะเห็นข้อความนี้ทั้งหมด")


# ------------------------------------------------------------------ whom it is about
@pytest.mark.parametrize("text", ["ใช่ครับ", "ตกลง", "ใช่ ปลัดนั่นแหละ"])
def test_whom_the_story_names_is_offered_and_the_choice_is_binding(text, resident, palad):
    palad.looks_away()
    resident.says(f"{OFFER} ปลัดเรียกเงินค่าเซ็นห้าร้อย").sees("เกี่ยวกับ ปลัด ใช่ไหม").can_press("กองคลัง")
    resident.says(text).presses("ไม่ทราบ").presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน")
    palad.hears_nothing()


@pytest.mark.parametrize("story", ["ปลัดเรียกเงินค่าเซ็นห้าร้อย", "คนเก็บขยะไม่เก็บให้บ้านที่ไม่จ่ายพิเศษ"])
def test_not_knowing_the_name_keeps_whom_the_story_names(story, resident):
    named = story.split("เรียก")[0].split("ไม่")[0]
    resident.says(f"{OFFER} {story}").sees("ใช่ไหม").says("ไม่รู้ชื่อ").sees("เกิดขึ้นเมื่อไร").presses(
        "ไม่ทราบ"
    )
    resident.presses("ไม่มีหลักฐาน").presses(SEALED).sees(f"เกี่ยวกับ\n{named}")


def test_somebody_else_may_be_named_instead(resident):
    resident.says(f"{OFFER} ปลัดเรียกเงินค่าเซ็นห้าร้อย").says("ไม่ใช่").sees("เรื่องนี้เกี่ยวกับใคร")


@pytest.mark.parametrize(
    "text",
    [
        "ที่หน้าบ้านผมเอง หมู่ 3",
        "มันด่าแม่ผมด้วยตอนไปยื่นแบบบ้าน",
        "เสียเงินไปเยอะแล้ว",
        "เขาทำแบบนี้มาหลายรอบแล้ว",
        "โมโหมากเลย",
    ],
)
def test_what_names_nobody_is_part_of_the_story_and_not_the_accused(text, resident, integrity):
    at_whom(resident).says(text).sees("เพิ่มข้อความนี้ในเรื่องแล้ว", "เรื่องนี้เกี่ยวกับใคร").presses("ไม่ทราบ")
    resident.presses("ไม่ทราบ").presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน")
    integrity.sees(text).does_not_see(f"เกี่ยวกับ\n{text}")


@pytest.mark.parametrize(
    "text", ["สมหญิง", "ผู้หญิงผมยาวใส่แว่น", "ทั้งกองเลย", "คนชื่ออะไรไม่รู้ ผู้ชายอ้วนๆ กองช่าง", "ช่างโทไง"]
)
def test_whoever_is_described_is_the_accused(text, resident):
    at_whom(resident).says(text).sees("เกิดขึ้นเมื่อไร").presses("ไม่ทราบ").presses("ไม่มีหลักฐาน")
    resident.presses(SEALED).sees(f"เกี่ยวกับ\n{text}")


@pytest.mark.parametrize("text", ["สวัสดีค่ะ", "เดี๋ยวมาต่อนะ ไปทำกับข้าวก่อน"])
def test_manners_and_later_are_no_answer(text, resident):
    at_whom(resident).says(text).sees("เรื่องนี้เกี่ยวกับใคร").presses("ไม่ทราบ").presses("ไม่ทราบ")
    resident.presses("ไม่มีหลักฐาน").presses(SEALED).does_not_see(text)


@pytest.mark.parametrize(
    "text",
    [
        "เขาบอกให้ยกเลิกคำร้องไม่งั้นจะตัดน้ำ",
        "เขาบอกว่าไม่ต้องแจ้งหรอก แจ้งไปก็เท่านั้น",
        "ไปขอใบรับรอง เขาถามว่ามีค่ากาแฟไหม",
    ],
)
def test_a_story_of_giving_up_or_asking_is_a_story(text, resident):
    resident.says(OFFER).presses("ไม่ทราบ").presses("ไม่ทราบ").says(text).presses("ไม่มีหลักฐาน")
    resident.presses(SEALED).sees(text)


def test_after_two_texts_that_name_nobody_it_goes_on(resident):
    at_whom(resident).says("เสียเงินไปเยอะแล้ว").says("โมโหมากเลย").sees("เกิดขึ้นเมื่อไร")


# ------------------------------------------------------------------ told at another question
@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("วันจันทร์ที่แล้ว", "เมื่อ\nวันจันทร์ที่แล้ว"),
        ("มีป้าแดงเห็น", "พยานหลักฐาน\nมีป้าแดงเห็น"),
        ("ขอไม่ออกชื่อนะคะ", "ชื่อผู้แจ้ง\nปกปิดชื่อ"),
    ],
)
def test_it_answers_the_question_to_which_it_belongs(text, row, resident):
    at_whom(resident).says(text).sees("เรื่องนี้เกี่ยวกับใคร").presses("ไม่ทราบ")
    for answer in ("ไม่ทราบ", "ไม่มีหลักฐาน", SEALED):
        if answer in resident.quick_replies:
            resident.presses(answer)
    resident.sees("ยังไม่ได้ส่ง", row)


@pytest.mark.parametrize("step", [at_whom, at_when, at_proof])
@pytest.mark.parametrize("text", ["เขาจะรู้ไหมว่าผมเป็นคนฟ้อง", "ข้อมูลจะหลุดไหม"])
def test_a_question_is_answered_at_every_step(step, text, resident):
    step(resident).says(text).sees("ผู้ถูกร้องเรียนและกองที่สังกัดจะไม่เห็นเรื่องนี้")


@pytest.mark.parametrize("step", [at_when, at_proof, at_the_name])
def test_fear_hides_the_name_says_so_and_tells_of_the_other_way(step, resident):
    step(resident).says("กลัวเขารู้ว่าเป็นฉัน").sees("ปกปิดชื่อให้แล้วค่ะ", "ไม่เก็บชื่อเลย")


def test_the_time_in_the_story_is_not_asked_for(resident):
    resident.says(f"{OFFER} เมื่อวานตอนบ่ายเขาเรียกเงินห้าร้อย").presses("กองคลัง").sees("มีหลักฐาน")
    resident.presses("ไม่มีหลักฐาน").presses(SEALED).sees("เมื่อ\nเมื่อวานตอนบ่าย")


def test_no_witness_but_neighbours_is_an_answer(resident):
    at_proof(resident).says("ไม่มีพยาน มีแต่ชาวบ้านเห็น").presses(SEALED).sees(
        "พยานหลักฐาน\nไม่มีพยาน มีแต่ชาวบ้านเห็น"
    )


def test_another_matter_instead_drops_the_accusation_unseen(resident, integrity):
    integrity.looks_away()
    at_proof(resident).says("เปลี่ยนใจ เอาเป็นไฟทางดับดีกว่า").sees("ไฟทางดับ").does_not_see("เรียกเงิน")
    integrity.hears_nothing()


# ------------------------------------------------------------------ the name
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("ปิดชื่อครับ", "ปกปิดชื่อ"),
        ("ไม่เปิดเผยชื่อ", "ปกปิดชื่อ"),
        ("ไม่ต้องให้ใครเห็นชื่อ", "ปกปิดชื่อ"),
        ("อันกลาง", "ปกปิดชื่อ"),
        ("เลือกให้หน่อย", "ปกปิดชื่อ"),
        ("ไม่เก็บเลย", "ไม่เก็บชื่อเลย"),
        ("อันสุดท้าย", "ไม่เก็บชื่อเลย"),
        ("บอกชื่อได้ ผมไม่กลัว", "ให้ผู้รับเรื่องเห็นชื่อ"),
        ("เปิดชื่อไปเลย", "ให้ผู้รับเรื่องเห็นชื่อ"),
        ("แบบที่ไม่มีใครรู้เลย", "ปกปิดชื่อ"),
    ],
)
def test_the_wish_about_the_name_is_understood_in_words(text, link, resident):
    at_the_name(resident).says(text).sees("ยังไม่ได้ส่ง", f"ชื่อผู้แจ้ง\n{link}")


# ------------------------------------------------------------------ the review
def test_yes_in_words_sends_it_and_done_does_not(resident, integrity):
    integrity.looks_away()
    at_the_review(resident).says("หมดแล้ว").sees("เรื่องนี้ยังไม่ได้ส่งค่ะ")
    integrity.hears_nothing()
    resident.says("ถูกแล้วค่ะ ส่งเลย").sees("เลขที่")
    integrity.sees("เรียกเงินค่าทำเรื่องห้าร้อย").does_not_see("ถูกแล้วค่ะ")


def test_corrections_at_the_review_change_the_answers(resident, integrity, palad):
    at_the_review(resident).says("แก้วัน เป็นวันพุธ").sees("เมื่อ\nวันพุธ").says("ไม่ใช่คนนี้ นิติกรอรุณ")
    resident.sees("เกี่ยวกับ\nนิติกรอรุณ", "ผู้ที่เห็นเรื่องนี้\nปลัด")


def test_whom_a_later_answer_names_as_well_frees_nobody(resident, integrity, palad):
    integrity.looks_away()
    at_whom(resident).says("นิติกรอรุณ").says("ปลัดวิชัย").says("เมื่อวาน").presses("ไม่มีหลักฐาน")
    resident.presses(SEALED).sees("เกี่ยวกับ\nนิติกรอรุณ\nปลัดวิชัย").presses("ยืนยัน")
    integrity.hears_nothing()


def test_not_only_one_frees_nobody(resident, integrity, palad):
    integrity.looks_away()
    at_whom(resident).says("นิติกรอรุณ").presses("ไม่ทราบ").presses("ไม่มีหลักฐาน").presses(SEALED)
    resident.says("ไม่ใช่แค่นิติกร ปลัดวิชัยด้วย").presses("ยืนยัน")
    integrity.hears_nothing()


@pytest.mark.parametrize("text", ["อันที่สอง", "เลือกให้หน่อย"])
def test_what_tells_nothing_at_the_review_is_no_part_of_it(text, resident):
    at_the_review(resident).says(text).sees("ถ้าจะเปลี่ยนตรงไหน พิมพ์บอกได้ค่ะ").does_not_see(text)


def test_a_part_to_change_may_be_named_in_words(resident):
    at_the_review(resident).presses("แก้ไข").says("วันผิด").sees("เกิดขึ้นเมื่อไร")


# ------------------------------------------------------------------ an ordinary problem beside it
def test_an_ordinary_problem_beside_it_is_offered_with_its_own_words(resident, officer, integrity):
    officer.looks_away()
    resident.says(f"{OFFER} เขาขอค่าเหล้า แล้วท่อหน้าบ้านก็ตันด้วย").presses("ไม่ทราบ").presses("ไม่ทราบ")
    resident.presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน").sees("“ท่อหน้าบ้านก็ตันด้วย”")
    officer.hears_nothing()
    resident.presses("แจ้งเป็นเรื่อง").presses("ท่อระบายน้ำ น้ำท่วม").presses("ยืนยัน")
    officer.sees("ท่อหน้าบ้านก็ตันด้วย").does_not_see("ค่าเหล้า")


def test_without_one_nothing_is_offered(resident):
    resident.tells_of_staff(STORY, link=SEALED).does_not_see("กองอื่นต้องแก้ไข")


# ------------------------------------------------------------------ after it was sent
@pytest.mark.parametrize(
    "text",
    [
        "ลืมบอกไปว่าเขามากับรถสีขาว",
        "ลืมบอกไป เขาให้โอนเข้าบัญชีเมียเขา",
        "มีป้าแดงเห็นค่ะ อยู่ด้วยกัน",
        "แกใส่เสื้อสีน้ำเงิน",
        "ทะเบียนรถ กข 1234",
    ],
)
def test_what_belongs_to_it_is_offered_as_an_addition(text, resident, integrity, officer, clerk):
    number = resident.tells_of_staff(STORY, link=SEALED).number()
    for one in (integrity, officer, clerk):
        one.looks_away()
    resident.says(text).sees(f"เพิ่มข้อมูลเรื่อง {number}").can_press("เป็นเรื่องใหม่")
    for one in (integrity, officer, clerk):
        one.hears_nothing()
    resident.presses("ยืนยัน")
    integrity.sees(text)
    for one in (officer, clerk):
        one.hears_nothing()


def test_an_ordinary_problem_after_it_is_a_new_matter(resident):
    number = resident.tells_of_staff(STORY, link=SEALED).number()
    resident.says("ไฟหน้าวัดดับมืดมาก").sees("ตรงกับประเภทใด").does_not_see(number)


def test_who_asks_afterwards_is_told_who_reads_it(resident, integrity):
    resident.tells_of_staff(STORY, link=SEALED)
    resident.says("เขาจะรู้ไหมว่าผมฟ้อง").sees(": ผู้รับเรื่องร้องเรียนเจ้าหน้าที่")


def test_without_a_link_nothing_ties_it_to_the_writer(resident):
    number = resident.tells_of_staff(STORY, link="ไม่เก็บชื่อเลย").number()
    resident.says("ลืมบอกไปว่าเขามากับรถสีขาว").does_not_see(number)
