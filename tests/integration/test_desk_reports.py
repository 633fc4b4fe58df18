"""Reports, the year's evidence and improvements in the console: readers, steps, and entries in the audit log."""

import io
import re
import zipfile

import pytest

from domain.organisation.officers import Role
from storage.tables import audit, improvement, report_file, report_issue
from tests.web_client import forges, rows, signed_in

OCTOBER = "2569-10"
SCAN = b"%PDF-1.7 signed by hand"


@pytest.fixture
def clerk(client, office, clock):
    """An officer of the section that runs the surveys and makes the reports."""
    return signed_in(client, office, clock, department="clerk")[0]


def logged(office):
    return [row.action for row in rows(office, audit) if row.action.startswith("report_")]


def test_a_report_goes_from_the_list_to_the_public_page_each_step_by_who_may(clerk, palad, office):
    clerk.opens("/desk/reports").sends(report="M2", period=OCTOBER)
    assert clerk.status == 303
    page = f"/desk/reports/M2/{OCTOBER}"
    clerk.opens(page).reads("ยังไม่ได้ทำรายงาน").sends(f"{page}/make")
    clerk.opens(page).reads("ออกเลขหนังสือ").sends(f"{page}/numbered", name="ชบ 71001/452")
    clerk.opens(page).reads("เลขที่ ชบ 71001/452")
    clerk.sends(f"{page}/signed", name="วิชัย มั่นคง ปลัด", scan=(io.BytesIO(b"GIF"), "scan.pdf"))
    assert clerk.status == 422
    clerk.reads("ต้องเป็น PDF").sends(
        f"{page}/signed", name="วิชัย มั่นคง ปลัด", scan=(io.BytesIO(SCAN), "scan.pdf")
    )
    clerk.opens(page).reads("รอปลัดหรือนายกอนุญาต")
    assert clerk.sends(f"{page}/permitted", name="ธีระ ใจดี").status == 422
    palad.opens(page)
    assert palad.fields["name"] == "วิชัย มั่นคง ปลัดองค์การบริหารส่วนตำบลนาวังหิน"
    palad.sends(f"{page}/permitted")
    assert clerk.opens(page).sends(f"{page}/published").status == 303
    (issue,) = rows(office, report_issue)
    assert clerk.opens(page).reads("เปิดอย่างที่ประชาชนเห็น").status == 200
    assert clerk.opens(f"{page}/scan.pdf").content == SCAN
    assert clerk.opens(f"/open/reports/{issue.slug}.pdf").content.startswith(b"%PDF")
    assert logged(office) == [
        f"report_{step}" for step in ("numbered", "signed", "permitted", "published")
    ]
    assert clerk.opens("/desk/reports").reads("เผยแพร่แล้ว").status == 200


@pytest.fixture
def permitted(clerk, palad):
    """The page of a report that may be published."""
    page = f"/desk/reports/M2/{OCTOBER}"
    clerk.opens(page).sends(f"{page}/make")
    clerk.opens(page).sends(f"{page}/numbered", name="ชบ 71001/452")
    scan = (io.BytesIO(SCAN), "scan.pdf")
    clerk.opens(page).sends(f"{page}/signed", name="วิชัย มั่นคง ปลัด", scan=scan)
    palad.opens(page).sends(f"{page}/permitted", name="วิชัย มั่นคง ปลัด")
    return page


def test_a_published_report_stays_in_the_list_until_another_takes_its_place(permitted, clerk):
    still = "จนกว่าจะเผยแพร่ฉบับใหม่"
    clerk.opens(permitted).sends(f"{permitted}/published")
    assert title_rows(clerk) == 1
    clerk.does_not_read(still).opens(permitted).sends(f"{permitted}/make")
    assert title_rows(clerk) == 2
    clerk.reads(still)


def title_rows(clerk):
    return clerk.opens("/desk/reports").html.count(
        f'class="whole" href="/desk/reports/M2/{OCTOBER}"'
    )


def test_a_permission_is_withdrawn_before_the_publication_and_given_anew(
    permitted, clerk, palad, office
):
    withdrawn = f"{permitted}/withdrawn"
    clerk.opens(permitted).does_not_read("ถอนการอนุญาต")
    assert forges(clerk, withdrawn, issue="1", name="ธีระ", reason="ผิด").status == 422
    palad.opens(permitted).reads("ถอนการอนุญาตให้เผยแพร่")
    typed = {"issue": str(rows(office, report_issue)[0].id), "name": "วิชัย มั่นคง ปลัด"}
    assert palad.sends(withdrawn, **typed, reason="  ").status == 422
    palad.reads("ต้องบอกเหตุผล").sends(withdrawn, **typed, reason="ตัวเลขหมู่ 3 ผิด")
    assert palad.status == 303
    assert forges(clerk, f"{permitted}/published").status == 422
    clerk.opens(permitted).reads("ถอนการอนุญาตครั้งก่อนแล้ว", "ตัวเลขหมู่ 3 ผิด", "รอปลัดหรือนายก")
    palad.opens(permitted).sends(f"{permitted}/permitted", name="วิชัย มั่นคง ปลัด")
    palad.opens(permitted).does_not_read("ตัวเลขหมู่ 3 ผิด")
    clerk.opens(permitted).sends(f"{permitted}/published")
    assert clerk.status == 303
    assert logged(office)[-4:] == [
        f"report_{step}" for step in ("permitted", "withdrawn", "permitted", "published")
    ]


def test_what_was_published_is_withdrawn_and_its_address_says_when_and_why(
    client, permitted, clerk, palad, office
):
    clerk.opens(permitted).sends(f"{permitted}/published")
    (issue,) = rows(office, report_issue)
    address = f"/open/reports/{issue.slug}.pdf"
    before = client.get(address)
    assert (before.status_code, "no-cache" in before.headers["Cache-Control"]) == (200, True)
    assert address in client.get("/open").text
    palad.opens(permitted)
    assert palad.fields["name"] == "วิชัย มั่นคง ปลัดองค์การบริหารส่วนตำบลนาวังหิน"
    palad.sends(f"{permitted}/withdrawn", reason="พบยอดหมู่ 3 นับซ้ำ <b>")
    for kind in ("pdf", "xlsx", "csv"):
        gone = client.get(f"/open/reports/{issue.slug}.{kind}")
        assert gone.status_code == 410
        assert "ถอนการเผยแพร่แล้ว" in gone.text
        assert "พบยอดหมู่ 3 นับซ้ำ &lt;b&gt;" in gone.text
        assert "17 พฤศจิกายน 2569" in gone.text
    page = client.get("/open").text
    assert address not in page
    assert "พบยอดหมู่ 3 นับซ้ำ" in page
    (shared,) = client.get("/open/data.json").get_json()["reports"]
    assert (shared["files"], shared["withdrawn_reason"]) == ({}, "พบยอดหมู่ 3 นับซ้ำ <b>")
    packed = zipfile.ZipFile(io.BytesIO(clerk.opens("/desk/evidence/2570.zip").content))
    assert not [name for name in packed.namelist() if name.startswith("reports/")]
    kept = {row.kind for row in rows(office, report_file)}
    assert kept == {"pdf", "xlsx", "csv", "scan"}
    clerk.opens("/desk/reports").reads("ถอนการเผยแพร่แล้ว")
    assert forges(clerk, f"{permitted}/published").status == 422
    # A new issue replaces it; the old address goes on telling what happened.
    clerk.opens(permitted).sends(f"{permitted}/make")
    assert client.get(address).status_code == 410
    assert logged(office)[-1] == "report_withdrawn"


def test_a_published_report_is_withdrawn_although_a_new_draft_is_being_made(
    client, permitted, clerk, palad, office
):
    clerk.opens(permitted).sends(f"{permitted}/published")
    (issue,) = rows(office, report_issue)
    clerk.opens(permitted).sends(f"{permitted}/make")
    palad.opens(permitted)
    palad.sends(f"{permitted}/withdrawn", issue=str(issue.id), name="วิชัย", reason="นับซ้ำ")
    assert palad.status == 303
    assert client.get(f"/open/reports/{issue.slug}.pdf").status_code == 410
    palad.opens(permitted).does_not_read("ถอนการเผยแพร่ฉบับ")
    again = forges(palad, f"{permitted}/withdrawn", issue=str(issue.id), name="x", reason="y")
    assert again.status == 422


def test_what_is_too_long_for_the_register_is_refused_and_nothing_is_lost(clerk, office):
    page = f"/desk/reports/M2/{OCTOBER}"
    clerk.opens(page).sends(f"{page}/make")
    assert forges(clerk, f"{page}/numbered", name="ก" * 101).status == 422
    clerk.opens(page).sends(f"{page}/numbered", name="ก" * 100)
    scan = {"scan": (io.BytesIO(SCAN), "scan.pdf")}
    assert forges(clerk, f"{page}/signed", name="ข" * 201, **scan).status == 422
    clerk.opens("/desk/evidence").sends(
        about="/O15", what="อบรม", done_on="2026-11-01", file=(io.BytesIO(b"x"), "ก" * 200 + ".pdf")
    )
    assert clerk.status == 303
    packed = zipfile.ZipFile(io.BytesIO(clerk.opens("/desk/evidence/2570.zip").content))
    assert sum(name.endswith("ก.pdf") for name in packed.namelist()) == 1


def test_a_month_that_is_not_over_can_be_read_but_not_numbered(clerk, office):
    page = "/desk/reports/M9/2569-11"
    clerk.opens(page).reads("ยังไม่สิ้นสุด")
    assert clerk.opens(f"{page}/file.csv").content
    assert forges(clerk, f"{page}/numbered", name="1").status == 422
    assert rows(office, report_issue) == []
    clerk.opens("/desk/reports").sends(report="M4", period=OCTOBER).reads("ไม่มีฉบับสำหรับช่วงเวลานี้")
    assert clerk.opens("/desk/reports/M2/2569-12").status == 404
    assert clerk.opens("/desk/reports/M2/2026-10").status == 404


def test_a_report_that_lacks_a_period_offers_those_that_share_a_month_with_it(clerk):
    page = clerk.opens("/desk/reports").reads("ทะเบียนรับเรื่อง · รายเดือน", "(5 บท) · รายปี")
    page.sends(report="M4", period=OCTOBER)
    assert offered(page, "M4") == ["2570-H1"]
    page.opens("/desk/reports").sends(report="M9", period="2570")
    assert offered(page, "M9") == ["2569-11", "2569-10"]
    page.opens("/desk/reports").sends(report="M9", period="2500")
    assert offered(page, "M9") == []


def offered(page, code):
    assert page.status == 422
    return re.findall(rf'class="button" href="/desk/reports/{code}/([^"]+)"', page.html)


def test_reports_are_for_those_who_receive_them_and_staff_figures_for_one_alone(
    client, office, clock, clerk, palad, head
):
    integrity = signed_in(client, office, clock, Role.INTEGRITY, None, "อรุณ ซื่อสัตย์")[0]
    assert head.opens("/desk/reports").status == 403
    assert head.opens("/desk/evidence").status == 403
    assert 'href="/desk/reports"' not in head.opens("/desk/cases").html
    for reader in (clerk, palad):
        assert reader.opens("/desk/reports/M2/2570").status == 200
        assert reader.opens("/desk/reports/M3/2570").status == 404
        assert reader.opens("/desk/reports/M3/2570/file.pdf").status == 404
    assert integrity.opens("/desk/reports/M3/2569-H2").status == 200
    # Of a quarter or a month there is none, and nothing to make.
    for period in ("2569-Q4", "2569-09"):
        assert integrity.opens(f"/desk/reports/M3/{period}").status == 404
    # During a running period the daily count would reveal a complaint that its reader does not handle.
    for running in ("2570", "2570-H1"):
        for path in (running, f"{running}/file.csv"):
            assert integrity.opens(f"/desk/reports/M3/{path}").status == 404
    assert integrity.opens("/desk/reports/M2/2570").status == 404
    assert integrity.opens("/desk/evidence").status == 403
    assert 'href="/desk/evidence"' not in integrity.opens("/desk/reports").html
    assert integrity.opens("/desk/improvements").status == 403


def test_evidence_is_added_packed_and_taken_back(clerk, head):
    page = "/desk/evidence"
    clerk.opens(page).reads("ปีงบประมาณ 2570", "ยังขาด")
    clerk.sends(about="", what="อบรม", done_on="2026-11-01").reads("เลือกรายการหรือมาตรการ")
    clerk.sends(about="/O15", what="อบรม", done_on="2027-01-01").reads("ไม่เกินวันนี้")
    clerk.sends(about="/O15", what="อบรม", done_on="2026-11-01", url="javascript:alert(1)")
    clerk.reads("https://")
    clerk.sends(
        about="/O15",
        what="อบรมจริยธรรม 🙏 =1+1 ขอบคุณ",
        done_on="2026-11-01",
        url="",
        file=(io.BytesIO(b"list of names"), "..\\..\\รายชื่อ.pdf"),
    )
    assert clerk.status == 303
    packed = zipfile.ZipFile(io.BytesIO(clerk.opens("/desk/evidence/2570.zip").content))
    (name,) = (one for one in packed.namelist() if one.startswith("evidence/"))
    assert name.endswith("รายชื่อ.pdf")
    assert name.count("/") == 1
    clerk.opens(page).reads("อบรมจริยธรรม")
    assert forges(head, f"{page}/1/take-back").status == 403
    clerk.opens(page).sends(f"{page}/1/take-back")
    clerk.opens(page).does_not_read("อบรมจริยธรรม")
    clerk.sends(f"{page}/score", tool="EIT", score="101", source="ประกาศ").reads("0 ถึง 100")
    clerk.sends(f"{page}/score", tool="EIT", score="nan", source="ประกาศ").reads("0 ถึง 100")
    assert clerk.sends(f"{page}/score", tool="EIT", score="88.5", source="ประกาศ").status == 303
    clerk.opens(page).reads("88.50")
    assert clerk.opens("/desk/evidence/9999.zip").status == 404


def test_an_improvement_is_proposed_planned_and_done_by_its_section_alone(
    client, office, clock, head
):
    fixer, officer = signed_in(client, office, clock, name="เอกชัย ซ่อมไว")
    stranger = signed_in(client, office, clock, department="finance", name="มาลี บัญชี")[0]
    stranger_head = signed_in(client, office, clock, Role.HEAD, "finance", "นิภา คลัง")[0]
    head.opens("/desk/improvements").reads("ไม่มีการปรับปรุงที่ยังไม่เสร็จ")
    head.sends(what="ตั้งจุดแจ้งซ่อมไฟที่ศาลาหมู่บ้าน", section="finance").reads("ไม่")
    assert head.status == 422
    head.sends(what="ตั้งจุดแจ้งซ่อมไฟที่ศาลาหมู่บ้าน", section="engineering")
    (made,) = rows(office, improvement)
    page = f"/desk/improvements/{made.id}"
    for other in (stranger, stranger_head):
        assert other.opens(page).status == 404
        other.opens("/desk/improvements").does_not_read("ศาลา")
        assert forges(other, f"{page}/agree").status == 404
        assert forges(other, f"{page}/done", note="เสร็จ").status == 404
    fixer.opens(page).does_not_read("ไม่ดำเนินการ")
    assert forges(fixer, f"{page}/dropped", note="ไม่ทำ").status == 422
    head.opens(page).sends(f"{page}/agree", officer="999", due="2026-12-31").reads("เลือกผู้รับผิดชอบ")
    head.sends(f"{page}/agree", officer=str(officer.id), due="2026-11-01", cost="")
    head.reads("ผ่านไปแล้ว").sends(
        f"{page}/agree", officer=str(officer.id), due="2026-12-31", cost="๕,๐๐๐"
    )
    assert head.status == 303
    fixer.opens(page).reads("5,000 บาท", "เอกชัย ซ่อมไว").sends(
        f"{page}/done", note="ติดป้ายครบ 12 หมู่บ้าน"
    )
    assert fixer.status == 303
    fixer.opens(f"{page}?done=done").reads("ปรับปรุงแล้ว", "ติดป้ายครบ 12 หมู่บ้าน")
    assert forges(fixer, f"{page}/done", note="อีกครั้ง").status == 422
    assert fixer.opens("/desk/improvements/x").status == 404
