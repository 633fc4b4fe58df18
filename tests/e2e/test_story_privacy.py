"""Personal data: announced once, shown on request, deleted where possible, and removed after its retention."""

from datetime import timedelta

import pytest
import urllib3

from scheduler import jobs
from tests.chat import LAMP, Phone
from tests.moments import NOON

HTTP = urllib3.PoolManager()
NOTICE = "อบต. เก็บชื่อ LINE"


def find(bot, phone):
    sender = bot.line.friends.person(phone.key).id
    with bot.office.store.read() as tx:
        return tx.people.find(sender)


# ------------------------------------------------------------------ announced
def test_who_never_befriended_us_reads_what_is_kept_once_with_the_first_answer(bot):
    stranger = Phone(bot, "somsri")
    stranger.says(LAMP).sees(NOTICE, "https://rongtuk.example/privacy", "เรื่องนี้ตรงกับประเภทใด")
    stranger.says("ยกเลิก").does_not_see(NOTICE)


def test_who_befriended_us_has_read_it_in_the_greeting(bot):
    friend = Phone(bot, "somsri").follows().sees("https://rongtuk.example/privacy")
    friend.says(LAMP).does_not_see(NOTICE)


def test_photos_sent_together_by_a_stranger_get_the_notice_with_their_one_answer(bot):
    stranger = Phone(bot, "somsri").sends_photos("lamp-broken.jpg", "pothole.jpg")
    stranger.sees(NOTICE, "ช่วยเล่าสั้น ๆ")
    assert stranger.screen.count(NOTICE) == 1


def test_the_full_notice_is_on_the_web_in_both_languages_and_marks_what_nobody_confirmed(bot):
    answer = HTTP.request("GET", f"{bot.url}/privacy")
    html = answer.data.decode()
    assert answer.status == 200
    for words in (
        "องค์การบริหารส่วนตำบลนาวังหิน",
        "มาตรา 24 (4)",
        "LY Corporation",
        "10 ปี",
        "สคส.",
        "รอ อบต. ตรวจรับรอง",
        "เลขตัวอย่าง",
        "Your rights",
    ):
        assert words in html
    assert "<script" not in html


# ------------------------------------------------------------------ shown and deleted
@pytest.mark.parametrize("way", ["ข้อมูลของฉัน", "My data"])
def test_my_data_shows_what_is_kept(resident, way):
    resident.complains()
    resident.says(way).sees("สมศรี ใจดี", "เรื่องที่แจ้ง\n1", "แบบสำรวจที่ตอบ\n0", "เรื่องที่ยังไม่ส่ง\n0")


def test_it_is_reached_from_the_contact_card_too(resident):
    resident.says("ติดต่อเรา").presses("ข้อมูลของฉัน").sees("ข้อมูลของท่านที่ อบต. เก็บไว้")


def test_deleting_takes_draft_name_and_loose_photos_and_leaves_the_case(bot, resident):
    number = resident.complains()
    resident.sends_photos().says("ข้อมูลของฉัน")
    resident.sees("เรื่องที่ยังไม่ส่ง\n1", "รูปและไฟล์ที่ยังไม่ส่ง\n1")
    (file,) = (bot.settings.data_dir / "attachments").glob("*/*")
    resident.presses("ลบข้อมูลที่ลบได้").sees("กู้คืนไม่ได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert not file.exists()
    assert find(bot, resident).display_name == ""
    resident.says("ข้อมูลของฉัน").sees("ชื่อ LINE\nไม่ได้เก็บ", "เรื่องที่แจ้ง\n1", "เรื่องที่ยังไม่ส่ง\n0")
    resident.says("ติดตามเรื่อง").sees(number)


def test_nothing_is_deleted_before_it_is_confirmed(bot, resident):
    resident.says(LAMP).says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยกเลิก")
    assert find(bot, resident).display_name == "สมศรี ใจดี"
    resident.sees("เรื่องนี้ตรงกับประเภทใด")


def test_of_somebody_without_a_case_nothing_at_all_is_left(bot, resident):
    resident.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert find(bot, resident) is None
    resident.says(LAMP).sees(NOTICE)


# ------------------------------------------------------------------ removed after the retention
def test_ten_years_after_its_end_a_case_forgets_its_persons_and_still_counts(
    bot, officer, resident
):
    resident.acts_at(NOON).shares_place().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_photos()
    number = resident.presses("ยืนยัน").number()
    officer.acts_at(NOON + timedelta(hours=1)).presses("รับเรื่อง")
    officer.closes()
    (file,) = (bot.settings.data_dir / "attachments").glob("*/*")
    just_before = (NOON + timedelta(hours=1)).replace(year=NOON.year + 10)
    jobs.forget(bot.office, just_before)
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number(number).detail == LAMP
    bot.now.move_to(just_before + timedelta(hours=1))
    jobs.forget(bot.office, bot.now())
    bot.settle()
    with bot.office.store.read() as tx:
        case = tx.complaints.by_number(number)
        entries = tx.audit.of(case.id)
        assert tx.attachments.of_case(case.id) == []
    assert (case.reporter, case.place.latitude, case.place.words) == ("", None, "")
    assert case.detail == "(ลบข้อมูลส่วนบุคคลแล้วตามกำหนดเวลาเก็บรักษา)"
    assert {entry.note for entry in entries} == {""}
    assert (case.category, case.filed_at, case.ended_at is None) == ("light", NOON, False)
    assert not file.exists()
    resident.acts_at(bot.now()).says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง")


def test_an_open_case_is_never_forgotten(bot, resident):
    number = resident.acts_at(NOON).complains()
    jobs.forget(bot.office, NOON.replace(year=NOON.year + 30))
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number(number).detail == LAMP


def test_a_question_without_an_answer_is_counted_and_nobody_is_named(bot, resident, neighbour):
    resident.says("อบต. มีสนามฟุตบอลให้เช่าไหมคะ")
    neighbour.says("อบต. มีสนามฟุตบอลให้เช่าไหมครับ")
    with bot.office.store.read() as tx:
        (gap,) = tx.unanswered_questions.most_asked(10)
    assert (gap.question, gap.asked) == ("อบต. มีสนามฟุตบอลให้เช่าไหม", 2)


def test_who_blocks_us_gets_no_more_messages_and_keeps_the_case(bot, resident, officer):
    number = resident.complains()
    resident.blocks()
    officer.presses("รับเรื่อง")
    resident.hears_nothing().follows().says("ติดตามเรื่อง").sees(number)
