"""`make screenshots`: every page of the console into docs/console/, at 360 and 1,440 pixels, from one short story."""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from domain.cases.inquiry import InquiryKind
from domain.organisation.calendar import bangkok, month_before, month_key
from domain.organisation.officers import Role
from domain.organisation.overlay import Override
from domain.reporting.improvement import Source
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvements, inquiries
from handlers.usecases.desk import orders, settings
from handlers.usecases.doors import points
from handlers.usecases.surveys import rounds
from reports import publication
from reports.issues import current_issue
from storage.migrate import migrate
from storage.reporting.improvements import NewImprovement
from storage.store import open_store
from tests.addresses import desk_photo
from tests.chat import Phone
from tests.desk import link_of
from tests.e2e.conftest import BROWSER_ARGUMENTS
from tests.parts import chromium, why_no_browser
from tests.running import Bot, running_bot

FOLDER = Path(__file__).parents[1] / "docs" / "console"
SIZES = {"wide": (1440, 900), "phone": (360, 740)}
PAGES = {
    "chang": {
        "cases": "/desk/cases?tab=all",
        "case": "/desk/cases/1",
        "month": "/desk/cases?tab=all&period={month}",
        "cover": "{photo}/cover",
        "intake": "/desk/intake",
        "papers": "/desk/paper",
        "paper-sheet": "/desk/paper/1",
        "points": "/desk/points",
        "not-found": "/desk/cases/0",
        "me": "/desk/me",
        "password": "/desk/me/password",
        "keys": "/desk/keys",
    },
    "head": {
        "orders": "/desk/orders",
        "referral": "/desk/cases/3",
        "improvements": "/desk/improvements",
        "improvement": "/desk/improvements/1",
        "figures": "/desk/figures",
    },
    "palad": {
        "office": "/desk/office",
        "reports": "/desk/reports",
        "report": "/desk/reports/M2/{last_month}",
        "evidence": "/desk/evidence",
        "settings": "/desk/settings",
        "setting-list": "/desk/settings/categories",
        "setting": "/desk/settings/categories/light",
        "history": "/desk/settings/history",
        "words": "/desk/words?q=รับเรื่อง",
        "word": "/desk/words/notice/accept",
        "team": "/desk/team",
        "member": "/desk/team/1",
    },
    "clerk": {
        "closed": "/desk/team",
        "surveys": "/desk/surveys",
        "survey": "/desk/surveys/1",
        "questions": "/desk/questions",
    },
    "integrity": {"register": "/desk/register", "registered": "/desk/register/{kept}"},
}


PUBLIC = {
    "form": "/report",
    "follow": "/report/follow",
    "open": "/open",
    "privacy": "/privacy",
}


def main() -> int:
    """Take the pictures; returns the exit code."""
    if fault := why_no_browser():
        print(fault, file=sys.stderr)  # noqa: T201 - a program for the terminal
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(f"sqlite:///{folder / 'screens.db'}")
        migrate(store.engine)
        store.close()
        with running_bot(folder, f"sqlite:///{folder / 'screens.db'}") as bot:
            _live(bot)
            _take(bot)
    for path in FOLDER.glob("*.png"):
        _lighten(path)
    return 0


def _live(bot: Bot) -> None:
    """Five cases in five states, and what `_fill` adds."""
    officer, head = Phone(bot, "chang").links(), Phone(bot, "head").links()
    nayok, _ = Phone(bot, "nayok").links(), Phone(bot, "palad").links()
    Phone(bot, "integrity").links()
    Phone(bot, "clerk").links()
    resident = Phone(bot, "somsri").follows()
    neighbour = Phone(bot, "boonmee").follows()
    resident.sends_photos("lamp-broken.jpg", "lamp-broken.jpg")
    resident.says("ไฟถนนหน้าวัดดับมาสองคืน หมู่ 3 เด็กเดินกลับบ้านมืดมาก").presses("ไฟถนน ไฟส่องสว่าง")
    resident.shares_place().presses("ยืนยัน")
    officer.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says("เสาต้นไหนคะ").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("ต้นที่ 12 หน้าวัด").presses("ยืนยัน")
    neighbour.complains("ไฟถนนหน้าวัดดับ หมู่ 3")
    neighbour.complains("ถนนสายหลักเป็นหลุมลึก", "ถนน ทางเท้า สะพาน")
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่")
    officer.presses("กรมทางหลวง").says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    resident.complains("ท่อหน้าตลาดตัน น้ำท่วม", "ท่อระบายน้ำ น้ำท่วม")
    neighbour.complains_of_staff(link="ปกปิดชื่อ")
    head.looks_away()
    nayok.looks_away()
    with bot.office.uow(bot.now()) as uow:
        _fill(uow)


def _fill(uow: UnitOfWork) -> None:
    """One of what else the console shows: a survey, a point, an order, a question, a changed setting, a report."""
    (chang,) = (one for one in uow.tx.officers.all() if one.name == "ช่างเอก")
    (palad,) = (one for one in uow.tx.officers.all() if one.role is Role.PALAD)
    rounds.standing_round(uow, "counter")
    points.make(
        uow, chang, points.Plan(name="เสาไฟหน้าวัด", opens="web", category="light", village="3")
    )
    what = "ตั้งจุดแจ้งซ่อมไฟที่ศาลาทุกหมู่บ้าน"
    orders.give(uow, palad, "engineering", "ตรวจไฟถนนหน้าวัดทุกต้น แล้วรายงานภายในสัปดาห์นี้")
    question = "สำนักปลัด ขอใช้หอประชุมวันเสาร์ต้องทำอย่างไรคะ"
    inquiries.send(uow, uow.tx.complaints.get(1).reporter, InquiryKind.QUESTION, question)
    light = settings.present(uow)["categories"]["category"]["light"] | {"working_days": 5}
    path = ("category", "light")
    settings.change(uow, palad, [Override("categories", path, light)])
    improvements.propose(uow, palad, NewImprovement(what, Source.OTHER, "engineering"))
    issue = current_issue(uow, "M2", month_before(month_key(bangkok(uow.now).date())))
    publication.number(uow, issue, "ชบ 71001/452", palad)
    issue = publication.issue_of(uow, issue.report, issue.period)
    publication.sign(uow, issue, "วิชัย มั่นคง ปลัด", b"%PDF-1.7", palad)


def _take(bot: Bot) -> None:
    month = month_key(bangkok(bot.now()).date())
    with bot.office.store.read() as tx:
        (kept,) = tx.staff_cases.open_of(department=None, limit=1)
    facts = {"month": month, "last_month": month_before(month), "kept": kept.id}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_ARGUMENTS)
        for who, pages in PAGES.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="th-TH")
            page.goto(bot.url + link_of(Phone(bot, who)))
            page.screenshot(path=FOLDER / "link-wide.png")
            page.get_by_role("button", name="เข้าใช้งาน").click()
            if who == "chang":
                _prepare(bot, page)
            for name, path in pages.items():
                for size, (width, height) in SIZES.items():
                    page.set_viewport_size({"width": width, "height": height})
                    photo = desk_photo(bot.office)
                    page.goto(bot.url + path.format(**facts, photo=photo))
                    page.screenshot(path=FOLDER / f"{name}-{size}.png", full_page=True)
            page.close()
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="th-TH")
        page.goto(f"{bot.url}/desk/in")
        page.screenshot(path=FOLDER / "sign-in-wide.png")
        for name, path in PUBLIC.items():
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(bot.url + path)
                page.screenshot(path=FOLDER / f"{name}-{size}.png", full_page=True)
        browser.close()


def _prepare(bot: Bot, page: Page) -> None:
    """Join the two cases of one lamp, and black out a part of a photo."""
    page.goto(f"{bot.url}/desk/cases/1")
    page.get_by_role("button", name="รวมเป็นปัญหาเดียวกัน").last.click()
    page.goto(f"{bot.url}{desk_photo(bot.office)}/cover")
    page.get_by_text("พิมพ์ตำแหน่งแทนการลาก").click()
    for label, value in (("ห่างจากซ้าย", 30), ("ห่างจากบน", 20), ("กว้าง", 25), ("สูง", 30)):
        page.get_by_label(label).fill(str(value))
    page.get_by_role("button", name="บันทึกการปิดทับ").click()


def _lighten(path: Path) -> None:
    """Store a picture in 128 colours, a third of its size."""
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
