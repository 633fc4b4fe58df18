"""What a new officer does in the console on the first day, guided only by the pages."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlparse

from playwright.sync_api import expect

from bot.commands.console import add_administrator
from domain.cases.complaint import Place, Status
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from tests.chat import Phone
from tests.e2e.test_desk_browser import signed_in


def test_an_officer_is_appointed_and_a_categorys_days_are_changed(bot, browser, resident):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(bot.url + urlparse(add_administrator(bot.settings, "ผู้ดูแล").split()[0]).path)
    page.get_by_role("button", name="เข้าใช้งาน").click()
    page.get_by_role("link", name="ทีมงาน").click()
    page.get_by_role("link", name="เพิ่มผู้ใช้").click()
    page.get_by_label("ชื่อที่ใช้เรียก").fill("ช่างใหม่")
    page.get_by_role("radio", name=re.compile("^เจ้าหน้าที่")).first.check()
    page.get_by_label(re.compile("^กอง")).select_option(label="กองช่าง")
    page.get_by_role("button", name=re.compile("^เพิ่ม")).click()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", page.inner_text("main"))[0]
    Phone(bot, "chang").says(code).sees("เชื่อมบัญชีเรียบร้อย")
    page.get_by_role("link", name="ตั้งค่า").click()
    page.get_by_role("link", name="ประเภทเรื่องและกำหนดวัน").click()
    page.get_by_role("link", name=re.compile("ไฟถนน")).click()
    page.get_by_label("กำหนดเสร็จ").fill("3")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว")
    resident.complains()
    with bot.office.read_only_uow(bot.now()) as uow:
        case = uow.tx.complaints.get(1)
        assert case.due_at == uow.context.calendar.add_working_days(case.filed_at, 3)
    page.context.close()


def test_an_old_case_is_found_by_its_reporter_and_its_month_exported(bot, browser, palad):
    month_ago = bot.now() - timedelta(days=40)
    with bot.office.uow(month_ago) as uow:
        uow.tx.people.ensure("U-thong", uow.now)
        uow.tx.people.describe("U-thong", "ทองดี มีสุข", "th")
        old = NewComplaint("light", "ไฟหน้าบ้านดับ", Place(village=3))
        case = case_filing.file(uow, "U-thong", old, "old")
    with bot.office.store.begin() as tx:
        tx.connection.exec_driver_sql(
            "UPDATE complaint SET status = ?, ended_at = due_at", (Status.CLOSED.value,)
        )
    page = signed_in(browser, palad)
    page.get_by_role("link", name="งาน", exact=True).click()
    page.get_by_label("ค้นหา").fill("ทองดี")
    expect(page.get_by_text("จึงค้นจากทุกเรื่อง")).to_be_visible()
    expect(page.locator(".queue .number a")).to_have_text(case.number)
    page.get_by_label("ค้นหา").fill("")
    expect(page.locator(".queue .number a")).to_have_count(0)
    names = page.get_by_label("แจ้งเมื่อ").locator("option").all_inner_texts()
    page.get_by_label("แจ้งเมื่อ").select_option(label=names[1 + months_between(month_ago, bot.now())])
    page.get_by_role("link", name=re.compile("ดูทุกเรื่องของช่วงนี้")).click()
    expect(page.locator(".queue .number a")).to_have_text(case.number)
    address = page.get_by_role("link", name="CSV").get_attribute("href")
    text = page.request.get(bot.url + address).text().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == [case.number]
    assert page.faults == []
    page.context.close()


def test_a_telephone_call_is_filed_with_a_receipt_to_print(bot, browser, officer):
    page = signed_in(browser, officer)
    page.get_by_role("link", name="รับเรื่องแทนประชาชน").click()
    page.get_by_label("โทรศัพท์", exact=True).check()
    page.get_by_label("เกิดอะไรขึ้น").fill("ท่อประปาแตกหน้าโรงเรียน น้ำไหลตลอดคืน")
    page.get_by_label("หมู่บ้าน", exact=True).select_option(index=3)
    page.get_by_label("ชื่อ", exact=True).fill("ยายทองดี")
    page.get_by_label("เบอร์โทร").fill("081 111 1111")
    page.get_by_role("button", name="ต่อไป").click()
    page.get_by_role("radio", name=re.compile("น้ำประปา น้ำใช้")).check()
    page.get_by_role("button", name="ยืนยันส่งเรื่อง").click()
    expect(page.get_by_text("รับแจ้งแล้ว").first).to_be_visible()
    # It opens in a tab of its own.
    with page.context.expect_event(
        "response", lambda answer: answer.url.endswith("/desk/intake/slip")
    ) as printed:
        page.get_by_role("button", name=re.compile("A5")).click()
    assert printed.value.headers["content-type"] == "application/pdf"
    with bot.office.read_only_uow(bot.now()) as uow:
        assert uow.tx.complaints.get(1).category == "water"
    page.context.close()


def months_between(one, other) -> int:
    """Return the number of months between two moments in Bangkok."""
    first, last = (moment + timedelta(hours=7) for moment in (one, other))
    return (last.year - first.year) * 12 + last.month - first.month
