"""What the office writes in a report itself: at the desk before the number; empty parts are not published."""

import pytest

from handlers.core.i18n import Translator
from reports.kinds import KINDS
from storage.tables import report_issue
from tests.moments import DAY, NOON
from tests.web_client import forges, rows, signed_in

ASKS = {"M5": "หน่วยงานเขียนแนวคิด", "M7": "ยังไม่มีหลักฐานในระบบ"}


@pytest.fixture
def clerk(client, office, clock):
    """An officer of the section that makes the reports, when fiscal year 2570 is over."""
    clock.now = NOON + 330 * DAY
    return signed_in(client, office, clock, department="clerk")[0]


def texts(office, *, is_public):
    """Every text of the newest report, of the office or of everybody."""
    issue = rows(office, report_issue)[-1]
    kind = KINDS[issue.report]
    figures = kind.published(issue.figures) if is_public else issue.figures
    document = kind.document(office.catalog, Translator(office.translations), figures)
    sections = [*document.sections, *document.appendix]
    return " ".join(
        [word for one in sections for word in one.paragraphs]
        + [cell.text for one in sections for row in one.listing.rows for cell in row.cells]
    )


@pytest.mark.parametrize("code", ["M5", "M7"])
def test_an_empty_part_asks_the_office_and_is_left_out_of_what_is_published(clerk, office, code):
    clerk.opens(f"/desk/reports/{code}/2570").sends(f"/desk/reports/{code}/2570/make")
    assert ASKS[code] in texts(office, is_public=False)
    assert ASKS[code] not in texts(office, is_public=True)


def test_what_is_written_is_in_the_report_and_stays_as_it_was_when_it_got_its_number(clerk, office):
    page = "/desk/reports/M5/2570"
    clerk.opens(page).sends(f"{page}/make")
    clerk.opens(page).reads("ส่วนที่หน่วยงานเขียนเอง", "แนวคิด ทฤษฎี")
    assert forges(clerk, f"{page}/written", concepts="ก" * 10_001).status == 422
    clerk.reads("ยาวเกิน 10000 ตัวอักษร")
    assert forges(clerk, f"{page}/written", concepts="แนวคิดของ\r\nMillet (1954)").status == 303
    clerk.opens(page).reads("Millet (1954)")
    for is_public in (False, True):
        assert "แนวคิดของ Millet (1954)" in texts(office, is_public=is_public)
    clerk.opens(page)
    forges(clerk, f"{page}/numbered", name="ชบ 1")
    assert "ส่วนที่หน่วยงานเขียนเอง" not in clerk.opens(page).text
    assert forges(clerk, f"{page}/written", concepts="แก้ทีหลัง").status == 422
    assert "แก้ทีหลัง" not in texts(office, is_public=True)


def test_the_results_of_each_measure_can_be_written(clerk, office):
    page = "/desk/reports/M7/2570"
    clerk.opens(page).sends(f"{page}/make")
    key = office.disclosure.measures[-1].key
    assert forges(clerk, f"{page}/written", **{key: "อบรมแล้ว 2 ครั้ง"}).status == 303
    assert "อบรมแล้ว 2 ครั้ง" in texts(office, is_public=True)
