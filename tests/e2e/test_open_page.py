"""/open: what the office publishes, for anyone, without sign-in and without a script."""

import json
from datetime import timedelta

import pytest
import urllib3
from playwright.sync_api import Page, expect

from domain.organisation.calendar import month_bounds
from reports import publication
from reports.issues import current_issue, new_issue
from scheduler.jobs import monthly_report
from tests.moments import HOUR, NOON

HTTP = urllib3.PoolManager(retries=False)
AFTER = month_bounds("2569-11")[1] + 8 * HOUR


@pytest.fixture
def december(bot, resident, officer):
    """It is 1 December: one case was filed and closed in November, and the month was reported."""
    monthly_report(bot.office, month_bounds("2569-11")[0] + 8 * HOUR)
    resident.acts_at(NOON).complains()
    officer.closes()
    resident.presses("เรียบร้อยแล้ว")
    bot.now.move_to(AFTER)
    monthly_report(bot.office, AFTER)
    bot.settle()
    return bot


def read(bot, path, **headers):
    answer = HTTP.request("GET", f"{bot.url}{path}", headers=headers)
    return answer, answer.data.decode()


def test_it_tells_the_month_and_names_nobody(december, resident):
    answer, html = read(december, "/open")
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    for words in ("เดือนพฤศจิกายน 2569", "ผู้แจ้งยืนยันว่าเรียบร้อย</dt><dd>1 เรื่อง", "ยังไม่มีรายงานที่เผยแพร่"):
        assert words in html
    assert "script" not in html
    assert "สมศรี" not in html


def test_who_has_the_page_already_gets_no_second_copy(december):
    first, _ = read(december, "/open")
    again, html = read(december, "/open", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, html) == (304, "")


def test_the_figures_are_there_for_programs_too_with_their_meaning(december):
    data = json.loads(read(december, "/open/data.json")[1])
    month = data["months"][0]
    assert (month["month"], month["received"], month["confirmed"]) == ("2569-11", 1, 1)
    # The half-year before the first case has no figures, which is not the same as none received.
    assert (data["half_year_known"], data["satisfaction"]["answers"]) == (False, None)
    assert (data["staff_cases"], data["topics"]) == (None, [])
    assert data["services"][0]["steps"][0].keys() == {"what", "time", "responsible"}
    assert set(month) | set(data) == {*data["dictionary"], "dictionary"}
    assert read(december, "/open/data.csv")[1].splitlines()[2].startswith("2569-11,1,1,0,1,1,0,")


def test_a_published_report_stays_at_its_address_when_another_replaces_it(december):
    def publish(uow):
        for step in (
            lambda issue: publication.number(uow, issue, "ชบ 72301/15"),
            lambda issue: publication.sign(uow, issue, "นายก", b"%PDF-1.7"),
            lambda issue: publication.permit(uow, issue, "นายก"),
        ):
            step(publication.issue_of(uow, "M2", "2569-11"))
        return publication.publish(uow, publication.issue_of(uow, "M2", "2569-11"))

    with december.office.uow(AFTER) as uow:
        current_issue(uow, "M2", "2569-11")
        slug = publish(uow)
    address = f"/open/reports/{slug}"
    published = HTTP.request("GET", f"{december.url}{address}.pdf").data
    assert published.startswith(b"%PDF")
    assert f'<a href="{address}.pdf">PDF</a>' in read(december, "/open")[1]
    data = json.loads(read(december, "/open/data.json")[1])
    (told,) = data["reports"]
    assert (told["report"], told["period"]) == ("M2", "2569-11")
    assert told["files"] == {kind: f"{address}.{kind}" for kind in ("pdf", "xlsx", "csv")}
    # The signed paper contains signatures, so it is stored and not published as it is.
    assert "SCAN" not in read(december, "/open")[1]
    assert read(december, f"{address}.scan")[0].status == 404
    with december.office.uow(AFTER + timedelta(days=1)) as uow:
        new_issue(uow, "M2", "2569-11")
    # A draft replaces nothing that the public reads.
    assert "(มีฉบับใหม่แทนแล้ว)" not in read(december, "/open")[1]
    with december.office.uow(AFTER + timedelta(days=2)) as uow:
        publish(uow)
    assert HTTP.request("GET", f"{december.url}{address}.pdf").data == published
    assert read(december, "/open")[1].count("(มีฉบับใหม่แทนแล้ว)") == 1


@pytest.mark.parametrize(
    "path", ["/open/reports/x.pdf", "/open/reports/", "/open/x", "/open/data.xml"]
)
def test_what_does_not_exist_is_a_plain_404(bot, path):
    assert read(bot, path)[0].status == 404


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_it_reads_well_on_a_phone_and_on_a_desk(december, browser, tmp_path, width):
    page: Page = browser.new_page(viewport={"width": width, "height": 900})
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{december.url}/open")
    expect(page.get_by_role("heading", level=1)).to_have_text("เรื่องร้องทุกข์ในตำบล แก้ไปถึงไหนแล้ว")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    months = page.get_by_role("region", name="ตารางย้อนหลังรายเดือน")
    assert months.evaluate("region => region.scrollWidth - region.clientWidth") == 0
    page.screenshot(path=tmp_path / f"open-{width}.png", full_page=True)
    page.close()
    assert faults == []
