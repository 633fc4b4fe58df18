"""The console in a browser: at 360 and 1440 pixels, by keyboard, at 200 %, without scripts, checked by axe."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from domain.organisation.calendar import bangkok, month_before, month_key
from domain.reporting.improvement import Source
from handlers.usecases import improvements
from storage.reporting.improvements import NewImprovement
from tests.addresses import desk_photo
from tests.axe import violations
from tests.chat import LAMP
from tests.desk import link_of
from tests.gaps import touching

SIZES = ((360, 740), (1440, 900))
PAGES = {
    "officer": [
        "/desk/cases?tab=all",
        "/desk/cases/1",
        "{photo}/cover",
        *("/desk/intake", "/desk/intake?about=staff", "/desk/points", "/desk/paper"),
        "/desk/questions",
        "/desk/surveys",
        "/desk/me",
        "/desk/keys",
        "/desk/me/password",
    ],
    "head": ["/desk/orders", "/desk/improvements", "/desk/improvements/1", "/desk/figures"],
    "palad": [
        *("/desk/office", "/desk/reports", "/desk/reports/M2/{over}"),
        *("/desk/evidence", "/desk/settings", "/desk/settings/categories"),
        *(
            "/desk/settings/categories/light",
            "/desk/settings/services/new",
            "/desk/settings/history",
        ),
        *("/desk/words?q=รับเรื่อง", "/desk/words/notice/accept", "/desk/team", "/desk/team/1"),
    ],
    "integrity": ["/desk/register"],
}


def signed_in(browser, phone, *, width=1440, height=900, scripts=True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(phone.bot.url + link_of(phone))
    page.get_by_role("button", name="เข้าใช้งาน").click()
    # A key that is pressed before the script of the page runs is lost.
    page.wait_for_url(lambda address: "/desk/in/" not in address)
    return page


@pytest.mark.parametrize("who", PAGES)
def test_every_page_fits_every_size_nothing_touches_and_axe_finds_nothing_serious(
    bot, browser, resident, who, request
):
    phone = request.getfixturevalue(who)
    resident.sends_photos().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    with bot.office.uow(bot.now()) as uow:
        improvements.propose(uow, None, NewImprovement("ติดป้าย", Source.OTHER, "engineering"))
    page = signed_in(browser, phone)
    found = []
    for form in PAGES[who]:
        over = month_before(month_key(bangkok(bot.now()).date()))
        path = form.format(photo=desk_photo(bot.office) if "{photo}" in form else "", over=over)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(bot.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            found += [(path, width, one) for one in touching(page)]
            found += [
                (path, width, *one) for one in violations(page) if one[1] in {"serious", "critical"}
            ]
    assert found == []
    assert json.dumps(page.faults) == "[]"
    page.context.close()


def test_a_case_is_found_opened_and_accepted_with_the_keyboard_alone(
    bot, browser, resident, officer
):
    number = resident.complains()
    page = signed_in(browser, officer)
    keys = page.keyboard
    keys.press("/")
    keys.type("หน้าวัด")
    # The only case is in the list before the search as well.
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator(".queue .number a")).to_have_text(number)
    keys.press("Escape")
    expect(page.get_by_label("ค้นหา")).to_have_value("หน้าวัด")
    keys.press("j")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(number)
    page.get_by_role("button", name="รับเรื่อง").focus()
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("รับเรื่องแล้ว")
    keys.press("u")
    expect(page).to_have_url(re.compile("/desk/cases"))
    assert page.faults == []
    page.context.close()


def test_the_search_narrows_at_once_and_stands_in_the_address(
    bot, browser, resident, neighbour, officer
):
    resident.complains("ไฟถนนหน้าวัดดับ")
    neighbour.complains("ไฟถนนหน้าตลาดดับ")
    page = signed_in(browser, officer)
    page.get_by_label("ค้นหา").fill("ตลาด")
    expect(page.locator(".queue tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=%E0%B8%95"))
    page.reload()
    expect(page.locator(".queue tbody tr")).to_have_count(1)
    page.get_by_label("ค้นหา").fill("ไม่มีแน่")
    expect(page.get_by_text("ไม่พบเรื่องที่ตรงกับที่เลือก")).to_be_visible()
    page.context.close()


def test_a_photo_is_looked_at_large_and_turned(bot, browser, resident, officer):
    resident.sends_photos().says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    page = signed_in(browser, officer)
    page.goto(f"{bot.url}/desk/cases/1")
    page.locator("a[data-photo]").click()
    viewer = page.get_by_role("dialog")
    expect(viewer).to_be_visible()
    page.get_by_role("button", name="หมุน").click()
    expect(viewer.locator("img")).to_have_class(re.compile("turn-1"))
    page.keyboard.press("Escape")
    expect(viewer).not_to_be_visible()
    page.context.close()


def test_a_part_of_a_photo_is_drawn_over_and_saved(bot, browser, resident, officer):
    resident.sends_photos().says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    page = signed_in(browser, officer)
    page.goto(f"{bot.url}{desk_photo(bot.office)}/cover")
    area = page.locator("[data-canvas]").bounding_box()
    page.mouse.move(area["x"] + 20, area["y"] + 20)
    page.mouse.down()
    page.mouse.move(area["x"] + 120, area["y"] + 90)
    page.mouse.up()
    expect(page.locator("#boxes li")).to_have_count(1)
    page.get_by_role("button", name="บันทึกการปิดทับ").click()
    expect(page.get_by_role("status")).to_contain_text("เฉพาะรูปที่ปิดทับ")
    expect(page.locator("[data-canvas] rect")).to_have_count(1)
    assert page.faults == []
    page.context.close()


def test_the_keys_work_with_the_thai_layout(bot, browser, resident, officer):
    number = resident.complains()
    page = signed_in(browser, officer)
    page.wait_for_load_state("networkidle")
    pressed = "new KeyboardEvent('keydown', {key: '่', code: 'KeyJ', bubbles: true})"
    page.evaluate(f"document.body.dispatchEvent({pressed})")
    expect(page.locator(".queue tr.at .number a")).to_have_text(number)
    page.context.close()


def test_everything_is_read_and_done_without_a_script(bot, browser, resident, officer):
    number = resident.complains()
    page = signed_in(browser, officer, scripts=False)
    page.get_by_label("ค้นหา").fill(number)
    page.get_by_role("button", name="แสดง", exact=True).click()
    page.get_by_role("link", name=number).click()
    page.get_by_text("แจ้งความคืบหน้า", exact=True).click()
    page.get_by_label("ความคืบหน้าถึงผู้แจ้ง").fill("กำลังไปดู")
    page.get_by_role("button", name="ส่งถึงผู้แจ้ง").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกความคืบหน้าแล้ว")
    page.context.close()


def test_at_twice_the_size_nothing_is_cut_off(bot, browser, resident, officer):
    resident.complains()
    page = signed_in(browser, officer, width=720, height=450)
    for path in ("/desk/cases?tab=all", "/desk/cases/1"):
        page.goto(bot.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.context.close()


def test_what_residents_write_is_shown_and_never_run(bot, browser, resident, officer):
    evil = (
        "ไฟถนนดับ {{7*7}} <script>document.title='x'</script><img src=x onerror=alert(1)> "
        "มาตั้งแต่เมื่อคืนจนถึงเช้านี้ เด็กเดินไปโรงเรียนมองไม่เห็นทาง ขอให้ช่วยมาดูด้วยค่ะ"
    )
    resident.complains(evil)
    page = signed_in(browser, officer)
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for path in ("/desk/cases?tab=all", "/desk/cases/1"):
        page.goto(bot.url + path)
        assert "<script>document.title" in page.inner_text("main")
        assert "{{7*7}}" in page.inner_text("main")
    assert ran == []
    page.context.close()


def test_a_report_goes_to_its_permission_without_a_script(bot, browser, palad, tmp_path):
    page = signed_in(browser, palad, scripts=False)
    page.get_by_role("link", name="รายงาน", exact=True).click()
    page.get_by_label("รายงาน").select_option("M2")
    page.get_by_label("ช่วงเวลา").select_option(month_before(month_key(bangkok(bot.now()).date())))
    page.get_by_role("button", name="เปิดรายงาน").click()
    page.get_by_role("button", name="ทำรายงานจากตัวเลขวันนี้").click()
    page.get_by_label("เลขที่หนังสือตามทะเบียน").fill("ชบ 71001/452")
    page.get_by_role("button", name="บันทึกเลข").click()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    page.get_by_label("ผู้ลงนามและตำแหน่ง").fill("วิชัย มั่นคง ปลัด")
    page.get_by_label("ไฟล์สแกนฉบับลงนาม").set_input_files(scan)
    page.get_by_role("button", name="เก็บฉบับลงนาม").click()
    page.get_by_role("button", name="อนุญาตให้เผยแพร่").click()
    page.get_by_role("button", name="เผยแพร่", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("ประชาชนเปิดอ่านได้")
    address = page.get_by_role("link", name="เปิดอย่างที่ประชาชนเห็น").get_attribute("href")
    assert page.request.get(bot.url + address).body().startswith(b"%PDF")
    page.context.close()


def test_the_way_back_leads_through_the_preview_and_asks_nothing(
    bot, browser, resident, neighbour, officer
):
    resident.complains("ไฟถนนหน้าวัดดับ")
    neighbour.complains("ไฟถนนหน้าตลาดดับ")
    page = signed_in(browser, officer)
    page.goto(f"{bot.url}/desk/cases?tab=section")
    page.get_by_label("เลือกทุกเรื่องในหน้านี้").check()
    page.get_by_role("button", name="ดำเนินการเรื่องที่เลือก").click()
    page.get_by_label("ข้อความถึงผู้แจ้ง หรือเหตุผลที่ส่งต่อ").fill("ช่างไปพรุ่งนี้")
    page.get_by_role("button", name="ตรวจดูก่อนส่ง").click()
    expect(page.get_by_text("ใช้ข้อความ LINE 2 ข้อความ")).to_be_visible()
    page.get_by_role("button", name=re.compile("2 เรื่อง$")).click()
    expect(page.get_by_role("status").first).to_contain_text("ดำเนินการแล้ว 2 เรื่อง")
    page.go_back()
    expect(page.get_by_text("ใช้ข้อความ LINE 2 ข้อความ")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("ดำเนินการ 2 เรื่องพร้อมกัน")
    page.get_by_label("ข้อความถึงผู้แจ้ง หรือเหตุผลที่ส่งต่อ").wait_for()
    page.context.close()
