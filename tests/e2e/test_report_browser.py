"""The report form without LINE in a real browser: without scripts, at every size and zoomed, checked by axe."""

from playwright.sync_api import Page, expect

from tests.axe import ensure_fits, violations

LAMP = "ไฟถนนดับหน้าวัดมา 3 คืนแล้ว"
ACCUSING = "ช่วยด้วย เจ้าหน้าที่กองช่างเมาแล้วทำร้ายผม"


def test_a_report_is_filed_and_followed_without_scripts_on_a_small_phone(bot, browser):
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="th-TH"
    )
    page = context.new_page()
    page.goto(f"{bot.url}/report")
    page.get_by_label("เกิดอะไรขึ้น").fill(LAMP)
    page.get_by_label("หมู่บ้าน").select_option("3")
    page.get_by_role("button", name="ต่อไป").click()
    page.get_by_label("ไฟถนน ไฟส่องสว่าง").check()
    page.get_by_role("button", name="ยืนยันส่งเรื่อง").click()
    expect(page.get_by_role("heading", name="รับแจ้งแล้ว")).to_be_visible()
    page.get_by_role("button", name="ดูผลบนเว็บ").click()
    expect(page.get_by_text("รอเจ้าหน้าที่รับเรื่อง")).to_be_visible()
    page.get_by_label("ข้อความ").fill("ดับสองต้น")
    page.get_by_role("button", name="เขียนถึงเจ้าหน้าที่").click()
    expect(page.get_by_text("ส่งข้อความถึงเจ้าหน้าที่แล้ว")).to_be_visible()
    context.close()


def test_axe_finds_nothing_and_nothing_sticks_out_at_any_size_or_doubled(bot, browser):
    context = browser.new_context(locale="th-TH", bypass_csp=True)
    page, found = context.new_page(), []

    def look(what: str) -> None:
        ensure_fits(page, 320, 1440)
        found.extend((what, *one) for one in violations(page))

    page.goto(f"{bot.url}/report")
    look("form")
    sent(page, "ต่อไป")
    look("faults")
    page.get_by_label("เกิดอะไรขึ้น").fill(ACCUSING)
    sent(page, "ต่อไป")
    look("check")
    page.locator("#way").get_by_label("ร้องเรียนเจ้าหน้าที่").check()
    sent(page, "ยืนยันส่งเรื่อง")
    look("staff")
    page.get_by_label("ไม่ทราบ").check()
    sent(page, "ต่อไป")
    look("who sees it")
    sent(page, "ยืนยันส่งเรื่อง")
    look("receipt")
    sent(page, "ดูผลบนเว็บ")
    look("case")
    page.goto(f"{bot.url}/report/follow")
    look("code")
    assert found == []
    context.close()


def sent(page: Page, name: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
