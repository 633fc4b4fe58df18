"""A message edited in LINE changes the draft or the case that contains its words, and the resident is told so."""

from tests.chat import LAMP
from tests.e2e.messages import SECRET, STREET_LIGHT, case_of, edits, event, on_disk


def test_words_edited_in_a_draft_leave_a_closed_case_with_the_same_words(bot, resident, officer):
    number = resident.complains()
    officer.closes()
    resident.looks_away().says(LAMP)
    edits(bot, resident, "น้ำไม่ไหลที่หมู่ 5")
    assert case_of(bot, number)[0].detail == LAMP


def test_edited_words_take_the_place_of_the_old_and_are_marked(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says("หน้าวัด")
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    edits(bot, resident, "หน้าโรงเรียน", message)
    assert case_of(bot, number)[0].detail == f"{LAMP}\nหน้าโรงเรียน (แก้ไขแล้ว)"


def test_what_was_edited_can_be_edited_again_and_taken_back(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says("หน้าวัด")
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    for words in ("หน้าโรงเรียน", SECRET):
        edits(bot, resident, words, message)
        assert case_of(bot, number)[0].detail == f"{LAMP}\n{words} (แก้ไขแล้ว)"
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == f"{LAMP}\n(ผู้ส่งลบข้อความนี้แล้ว)"
    assert not on_disk(bot, SECRET)


def test_words_edited_in_a_draft_are_simply_the_words(bot, resident):
    resident.says(LAMP)
    edits(bot, resident, "ไฟหน้าโรงเรียนดับ")
    resident.presses(STREET_LIGHT).sees("ไฟหน้าโรงเรียนดับ").does_not_see(LAMP, "แก้ไขแล้ว")


def test_the_village_read_in_the_words_is_read_in_the_edited_ones(bot, resident):
    resident.says("ไฟถนนหมู่ 3 ดับ").presses(STREET_LIGHT)
    message = resident.own_messages[0]
    number = resident.presses("ยืนยัน").number()
    for words, village in (("ไฟถนนหมู่ 5 ดับ", 5), ("ไฟถนนดับ", None)):
        assert case_of(bot, number)[0].place.village != village
        edits(bot, resident, words, message)
        assert case_of(bot, number)[0].place.village == village


def test_a_village_that_was_chosen_stays(bot, resident):
    resident.says("ไฟถนนหมู่ 3 ดับ").presses(STREET_LIGHT)
    message = resident.own_messages[0]
    resident.presses("เพิ่มสถานที่").presses("หมู่ที่ 4")
    number = resident.presses("ยืนยัน").number()
    edits(bot, resident, "ไฟถนนหมู่ 5 ดับ", message)
    assert case_of(bot, number)[0].place.village == 4
