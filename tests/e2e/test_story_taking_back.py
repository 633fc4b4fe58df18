"""A message taken back in LINE is taken back here: from the draft, from the case, from the disk."""

import json
import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.cases.complaint import Place
from scheduler import jobs
from storage.cases.attachments import Moment
from storage.tables import message_part, resolution
from tests.chat import HTTP, LAMP
from tests.sealed import opened_case, opened_entries
from tests.surveys import words_of

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
SECRET = "เบอร์โทรฉัน 0812345678"


def case_of(bot, number):
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(number)
        return opened_case(case), opened_entries(tx.audit.of(case.id), case)


def on_disk(bot, words):
    """Whether words stand anywhere in the bot's folder in the clear."""
    bot.office.store.truncate_log()
    files = [path for path in bot.settings.data_dir.rglob("*") if path.is_file()]
    assert files
    return any(words.encode() in path.read_bytes() for path in files)


def known(bot, phone):
    """Where words of this person are known to stand, as whoever has the database and the key reads it."""
    account = bot.line.friends.person(phone.key).id
    with bot.office.store.read() as tx:
        rows = tx.connection.execute(select(message_part)).all()
        opened = [tx.vault.open(row.content, f"message_part:{row.message}") for row in rows]
    found = [(sender, holder, parts) for _, sender, holder, parts in map(json.loads, opened)]
    return {
        (holder.partition(":")[0], part[0])
        for sender, holder, parts in found
        if sender == account
        for part in parts
    }


def event(bot, phone, kind, **body):
    """A webhook of LINE about a message, such as the pretend LINE has no button for."""
    raw = {
        "type": kind,
        "mode": "active",
        "timestamp": int(bot.now().timestamp() * 1000),
        "source": {"type": "user", "userId": bot.line.friends.person(phone.key).id},
        "webhookEventId": secrets.token_hex(13).upper(),
        "deliveryContext": {"isRedelivery": False},
        **body,
    }
    answer = HTTP.request("POST", f"{bot.line_url}/_/webhook", json={"events": [raw]})
    assert answer.json()["status"] == 200
    bot.settle()


def edits(bot, phone, text, message=None):
    """Edit a message of one's own, the newest unless said."""
    edited = {"type": "text", "id": message or phone.own_messages[-1], "text": text}
    event(bot, phone, "messageEdited", message=edited)


# ------------------------------------------------------------------ out of a draft
def test_words_taken_back_before_sending_never_reach_the_case(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(SECRET).sees(SECRET).unsends().hears_nothing()
    number = resident.presses("ยืนยัน").number()
    assert case_of(bot, number)[0].detail == LAMP


def test_the_only_words_taken_back_are_asked_for_again(resident):
    resident.says(LAMP).unsends()
    resident.says("ไฟหน้าโรงเรียนดับ").presses(STREET_LIGHT).sees("ไฟหน้าโรงเรียนดับ").does_not_see(LAMP)


def test_a_photo_taken_back_leaves_the_draft_and_the_disk(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).sends_photos().sees("รูป 1")
    (file,) = (bot.settings.data_dir / "attachments").glob("*/*")
    resident.unsends()
    assert not file.exists()
    resident.says("แจ้งเรื่อง").does_not_see("รูป 1")


def test_a_place_taken_back_leaves_the_draft_and_not_what_was_typed_of_it(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).presses("เพิ่มสถานที่").says("ซอยสาม")
    resident.shares_place().unsends()
    number = resident.presses("ยืนยัน").number()
    assert case_of(bot, number)[0].place == Place(words="ซอยสาม")


def test_the_same_picture_in_another_case_stays(bot, resident, neighbour):
    neighbour.says(LAMP).presses(STREET_LIGHT).sends_photos().presses("ยืนยัน")
    resident.says(LAMP).presses(STREET_LIGHT).sends_photos().unsends()
    assert len(list((bot.settings.data_dir / "attachments").glob("*/*"))) == 1


# ------------------------------------------------------------------ out of a case
def test_words_taken_back_after_sending_are_gone_from_the_case_and_say_so(bot, resident, officer):
    resident.says(LAMP).presses(STREET_LIGHT).says(SECRET)
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    assert case_of(bot, number)[0].detail == f"{LAMP}\n{SECRET}"
    assert on_disk(bot, SECRET)
    event(bot, resident, "unsend", unsend={"messageId": message})
    case, entries = case_of(bot, number)
    assert case.detail == f"{LAMP}\n(ผู้ส่งลบข้อความนี้แล้ว)"
    assert entries[-1].action == "unsend"
    assert not on_disk(bot, SECRET)
    officer.says("งานของฉัน").presses("ดูรายละเอียด").sees("(ผู้ส่งลบข้อความนี้แล้ว)").does_not_see(SECRET)
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ท่านลบข้อความหรือรูปที่ส่งไว้")


@pytest.mark.parametrize(
    ("told", "buttons", "confirm"),
    [
        (f"แจ้งเรื่อง {SECRET}", ("อื่น ๆ", STREET_LIGHT), "ยืนยัน"),
        ("Report a problem 0812345678", ("อื่น ๆ · Other", "Street light"), "ยืนยัน · Confirm"),
    ],
)
def test_words_told_outright_are_taken_back_without_the_word_before_them(
    bot, resident, told, buttons, confirm
):
    other, street_light = buttons
    resident.says(told).presses(other).presses(street_light)
    message = resident.own_messages[0]
    number = resident.presses(confirm).number()
    assert case_of(bot, number)[0].detail.endswith("0812345678")
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_words_told_outright_can_be_edited_and_taken_back(bot, resident):
    resident.says(f"แจ้งเรื่อง {SECRET}").presses("อื่น ๆ").presses(STREET_LIGHT)
    message = resident.own_messages[0]
    number = resident.presses("ยืนยัน").number()
    edits(bot, resident, f"แจ้งเรื่อง {LAMP}", message)
    assert case_of(bot, number)[0].detail == f"{LAMP} (แก้ไขแล้ว)"
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_who_deleted_their_data_can_still_take_words_out_of_a_case(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(SECRET)
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    resident.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == f"{LAMP}\n(ผู้ส่งลบข้อความนี้แล้ว)"


def test_of_a_deleted_draft_nobody_knows_which_messages_made_it_up(bot, resident):
    resident.complains()
    resident.says(f"แจ้งเรื่อง {SECRET}").shares_place()
    in_draft = {("draft", "detail"), ("draft", "place.pin"), ("draft", "place.words")}
    assert known(bot, resident) == {("case", "detail"), *in_draft}
    resident.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert known(bot, resident) == {("case", "detail")}


def test_of_whoever_has_no_case_no_message_is_known_after_deleting(bot, resident):
    resident.says("สวัสดีค่ะ").says(LAMP)
    resident.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert known(bot, resident) == set()


def test_what_was_added_to_a_case_can_be_taken_back_too(bot, resident):
    number = resident.complains()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says(SECRET)
    message = resident.own_messages[-1]
    resident.presses("ยืนยัน")
    event(bot, resident, "unsend", unsend={"messageId": message})
    _, entries = case_of(bot, number)
    assert [entry.note for entry in entries] == ["", "(ผู้ส่งลบข้อความนี้แล้ว)", ""]


def test_why_a_case_was_withdrawn_can_be_taken_back(bot, resident):
    number = resident.complains()
    resident.presses("ดูความคืบหน้า").presses("ถอนเรื่อง").says(SECRET)
    message = resident.own_messages[-1]
    resident.presses("ยืนยัน")
    assert on_disk(bot, SECRET)
    event(bot, resident, "unsend", unsend={"messageId": message})
    assert not on_disk(bot, SECRET)
    assert case_of(bot, number)[1][-2].note == "(ผู้ส่งลบข้อความนี้แล้ว)"


def test_the_words_of_a_closing_stay_when_its_officer_says_the_same_as_a_resident(
    bot, resident, officer
):
    resident.complains()
    officer.closes(note=SECRET)
    resident.looks_away().presses("ยังไม่เรียบร้อย").says(SECRET)
    event(bot, resident, "unsend", unsend={"messageId": resident.own_messages[-1]})
    with bot.office.store.read() as tx:
        told = tx.connection.execute(select(resolution.c.note, resolution.c.reason)).one()
    assert tuple(told) == (SECRET, "(ผู้ส่งลบข้อความนี้แล้ว)")


def test_a_comment_on_a_visit_to_a_counter_can_be_taken_back(bot, resident):
    resident.says("ประเมินความพึงพอใจ").presses("ขอรับบริการเก็บขยะ").presses("มาก (4)").presses(
        "มาก (4)"
    ).presses("มาก (4)").presses("มาก (4)").presses("มาก (4)")
    resident.says(SECRET)
    event(bot, resident, "unsend", unsend={"messageId": resident.own_messages[-1]})
    assert words_of(bot) == ["(ผู้ส่งลบข้อความนี้แล้ว)"]


def test_a_photo_taken_back_is_gone_from_the_case(bot, resident):
    resident.says(LAMP).presses(STREET_LIGHT).sends_photos()
    message = resident.own_messages[-1]
    number = resident.presses("ยืนยัน").number()
    event(bot, resident, "unsend", unsend={"messageId": message})
    case, entries = case_of(bot, number)
    with bot.office.store.read() as tx:
        assert tx.attachments.of_case(case.id) == []
    assert entries[-1].action == "unsend"
    assert list((bot.settings.data_dir / "attachments").glob("*/*")) == []


def test_nobody_takes_back_the_words_of_somebody_else(bot, resident, neighbour):
    number = resident.complains()
    message = resident.own_messages[0]
    event(bot, neighbour, "unsend", unsend={"messageId": message})
    assert case_of(bot, number)[0].detail == LAMP


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
    told = [case_of(bot, number)[0].detail for number in (older, newer)]
    assert told == [LAMP, "(ผู้ส่งลบข้อความนี้แล้ว)"]


@pytest.mark.both_databases
def test_of_two_cases_with_the_same_words_the_older_loses_them_when_its_message_is_taken_back(
    bot, resident
):
    older = resident.complains()
    message = resident.own_messages[0]
    newer = resident.looks_away().complains()
    event(bot, resident, "unsend", unsend={"messageId": message})
    told = [case_of(bot, number)[0].detail for number in (older, newer)]
    assert told == ["(ผู้ส่งลบข้อความนี้แล้ว)", LAMP]


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
    resident.says("ร้องเรียนเจ้าหน้าที่").says(SECRET)
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
    said = [entry.note for entry in entries if entry.action in {"ask", "answer"}]
    assert said == ["ช่องไหนคะ", gone]


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


# ------------------------------------------------------------------ edited
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


# ------------------------------------------------------------------ kept for days only
def test_after_three_days_no_single_message_is_remembered_and_after_thirty_no_draft(bot, resident):
    resident.says(LAMP).sends_photos()
    (file,) = (bot.settings.data_dir / "attachments").glob("*/*")
    begun = bot.now()

    def counts():
        with bot.office.store.read() as tx:
            return [
                tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
                for table in ("message_part", "conversation", "attachment")
            ]

    assert counts() == [1, 1, 1]
    for days, left in ((2, [1, 1, 1]), (4, [0, 1, 1]), (31, [0, 0, 0])):
        bot.now.move_to(begun + timedelta(days=days))
        jobs.forget(bot.office, bot.now())
        bot.settle()
        assert counts() == left
    assert not file.exists()
