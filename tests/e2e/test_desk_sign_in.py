"""Signing in to the console: by the link or the code from the chat, by password, and everything that is refused."""

import re
from datetime import timedelta

import pyotp
import pytest

from handlers.usecases import offboarding
from handlers.usecases.desk import sign_in
from tests.chat import Phone
from tests.desk import HTTP, Desk, link_of

PASSWORD = "ฝนตกหนักที่นาวังหิน"


def code_in(phone: Phone) -> str:
    phone.says("เปิดโต๊ะทำงาน")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", phone.screen)
    assert found, phone.screen
    return found[0]


def new_login(desk: Desk, bot, name: str = "ekachai") -> str:
    """Set a password and an authenticator app; return the app's secret."""
    desk.opens("/desk/me/password")
    secret = re.search(r'name="secret" value="(\w+)"', desk.html)[1]
    code = pyotp.TOTP(secret).at(bot.now())
    desk.sends(name=name, password=PASSWORD, secret=secret, code=code)
    assert desk.status == 303, desk.text
    return secret


def by_password(bot, name="ekachai", password=PASSWORD, secret="", code="000000") -> Desk:
    desk = Desk(bot).opens("/desk/in")
    totp = pyotp.TOTP(secret).at(bot.now()) if secret else code
    return desk.posts("/desk/in", {"name": name, "password": password, "totp": totp})


def test_the_link_opens_once_and_looking_at_it_does_not_use_it_up(bot, officer):
    path = link_of(officer)
    preview, desk = Desk(bot).opens(path), Desk(bot).opens(path)
    assert (preview.status, desk.status) == (200, 200)
    desk.reads("ช่างเอก").sends()
    assert desk.headers["Location"] == "/desk"
    assert Desk(bot).opens(path).reads("ใช้ไม่ได้แล้ว").status == 404
    assert Desk(bot).posts(path).status == 404
    desk.opens("/desk/cases").reads("ช่างเอก")


def test_a_new_link_makes_the_one_before_useless_and_each_ends_after_ten_minutes(bot, officer):
    first, second = link_of(officer), link_of(officer)
    assert Desk(bot).opens(first).status == 404
    bot.now.move_to(bot.now() + sign_in.LINK_LIFE + timedelta(seconds=5))
    assert Desk(bot).opens(second).status == 404


def test_the_code_does_the_same_on_a_machine_without_line(bot, officer):
    code = code_in(officer)
    desk = Desk(bot).opens("/desk/in").posts("/desk/in", {"code": code.lower().replace("-", " ")})
    assert desk.status == 303
    desk.follows().follows().reads("ช่างเอก")
    again = Desk(bot).opens("/desk/in").posts("/desk/in", {"code": code})
    assert again.status == 401
    again.reads("รหัสนี้ใช้ไม่ได้")


def test_a_resident_gets_no_link(bot, resident):
    resident.says("เปิดโต๊ะทำงาน").sees("สำหรับเจ้าหน้าที่").does_not_see("/desk/in/")


def test_password_and_six_digits_sign_in_and_a_code_works_once(bot, officer):
    secret = new_login(Desk.of(officer), bot)
    bot.now.move_to(bot.now() + timedelta(minutes=2))
    code = pyotp.TOTP(secret).at(bot.now())
    desk = by_password(bot, code=code)
    assert desk.status == 303, desk.text
    desk.follows().follows().reads("ช่างเอก")
    again = by_password(bot, code=code).reads("รอให้แอปแสดงรหัสถัดไป")
    assert again.status == 401
    by_password(bot, password="not the password at all", code=code).does_not_read("รหัสถัดไป")


def test_wrong_name_wrong_password_and_wrong_code_are_answered_alike(bot, officer):
    secret = new_login(Desk.of(officer), bot)
    bot.now.move_to(bot.now() + timedelta(minutes=2))
    answers = [
        by_password(bot, name="nobody", secret=secret),
        by_password(bot, password="not the password at all", secret=secret),
        by_password(bot, code="000000"),
    ]
    assert {one.status for one in answers} == {401}
    unnamed = {one.html.replace("nobody", "ekachai") for one in answers}
    assert len(unnamed) == 1


@pytest.mark.parametrize("name", ["ekachai", "nobody"])
def test_after_five_failures_a_name_has_to_wait_whether_it_exists_or_not(bot, officer, name):
    secret = new_login(Desk.of(officer), bot)
    bot.now.move_to(bot.now() + timedelta(minutes=2))
    for _ in range(sign_in.TRIES_A_NAME):
        assert by_password(bot, name=name, password="guess, guess, guess").status == 401
    by_password(bot, name=name, secret=secret).reads("รอ 15 นาที")
    bot.now.move_to(bot.now() + sign_in.WINDOW + timedelta(seconds=5))
    answer = by_password(bot, name=name, secret=secret)
    assert answer.status == (303 if name == "ekachai" else 401)


def test_guessing_codes_is_stopped(bot):
    for _ in range(sign_in.TRIES_AN_ADDRESS):
        Desk(bot).posts("/desk/in", {"code": "AAAA-AAAA"}).reads("รหัสนี้ใช้ไม่ได้")
    Desk(bot).posts("/desk/in", {"code": "AAAA-AAAA"}).reads("รอ 15 นาที")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "short"}, "อย่างน้อย 12 ตัว"),
        ({"password": "aaaaaaaaaaaaaaaa"}, "เดาง่าย"),
        ({"name": "มีไทย"}, "อักษรอังกฤษ"),
        ({"code": "000000"}, "6 หลักไม่ถูกต้อง"),
    ],
)
def test_a_weak_password_or_a_wrong_app_is_refused_and_the_name_is_kept(
    bot, officer, change, words
):
    desk = Desk.of(officer).opens("/desk/me/password")
    secret = re.search(r'name="secret" value="(\w+)"', desk.html)[1]
    fields = {"name": "ekachai", "password": PASSWORD, "code": pyotp.TOTP(secret).at(bot.now())}
    desk.sends(**{**fields, "secret": secret, **change})
    assert desk.status == 422
    desk.reads(words)
    assert PASSWORD not in desk.html
    assert secret in desk.html


def test_nothing_is_shown_without_a_session_and_the_way_back_is_kept(bot, resident, officer):
    number = resident.complains()
    desk = Desk(bot).opens("/desk/cases?tab=all&q=วัด")
    assert desk.status == 303
    assert number not in desk.html
    desk.follows()
    kept = re.search(r'name="next" value="([^"]+)"', desk.html)[1].replace("&amp;", "&")
    desk.posts("/desk/in", {"code": code_in(officer), "next": kept})
    assert desk.headers["Location"].startswith("/desk/cases?tab=all")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/desk",
        "//evil.example/desk",
        "/\\evil.example",
        "/desk\\@evil.example",
        "/deskevil",
        "javascript:alert(1)",
        "/health/live",
        "https:///desk",
    ],
)
def test_signing_in_never_leads_to_another_site(bot, officer, target):
    desk = Desk(bot).opens("/desk/in").posts("/desk/in", {"code": code_in(officer), "next": target})
    assert desk.status == 303
    assert desk.headers["Location"] == "/desk"


def test_a_session_in_use_ends_after_twelve_hours(bot, officer):
    desk = Desk.of(officer)
    for _ in range(6):
        bot.now.move_to(bot.now() + timedelta(minutes=110))
        assert desk.opens("/desk/cases").status == 200
    bot.now.move_to(bot.now() + timedelta(minutes=110))
    assert desk.opens("/desk/cases").status == 303


def test_a_session_that_nobody_uses_ends_after_two_hours(bot, officer):
    desk = Desk.of(officer)
    bot.now.move_to(bot.now() + sign_in.IDLE_LIFE + timedelta(seconds=5))
    assert desk.opens("/desk/cases").status == 303


def test_whoever_leaves_the_office_is_signed_out_at_once(bot, officer, colleague):
    desk = Desk.of(officer)
    with bot.office.uow(bot.now()) as uow:
        leaver = next(one for one in uow.tx.officers.all() if one.name == "ช่างเอก")
        offboarding.remove(uow, leaver.id)
    assert desk.opens("/desk/cases").status == 303


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(bot, officer):
    here, there, elsewhere = Desk.of(officer), Desk.of(officer), Desk.of(officer)
    here.opens("/desk/me").reads("เครื่องที่เข้าใช้อยู่")
    assert here.html.count("ให้ออก</button>") == 2
    end = re.search(r'action="(/desk/me/sessions/\d+/end)"', here.html)[1]
    here.posts(end)
    assert [d.opens("/desk/me").status for d in (there, elsewhere)].count(303) == 1
    here.opens("/desk/me").posts("/desk/me/sessions/end")
    assert {d.opens("/desk/me").status for d in (there, elsewhere)} == {303}
    here.opens("/desk/me").posts("/desk/me/out")
    assert here.opens("/desk/me").status == 303


def test_a_session_is_its_own_officers_however_often_others_signed_in(bot, officer, colleague):
    for _ in range(3):
        Desk.of(officer)
    desk = Desk.of(colleague)
    with bot.office.read_only_uow(bot.now()) as uow:
        known = {one.name: one.id for one in uow.tx.officers.all()}
        found = sign_in.who(uow, desk.cookie)
    assert found is not None
    assert (found.officer.id, found.officer.name) == (known["ช่างโท"], "ช่างโท")
    assert found.session.id != found.officer.id


def test_nobody_ends_the_session_of_another(bot, officer, colleague):
    mine, theirs = Desk.of(officer), Desk.of(colleague)
    with bot.office.store.read() as tx:
        other = next(o.id for o in tx.officers.all() if o.name == "ช่างโท")
        (session,) = tx.console.sessions_of(other, bot.now())
    mine.opens("/desk/me").posts(f"/desk/me/sessions/{session.id}/end")
    assert theirs.opens("/desk/me").status == 200


def test_the_cookie_is_new_at_each_sign_in_and_closed_to_scripts_and_other_sites(bot, officer):
    planted = Desk(bot, cookie="planted-by-somebody-else")
    planted.opens(link_of(officer)).sends()
    assert planted.cookie != "planted-by-somebody-else"
    said = planted.headers["Set-Cookie"]
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in said
    assert "Domain" not in said
    assert Desk(bot, cookie="planted-by-somebody-else").opens("/desk/me").status == 303


def test_a_form_without_its_token_or_from_another_site_does_nothing(bot, resident, officer):
    resident.complains()
    desk = Desk.of(officer).opens("/desk/me")
    cookie = {"Cookie": f"__Host-desk={desk.cookie}"}
    bare = HTTP.request("POST", f"{bot.url}/desk/me/out", headers=cookie, redirect=False)
    assert bare.status == 403
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert desk.opens("/desk/me").posts("/desk/me/out", **header).status == 403
    assert desk.opens("/desk/me").status == 200


def test_what_happened_is_in_the_audit_without_any_secret(bot, officer):
    desk = Desk.of(officer)
    desk.opens("/desk/me").posts("/desk/me/out")
    Desk(bot).posts("/desk/in", {"code": "AAAA-AAAA"})
    with bot.office.store.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT action, note FROM audit WHERE action LIKE 'desk%' ORDER BY id"
        ).all()
    assert [tuple(row) for row in rows] == [
        ("desk_link", ""),
        ("desk_in", "link"),
        ("desk_out", ""),
        ("desk_refused", ""),
    ]


def test_the_pages_of_the_console_are_never_kept_nor_framed_nor_searched(bot, officer):
    desk = Desk.of(officer).opens("/desk/cases")
    policy = desk.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert desk.headers["Cache-Control"] == "no-store"
    assert desk.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not re.search(r"<script(?![^>]* src=\"/static/)", desk.html)
    assert not re.search(r"\son\w+=|\sstyle=", desk.html)
