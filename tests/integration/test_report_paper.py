"""The number, the signature and the permission of a report: printed, corrected until published, announced in LINE."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select

from domain.errors import Refused
from domain.organisation.calendar import BANGKOK
from domain.organisation.officers import Role
from handlers.core.i18n import Translator
from handlers.usecases import officers
from reports import publication
from reports.issues import FileFormat, current_issue, render, render_published
from reports.kinds import KINDS
from reports.signing import as_signed, with_number
from storage.tables import audit, outbox, report_issue
from tests.moments import DAY, NOON
from tests.web_client import forges, rows, signed_in

OCTOBER = "2569-10"
PAGE = f"/desk/reports/M2/{OCTOBER}"
SIGNER = "นายวิชัย มั่นคง ปลัดองค์การบริหารส่วนตำบลนาวังหิน"


def scan(content=b"%PDF-1.7 signed"):
    return (io.BytesIO(content), "scan.pdf")


@pytest.fixture
def clerk(client, office, clock):
    return signed_in(client, office, clock, department="clerk")[0]


@pytest.fixture
def made(clerk, office, clock):
    """A report made two days ago."""
    now, clock.now = clock.now, clock.now - 2 * DAY
    with office.uow(clock()) as uow:
        current_issue(uow, "M2", OCTOBER)
    clock.now = now
    return office


def issue_of(office):
    return rows(office, report_issue)[-1]


def test_number_signer_day_and_scan_are_corrected_until_the_publication(clerk, palad, made):
    clerk.opens(PAGE).sends(f"{PAGE}/numbered", name="ชบ 1")
    clerk.opens(PAGE).sends(f"{PAGE}/numbered", name="ชบ 71001/452")
    assert (issue_of(made).document_number, issue_of(made).state) == ("ชบ 71001/452", "numbered")
    clerk.opens(PAGE).sends(f"{PAGE}/signed", name="วิชย", day="16/11/2569", scan=scan())
    forges(clerk, f"{PAGE}/signed", name=SIGNER, day="๑๕ พฤศจิกายน ๒๕๖๙")
    found = issue_of(made)
    assert (found.signed_by, found.state) == (SIGNER, "signed")
    assert found.signed_at.astimezone(BANGKOK).date().isoformat() == "2026-11-15"
    palad.opens(PAGE).sends(f"{PAGE}/permitted")
    forges(clerk, f"{PAGE}/signed", name=SIGNER, day="", scan=scan(b"%PDF-1.7 the right paper"))
    assert issue_of(made).state == "signed"
    assert clerk.opens(f"{PAGE}/scan.pdf").content.endswith(b"the right paper")
    palad.opens(PAGE).sends(f"{PAGE}/permitted")
    clerk.opens(PAGE).sends(f"{PAGE}/published")
    assert issue_of(made).state == "published"
    assert forges(clerk, f"{PAGE}/numbered", name="ชบ 2").status == 422
    assert issue_of(made).document_number == "ชบ 71001/452"
    corrections = [row for row in rows(made, audit) if row.action == "report_corrected"]
    assert len(corrections) == 3


@pytest.mark.parametrize(
    "day", ["14/11/2569", "18/11/2569", "1 มกราคม 2500", "เมื่อวาน", "31/2/2569"]
)
def test_a_day_of_signing_that_cannot_be_is_refused_with_a_sentence(clerk, made, day):
    clerk.opens(PAGE).sends(f"{PAGE}/numbered", name="ชบ 1")
    answer = forges(clerk, f"{PAGE}/signed", name=SIGNER, day=day, scan=scan())
    assert answer.status == 422
    clerk.reads("พิมพ์ เช่น 5 ธันวาคม 2569", SIGNER)
    assert issue_of(made).state == "numbered"


def test_what_is_too_long_is_told_and_not_cut(clerk, made):
    page = clerk.opens(PAGE)
    assert "maxlength" not in page.html
    assert forges(clerk, f"{PAGE}/numbered", name="x" * 3000).status == 422
    clerk.reads("ยาวเกิน 100 ตัวอักษร")
    assert clerk.fields["name"] == "x" * 3000


def test_the_public_report_says_its_number_and_who_signed_it_instead_of_empty_lines(made):
    with made.uow(NOON) as uow:
        for step in (
            lambda one: publication.number(uow, one, "ชบ 71001/452"),
            lambda one: publication.sign(uow, one, SIGNER, b"%PDF-1.7"),
            lambda one: publication.permit(uow, one, "นางสาวนภา นายก"),
        ):
            step(publication.issue_of(uow, "M2", OCTOBER))
        issue = publication.issue_of(uow, "M2", OCTOBER)
    translator = Translator(made.translations)
    document = KINDS["M2"].document(made.catalog, translator, issue.figures)
    shown = as_signed(translator, issue, with_number(translator, issue, document))
    assert "ชบ 71001/452" in shown.headline
    assert shown.signatures == ()
    assert shown.sections[-1].paragraphs == (
        f"ลงนามแล้วโดย {SIGNER} วันที่ 17 พฤศจิกายน 2569",
        "อนุญาตให้เผยแพร่โดย นางสาวนภา นายก วันที่ 17 พฤศจิกายน 2569",
    )
    book = render_published(made, issue, FileFormat.XLSX)
    assert book != render(made, issue, FileFormat.XLSX)
    paper = "".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(render_published(made, issue, FileFormat.PDF))).pages
    )
    assert "71001/452" in paper
    assert "....." not in paper


def test_a_memorandum_has_its_number_and_the_day_of_signing_in_its_head(office):
    with office.uow(NOON) as uow:
        current_issue(uow, "M8", OCTOBER)
        publication.number(uow, publication.issue_of(uow, "M8", OCTOBER), "ชบ 71001/452")
        numbered = publication.issue_of(uow, "M8", OCTOBER)
        publication.sign(uow, numbered, SIGNER, b"%PDF-1.7")
        signed = publication.issue_of(uow, "M8", OCTOBER)

    def head(issue) -> dict[str, str]:
        translator = Translator(office.translations)
        document = KINDS["M8"].document(office.catalog, translator, issue.figures)
        shown = with_number(translator, issue, document)
        return {one.label: one.value for one in shown.head}

    assert (head(numbered)["ที่"], head(numbered)["วันที่"]) == ("ชบ 71001/452", "")
    assert (head(signed)["ที่"], head(signed)["วันที่"]) == ("ชบ 71001/452", "17 พฤศจิกายน 2569")
    assert head(signed)["เรียน"] == "นายกองค์การบริหารส่วนตำบลนาวังหิน"


@pytest.fixture
def in_line(office):
    """Officers in LINE."""
    found = {}
    with office.uow(NOON) as uow:
        for name, role, department in (
            ("ปลัด", Role.PALAD, None),
            ("นายก", Role.NAYOK, None),
            ("ธุรการ", Role.OFFICER, "clerk"),
            ("นิติกร", Role.INTEGRITY, None),
            ("ช่าง", Role.HEAD, "engineering"),
        ):
            found[name], code = officers.add(uow, name, role, department)
            officers.link(uow, f"U{name}", code)
    return found


def told(office):
    """Return how many were notified since the last look, and empty the queue."""
    with office.store.begin() as tx:
        found = tx.connection.execute(select(outbox.c.recipient)).all()
        tx.connection.execute(delete(outbox))
    return len({row.recipient for row in found})


def test_those_whose_turn_it_is_are_notified_in_line(office, in_line):
    with office.uow(NOON) as uow:
        for code in ("M2", "M8"):
            current_issue(uow, code, OCTOBER)
            publication.number(uow, publication.issue_of(uow, code, OCTOBER), "ชบ 1")
    told(office)
    with office.uow(NOON) as uow:
        publication.sign(uow, publication.issue_of(uow, "M8", OCTOBER), SIGNER, b"%PDF-1.7")
    assert told(office) == 0
    with office.uow(NOON) as uow:
        publication.sign(uow, publication.issue_of(uow, "M2", OCTOBER), SIGNER, b"%PDF-1.7")
    # ปลัด and นายก, and then the officer of the section that publishes.
    assert told(office) == 2
    with office.uow(NOON) as uow:
        issue = publication.issue_of(uow, "M2", OCTOBER)
        publication.permit(uow, issue, "นางสาวนภา นายก", in_line["นายก"])
    assert told(office) == 1


def test_a_second_permission_says_who_gave_it_already(clerk, palad, made):
    clerk.opens(PAGE).sends(f"{PAGE}/numbered", name="ชบ 1")
    clerk.opens(PAGE).sends(f"{PAGE}/signed", name=SIGNER, scan=scan())
    palad.opens(PAGE).sends(f"{PAGE}/permitted")
    assert forges(palad, f"{PAGE}/permitted", name="อีกครั้ง").status == 422
    palad.reads("อนุญาตให้เผยแพร่แล้วเมื่อวันที่ 17 พฤศจิกายน 2569")
    with made.uow(NOON) as uow, pytest.raises(Refused, match="report_permitted_already"):
        publication.permit(uow, publication.issue_of(uow, "M2", OCTOBER), "ใคร")
