"""Sends the monthly report once to the executives and the department that runs the EIT survey."""

from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import monthly_report
from reports.card import card
from reports.monthly.build import month_document


def report(uow: UnitOfWork, month: str) -> bool:
    """Freeze the figures of a past month and send the report; False if that was done before.

    Executives get the summary; the department's officers also get the survey section. Raises Refused
    month_not_over.
    """
    figures = monthly_report.freeze(uow, month)
    if figures is None:
        return False
    document = month_document(uow, figures, *_after_a_restore(uow, month))
    cards = [card(document, section) for section in document.sections]
    for linked in uow.tx.officers.linked():
        if monthly_report.receives_report(uow, linked.officer):
            uow.notify(linked.line_user_id, cards[:1] if linked.officer.is_executive else cards)
    return True


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
