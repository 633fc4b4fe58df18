"""The one-page monthly report of one department, for its head, with the same figures as the office's page."""

import json
from dataclasses import asdict

from domain.figures.month_page import DepartmentMonth, MonthPage, SectionMonth
from reports.document import Document, Highlight
from reports.monthly.month import Month
from reports.monthly.open_cases import oldest, to_decide
from reports.monthly.page import topics
from reports.places_to_sign import place


def department_of(page: MonthPage, department: str) -> tuple[DepartmentMonth, SectionMonth]:
    """Return the figures of a department, zeros if it had no case."""
    counts = next(
        (one for one in page.departments if one.department == department),
        DepartmentMonth(department, 0, 0, 0, 0, 0, 0),
    )
    shown = next(
        (one for one in page.sections if one.department == department),
        SectionMonth(department, 0, (), (), ()),
    )
    return counts, shown


def section_figures(month: Month, page: MonthPage, department: str) -> str:
    """Return the figures of only one department as JSON."""
    counts, shown = department_of(page, department)
    facts = {"month": month.now.month, "department": asdict(counts), "section": asdict(shown)}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def section_document(month: Month, page: MonthPage, department: str) -> Document:
    """Return the page of a department in Thai. Raises KeyError for an unknown department."""
    counts, shown = department_of(page, department)
    say, organisation = month.translator.say, month.catalog.organisation
    section = month.catalog.department(department)
    return Document(
        title=say("month_page.section_title", section=section.th, month=month.name),
        period=month.now.month,
        office=organisation.name_th,
        headline=_headline(month, counts),
        highlights=(
            Highlight(
                say("month_page.section_received"),
                f"{counts.received:,}",
                say("month_page.last_month", count=shown.before),
            ),
            Highlight(
                say("month_page.section_in_time"), f"{counts.in_time:,}", _share(month, counts)
            ),
            Highlight(say("month_page.section_open"), f"{counts.open_at_end:,}"),
            Highlight(say("month_page.section_overdue"), f"{counts.overdue:,}"),
        ),
        sections=(
            to_decide(month, shown.decisions),
            topics(month, shown.topics),
            oldest(month, shown.oldest),
        ),
        signatures=(
            place(month.translator, say("month_page.head", section=section.th)),
            place(
                month.translator,
                say("month_page.clerk", office=organisation.name_th),
                say("month_page.opinion"),
                "",
            ),
        ),
        notes=(say("month_page.definition", days=organisation.answer_days),),
    )


def _headline(month: Month, counts: DepartmentMonth) -> str:
    say = month.translator.say
    if not (counts.received or counts.open_at_end):
        return say("month_page.section_none")
    return say(
        "month_page.section_headline",
        received=counts.received,
        answered=counts.in_time,
        open=counts.open_at_end,
        overdue=counts.overdue,
    )


def _share(month: Month, counts: DepartmentMonth) -> str:
    if not counts.received:
        return month.translator.say("month_page.none_received")
    share = f"{100 * counts.in_time / counts.received:.1f}"
    return month.translator.say("month_page.share", share=share)
