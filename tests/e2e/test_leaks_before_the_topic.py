"""Texts sent before a complaint was known to be about staff leave no account either, at any moment.

Checked right after filing, while the bot runs: the rows, and every byte of the database, of its write-ahead log
and of the folder, including overwritten versions.
"""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.tables import attachment
from tests.addresses import staff_case
from tests.chat import LAMP
from tests.e2e.test_leaks import HOME, SEALED, STORY, UNLINKED, account_of, files_with, tables_with
from tests.e2e.test_story_evidence import PDF, VOICE
from tests.moments import NOON
from tests.sqlite_pages import tables_in_pages

ABOUT_STAFF = "ร้องเรียนเจ้าหน้าที่"
NAME = "สมศรี ใจดี"


def nothing_first(resident):
    resident.says(STORY)


def photo_first(resident):
    resident.sends_photos().says(STORY)


def two_photos_first(resident):
    resident.sends_photos("lamp-broken.jpg", "pothole.jpg").says(STORY)


def voice_first(resident):
    resident.sends_file("audio", VOICE).says(STORY)


def file_first(resident):
    resident.sends_file("file", PDF).says(STORY)


def place_first(resident):
    resident.shares_place().says(STORY)


def lost_photo_first(resident):
    resident.sends_photos(content="gone").sees("เปิดไม่ได้แล้ว")
    resident.says(STORY)


def reviewed_first(resident):
    """Chosen as an ordinary complaint, ready to be sent, and only then declared to be about staff."""
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_photos().says(STORY)
    resident.presses("เป็นเรื่องทั่วไป").presses("แก้ไข").presses("แก้ประเภทเรื่อง")


def days_later(resident):
    """The draft with its photo was days old and was offered again."""
    resident.acts_at(NOON).says(LAMP).sends_photos()
    resident.acts_at(NOON + timedelta(days=3)).says(STORY).presses("เรื่องเดียวกัน")


def tile_afterwards(resident):
    """A complaint with a photo is in progress when the menu tile is pressed."""
    resident.says(LAMP).sends_photos().says(ABOUT_STAFF)


WAYS = (
    *(nothing_first, photo_first, two_photos_first, voice_first, file_first, place_first),
    *(lost_photo_first, reviewed_first, days_later),
)


def tells(resident, link):
    resident.presses(ABOUT_STAFF).says("ชายใส่แว่น").presses("เมื่อวาน")
    resident.presses("ครบแล้ว" if "ครบแล้ว" in resident.quick_replies else "ไม่มีหลักฐาน")
    return resident.presses(link).presses("ยืนยัน").sees("รับแจ้งแล้ว")


def database_of(bot):
    (path,) = bot.settings.data_dir.rglob("*.db")
    return path


@pytest.mark.parametrize("link", [SEALED, UNLINKED])
@pytest.mark.parametrize("way", WAYS)
def test_no_byte_ties_the_account_to_the_case_while_the_bot_runs(
    bot, resident, integrity, way, link
):
    way(resident)
    number = tells(resident, link).number()
    mine = account_of(bot, "somsri")
    assert tables_in_pages(database_of(bot), mine, NAME) == HOME
    assert tables_in_pages(database_of(bot), number) == {"complaint"}
    assert files_with(bot.settings.data_dir, STORY, "JFIF", "%PDF") == set()


@pytest.mark.both_databases
@pytest.mark.parametrize("way", [photo_first, reviewed_first])
def test_no_row_ties_them_at_any_moment_of_the_conversation(bot, resident, integrity, way):
    mine = account_of(bot, "somsri")
    way(resident)
    assert tables_with(bot.office.store, mine) == HOME
    tells(resident, SEALED)
    assert tables_with(bot.office.store, mine) == HOME


def test_what_was_sent_for_another_complaint_stays_out_of_the_one_about_staff(
    bot, resident, integrity
):
    tile_afterwards(resident)
    resident.says("ชายใส่แว่น").presses("เมื่อวาน").says(STORY).presses("ไม่มีหลักฐาน")
    resident.presses(SEALED).presses("ยืนยัน").sees("รับแจ้งแล้ว")
    assert tables_in_pages(database_of(bot), account_of(bot, "somsri")) == HOME
    resident.says("แจ้งเรื่อง").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    with bot.office.store.read() as tx:
        laid = [len(tx.attachments.of_case(case)) for case in (staff_case(bot.office), 1)]
    assert laid == [0, 1]


def test_were_an_account_written_beside_a_photo_and_wiped_at_once_the_look_would_find_it(
    bot, resident, integrity
):
    photo_first(resident)
    tells(resident, SEALED)
    mine = account_of(bot, "somsri")
    for owner in (mine, "draft:0"):
        with bot.office.store.begin() as tx:
            tx.connection.execute(update(attachment).values(owner=owner))
    assert tables_with(bot.office.store, mine) == HOME
    assert tables_in_pages(database_of(bot), mine) == {*HOME, "attachment"}


def test_the_day_alone_stands_on_what_was_sent_so_that_no_hour_tells_who_wrote_then(bot, resident):
    resident.acts_at(NOON).sends_photos()
    with bot.office.store.read() as tx:
        at = tx.connection.exec_driver_sql("SELECT sent_on FROM attachment").scalar_one()
    assert at % (24 * 3600 * 1000) == 0
