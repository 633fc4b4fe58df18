"""Several problems in one message, changes of mind, and places in residents' words."""

import pytest

LIGHT, WASTE, ROAD = "ไฟถนน ไฟส่องสว่าง", "ขยะ ถังขยะ", "ถนน ทางเท้า สะพาน"
BOTH = "ไฟถนนหน้าวัดดับ แล้วก็ขยะไม่มาเก็บ หมู่ 3"


# ------------------------------------------------------------------ two problems, two cases
@pytest.mark.both_databases
def test_two_problems_are_named_back_and_one_confirmation_files_both(resident, officer):
    resident.says(BOTH).sees("พบ 2 เรื่อง", LIGHT, WASTE).presses("ยืนยัน")
    resident.sees("นว-2570-000001", "นว-2570-000002", "กองช่าง", "กองสาธารณสุข")
    officer.sees("ไฟถนนหน้าวัดดับ", "หมู่ที่ 3").does_not_see("ขยะไม่มาเก็บ")


def test_they_can_be_told_one_by_one(resident):
    resident.says(BOTH).presses("แจ้งทีละเรื่อง").sees("ตรงกับประเภทใด").presses(LIGHT)
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว", "ต่อไปเป็นเรื่อง", "ขยะไม่มาเก็บ")
    resident.presses(WASTE).presses("ยืนยัน").sees("000002")


def test_they_can_be_one_matter_after_all(resident):
    resident.says(BOTH).presses("เป็นเรื่องเดียวกัน").presses(LIGHT).presses("ยืนยัน").sees("000001")
    resident.does_not_see("000002")


def test_another_problem_told_before_sending_becomes_the_second(resident):
    resident.says("ถนนเป็นหลุมหน้าโรงเรียน").presses(ROAD).says("ขยะไม่มาเก็บสองอาทิตย์แล้ว")
    resident.sees("พบ 2 เรื่อง", ROAD, WASTE).presses("ยืนยัน").sees("000001", "000002")


def test_a_message_taken_back_is_taken_out_of_both(resident, officer):
    resident.says(BOTH)
    told = resident.own_messages[-1]
    resident.presses("ยืนยัน")
    resident._act("unsend", message_id=told)
    resident.says("ติดตามเรื่อง").does_not_see("หน้าวัด", "ไม่มาเก็บ")


SHARED = "ไฟก็ดับ น้ำก็ไม่ไหล อยู่ซอยสุขใจ หมู่ 2"


def test_the_place_told_for_both_stands_in_both(resident, officer):
    resident.says(SHARED).sees("พบ 2 เรื่อง", "ไฟก็ดับ", "น้ำก็ไม่ไหล")
    assert resident.screen.count("สถานที่: หมู่ที่ 2 ซอยสุขใจ") == 2
    resident.presses("ยืนยัน")
    officer.says("นว-2570-000001").sees("ไฟก็ดับ", "หมู่ที่ 2 ซอยสุขใจ").does_not_see("น้ำก็ไม่ไหล")


def test_and_when_they_are_told_one_by_one(resident):
    resident.says(SHARED).presses("แจ้งทีละเรื่อง").presses(LIGHT)
    resident.sees("หมู่ที่ 2 ซอยสุขใจ").presses("ยืนยัน").presses("น้ำประปา น้ำใช้")
    resident.sees("น้ำก็ไม่ไหล", "หมู่ที่ 2 ซอยสุขใจ")


@pytest.mark.parametrize("way", ["ยืนยัน", "แจ้งทีละเรื่อง"])
def test_that_place_is_taken_back_from_both(resident, officer, way):
    resident.says(SHARED)
    told = resident.own_messages[-1]
    resident.presses(way)
    if way != "ยืนยัน":
        resident.presses(LIGHT).presses("ยืนยัน")
    resident._act("unsend", message_id=told)
    officer.says("นว-2570-000001").sees("หมู่ที่").does_not_see("ซอยสุขใจ")


def test_a_place_told_for_one_problem_is_not_that_of_the_other(resident):
    resident.says("ไฟหน้าวัดไผ่ดับ แล้วก็ขยะไม่มาเก็บ หมู่ 3").sees("พบ 2 เรื่อง")
    assert resident.screen.count("หน้าวัดไผ่") == 2  # the story of the first, and its place


def test_more_words_of_one_problem_are_no_second(resident):
    resident.says("ไฟถนนดับทั้งซอย").says("มืดมาก กลัวโจร").does_not_see("พบ 2 เรื่อง")


def test_a_service_asked_for_meanwhile_is_no_part_of_the_story(resident):
    resident.says("ถนนเป็นหลุมหน้าโรงเรียน").says("จะขอยืมเต้นท์กับเก้าอี้งานศพ")
    resident.sees("ยืมเต็นท์ โต๊ะ เก้าอี้", "ตรงกับประเภทใด").presses(ROAD).does_not_see("งานศพ")


def test_water_asked_for_where_the_taps_are_dry_is_part_of_it(resident):
    resident.says("น้ำประปาไม่ไหลสามวันแล้ว").says("ขอรถน้ำมาส่งหน่อยค่ะ").presses("น้ำประปา น้ำใช้")
    resident.sees("ตรวจดูก่อนส่ง", "ขอรถน้ำมาส่งหน่อยค่ะ")


# ------------------------------------------------------------------ a change of mind
@pytest.mark.parametrize("text", ["ไม่เอาแล้ว เอาเรื่องขยะ", "เปลี่ยนใจ ขอแจ้งเรื่องขยะดีกว่า"])
@pytest.mark.parametrize("at_review", [False, True])
def test_another_matter_replaces_the_draft(resident, text, at_review):
    resident.says("ถนนเป็นหลุมหน้าโรงเรียน")
    if at_review:
        resident.presses(ROAD)
    resident.says(text).sees("ขยะ").says("ถังขยะหน้าบ้านแตก").sees("ตรวจดูก่อนส่ง", WASTE)
    resident.does_not_see("หลุม")


@pytest.mark.parametrize(
    "text",
    [
        "ไม่เอาแล้ว เอาเรื่องขยะ",
        "เอาแค่เรื่องขยะค่ะ",
        "ตัดเรื่องไฟออก",
        "ไม่เอาเรื่องแรกแล้ว",
        "เอาขยะอย่างเดียวพอ",
        "only the second",
    ],
)
def test_of_two_problems_the_one_that_is_wanted_is_kept(resident, text):
    resident.says(BOTH).says(text).sees("ตรวจดูก่อนส่ง", WASTE, "ขยะไม่มาเก็บ", "หมู่ที่ 3")
    resident.does_not_see("ไฟถนนหน้าวัดดับ").presses("ยืนยัน").sees("000001").does_not_see("000002")


@pytest.mark.parametrize("text", ["เปลี่ยนเป็นหมู่ 6", "ขอแก้เป็นหมู่ 6 ครับ", "ไม่ใช่หมู่ 3 ค่ะ หมู่ 6", "หมู่หก"])
def test_another_village_replaces_the_village(resident, text):
    resident.says("ถนนเป็นหลุม หมู่ 3").presses(ROAD).sees("หมู่ที่ 3")
    resident.says(text).sees("ตรวจดูก่อนส่ง", "หมู่ที่ 6").does_not_see("หมู่ที่ 3")


def test_a_topic_changed_in_words_keeps_the_story(resident):
    resident.says("น้ำไหลนองเต็มถนน").presses("ท่อระบายน้ำ น้ำท่วม").says("เปลี่ยนเป็นเรื่องน้ำประปา")
    resident.sees("ตรวจดูก่อนส่ง", "น้ำประปา น้ำใช้", "น้ำไหลนองเต็มถนน")


@pytest.mark.parametrize("text", ["ขอบคุณค่ะ", "สวัสดีค่ะ", "ครบแล้ว", "👎"])
def test_manners_and_commands_are_never_part_of_the_story(resident, text):
    resident.says("ถนนเป็นหลุม").says(text).sees("ตรงกับประเภทใด").presses(ROAD)
    assert text not in resident.screen


# ------------------------------------------------------------------ places
@pytest.mark.parametrize("text", ["หมู่สาม", "ม.3", "หมู่ ๓", "หมู่ที่ 3 ค่ะ", "moo 3"])
def test_a_village_is_known_however_it_is_said(resident, text):
    resident.says("ไฟถนนดับ").presses(LIGHT).presses("เพิ่มสถานที่").says(text).sees("หมู่ที่ 3")


@pytest.mark.parametrize("text", ["หมู่สาม", "ม.3", "หมู่ ๓"])
def test_and_in_the_story_too(resident, text):
    resident.says(f"ไฟถนนดับ {text}").presses(LIGHT).sees("หมู่ที่ 3")


def test_a_landmark_of_the_story_is_the_place(resident, officer):
    resident.says("ไฟถนนดับหน้าโรงเรียนบ้านหนองขาว").presses(LIGHT).sees("หน้าโรงเรียนบ้านหนองขาว")
    resident.presses("ยืนยัน")
    officer.sees("หน้าโรงเรียนบ้านหนองขาว")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ตลาดนัดวันพุธ หมู่ 3", "หมู่ที่ 3 ตลาดนัดวันพุธ"),
        ("ศาลเจ้าแม่ ม.5 ค่ะ", "หมู่ที่ 5 ศาลเจ้าแม่"),
        ("หมู่ 6 บ้านสวนส้ม", "หมู่ที่ 6 บ้านสวนส้ม"),
        ("ม.8 ซอยสุขใจ 2", "หมู่ที่ 8 ซอยสุขใจ 2"),
    ],
)
@pytest.mark.parametrize("is_asked", [False, True])
def test_a_landmark_beside_the_village_is_kept(resident, officer, text, place, is_asked):
    resident.says("ไฟถนนดับ").presses(LIGHT)
    if is_asked:
        resident.presses("เพิ่มสถานที่")
    resident.says(text).sees("ตรวจดูก่อนส่ง", place).presses("ยืนยัน")
    officer.sees(place)


def test_a_pin_far_outside_is_asked_about(resident):
    resident.says("ไฟถนนดับ").presses(LIGHT)
    resident._act("location", title="สยาม", latitude=13.75, longitude=100.53)
    resident.sees("กิโลเมตร").presses("ไม่ใช้หมุดนี้").sees("เกิดขึ้นที่ไหน").says("หมู่ 4")
    resident.sees("ตรวจดูก่อนส่ง", "หมู่ที่ 4").does_not_see("สยาม")


def test_a_pin_far_outside_may_be_right(resident):
    resident.says("ไฟถนนดับ").presses(LIGHT)
    resident._act("location", title="สยาม", latitude=13.75, longitude=100.53)
    resident.presses("ใช่ ใช้จุดนี้").sees("ตรวจดูก่อนส่ง", "สยาม")
