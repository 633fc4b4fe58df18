"""Of equal texts in several cases, drafts and messages, the one of the unsent message is deleted."""

import secrets
from datetime import timedelta

import pytest

from domain.cases.complaint import Place
from storage.cases.attachments import Moment
from tests.chat import LAMP
from tests.e2e.messages import SECRET, STREET_LIGHT, case_of, edits, event


@pytest.mark.parametrize("late", [True, False])
def test_the_news_may_come_before_the_message(bot, resident, late):
    if late:
        event(bot, resident, "unsend", unsend={"messageId": "98765"})
    event(
        bot,
        resident,
        "message",
        replyToken=secrets.token_hex(16),
        message={"type": "text", "id": "98765", "text": LAMP},
    )
    with bot.office.store.read() as tx:
        place = tx.conversations.find(bot.line.friends.person("somsri").id)
    assert (place is None) == late


@pytest.mark.parametrize("closed", [False, True])
def test_of_two_cases_with_the_same_words_only_the_newer_loses_them(bot, resident, officer, closed):
    older = resident.complains()
    if closed:
        officer.closes()
    resident.looks_away().says(LAMP)
    message = resident.own_messages[-1]
    newer = resident.presses(STREET_LIGHT).presses("ยืนยัน").number()
    event(bot, resident, "unsend", unsend={"messageId": message})
    details = [case_of(bot, number)[0].detail for number in (older, newer)]
    assert details == [LAMP, "(ผู้ส่งลบข้อความนี้แล้ว)"]


@pytest.mark.both_databases
def test_of_two_cases_with_the_same_words_the_older_loses_them_when_its_message_is_taken_back(
    bot, resident
):
    older = resident.complains()
    message = resident.own_messages[0]
    newer = resident.looks_away().complains()
    event(bot, resident, "unsend", unsend={"messageId": message})
    details = [case_of(bot, number)[0].detail for number in (older, newer)]
    assert details == ["(ผู้ส่งลบข้อความนี้แล้ว)", LAMP]


@pytest.mark.parametrize("first", [True, False])
def test_of_the_same_words_twice_in_one_story_those_of_the_message_go(bot, resident, first):
    resident.says(LAMP).presses(STREET_LIGHT).says(SECRET).says(SECRET)
    message = resident.own_messages[-2 if first else -1]
    number = resident.presses("ยืนยัน").number()
    event(bot, resident, "unsend", unsend={"messageId": message})
    gone = "(ผู้ส่งลบข้อความนี้แล้ว)"
    left = (gone, SECRET) if first else (SECRET, gone)
    assert case_of(bot, number)[0].detail == "\n".join((LAMP, *left))


@pytest.mark.both_databases
def test_messages_before_and_behind_one_that_was_changed_are_still_found(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    first = resident.own_messages[0]
    resident.says("หน้าวัด").says(SECRET).says("มืดมาก")
    second, third, fourth = resident.own_messages[-3:]
    edits(bot, resident, "หน้าโรงเรียนบ้านนาวังหิน", second)
    event(bot, resident, "unsend", unsend={"messageId": third})
    with bot.office.store.read() as tx:
        state = tx.conversations.find(bot.line.friends.person("somsri").id)
    assert state.draft["detail"] == f"{LAMP}\nหน้าโรงเรียนบ้านนาวังหิน\nมืดมาก"
    number = resident.presses("ยืนยัน").number()
    edits(bot, resident, "ไฟดับ", first)
    edits(bot, resident, "ซอย 3", second)
    event(bot, resident, "unsend", unsend={"messageId": fourth})
    event(bot, resident, "unsend", unsend={"messageId": first})
    gone = "(ผู้ส่งลบข้อความนี้แล้ว)"
    assert case_of(bot, number)[0].detail == f"{gone}\nซอย 3 (แก้ไขแล้ว)\n{gone}"


def test_a_story_told_anew_has_none_of_the_old_messages(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    message = resident.own_messages[0]
    resident.presses("แก้ไข").presses("แก้รายละเอียด").says("น้ำไม่ไหล")
    number = resident.presses("ยืนยัน").number()
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == "น้ำไม่ไหล"


def test_words_are_followed_from_an_ordinary_draft_into_a_case_about_staff(
    bot, resident, integrity
):
    resident.says("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน")
    message = resident.own_messages[-1]
    resident.presses("เป็นเรื่องทั่วไป").presses("ร้องเรียนเจ้าหน้าที่")
    resident.presses("ไม่ทราบ").presses("วันนี้").presses("ไม่มีหลักฐาน")
    number = resident.presses("ปกปิดชื่อ").presses("ยืนยัน").number()
    assert case_of(bot, number)[0].detail == "เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน"
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_words_said_later_and_joined_to_an_abandoned_draft_are_followed(bot, resident):
    resident.acts_at(bot.now()).says(LAMP)
    bot.now.move_to(bot.now() + timedelta(hours=13))
    resident.acts_at(bot.now()).says("น้ำก็ไม่ไหล").says(SECRET)
    message = resident.own_messages[-1]
    number = resident.presses("เรื่องเดียวกัน").presses(STREET_LIGHT).presses("ยืนยัน").number()
    assert case_of(bot, number)[0].detail == f"{LAMP}\nน้ำก็ไม่ไหล\n{SECRET}"
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == f"{LAMP}\nน้ำก็ไม่ไหล\n(ผู้ส่งลบข้อความนี้แล้ว)"


def test_words_leave_a_draft_that_another_conversation_has_interrupted(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(SECRET)
    message = resident.own_messages[-1]
    resident.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้")
    event(bot, resident, "unsend", unsend={"messageId": message})
    resident.presses("ยกเลิก").sees(LAMP).does_not_see(SECRET)
    assert case_of(bot, resident.presses("ยืนยัน").number())[0].detail == LAMP


def test_what_was_to_be_added_to_a_closed_case_is_followed_into_the_new_one(bot, resident, officer):
    resident.complains()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says("ไฟหน้าวัดก็ดับ")
    message = resident.own_messages[-1]
    officer.closes()
    resident.presses("ยืนยัน").presses("เป็นเรื่องใหม่").presses(STREET_LIGHT)
    number = resident.presses("ยืนยัน").number()
    assert case_of(bot, number)[0].detail == "ไฟหน้าวัดก็ดับ"
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_an_officers_note_stays_when_its_message_is_taken_back_or_edited(bot, resident, officer):
    number = resident.complains()
    officer.closes(note=SECRET)
    for message in officer.own_messages:
        edits(bot, officer, LAMP, message)
        event(bot, officer, "unsend", unsend={"messageId": message})
    _, entries = case_of(bot, number)
    assert [(entry.action, entry.note) for entry in entries] == [("file", ""), ("close", SECRET)]


def test_a_photo_of_an_album_taken_back_leaves_the_others(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    resident.sends_photos("lamp-broken.jpg", "road-repaired.jpg", "lamp-fixed.jpg").sees("รูป 3")
    album = resident.own_messages[-3:]
    event(bot, resident, "unsend", unsend={"messageId": album[0]})
    number = resident.presses("ยืนยัน").number()
    case, _ = case_of(bot, number)
    with bot.office.store.read() as tx:
        before = [one.id for one in tx.attachments.of_case(case.id)]
    event(bot, resident, "unsend", unsend={"messageId": album[1]})
    with bot.office.store.read() as tx:
        assert [one.id for one in tx.attachments.of_case(case.id)] == before[1:]
    assert len(before) == 2


def test_of_two_places_on_the_map_each_takes_back_what_it_brought(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).shares_place()
    first = resident.own_messages[-1]
    where = {"title": "ตลาดนัด", "address": "หมู่ 4", "latitude": 13.5, "longitude": 101.5}
    second = {"type": "location", "id": "98765", **where}
    event(bot, resident, "message", replyToken=secrets.token_hex(16), message=second)
    number = resident.presses("ยืนยัน").number()
    words = case_of(bot, number)[0].place.words
    assert words != ""
    event(bot, resident, "unsend", unsend={"messageId": "98765"})
    place = case_of(bot, number)[0].place
    assert (place.latitude, place.words) == (None, words)
    event(bot, resident, "unsend", unsend={"messageId": first})
    assert case_of(bot, number)[0].place.words == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_words_taken_back_out_of_a_draft_stay_in_an_older_case(bot, resident):
    number = resident.complains()
    resident.looks_away().says("น้ำไม่ไหล").says(LAMP).unsends()
    with bot.office.store.read() as tx:
        place = tx.conversations.find(bot.line.friends.person("somsri").id)
    assert place.draft["detail"] == "น้ำไม่ไหล"
    assert case_of(bot, number)[0].detail == LAMP


def test_words_of_another_day_are_not_looked_for_in_a_case_told_of_before(bot, resident):
    number = resident.complains()
    bot.now.move_to(bot.now() + timedelta(days=1))
    resident.acts_at(bot.now()).says(LAMP).presses("ยกเลิก")
    event(bot, resident, "unsend", unsend={"messageId": resident.own_messages[-1]})
    assert case_of(bot, number)[0].detail == LAMP


def test_an_officers_photo_of_the_work_stays_in_the_case(bot, resident, officer):
    number = resident.complains()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอดแล้ว").sends_photos("lamp-fixed.jpg")
    message = officer.own_messages[-1]
    officer.presses("ยืนยัน")
    event(bot, officer, "unsend", unsend={"messageId": message})
    case, entries = case_of(bot, number)
    with bot.office.store.read() as tx:
        assert [one.moment for one in tx.attachments.of_case(case.id)] == [Moment.AFTER]
    assert [entry.action for entry in entries] == ["file", "close"]


def test_a_place_taken_back_is_gone_from_the_case(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).shares_place()
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    assert case_of(bot, number)[0].place.latitude == 13.49
    event(bot, resident, "unsend", unsend={"messageId": message})
    case, entries = case_of(bot, number)
    assert case.place == Place()
    assert (case.detail, entries[-1].action) == (LAMP, "unsend")


def test_what_was_said_of_staff_beside_the_story_can_be_taken_back_and_edited(
    bot, resident, integrity
):
    resident.says("ร้องเรียนเจ้าหน้าที่").says("สมหญิง")
    who = resident.own_messages[-1]
    resident.presses("วันนี้").says("เรียกรับเงิน").says("ป้าข้างบ้านเห็น")
    proof = resident.own_messages[-1]
    number = resident.presses("ปกปิดชื่อ").presses("ยืนยัน").number()
    integrity.presses("ขอข้อมูลเพิ่ม").says("ช่องไหนคะ").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("ช่องสอง")
    note = resident.own_messages[-1]
    resident.presses("ยืนยัน")
    event(bot, resident, "unsend", unsend={"messageId": who})
    edits(bot, resident, "ลุงข้างบ้านเห็น", proof)
    event(bot, resident, "unsend", unsend={"messageId": note})
    case, entries = case_of(bot, number)
    gone = "(ผู้ส่งลบข้อความนี้แล้ว)"
    assert (case.conduct.who, case.conduct.evidence) == (gone, "ลุงข้างบ้านเห็น (แก้ไขแล้ว)")
    notes = [entry.note for entry in entries if entry.action in {"ask", "answer"}]
    assert notes == ["ช่องไหนคะ", gone]


def test_whom_a_note_accused_stays_barred_when_it_is_taken_back(bot, resident, integrity, palad):
    resident.tells_of_staff("เรียกรับเงินห้าร้อย")
    integrity.presses("ขอข้อมูลเพิ่ม").says("เจ้าหน้าที่คนไหนคะ").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("นิติกรอรุณค่ะ")
    message = resident.own_messages[-1]
    resident.presses("ยืนยัน")
    integrity.looks_away()
    event(bot, resident, "unsend", unsend={"messageId": message})
    integrity.says("งานของฉัน").does_not_see("เรียกรับเงินห้าร้อย")
    palad.says("งานของฉัน").sees("นว-")
