"""Attacks on the console: scripts in texts, addresses of others, forged and huge requests, replayed links."""

import re
import socket

import pytest

from tests.desk import HTTP, Desk, link_of
from web.console.gate import BODY_LIMIT

RUNS = "<img src=x onerror=alert(1)>'\"{{7*7}}${7*7}"
SQL = (
    "' OR 1=1 --",
    '"; DROP TABLE complaint; --',
    "%' UNION SELECT 1--",
    '" OR "',
    "NEAR(a b)",
    "*",
    "\\",
)


@pytest.fixture
def desk(resident, officer) -> Desk:
    resident.complains()
    return Desk.of(officer)


def test_no_text_that_somebody_else_sets_is_markup_on_any_page(bot, resident, officer, palad):
    resident.complains()
    with bot.office.store.begin() as tx:
        # The name in a LINE profile, the description, its place, a note, an order and an officer's own name.
        who = tx.connection.exec_driver_sql("SELECT reporter FROM complaint").scalar()
        tx.people.describe(who, RUNS, "th")
        for table, column in (
            *(("complaint", "detail"), ("complaint", "place_words"), ("complaint", "question")),
            *(("audit", "note"), ("officer", "name")),
        ):
            tx.connection.exec_driver_sql(f"UPDATE {table} SET {column} = ?", (RUNS,))
    mine, above = Desk.of(officer), Desk.of(palad)
    above.opens("/desk/cases/1").posts("/desk/orders", {"case": "1", "words": RUNS})
    pages = (
        (mine, ("/desk/cases?tab=all", "/desk/cases/1", f"/desk/cases?q={RUNS}", "/desk/me")),
        (above, ("/desk/office", "/desk/team", "/desk/team/1", "/desk/settings/history")),
    )
    for desk, paths in pages:
        for path in paths:
            desk.opens(path.replace("<", "%3C").replace(" ", "%20").replace('"', "%22"))
            assert "<img src=x" not in desk.html, path
            assert "49" not in re.findall(r"\{\{?(\d+)", desk.html), path
        assert "onerror" in desk.opens(paths[0]).text or desk is above


@pytest.mark.parametrize("typed", SQL)
def test_what_a_database_would_run_is_only_searched(desk, typed):
    for field in (
        "q",
        "category",
        "department",
        "status",
        "sort",
        "tab",
        "period",
        "village",
        "page",
    ):
        answer = HTTP.request(
            "GET",
            f"{desk.bot.url}/desk/cases",
            fields={field: typed},
            headers={"Cookie": f"__Host-desk={desk.cookie}"},
        )
        assert answer.status == 200, field
    desk.opens("/desk/cases?tab=all").reads("1 เรื่อง")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_no_way_back_leads_to_another_site(desk, target):
    desk.opens(f"/desk/cases/1?back={target}")
    assert target not in re.findall(r'href="([^"]*)"', desk.html)
    desk.posts("/desk/cases/bulk/do", {"back": target})
    assert desk.headers["Location"].startswith("/desk")


def test_a_formula_in_a_story_is_text_in_the_file(bot, desk):
    with bot.office.store.begin() as tx:
        tx.connection.exec_driver_sql("UPDATE complaint SET detail = ?", ("=HYPERLINK(1)",))
    rows = desk.opens("/desk/cases.csv?tab=all").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in rows
    assert ",=HYPERLINK" not in rows


def test_a_form_that_is_too_large_is_refused_and_the_next_one_is_not(desk):
    desk.opens("/desk/cases/1")
    whole = {"photos": ("x.jpg", b"0" * (BODY_LIMIT + 1), "image/jpeg")}
    try:
        assert desk.uploads("/desk/cases/1/photos", whole).status == 413
    except Exception as fault:  # noqa: BLE001 - the server may hang up while the form is still being sent
        assert "reset" in str(fault).lower() or "broken pipe" in str(fault).lower()  # noqa: PT017
    assert desk.opens("/desk/cases/1").status == 200


def test_whoever_sends_slowly_keeps_nobody_waiting(desk):
    host, port = desk.bot.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=5) for _ in range(20)]
    for one in slow:
        one.sendall(b"POST /desk/in HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nname=")
    assert desk.opens("/desk/cases/1").status == 200
    for one in slow:
        one.close()


@pytest.mark.parametrize("key", ["0", "-1", "99999", "1e9", "1%00", "x", "1;2", "9" * 30])
def test_an_id_that_is_none_is_not_found(desk, key):
    for path in (
        "cases/{}",
        "files/{}",
        "files/{}/cover",
        "register/{}",
        "team/{}",
        "orders/{}/confirm",
    ):
        assert desk.opens(f"/desk/{path.format(key)}").status in {403, 404, 405}, path


def test_a_used_link_and_a_used_form_do_nothing_again(bot, desk, officer):
    path = link_of(officer)
    Desk(bot).opens(path).sends()
    assert Desk(bot).posts(path).status == 404
    desk.opens("/desk/cases/1")
    seen = re.search(r'name="seen" value="(\d+)"', desk.html)[1]
    token = re.search(r'name="form_token" value="(\w+)"', desk.html)[1]
    form = {"seen": seen, "note": "ครั้งเดียว", "form_token": token}
    assert desk.posts("/desk/cases/1/update", form).status == 303
    assert desk.posts("/desk/cases/1/update", form).status == 422
    desk.opens("/desk/cases/1")
    assert desk.html.count("ครั้งเดียว") == 2  # the talk and the history


def test_a_fault_is_explained_in_thai(desk):
    desk.opens("/desk/cases/99999").reads("ไม่พบหน้านี้", "กลับไปหน้าแรก")
    desk.opens("/desk/nothing/here").reads("ไม่พบหน้านี้")
    desk.opens("/desk/me").posts("/desk/me/out", Origin="https://evil.example")
    desk.reads("เพื่อความปลอดภัย ระบบจึงไม่ได้บันทึก")
