"""Small talk is not taken for a complaint, and every message gets an answer."""

import pytest

from bot.commands.menu import _menus
from tests.shipped import shipped_catalog

MENU = ["แจ้งเรื่อง", "ติดตามเรื่อง", "แบบสำรวจ", "ร้องเรียนเจ้าหน้าที่", "บริการและขั้นตอน", "ติดต่อเรา"]


def drafts(bot) -> int:
    with bot.office.store.read() as tx:
        return tx.connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar_one()


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("สวัสดีค่ะ", "มีอะไรให้ช่วย"),
        ("หวัดดีครับ", "มีอะไรให้ช่วย"),
        ("ขอบคุณมากค่ะ", "ยินดีค่ะ"),
        ("ไอ้พวกเฮงซวย", "ขออภัยที่ทำให้ไม่สบายใจ"),
        ("ๆๆๆ", "ยังไม่เข้าใจข้อความนี้"),
    ],
)
def test_manners_are_answered_with_manners_and_the_menu(bot, resident, text, answered):
    resident.says(text).sees(answered)
    assert resident.quick_replies == MENU
    assert drafts(bot) == 0


def test_a_sticker_is_not_a_complaint(bot, resident):
    resident.sends_sticker().sees("ได้รับแล้ว")
    assert resident.quick_replies == MENU
    assert drafts(bot) == 0


def test_a_question_about_a_service_is_answered_with_its_steps(bot, resident):
    resident.says("ลงทะเบียนเบี้ยผู้สูงอายุต้องใช้เอกสารอะไรบ้าง").sees("ลงทะเบียนเบี้ยยังชีพผู้สูงอายุ", "เอกสาร")
    # What was asked is kept for the details that may follow, and asks for nothing.
    resident.says("สวัสดีค่ะ").sees("มีอะไรให้ช่วย")
    assert drafts(bot) == 0


@pytest.mark.parametrize("asked", ["อบต. เปิดกี่โมงคะ", "เบอร์โทร", "ขอเบอร์ อบต หน่อย", "อบต อยู่ที่ไหนครับ"])
def test_who_asks_for_hours_telephone_or_address_sees_them(bot, resident, asked):
    resident.says(asked).sees("เวลาทำการ", "โทรศัพท์", "ที่อยู่").can_press("โทร")
    assert drafts(bot) == 0


def test_the_telephone_of_a_service_is_on_its_own_card(resident):
    resident.says("ขอเบอร์โทร เก็บขยะ").sees("กองสาธารณสุข")


def test_a_request_for_a_service_is_answered_with_its_steps(bot, resident):
    resident.says("ขอเบี้ยผู้สูงอายุ").sees("ลงทะเบียนเบี้ยยังชีพผู้สูงอายุ", "เอกสาร", "1. ")
    assert resident.quick_replies == ["แจ้งเป็นเรื่อง", "ฝากคำถามให้เจ้าหน้าที่"]
    resident.says("สวัสดีค่ะ").sees("มีอะไรให้ช่วย")
    assert drafts(bot) == 0


def test_a_request_that_is_a_complaint_all_the_same_is_one_tap_away_and_no_word_is_lost(resident):
    resident.says("ขอเบี้ยผู้สูงอายุ").presses("แจ้งเป็นเรื่อง").sees("เรื่องนี้ตรงกับประเภทใด")
    resident.presses("เบี้ยยังชีพ สวัสดิการ").sees("ตรวจดูก่อนส่ง", "ขอเบี้ยผู้สูงอายุ").does_not_see("แจ้งเรื่อง ขอ")


@pytest.mark.parametrize("text", ["แจ้งเรื่อง ขอยืมเต็นท์", "Report  ขอยืมเต็นท์", "แจ้งเรื่อง\nขอยืมเต็นท์"])
def test_what_is_told_behind_the_word_of_the_tile_is_a_complaint(resident, text):
    resident.says(text).sees("เรื่องนี้ตรงกับประเภทใด")


def test_a_request_for_what_the_office_does_not_offer_is_a_complaint(resident):
    resident.says("ขอยืมรถแบคโฮ").sees("เรื่องนี้ตรงกับประเภทใด")


def test_following_is_answered_with_a_welcome_the_notice_and_the_menu(resident):
    resident.follows().sees("สวัสดีค่ะ", "นาวังหิน", "ผู้ที่เห็นคือเจ้าหน้าที่ผู้รับผิดชอบและผู้บังคับบัญชาเท่านั้น", "1669")
    assert resident.quick_replies == MENU


@pytest.mark.parametrize("kind", ["audio", "video", "file"])
def test_a_sound_a_film_or_a_file_is_answered(resident, kind):
    resident._act(kind)
    resident.sees("ได้รับแล้ว")


def test_a_message_taken_back_gets_no_answer(resident):
    resident.says("สวัสดีค่ะ").unsends().hears_nothing()


@pytest.mark.parametrize(
    ("tile", "seen"),
    [
        ("แจ้งเรื่อง", "เล่าปัญหาที่พบได้เลย"),
        ("ติดตามเรื่อง", "ยังไม่มีเรื่องที่แจ้ง"),
        ("แบบสำรวจ", "ให้คะแนนเรื่องใดหรือบริการใด"),
        ("ร้องเรียนเจ้าหน้าที่", "ใครเห็นข้อมูลใดบ้าง"),
        ("บริการและขั้นตอน", "กดชื่อบริการ"),
        ("ติดต่อเรา", "โทรศัพท์"),
    ],
)
def test_a_typed_keyword_does_what_the_tile_does(resident, neighbour, tile, seen):
    resident.says(tile).sees(seen)
    neighbour.follows().presses(tile).sees(seen)
    assert neighbour.screen == resident.screen


def test_the_tiles_of_the_rich_menu_are_the_typed_keywords(bot):
    residents, officers = _menus(bot.office.translations)
    assert [tile.word for tile in residents.tiles] == MENU
    assert [tile.word for tile in officers.tiles] == [
        "งานของฉัน",
        "เปิดโต๊ะทำงาน",
        "แบบสำรวจ",
        "แจ้งเรื่อง",
    ]


def test_the_services_open_their_steps_and_can_be_rated(resident):
    resident.says("บริการและขั้นตอน")
    assert resident.buttons == [service.th for service in shipped_catalog().services]
    resident.presses("ชำระภาษีที่ดินฯ และภาษีป้าย").sees(
        "เวลารวม", "ค่าธรรมเนียม", "เอกสาร", "กองที่ดูแล", "1. "
    )
    resident.sees("ท่านพึงพอใจกับบริการนี้ไหมคะ").presses("ให้คะแนนบริการ").sees("พึงพอใจต่อบริการครั้งนี้")


def test_sample_data_says_that_it_is_a_sample(resident):
    resident.says("บริการและขั้นตอน").presses("ชำระภาษีที่ดินฯ และภาษีป้าย").sees("ข้อมูลตัวอย่าง")


def test_contact_gives_number_hours_address_map_and_emergency_numbers(resident):
    resident.says("ติดต่อเรา").sees("โทรศัพท์", "จันทร์-ศุกร์", "ที่อยู่", "191", "1669")
    assert resident.buttons == ["โทร", "ดูแผนที่"]
    assert resident.keeps("โทร")["uri"].startswith("tel:")


@pytest.mark.parametrize("asked", ["ทะเบียนพานิชย์", "เบี้ยผุ้สูงอายุต้องใช้อะไรบ้าง", "จดทะเบียนพาณิช"])
def test_a_misspelt_service_is_found_with_everything_one_needs_to_go_there(resident, asked):
    resident.says(asked).sees("ค่าธรรมเนียม", "เอกสาร", "เวลารวม", "กองที่ดูแล", "ติดต่อที่", "โทรศัพท์")
    resident.can_press("โทร", "ดูแผนที่", "ให้คะแนนบริการ")


@pytest.mark.parametrize("text", ["บริการเร็วมาก ยิ่งควักเงินยิ่งเร็ว", "ใจดีจริง เฉพาะกับญาติตัวเอง"])
def test_praise_with_an_edge_is_asked_about_before_anybody_reads_it(text, resident, officer, clerk):
    for phone in (officer, clerk):
        phone.looks_away()
    resident.says(text).does_not_see("ส่งคำชมให้")
    for phone in (officer, clerk):
        phone.hears_nothing()
