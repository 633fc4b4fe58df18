"""A message unsent in LINE is deleted from the draft, from the case and from the disk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.cases.complaint import Place
from scheduler import jobs
from storage.tables import resolution
from tests.chat import LAMP
from tests.e2e.messages import SECRET, STREET_LIGHT, case_of, edits, event, known, on_disk
from tests.surveys import words_of


# ------------------------------------------------------------------ from a draft
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


# ------------------------------------------------------------------ from a case
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


# ------------------------------------------------------------------ stored for days only
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
