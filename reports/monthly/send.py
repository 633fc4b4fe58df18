"""Sends the monthly report once to the executives and the department that runs the EIT survey."""

from dataclasses import replace

from domain.figures.report_life import Issue
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Choice, Picture, Reply
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import monthly_report
from reports import mail
from reports.card import card
from reports.issues import MONTH_ON_ONE_PAGE, FileFormat, new_issue
from reports.monthly.audit_seal import seal_sentence
from reports.monthly.build import month_document
from reports.monthly.section_card import section_card


def report(uow: UnitOfWork, month: str) -> bool:
    """Freeze the figures of a past month and send the report; False if that was done before.

    Executives get the summary; the department's officers also get the survey section; the heads of the other
    departments get their own figures. Raises Refused
    month_not_over.
    """
    figures = monthly_report.freeze(uow, month)
    if figures is None:
        return False
    paragraphs = (*_after_a_restore(uow, month), *seal_sentence(uow, month))
    document = month_document(uow, figures, *paragraphs)
    cards = [card(document, section) for section in document.sections]
    issue = new_issue(uow, MONTH_ON_ONE_PAGE, month)
    mail.queue(uow, issue)
    page, buttons = _page(uow, issue)
    cards[0] = replace(cards[0], buttons=buttons)
    for linked in uow.tx.officers.linked():
        if monthly_report.receives_report(uow, linked.officer):
            shown = cards[:1] if linked.officer.is_executive else cards
            uow.notify(linked.line_user_id, [*page, *shown])
        elif own := section_card(uow, linked.officer, month, issue.figures):
            uow.notify(linked.line_user_id, [own])
    return True


def _page(uow: UnitOfWork, issue: Issue) -> tuple[list[Reply], tuple[Choice, ...]]:
    """Return the picture of the month on one page, and buttons that open the paper and the overdue cases.

    Without a public URL there is no picture and no paper.
    """
    urls, say = uow.context.signed_urls, Translator(uow.context.translations).say
    overdue = say("month_page.open_late")
    to_overdue = Choice(overdue, ButtonAction.SAY, overdue)
    picture, paper = (urls.report(issue, one) for one in (FileFormat.PNG, FileFormat.PDF))
    if picture is None or paper is None:
        return [], (to_overdue,)
    title = say("month_page.title", month=dates.month(issue.period).th)
    to_paper = Choice(say("month_page.open_paper"), ButtonAction.LINK, paper)
    return [Picture(picture, title)], (to_paper, to_overdue)


def _after_a_restore(uow: UnitOfWork, month: str) -> tuple[str, ...]:
    """Return a sentence if the report may have been sent before with other figures; else nothing.

    That is possible if it was due between the time of a restored backup and the restore.
    """
    restored = uow.tx.jobs.last_restore()
    due = monthly_report.due(month)
    if restored is None or not restored.made_at < due <= restored.at:
        return ()
    translator = Translator(uow.context.translations)
    return (translator.say("month.after_restore", day=dates.day(restored.made_at)),)
