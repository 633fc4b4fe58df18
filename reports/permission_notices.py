"""Notify in LINE those whose turn it is: executives of a signed report, the section of a permitted one."""

from domain.figures.report_life import Issue
from domain.organisation.officers import DEPARTMENTAL, Officer
from domain.reporting.schedule import KEPT_APART
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from reports.statistics.period_names import period_name


def ask_for_permission(uow: UnitOfWork, issue: Issue, by: Officer | None) -> None:
    """Notify the executives that a signed report waits for their permission to be published."""
    if issue.report in KEPT_APART:
        # Its custodian records the permission that was given on paper; executives do not receive it.
        return
    for linked in uow.tx.officers.linked():
        if linked.officer.is_executive and not _is(linked.officer, by):
            uow.notify(linked.line_user_id, [_text(uow, "reporting.permission_wanted", issue)])


def tell_of_permission(
    uow: UnitOfWork, issue: Issue, permitted_by: str, by: Officer | None
) -> None:
    """Notify the section that publishes the reports that one may be published now."""
    if issue.report in KEPT_APART:
        return
    section = uow.context.catalog.organisation.eit_section
    for linked in uow.tx.officers.linked():
        officer = linked.officer
        if officer.role in DEPARTMENTAL and officer.department == section and not _is(officer, by):
            text = _text(uow, "reporting.permission_given", issue, name=permitted_by)
            uow.notify(linked.line_user_id, [text])


def _is(officer: Officer, by: Officer | None) -> bool:
    return by is not None and officer.id == by.id


def _text(uow: UnitOfWork, key: str, issue: Issue, **facts: str) -> Text:
    translator = Translator(uow.context.translations)
    period = period_name(translator, issue.period)
    title = translator.say(f"publication.report_{issue.report}", period=period)
    return Text(translator.say(key, report=title, **facts))
