"""Send the monthly report once to the executives and the department that runs the EIT survey."""

from dataclasses import replace

from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import monthly_report
from reports import mail
from reports.card import card
from reports.issues import MONTH_ON_ONE_PAGE, new_issue
from reports.monthly.audit_seal import seal_sentence
from reports.monthly.build import month_document
from reports.monthly.case_cards import case_cards
from reports.monthly.chat_page import page_in_chat
from reports.monthly.issue import stored_page
from reports.monthly.month import for_readers
from reports.monthly.section_card import section_messages


def report(uow: UnitOfWork, month: str) -> bool:
    """Freeze the figures of a past month and send the report; False if that was done before.

    Executives get the page, the summary and the cases to decide; the department's officers get the page, the
    summary and the survey section; the head of every department gets its own page. Raises Refused month_not_over.
    """
    figures = monthly_report.freeze(uow, month)
    if figures is None:
        return False
    paragraphs = (*_after_a_restore(uow, month), *seal_sentence(uow, month))
    document = month_document(uow, figures, *paragraphs)
    cards = [card(document, section) for section in document.sections]
    to_executives = month_document(uow, figures, *paragraphs, shown=for_readers)
    summary = card(to_executives, to_executives.sections[0])
    issue = new_issue(uow, MONTH_ON_ONE_PAGE, month)
    mail.queue(uow, issue)
    pictures, buttons = page_in_chat(uow, issue)
    page = stored_page(issue.figures)
    cards[0] = replace(cards[0], buttons=buttons)
    summary = replace(summary, buttons=buttons)
    for linked in uow.tx.officers.linked():
        if monthly_report.receives_report(uow, linked.officer):
            shown = [*pictures, *cards]
            if linked.officer.is_executive:
                cases = case_cards(uow, linked.officer, page.decisions, page.oldest)
                shown = [*pictures, summary, *([cases] if cases else [])]
            uow.notify(linked.line_user_id, shown)
        if own := section_messages(uow, linked.officer, issue):
            uow.notify(linked.line_user_id, own)
    return True


def _after_a_restore(uow: UnitOfWork, month: str) -> tuple[str, ...]:
    """Return a sentence if the report may have been sent before with other figures; else empty.

    That is possible if it was due between the time of a restored backup and the restore.
    """
    restored = uow.tx.jobs.last_restore()
    due = monthly_report.due(month)
    if restored is None or not restored.made_at < due <= restored.at:
        return ()
    translator = Translator(uow.context.translations)
    return (translator.say("month.after_restore", day=dates.day(restored.made_at)),)
