"""Settings in the console: days, names, texts, holidays; validated, in force at once, with history and undo."""

import re
import tomllib

import pytest

from tests.desk import HTTP, Desk

CATEGORY = {
    "th": "ไฟถนน ไฟส่องสว่าง",
    "en": "Street light",
    "icon": "💡",
    "department": "engineering",
    "working_days": "7",
    "first_reply": "ถ้าเห็นเลขที่เสาไฟ ช่วยพิมพ์หรือถ่ายรูปส่งมาด้วยค่ะ",
    "first_reply_en": "If you see a number on the lamp post, please type it or send a photo.",
}


@pytest.fixture
def desk(palad) -> Desk:
    return Desk.of(palad)


def save(desk: Desk, path: str, **fields: str) -> Desk:
    return desk.opens(path).sends(**fields)


def test_a_change_of_days_counts_for_the_next_case_at_once_and_can_be_undone(bot, desk, resident):
    with bot.office.store.read() as tx:
        assert tx.office_changes.newest_id() == 0
    path = "/desk/settings/categories/light"
    assert save(desk, path, **{**CATEGORY, "working_days": "๓"}).status == 303
    desk.follows().reads("บันทึกแล้ว")
    assert due_days(bot, resident.complains()) == 3
    desk.opens("/desk/settings/history").reads("ปลัดวิชัย", "กำหนดเสร็จ", "7 → 3")
    desk.posts(re.search(r'action="(/desk/settings/history/\d+/undo)"', desk.html)[1])
    assert due_days(bot, resident.complains("ไฟหน้าตลาดดับ")) == 7


def due_days(bot, number: str) -> int:
    with bot.office.read_only_uow(bot.now()) as uow:
        case = uow.tx.complaints.by_number(number)
        calendar = uow.context.calendar
        days = range(30)
        return next(n for n in days if calendar.add_working_days(case.filed_at, n) == case.due_at)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"working_days": "0"}, "กำหนดเสร็จ"),
        ({"working_days": "สาม"}, "กำหนดเสร็จ"),
        ({"th": ""}, "โปรดกรอก"),
        ({"th": "ไฟถนนและไฟส่องสว่างทุกชนิดในตำบล"}, "ยาวเกิน 20"),
        ({"department": "nowhere"}, "ยังบันทึกไม่ได้"),
        ({"th": "ถนน ทางเท้า สะพาน"}, "ยังบันทึกไม่ได้"),
    ],
)
def test_a_faulty_value_is_refused_at_its_field_and_what_was_typed_stays(desk, change, words):
    save(desk, "/desk/settings/categories/light", **{**CATEGORY, "en": "Lamps", **change})
    assert desk.status == 422
    desk.reads(words)
    assert 'value="Lamps"' in desk.html
    assert 'role="alert"' in desk.html


def test_a_sentence_keeps_its_placeholders_and_is_said_at_once(bot, desk, resident, officer):
    desk.opens("/desk/words?q=รับเรื่องของท่านแล้ว").reads("รับเรื่องของท่านแล้ว")
    path = "/desk/words/notice/accept"
    save(desk, path, th="ไม่มีช่อง", en="no place")
    assert desk.status == 422
    desk.reads("{department}")
    save(desk, path, th="{department} ดูแลแล้วจ้า", en="{department} looks after it.")
    desk.follows().reads("{department} ดูแลแล้วจ้า")
    resident.complains()
    officer.presses("รับเรื่อง")
    resident.sees("กองช่าง ดูแลแล้วจ้า")
    desk.opens(path).posts(path, {"shipped": "1"})
    desk.opens(path).does_not_read("ดูแลแล้วจ้า")


@pytest.mark.parametrize(
    "said", ["{department.__class__} x", "{department!r}", "{department:>9999999}", "{", "{0}"]
)
def test_a_sentence_cannot_reach_into_the_program(desk, said):
    assert save(desk, "/desk/words/notice/accept", th=said, en=said).status == 422


def test_a_holiday_is_added_and_the_office_is_closed_that_day(bot, desk):
    save(desk, "/desk/settings/holidays/new", date="2026-12-21", th="วันหยุดพิเศษ", en="Special")
    assert desk.status == 303, desk.text
    with bot.office.read_only_uow(bot.now()) as uow:
        day = next(one for one in uow.context.catalog.holidays if one.th == "วันหยุดพิเศษ")
        assert not uow.context.calendar.is_working_day(day.day)
    path = "/desk/settings/holidays/2026-12-21"
    assert desk.opens(path).posts(f"{path}/remove").status == 303
    with bot.office.read_only_uow(bot.now()) as uow:
        assert uow.context.calendar.is_working_day(day.day)


def test_villages_services_agencies_and_templates_are_added_and_removed(
    bot, desk, resident, officer
):
    save(desk, "/desk/settings/villages/3", number="3", name="บ้านหนองใหญ่")
    desk.opens("/desk/settings/villages").reads("บ้านหนองใหญ่")
    save(desk, "/desk/settings/agencies/new", th="กรมชลประทาน", en="Irrigation", phone="1460")
    save(desk, "/desk/settings/templates/new", name="ขอบคุณ", action="update", th="ขอบคุณค่ะ {number}")
    save(
        desk,
        "/desk/settings/services/new",
        th="ขอใช้สนามกีฬา",
        en="Sports field",
        aliases="จองสนาม\nสนามบอล",
        department="clerk",
        channel="สำนักปลัด",
        time="1 วัน",
        fee="ไม่มี",
        documents="บัตรประชาชน",
        steps="ยื่นคำขอ | 5 นาที | เจ้าหน้าที่",
    )
    assert desk.status == 303, desk.text
    resident.says("บริการและขั้นตอน").sees("ขอใช้สนามกีฬา").presses("ขอใช้สนามกีฬา").sees("ยื่นคำขอ")
    number = resident.complains()
    mine = Desk.of(officer).opens(f"/desk/cases?tab=all&q={number}")
    mine.opens(re.search(r'href="(/desk/cases/\d+)', mine.html)[1])
    assert f"ขอบคุณค่ะ {number}" in mine.html
    mine.reads("กรมชลประทาน")
    desk.opens("/desk/settings/agencies")
    own = re.search(r'href="(/desk/settings/agencies/own_\w+)"', desk.html)[1]
    desk.opens(own).posts(f"{own}/remove")
    desk.opens("/desk/settings/agencies").does_not_read("กรมชลประทาน")


def test_a_section_with_officers_or_cases_cannot_go(desk, officer):
    path = "/desk/settings/departments/engineering"
    assert desk.opens(path).posts(f"{path}/remove").status == 422
    desk.reads("ยังลบไม่ได้")


def test_what_is_confirmed_is_no_longer_marked(bot, desk):
    page = HTTP.request("GET", f"{bot.url}/privacy").data.decode()
    assert "ยังไม่ได้ระบุชื่อ" in page
    save(desk, "/desk/settings/privacy/dpo", th="นางสาวอรุณ ใจดี โทร 1", en="Arun", verified="1")
    page = HTTP.request("GET", f"{bot.url}/privacy").data.decode()
    assert "นางสาวอรุณ ใจดี" in page
    assert "(DPO) นางสาวอรุณ ใจดี โทร 1</p>" in page


def test_the_files_go_out_and_come_in_again(bot, desk, resident):
    desk.opens("/desk/settings/files/categories.toml")
    assert desk.headers["Content-Disposition"] == 'attachment; filename="categories.toml"'
    values = tomllib.loads(desk.html)
    assert values["category"]["light"]["working_days"] == 7
    changed = desk.html.replace("working_days = 7", "working_days = 5")
    desk.opens("/desk/settings")
    desk.uploads(
        "/desk/settings/files", {"name": "categories", "file": ("c.toml", changed.encode())}
    )
    assert desk.status == 303, desk.text
    desk.follows().reads("เปลี่ยน")
    assert due_days(bot, resident.complains()) == 5
    desk.opens("/desk/settings")
    desk.uploads("/desk/settings/files", {"name": "categories", "file": ("c.toml", b"[category")})
    assert desk.status == 422
    desk.uploads("/desk/settings/files", {"name": "keywords", "file": ("c.toml", b"")})
    assert desk.status == 422


@pytest.mark.parametrize("who", ["officer", "head", "nayok", "integrity"])
@pytest.mark.parametrize(
    "path",
    [
        "/desk/settings",
        "/desk/settings/categories/light",
        "/desk/words",
        "/desk/team",
        "/desk/settings/files/words.toml",
    ],
)
def test_nobody_else_opens_the_settings(who, path, request):
    desk = Desk.of(request.getfixturevalue(who))
    assert desk.opens(path).status == 403
    desk.opens("/desk/me").posts("/desk/settings/categories/light", CATEGORY)
    assert desk.status == 403


def test_a_change_that_no_longer_fits_a_newer_release_is_left_out_and_the_rest_counts(bot, desk):
    save(desk, "/desk/settings/categories/light", **{**CATEGORY, "working_days": "4"})
    with bot.office.store.begin() as tx:
        tx.connection.exec_driver_sql(
            "INSERT INTO office_change (at, file, path, after)"
            """ VALUES (0, 'categories', '["category", "road"]', '{"th": 5}')"""
        )
    bot.office.live.expire(bot.office.store)
    with bot.office.read_only_uow(bot.now()) as uow:
        assert uow.context.catalog.category("light").working_days == 4
        assert uow.context.catalog.category("road").working_days == 15


def test_days_that_may_be_a_slip_are_asked_about_once(desk):
    path = "/desk/settings/categories/light"
    desk.opens(path).sends(**{**CATEGORY, "working_days": "400"}).reads("400 วันนานผิดปกติ")
    assert desk.status == 422
    meant = re.search(r'name="meant" value="([^"]+)"', desk.html)[1]
    desk.posts(path, {**CATEGORY, "working_days": "300", "meant": meant}).reads("300 วันนานผิดปกติ")
    desk.posts(path, {**CATEGORY, "working_days": "400", "meant": meant}).follows().reads("บันทึกแล้ว")
    assert save(desk, path, **{**CATEGORY, "working_days": "400"}).status == 303
    assert save(desk, path, **{**CATEGORY, "working_days": "90"}).status == 303


def test_undoing_leads_back_through_every_change_to_the_shipped_value(desk):
    path = "/desk/settings/categories/light"
    for days in ("5", "9", "12"):
        save(desk, path, **{**CATEGORY, "working_days": days})
    for value in ("9", "5", "7"):
        desk.opens("/desk/settings/history")
        (address,) = re.findall(r'action="(/desk/settings/history/\d+/undo)"', desk.html)
        desk.posts(address).follows().reads("เลิกทำแล้ว")
        assert f'name="working_days" value="{value}"' in desk.opens(path).html
    desk.opens("/desk/settings/history")
    assert "/undo" not in desk.html


def test_a_fault_names_the_field_as_the_settings_do_and_no_key(desk):
    own = {"name": "แจ้งแล้ว", "action": "update", "th": "ถึง {number", "category": ""}
    save(desk, "/desk/settings/templates/new", **own).reads("แจ้งแล้ว", "มีวงเล็บปีกกาไม่ครบคู่")
    desk.does_not_read("toml", "own_")
    taken = {**CATEGORY, "th": "ถนน ทางเท้า สะพาน"}
    save(desk, "/desk/settings/categories/light", **taken).does_not_read("toml", ".th")
    nowhere = {**CATEGORY, "department": "nowhere"}
    save(desk, "/desk/settings/categories/light", **nowhere).does_not_read("toml", "light")


def test_a_village_is_removed_after_its_cases_were_counted(desk, resident):
    resident.complains("ไฟถนนหน้าวัดดับ หมู่ 3")
    desk.opens("/desk/settings/villages/3").reads("มี 1 เรื่องที่ระบุหมู่นี้", "ยืนยันการลบ")
    assert desk.posts("/desk/settings/villages/3/remove").status == 303
