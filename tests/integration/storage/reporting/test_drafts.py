"""A report of a period that goes on says on every page and in every file that it is a draft, and until when."""

import io
import zipfile

import docx
import pytest
from pypdf import PdfReader

from domain.organisation.calendar import month_bounds
from handlers.core.i18n import Translator
from reports.issues import FileFormat, current_issue, new_issue, render
from reports.kinds import KINDS
from tests.builders import a_case
from tests.moments import DAY, NOON

DRAFT = "ร่าง ข้อมูลถึง 17 พฤศจิกายน 2569"
RUNNING = {"M1": "2569-11", "M8": "2569-11", "M9": "2569-11", "M5": "2570", "M7": "2570"}


def rows_of(office, issue):
    document = KINDS["M2"].document(office.catalog, Translator(office.translations), issue.figures)
    return {row.label: row.cells[0].text for row in document.sections[0].figures[0].rows}


@pytest.mark.parametrize("code", KINDS)
def test_every_file_of_a_running_period_says_that_it_is_a_draft(office, code):
    with office.uow(NOON) as uow:
        issue = current_issue(uow, code, RUNNING.get(code, "2570-H1"))
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    marks = {DRAFT, DRAFT.translate(digits)}
    paper = PdfReader(io.BytesIO(render(office, issue, FileFormat.PDF)))
    assert any(mark in paper.metadata.title for mark in marks)
    word = docx.Document(io.BytesIO(render(office, issue, FileFormat.DOCX)))
    assert any(mark in one.text for one in word.paragraphs for mark in marks)
    assert any(mark in word.sections[0].footer.paragraphs[0].text for mark in marks)
    book = zipfile.ZipFile(io.BytesIO(render(office, issue, FileFormat.XLSX)))
    assert DRAFT in book.read("xl/sharedStrings.xml").decode()
    sheets = [one for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
    # The first sheet has it in its title; the last one has definitions only.
    assert sum(DRAFT in book.read(one).decode() for one in sheets) >= len(sheets) - 2
    lines = render(office, issue, FileFormat.CSV).decode().splitlines()[1:]
    assert all(DRAFT in one for one in lines if one.startswith("25"))


def test_what_is_over_is_no_draft(office):
    with office.uow(NOON) as uow:
        issue = new_issue(uow, "M2", "2569-10")
    assert "ร่าง" not in render(office, issue, FileFormat.CSV).decode()


def test_months_that_have_not_begun_are_no_zeros(office):
    with office.uow(NOON) as uow:
        case = a_case(id=0, number="000001", reporter="U1", filed_at=NOON - DAY)
        uow.tx.complaints.add(case, draft_id="1")
        running = rows_of(office, new_issue(uow, "M2", "2570-H1"))
    assert running == {
        "ตุลาคม 2569": "0",
        "พฤศจิกายน 2569": "1",
        **dict.fromkeys(("ธันวาคม 2569", "มกราคม 2570", "กุมภาพันธ์ 2570", "มีนาคม 2570"), "ยังไม่ถึง"),
        "รวม": "1",
    }
    with office.uow(month_bounds("2570-04")[0]) as uow:
        assert "ยังไม่ถึง" not in rows_of(office, new_issue(uow, "M2", "2570-H1")).values()
