"""The team: officers are appointed, moved, given a new telephone and removed; nobody changes their own rights."""

import re
from datetime import timedelta
from urllib.parse import urlparse

import pytest

from bot.commands.console import add_administrator
from bot.commands.office import name_officer
from handlers.usecases.desk.sign_in import LINKS_FOR_OTHERS
from tests.chat import Phone
from tests.desk import Desk
from tests.e2e.test_desk_sign_in import by_password, new_login


@pytest.fixture
def admin(bot) -> Desk:
    """An officer who was appointed by the command line and has no LINE."""
    address = add_administrator(bot.settings, "ผู้ดูแล").split()[0]
    desk = Desk(bot).opens(urlparse(address).path).sends()
    assert desk.status == 303
    # Without LINE or a password there would be no way back, so a password is asked for first.
    desk.follows().reads("ตั้งรหัสผ่าน")
    return desk.opens("/desk/").follows()


def member(desk: Desk, name: str) -> str:
    desk.opens("/desk/team")
    return re.search(rf'href="(/desk/team/\d+)">{name}', desk.html)[1]


def test_the_first_administrator_appoints_an_officer_who_links_by_the_code(bot, admin, resident):
    admin.reads("ทีมงาน")
    admin.posts("/desk/team", {"name": "ช่างเอก", "role": "officer", "department": "engineering"})
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", admin.follows().text)[0]
    assert "<svg" in admin.html
    phone = Phone(bot, "chang")
    phone.says(code).sees("เชื่อมบัญชีเรียบร้อย")
    resident.complains()
    phone.sees("เรื่องใหม่")
    admin.opens("/desk/team").reads("ช่างเอก", "เชื่อมแล้ว")


def test_an_administrator_sees_no_case_at_all(bot, admin, resident, officer):
    resident.complains()
    for path in ("/desk/cases", "/desk/cases/1", "/desk/cases.csv", "/desk/files/1"):
        assert admin.opens(path).status == 403
    assert "/desk/cases" not in admin.html


def test_nobody_changes_their_own_rights(bot, admin, palad):
    own = member(admin, "ผู้ดูแล")
    admin.opens(own).reads("ท่านเปลี่ยนสิทธิ์เองไม่ได้")
    for path in (own, f"{own}/leave", f"{own}/code", f"{own}/lost"):
        admin.opens("/desk/team").posts(path, {"name": "x", "role": "palad"})
        assert admin.status == 422
        admin.reads("สิทธิ์ของตนเอง")


def test_whoever_moves_or_leaves_hands_their_cases_over(bot, admin, resident, officer, colleague):
    resident.complains()
    officer.presses("รับเรื่อง")
    path = member(admin, "ช่างเอก")
    admin.posts(path, {"name": "ช่างเอก", "role": "officer", "department": "health"})
    assert admin.status == 422
    admin.reads("รับผิดชอบเรื่องอยู่ 1 เรื่อง")
    other = member(admin, "ช่างโท").rpartition("/")[2]
    fields = {"name": "เอกชัย", "role": "officer", "department": "health", "receiver": other}
    assert admin.posts(path, fields).status == 303
    colleague.sees("รับช่วง")
    admin.opens("/desk/team").reads("เอกชัย", "กองสาธารณสุข")
    assert admin.posts(f"{path}/leave").status == 303
    admin.opens("/desk/team").does_not_read("เอกชัย")
    officer.says("งานของฉัน").sees("สำหรับเจ้าหน้าที่")


def test_a_lost_telephone_is_cut_off_at_once(bot, admin, resident, officer):
    desk = Desk.of(officer)
    path = member(admin, "ช่างเอก")
    admin.posts(f"{path}/lost")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", admin.follows().text)[0]
    assert desk.opens("/desk/cases").status == 303
    officer.says("งานของฉัน").sees("สำหรับเจ้าหน้าที่")
    Phone(bot, "chang2").says(code).sees("เชื่อมบัญชีเรียบร้อย")


def test_the_executives_hear_of_every_appointment_and_code(bot, admin, palad, nayok, officer):
    admin.opens("/desk/team").posts("/desk/team", {"name": "คนใหม่", "role": "integrity"})
    palad.sees("ผู้ดูแล เพิ่ม คนใหม่")
    nayok.sees("คนใหม่")
    admin.posts(f"{member(admin, 'ช่างเอก')}/code")
    palad.sees("ออกรหัสเชื่อม LINE ใหม่ให้ ช่างเอก")


def test_other_names_are_recorded_and_everybody_concerned_is_told(bot, admin, palad, officer):
    path = member(admin, "ช่างเอก")
    fields = {"name": "ช่างเอก", "role": "officer", "department": "engineering"}
    admin.posts(path, {**fields, "other_names": "น้าเอก\n Ek  Rakngan \n"})
    assert admin.status == 303
    for told in (palad, officer):
        told.sees("น้าเอก, Ek Rakngan")
    admin.opens(path).reads("Ek Rakngan")
    assert name_officer(bot.settings, int(path.rpartition("/")[2]), ["ช่างเก่ง"]) == [
        *("น้าเอก", "Ek Rakngan", "ช่างเก่ง")
    ]


def test_the_names_of_a_custodian_are_shown_and_not_changed(bot, admin, palad):
    path = member(admin, "ปลัดวิชัย")
    admin.opens(path).reads("แก้ที่นี่ไม่ได้")
    assert "readonly" in admin.html
    assert 'name="other_names"' not in admin.html
    admin.posts(path, {"name": "ช่างเอก", "role": "palad"})
    assert admin.status == 422
    assert name_officer(bot.settings, int(path.rpartition("/")[2]), ["พี่ชัย"]) == ["พี่ชัย"]
    admin.opens(path).reads("พี่ชัย")


def test_the_last_one_who_looks_after_the_team_stays(bot, admin):
    address = add_administrator(bot.settings, "คนที่สอง").split()[0]
    second = Desk(bot).opens(urlparse(address).path).sends()
    first = member(admin, "ผู้ดูแล")
    second.opens("/desk/team").posts(f"{first}/leave")
    assert second.status == 303
    assert admin.opens("/desk/team").status == 303
    third = {"name": "คนที่สาม", "role": "officer", "department": "health"}
    second.opens("/desk/team").posts("/desk/team", third)
    assert second.opens("/desk/team").status == 200


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x", "department": ""}, {"name": "x", "department": "no"}]
)
def test_a_faulty_appointment_is_refused_and_kept(admin, fields):
    admin.posts("/desk/team", {"role": "officer", "department": "health", **fields})
    assert admin.status == 422
    assert 'role="alert"' in admin.html


def test_a_reload_of_the_code_appoints_nobody_again(bot, admin, palad):
    new = {"name": "ช่างใหม่", "role": "officer", "department": "engineering"}
    admin.posts("/desk/team", new).follows().reads("รหัสเชื่อม LINE ของ ช่างใหม่")
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", admin.text)[0]
    assert code not in admin.path
    palad.looks_away()
    admin.opens(admin.path).reads(code)
    palad.hears_nothing()
    admin.opens("/desk/team")
    assert admin.text.count("ช่างใหม่") == 1
    admin.opens(member(admin, "ผู้ดูแล") + "/shown").follows().does_not_read(code)
    admin.opens("/desk/me").posts("/desk/me/out")
    assert admin.once in {"", '""'}


def test_a_second_officer_of_the_same_name_is_asked_about(admin):
    new = {"name": "มานพ คงดี", "role": "officer", "department": "engineering"}
    admin.posts("/desk/team", new)
    admin.opens("/desk/team").posts("/desk/team", {**new, "name": "มานพ  คงดี"})
    assert admin.status == 422
    admin.reads("มี มานพ คงดี (เจ้าหน้าที่) อยู่แล้ว")
    meant = re.search(r'name="namesake" value="([^"]+)"', admin.html)[1]
    assert admin.posts("/desk/team", {**new, "name": meant, "namesake": meant}).status == 303


def test_who_leaves_hands_over_to_who_may_take_it_and_the_page_says_what_was_done(
    admin, resident, officer, colleague, clerk, nayok, palad
):
    resident.complains()
    officer.presses("รับเรื่อง")
    path = member(admin, "ช่างเอก")
    admin.opens(path)
    offered = re.findall(r"<option value=\"\d+\">([^·<]+) ·", admin.html)
    assert {one.strip() for one in offered} == {"ช่างโท", "ปลัดวิชัย"}
    admin.posts(f"{path}/leave").reads("โปรดเลือกผู้รับช่วงก่อน").does_not_read("--to")
    palad.looks_away()
    other = member(admin, "ช่างโท").rpartition("/")[2]
    admin.posts(f"{path}/leave", {"receiver": other}).follows().reads("ส่งต่อ 1 เรื่องที่รับผิดชอบแล้ว")
    palad.sees("ให้ ช่างเอก")
    admin.posts(f"{member(admin, 'สำนักปลัด')}/leave").follows().reads("ให้ออกจากระบบแล้ว")
    admin.does_not_read("ส่งต่อ")


def test_who_has_no_line_is_let_in_by_a_link_and_again_after_forgetting(bot, admin, palad):
    admin.posts("/desk/team", {"name": "ธุรการใหม่", "role": "officer", "department": "clerk"})
    path = member(admin, "ธุรการใหม่")
    palad.looks_away()
    admin.opens(path).posts(f"{path}/desk-link").follows().reads("ลิงก์เข้าโต๊ะทำงานของ ธุรการใหม่")
    palad.sees("ผู้ดูแล ออกลิงก์เข้าโต๊ะทำงานให้ ธุรการใหม่")
    link = urlparse(re.search(r"https://\S+/desk/in/\S+", admin.text)[0]).path
    new = Desk(bot).opens(link).sends()
    new.follows().reads("ตั้งรหัสผ่าน")
    secret = new_login(new, bot, "thurakan")
    new.follows().reads("บันทึกแล้ว", "thurakan")
    bot.now.move_to(bot.now() + timedelta(minutes=2))
    assert by_password(bot, "thurakan", secret=secret).status == 303
    admin.opens(path).reads("ลืมรหัสผ่าน").posts(f"{path}/desk-link").follows()
    assert new.opens("/desk/me").status == 303
    bot.now.move_to(bot.now() + timedelta(minutes=2))
    assert by_password(bot, "thurakan", secret=secret).status == 401
    link = urlparse(re.search(r"https://\S+/desk/in/\S+", admin.text)[0]).path
    assert Desk(bot).opens(link).sends().status == 303


def test_no_link_is_issued_for_oneself_or_for_who_has_line(bot, admin, officer):
    admin.opens("/desk/team").posts(f"{member(admin, 'ผู้ดูแล')}/desk-link")
    assert admin.status == 422
    admin.posts(f"{member(admin, 'ช่างเอก')}/desk-link").reads("เปิดโต๊ะทำงาน")
    assert admin.status == 422
    mine = Desk.of(officer).opens("/desk/me")
    assert mine.posts("/desk/team/1/desk-link").status == 403


def test_links_are_not_issued_by_the_dozen(admin):
    admin.posts("/desk/team", {"name": "ธุรการใหม่", "role": "officer", "department": "clerk"})
    path = member(admin, "ธุรการใหม่")
    for _ in range(LINKS_FOR_OTHERS):
        assert admin.opens(path).posts(f"{path}/desk-link").status == 303
    admin.opens(path).posts(f"{path}/desk-link").reads("รอ 15 นาที")
