"""A half-year small enough to count by hand, and the states of a report, on both databases."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from domain.cases.complaint import Place, Status, WaitingFor
from domain.errors import Refused
from domain.figures.case_statistics import CaseCount
from domain.figures.month_page import DepartmentMonth, MonthCounts, Question
from domain.figures.report_life import IssueState
from domain.organisation.calendar import month_bounds
from domain.organisation.periods import parse_period
from handlers.core.i18n import Translator
from reports import publication
from reports.document import Table
from reports.issues import FileFormat, count_volumes, current_issue, new_issue, render
from reports.kinds import KINDS
from reports.open_data import as_csv, as_json, dictionary, open_figures
from tests.builders import a_case
from tests.moments import DAY

OCTOBER, END = month_bounds("2569-10")
AFTER = END + 8 * timedelta(hours=1)
SCAN = b"%PDF-1.7 signed"


def file(tx, number, **facts):
    """File a case on the given day of October; it is due a week later and to be answered in fifteen days."""
    filed = OCTOBER + facts.pop("day", 1) * DAY
    ordinary = {
        "id": 0,
        "number": f"{number:06}",
        "reporter": f"U{number}",
        "filed_at": filed,
        "due_at": filed + 7 * DAY,
        "answer_by": filed + 15 * DAY,
    }
    return tx.complaints.add(a_case(**(ordinary | facts)), draft_id=f"{number}")


@pytest.fixture
def october(office):
    """Nine ordinary cases and two staff complaints; the comments say how each is counted."""
    with office.store.begin() as tx:
        # Engineering: one answered in time and closed, one late, overdue and unassigned, one waiting for money.
        done = file(tx, 1, answered_at=OCTOBER + 3 * DAY, place=Place(village=3))
        done = replace(done, status=Status.CLOSED, ended_at=OCTOBER + 5 * DAY)
        tx.complaints.save(done)
        tx.resolutions.add(done, "note")
        file(tx, 2, category="road", day=2, place=Place(village=3))
        file(
            tx,
            3,
            category="road",
            day=4,
            answered_at=OCTOBER + 6 * DAY,
            status=Status.WAITING,
            waiting_for=WaitingFor.BUDGET,
            paused_at=OCTOBER + 6 * DAY,
        )
        # Health: five about waste, not due to be answered by the end of the month, and due in November.
        for number in range(4, 9):
            file(tx, number, category="waste", department="health", day=27)
        # Filed in September, still open: among the open cases, not among those received.
        file(tx, 9, category="water", day=-10, answered_at=OCTOBER - 2 * DAY)
        file(tx, 10, category="corruption", department="clerk", restricted=True, day=9)
        file(tx, 11, category="corruption", department="clerk", restricted=True, day=9)
    return office


def test_the_page_of_the_month_is_what_a_person_counts(october):
    with october.uow(AFTER) as uow:
        facts = json.loads(KINDS["M1"].figures(uow, "2569-10"))
        page = uow.tx.month_pages.read(
            [("2569-09", *month_bounds("2569-09")), ("2569-10", OCTOBER, END)]
        )
    assert facts["month"]["received"] == 8
    assert page.trend == (MonthCounts("2569-09", 1, 0), MonthCounts("2569-10", 8, 1))
    assert page.departments == (
        # received, in time, late, not due; open at the end, overdue: case 2 and the one of September
        DepartmentMonth("engineering", 3, 2, 1, 0, 3, 2),
        DepartmentMonth("health", 5, 0, 0, 5, 5, 0),
    )
    assert [case.number for case in page.oldest] == [f"{n:06}" for n in (9, 2, 3, 4, 5)]
    assert [(one.question, one.case.number, one.case.days_late) for one in page.decisions] == [
        (Question.NOBODY_IN_CHARGE, "000009", 34),
        (Question.NOBODY_IN_CHARGE, "000002", 22),
    ]
    assert page.waiting_for == (("", 7), ("budget", 1))


def test_the_statistics_have_rows_of_zero_and_leave_staff_matters_out(october):
    with october.uow(AFTER) as uow:
        counts = uow.tx.statistics.of_cases(
            parse_period("2570-H1"), ["light", "road", "animal"], [3, 4]
        )
        staff = uow.tx.statistics.of_staff_cases(parse_period("2570-H1"))
    assert counts.total == CaseCount(8, 1)
    assert counts.categories == (
        ("light", CaseCount(1, 1)),
        ("road", CaseCount(2, 0)),
        ("animal", CaseCount(0, 0)),
    )
    assert counts.villages == ((3, CaseCount(2, 1)), (4, CaseCount(0, 0)), (None, CaseCount(6, 0)))
    assert [month for month, _ in counts.months] == [
        *("2569-10", "2569-11", "2569-12", "2570-01", "2570-02", "2570-03")
    ]
    assert (staff.total, staff.categories) == (CaseCount(2, 0), ())


HALF_YEARLY, YEARLY = ("M3", "M4", "M10"), ("M5", "M7")
WHEN_TWO_YEARS_ARE_OVER = month_bounds("2571-10")[0]
"""Fiscal year 2570 has cases and 2571 has none."""


def of(code, *, without_cases):
    """The period of a report with the cases of October, or one without any."""
    if code in HALF_YEARLY:
        return "2571-H1" if without_cases else "2570-H1"
    if code in YEARLY:
        return "2571" if without_cases else "2570"
    return "2569-09" if without_cases else "2569-10"


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("without_cases", [False, True])
def test_every_report_is_written_in_every_format_also_of_a_time_without_cases(
    october, code, without_cases
):
    with october.uow(WHEN_TWO_YEARS_ARE_OVER) as uow:
        issue = new_issue(uow, code, of(code, without_cases=without_cases))
    formats = (FileFormat.PDF, FileFormat.XLSX) if without_cases else FileFormat
    assert all(render(october, issue, one) for one in formats)
    document = KINDS[code].document(
        october.catalog, Translator(october.translations), issue.figures
    )
    # A program that reads a table aloud says the title of the column before each cell.
    for section in (*document.sections, *document.appendix):
        for one in (*section.figures, section.listing):
            if isinstance(one, Table) and one.rows:
                assert one.columns, section.heading
                assert all(one.columns), section.heading


@pytest.mark.parametrize(
    ("code", "period"),
    [("M3", "2569-10"), ("M4", "2569-10"), ("M5", "2570-H1"), ("M7", "2570-Q1"), ("M9", "2570")],
)
def test_a_report_is_made_only_of_periods_that_do_not_overlap(october, code, period):
    with october.uow(WHEN_TWO_YEARS_ARE_OVER) as uow, pytest.raises(ValueError, match=period):
        new_issue(uow, code, period)


def test_a_poster_of_a_time_without_cases_boasts_of_nothing(october):
    with october.uow(WHEN_TWO_YEARS_ARE_OVER) as uow:
        issue = new_issue(uow, "M10", "2571-H1")
    document = KINDS["M10"].document(
        october.catalog, Translator(october.translations), issue.figures
    )
    assert document.sections[0].listing.rows == ()


def test_a_half_year_without_staff_matters_says_so(office):
    with office.uow(AFTER) as uow:
        issue = new_issue(uow, "M3", "2569-H2")
    translator = Translator(office.translations)
    document = KINDS["M3"].document(office.catalog, translator, issue.figures)
    assert document.headline == "ไม่มีเรื่องร้องเรียน"
    assert [row.cells[0].text for row in document.sections[0].figures[0].rows] == ["0"]


@pytest.mark.parametrize("period", ["2569-10", "2570-Q1"])
def test_staff_matters_are_counted_for_half_years_alone(october, period):
    with october.uow(AFTER + 90 * DAY) as uow, pytest.raises(ValueError, match="half-year"):
        new_issue(uow, "M3", period)


def test_figures_stay_as_they_were_when_the_report_was_made(october):
    with october.uow(AFTER) as uow:
        first = current_issue(uow, "M2", "2569-10")
        file(uow.tx, 20)
    with october.uow(AFTER + DAY) as uow:
        assert current_issue(uow, "M2", "2569-10") == first
        anew = new_issue(uow, "M2", "2569-10")
        assert (anew.replaces, anew.sha256 == first.sha256) == (first.id, False)
        assert uow.tx.report_issues.get(first.id).state is IssueState.REPLACED


def test_a_period_that_is_not_over_is_not_stored_and_one_to_come_is_refused(october):
    with october.uow(END - DAY) as uow:
        assert current_issue(uow, "M1", "2569-10").id == 0
        with pytest.raises(Refused, match="report_not_begun"):
            current_issue(uow, "M1", "2569-11")
    with october.uow(AFTER) as uow:
        assert uow.tx.report_issues.all() == []


def test_a_report_is_published_in_the_order_of_the_office_and_its_bytes_stay(october):
    with october.uow(AFTER) as uow:
        current_issue(uow, "M2", "2569-10")
        issue = publication.issue_of(uow, "M2", "2569-10")
        for step in (
            lambda: publication.sign(uow, issue, "นายก", SCAN),
            lambda: publication.permit(uow, issue, "นายก"),
            lambda: publication.publish(uow, issue),
        ):
            with pytest.raises(Refused, match="report_out_of_order"):
                step()
        with pytest.raises(Refused, match="report_needs_a_name"):
            publication.number(uow, issue, " ")
        publication.number(uow, issue, "ชบ 72301/15")
        numbered = publication.issue_of(uow, "M2", "2569-10")
        with pytest.raises(Refused, match="report_scan_unreadable"):
            publication.sign(uow, numbered, "นายก", b"GIF89a")
        publication.sign(uow, numbered, "นายก", SCAN)
        publication.permit(uow, publication.issue_of(uow, "M2", "2569-10"), "นายก")
        slug = publication.publish(uow, publication.issue_of(uow, "M2", "2569-10"))
    with october.uow(AFTER + DAY) as uow:
        new_issue(uow, "M2", "2569-10")
        published = uow.tx.report_issues.by_slug(slug)
        assert published.state is IssueState.REPLACED
        assert uow.tx.report_issues.file(published.id, "pdf").content.startswith(b"%PDF")
        assert uow.tx.report_issues.file(published.id, "scan").content == SCAN
        assert [one.id for one in uow.tx.report_issues.published()] == [published.id]
        # What is being made does not stand in the way of withdrawing what is public.
        found = publication.to_withdraw(uow, "M2", "2569-10")
        with pytest.raises(Refused, match="report_reason_long"):
            publication.withdraw(uow, found, "นายก", "ก" * 301)
        publication.withdraw(uow, found, "นายก", "นับซ้ำ")
        withdrawn = uow.tx.report_issues.by_slug(slug)
        assert (withdrawn.state, withdrawn.is_public) == (IssueState.REPLACED, False)
        assert (withdrawn.withdrawn_at, withdrawn.withdrawn_reason) == (AFTER + DAY, "นับซ้ำ")
        assert uow.tx.report_issues.file(published.id, "pdf")
        with pytest.raises(Refused, match="report_nothing_to_withdraw"):
            publication.to_withdraw(uow, "M2", "2569-10")


def test_what_anybody_may_see_has_no_small_number(october, office):
    with october.uow(END + 70 * DAY) as uow:
        figures = open_figures(uow)
        anew = open_figures(uow)
    meanings = dictionary(office.translations)
    assert as_json(anew, meanings) == as_json(figures, meanings)
    assert as_csv(anew, meanings) == as_csv(figures, meanings)
    assert figures.half_year == "2569-H2"
    # The single case of September would be revealed.
    assert figures.topics == ()


def test_a_long_register_is_printed_in_volumes_and_whole_in_a_workbook(october, monkeypatch):
    monkeypatch.setattr("domain.reporting.register.LINES_A_VOLUME", 3)
    with october.uow(AFTER) as uow:
        issue = new_issue(uow, "M9", "2569-10")
    assert count_volumes(issue) == 3
    printed = [render(october, issue, FileFormat.PDF, part=part) for part in (1, 2, 3)]
    read = ["".join(page.extract_text() for page in pages_of(one)) for one in printed]
    for number, text in enumerate(read, 1):
        told = [n for n in range(1, 9) if f"{n:06}" in text]
        assert told == [n for n in range(1, 9) if (n - 1) // 3 == number - 1]
    for part in (0, 4):
        with pytest.raises(IndexError):
            render(october, issue, FileFormat.DOCX, part=part)
    whole = render(october, issue, FileFormat.CSV).decode()
    assert all(f"{n:06}" in whole for n in range(1, 9))


def pages_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages
