"""Makes the reports of a finished period once, and tells those who are to read, sign or publish them."""

from collections.abc import Sequence

from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from domain.organisation.periods import Period
from domain.reporting.schedule import KEPT_APART, Turn
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import monthly_report
from reports import mail
from reports.evidence_pack import ItemEvidence
from reports.issues import FileFormat, current_issue
from reports.statistics.period_names import period_name

SHOWN = 4
"""Buttons on a card."""


def make(uow: UnitOfWork, turn: Turn, period: Period) -> int:
    """Make the reports of a period and tell their recipients; returns how many were told.

    A report that was made before stays as it is.
    """
    issues = [current_issue(uow, code, period.key) for code in turn.reports]
    for one in issues:
        if one.report not in KEPT_APART:
            mail.queue(uow, one)
    translator = Translator(uow.context.translations)
    name = period_name(translator, period.key)
    told = 0
    for linked in uow.tx.officers.linked():
        own = [one for one in issues if receives(uow, linked.officer, one.report)]
        if not own:
            continue
        titles = [translator.say(f"publication.report_{one.report}", period=name) for one in own]
        body = translator.say("periodic.ready", reports="\n".join(titles))
        urls = [uow.context.signed_urls.report(one, FileFormat.PDF) for one in own]
        buttons = tuple(
            Choice(translator.say(f"periodic.open_{one.report}"), ButtonAction.LINK, url)
            for one, url in zip(own, urls, strict=True)
            if url is not None
        )[:SHOWN]
        title = translator.say("periodic.title", period=name)
        card = Card(
            title=title,
            alt=title,
            body=body,
            buttons=buttons,
            footnote=translator.say("periodic.next"),
            equal_buttons=True,
        )
        uow.notify(linked.line_user_id, [card])
        told += 1
    return told


def receives(uow: UnitOfWork, officer: Officer, code: str) -> bool:
    """Whether an officer gets a report: statistics of staff complaints only who is in charge of these."""
    if code in KEPT_APART:
        return officer.role is Role.INTEGRITY
    return monthly_report.receives_report(uow, officer)


def remind(uow: UnitOfWork, period: Period, missing: tuple[str, ...], *, escalated: bool) -> int:
    """Remind of statistics that are not published yet; returns how many were told.

    The section that runs the surveys is reminded; once `escalated`, the ปลัด and the นายก too.
    """
    translator = Translator(uow.context.translations)
    section = uow.context.catalog.organisation.eit_section
    name = period_name(translator, period.key)
    titles = "\n".join(
        translator.say(f"publication.report_{code}", period=name) for code in missing
    )
    key = "periodic.unpublished_long" if escalated else "periodic.unpublished"
    text = Text(translator.say(key, reports=titles))
    told = 0
    for linked in uow.tx.officers.linked():
        officer = linked.officer
        is_section = officer.role in DEPARTMENTAL and officer.department == section
        if is_section or (escalated and officer.is_executive):
            uow.notify(linked.line_user_id, [text])
            told += 1
    return told


def remind_of_evidence(uow: UnitOfWork, days: int, items: Sequence[ItemEvidence]) -> int:
    """Tell the section that runs the surveys which items have no evidence yet; returns how many were told.

    An item that nobody compared with the handbook is marked as a sample.
    """
    translator = Translator(uow.context.translations)
    section = uow.context.catalog.organisation.eit_section
    names = [
        one.item.th
        if one.item.verified
        else translator.say("evidence.unverified", name=one.item.th)
        for one in items
    ]
    lines = [f"{one.item.key} {name}" for one, name in zip(items, names, strict=True)]
    text = Text(translator.say("evidence.remind", days=days, items="\n".join(lines)))
    told = 0
    for linked in uow.tx.officers.linked():
        if linked.officer.role in DEPARTMENTAL and linked.officer.department == section:
            uow.notify(linked.line_user_id, [text])
            told += 1
    return told
