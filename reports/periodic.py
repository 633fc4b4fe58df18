"""Create the reports of a finished period once, and notify those who must read, sign or publish them."""

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
"""Maximum buttons on a card."""


def make(uow: UnitOfWork, turn: Turn, period: Period) -> int:
    """Create the reports of a period and notify their recipients; returns how many were notified.

    An existing report is not changed.
    """
    issues = [current_issue(uow, code, period.key) for code in turn.reports]
    for one in issues:
        if one.report not in KEPT_APART:
            mail.queue(uow, one)
    translator = Translator(uow.context.translations)
    name = period_name(translator, period.key)
    notified = 0
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
        notified += 1
    return notified


def receives(uow: UnitOfWork, officer: Officer, code: str) -> bool:
    """Whether an officer receives a report; statistics of staff complaints only go to those in charge of them."""
    if code in KEPT_APART:
        return officer.role is Role.INTEGRITY
    return monthly_report.receives_report(uow, officer)


def remind(uow: UnitOfWork, period: Period, missing: tuple[str, ...], *, escalated: bool) -> int:
    """Remind of statistics that are not published yet; returns how many officers were notified.

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
    notified = 0
    for linked in uow.tx.officers.linked():
        officer = linked.officer
        is_section = officer.role in DEPARTMENTAL and officer.department == section
        if is_section or (escalated and officer.is_executive):
            uow.notify(linked.line_user_id, [text])
            notified += 1
    return notified


def remind_of_evidence(uow: UnitOfWork, days: int, items: Sequence[ItemEvidence]) -> int:
    """Notify the section that runs the surveys of items without evidence; returns how many officers were notified.

    An item that was not compared with the handbook is marked as a sample.
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
    notified = 0
    for linked in uow.tx.officers.linked():
        if linked.officer.role in DEPARTMENTAL and linked.officer.department == section:
            uow.notify(linked.line_user_id, [text])
            notified += 1
    return notified
