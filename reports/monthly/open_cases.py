"""The open cases on the page of a month: those to decide, and those open the longest."""

from domain.figures.month_page import Decision, OpenCase
from handlers.core.i18n import Translator
from handlers.views.decision_card import question_text
from reports.document import Section, Table, TableRow, TextCell
from reports.monthly.month import Month

WIDTHS = (9, 7, 5, 2)
"""Of the list of old cases: a case number with its topic fits into one line."""


def to_decide(month: Month, decisions: tuple[Decision, ...]) -> Section:
    """Return the section with the decisions asked of an executive."""
    say = month.translator.say
    rows = tuple(
        TableRow(case_text(month, one.case), (TextCell(question_text(month.translator, one)),))
        for one in decisions
    )
    columns = (say("month_page.oldest_case"), say("month_page.asked"))
    listing = Table(rows, columns, empty=say("month_page.nothing_to_decide"))
    return Section(say("month_page.decide"), "", (), listing)


def oldest(month: Month, cases: tuple[OpenCase, ...]) -> Section:
    """Return the section with the cases open the longest, their assignees and the reasons."""
    say = month.translator.say
    rows = tuple(
        TableRow(
            case_text(month, case),
            (
                TextCell(holder_text(month, case)),
                TextCell(reason_text(month.translator, case)),
                TextCell(say("month_page.days", days=case.days)),
            ),
        )
        for case in cases
    )
    columns = (
        say("month_page.oldest_case"),
        say("month_page.oldest_holder"),
        say("month_page.oldest_reason"),
        say("month_page.oldest_days"),
    )
    return Section(
        say("month_page.oldest"),
        "",
        (),
        Table(rows, columns, empty=say("month.none_open"), widths=WIDTHS),
    )


def case_text(month: Month, case: OpenCase) -> str:
    """Return the number and the topic of a case."""
    category = month.catalog.category(case.category).th
    return month.translator.say("month_page.case", number=case.number, category=category)


def holder_text(month: Month, case: OpenCase) -> str:
    """Return the department and the officer in charge."""
    officer = case.officer or month.translator.say("month_page.nobody")
    department = month.catalog.department(case.department).short_th
    return month.translator.say("month_page.holder", department=department, officer=officer)


def reason_text(translator: Translator, case: OpenCase) -> str:
    """Return why a case is still open."""
    if case.waiting_for:
        reason = translator.say(f"waiting.{case.waiting_for}")
        return translator.say("month_page.waits", reason=reason, days=case.days_waiting)
    if case.days_late:
        # That it is late is no reason: nobody accepted it, or nobody said why it is not done.
        key = "month_page.no_reason_late" if case.officer else "month_page.nobody_late"
        return translator.say(key, days=case.days_late)
    return translator.say("month_page.in_progress")
