"""The commands that create reports and take them through the steps to publication."""

from pathlib import Path

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, invalid
from bot.settings import Settings
from domain.figures.report_life import IssueState
from domain.organisation.thai_dates import arabic_digits
from handlers.core.unit_of_work import UnitOfWork
from reports import publication
from reports.issues import (
    ON_PAPER,
    FileFormat,
    count_volumes,
    current_issue,
    formats_of,
    new_issue,
    render,
)
from reports.kinds import KINDS


def make(
    settings: Settings,
    code: str,
    period: str,
    formats: list[FileFormat],
    folder: Path,
    *,
    anew: bool,
) -> list[str]:
    """Write the files of a report to a folder and return a line for each; a long one has several on paper.

    `anew`: create a new issue of today's figures, which replaces the current one. Raises InvalidError for an
    unknown report or period, and for a format that the report does not have.
    """
    period = arabic_digits(period)
    if code not in KINDS:
        raise invalid("no_report", code=code, known=", ".join(KINDS))
    try:
        KINDS[code].bounds(period)
    except ValueError:
        raise invalid("no_period", code=code, typed=period) from None
    if unknown := set(formats) - set(formats_of(code)):
        known = ", ".join(formats_of(code))
        raise invalid("no_format", known=known, typed=", ".join(sorted(unknown)))
    with unit_of_work(settings) as uow:
        issue = (new_issue if anew else current_issue)(uow, code, period)
        context = uow.context
        state = context.translations.both(f"reporting.state_{issue.state}")
        made = done("report_made", code=code, period=period, state=state, sha256=issue.sha256)
        lines = made.splitlines()
        folder.mkdir(parents=True, exist_ok=True)
        for one in formats:
            volumes = count_volumes(issue) if one in ON_PAPER else 1
            for part in range(1, volumes + 1):
                name = f"{code}-{period}-{part:02}" if volumes > 1 else f"{code}-{period}"
                path = folder / f"{name}.{one}"
                path.write_bytes(render(context, issue, one, part=part))
                lines.append(str(path))
    return lines


def list_issues(settings: Settings) -> list[str]:
    """Return a line for each issue, the newest first, with its state, number and public name."""
    with unit_of_work(settings) as uow:
        return [
            f"{one.report}  {one.period}  {_state(uow, one.state)}  {one.document_number or '-'}  "
            f"{one.slug or '-'}  {one.sha256[:12]}"
            for one in uow.tx.report_issues.all()
        ]


def _state(uow: UnitOfWork, state: IssueState) -> str:
    both = uow.context.translations.both(f"reporting.state_{state}")
    return f"{both.th} / {both.en}"


def number(settings: Settings, code: str, period: str, document_number: str) -> str:
    """Store the document number of a report; return what to print."""
    with unit_of_work(settings) as uow:
        publication.number(
            uow, publication.issue_of(uow, code, arabic_digits(period)), document_number
        )
    return done("report_numbered", code=code, period=period, number=document_number)


def sign(settings: Settings, code: str, period: str, signed_by: str, scan: Path) -> str:
    """Store the scan of the signed paper. Raises InvalidError for an unreadable file."""
    try:
        content = scan.read_bytes()
    except OSError as fault:
        raise invalid("file_unreadable", file=scan, reason=fault.strerror) from fault
    with unit_of_work(settings) as uow:
        publication.sign(
            uow, publication.issue_of(uow, code, arabic_digits(period)), signed_by, content
        )
    return done("report_signed", code=code, period=period, name=signed_by)


def permit(settings: Settings, code: str, period: str, permitted_by: str) -> str:
    """Store who permitted the publication; return what to print."""
    with unit_of_work(settings) as uow:
        publication.permit(
            uow, publication.issue_of(uow, code, arabic_digits(period)), permitted_by
        )
    return done("report_permitted", code=code, period=period, name=permitted_by)


def publish(settings: Settings, code: str, period: str) -> str:
    """Publish a report; return its URL on the office's site."""
    with unit_of_work(settings) as uow:
        slug = publication.publish(uow, publication.issue_of(uow, code, arabic_digits(period)))
    return done("report_published", address=f"/open/reports/{slug}.pdf")


def withdraw(settings: Settings, code: str, period: str, withdrawn_by: str, reason: str) -> str:
    """Withdraw the permission to publish a report, also of a published one; return what to print."""
    with unit_of_work(settings) as uow:
        issue = publication.to_withdraw(uow, code, arabic_digits(period))
        publication.withdraw(uow, issue, withdrawn_by, reason)
    return done("report_withdrawn", code=code, period=period, name=withdrawn_by)


def parse_formats(text: str) -> list[FileFormat]:
    """Parse formats separated by commas. Raises InvalidError for an unknown one."""
    try:
        return [FileFormat(one.strip().lower()) for one in text.split(",")]
    except ValueError as fault:
        known = ", ".join(FileFormat)
        raise invalid("no_format", known=known, typed=text) from fault
