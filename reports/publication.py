"""The steps of a report from draft to publication: numbered, signed, permitted, published; and its withdrawal.

`by`: the officer who takes a step, None for the administrator on the terminal. Each step is in the audit log.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time

from domain.errors import Refused
from domain.figures.report_life import Issue, IssueState, check_step, check_withdrawal
from domain.organisation import thai_dates
from domain.organisation.calendar import BANGKOK, bangkok
from domain.organisation.officers import Officer
from domain.organisation.periods import parse_period
from domain.reporting.schedule import KEPT_APART
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.issues import MEDIA_TYPES, FileFormat, render_published
from reports.kinds import KINDS
from reports.permission_notices import ask_for_permission, tell_of_permission
from storage.cases.audit import Entry
from storage.reporting.report_issues import ReportFile

PUBLISHED_FORMATS = (FileFormat.PDF, FileFormat.XLSX, FileFormat.CSV)
SCAN = "scan"
MAX_SCAN_BYTES = 20_000_000
_SCAN_BEGINS = b"%PDF-"
TEXT_LIMIT = 10_000
"""Maximum characters of a part that the office writes itself."""
CORRECTED = "corrected"
"""The entry in the audit log of a corrected number, signer, day of signing or scan."""
CORRECTED_AT = frozenset({IssueState.NUMBERED, IssueState.SIGNED, IssueState.PERMITTED})
"""The states in which the number can still be corrected: before the publication."""
NOON = time(12)
NUMBER_LIMIT, NAME_LIMIT, REASON_LIMIT = 100, 200, 300
"""Maximum characters of a document number, of the name and post of a person, and of the reason of a withdrawal."""


def issue_of(uow: UnitOfWork, code: str, period: str) -> Issue:
    """Return the stored current issue. Raises Refused report_not_made if there is none."""
    issue = uow.tx.report_issues.current(code, period)
    if issue is None:
        raise Refused("report_not_made")
    return issue


def write(
    uow: UnitOfWork, issue: Issue, texts: Mapping[str, str], by: Officer | None = None
) -> None:
    """Store the parts that the office writes itself, until the report has its number. `texts`: by their keys.

    Raises Refused report_out_of_order or report_text_long.
    """
    if issue.state is not IssueState.DRAFT:
        raise Refused("report_out_of_order")
    kind = KINDS[issue.report]
    translator = Translator(uow.context.translations)
    kept = {
        one.key: texts.get(one.key, "").replace("\r\n", "\n").strip()
        for one in kind.to_write(translator, issue.figures)
    }
    if any(len(text) > TEXT_LIMIT for text in kept.values()):
        raise Refused("report_text_long", most=TEXT_LIMIT)
    figures = kind.written(issue.figures, kept)
    sha256 = hashlib.sha256(figures.encode()).hexdigest()
    uow.tx.report_issues.correct(issue.id, figures=figures, sha256=sha256)
    _record(uow, issue, "written", by)


def number(uow: UnitOfWork, issue: Issue, document_number: str, by: Officer | None = None) -> None:
    """Store the number of the office's register; until the publication also a corrected one.

    Raises Refused report_out_of_order, report_needs_a_name, report_name_long or report_before_data.
    """
    typed = _named(document_number, NUMBER_LIMIT)
    if issue.state in CORRECTED_AT:
        uow.tx.report_issues.correct(issue.id, document_number=typed)
        _record(uow, issue, CORRECTED, by)
        return
    check_step(issue, IssueState.NUMBERED)
    ensure_data(uow, issue.period)
    uow.tx.report_issues.number(issue.id, typed)
    _record(uow, issue, IssueState.NUMBERED, by)


def ensure_data(uow: UnitOfWork, period: str) -> None:
    """Raise Refused report_before_data for a period before the system was in use: its zeros are no figures."""
    begun = uow.tx.public_page.begun_at()
    if begun is not None and parse_period(period).bounds[1] <= begun:
        raise Refused("report_before_data", day=thai_dates.long_date(begun))


def sign(
    uow: UnitOfWork,
    issue: Issue,
    signed_by: str,
    scan: bytes,
    by: Officer | None = None,
    *,
    on: date | None = None,
) -> None:
    """Store who signed and when, and the scan of the signed paper, a PDF of at most MAX_SCAN_BYTES.

    Until the publication all of it can be corrected, the name and the day without a new scan. A new scan needs a
    new permission, because the old one was for other paper. `on`: the day of signing, today if it is None.

    Raises Refused report_out_of_order, report_needs_a_name, report_name_long, report_scan_unreadable, or
    report_signed_day for a day after today or before the report was made.
    """
    is_correction = issue.state in {IssueState.SIGNED, IssueState.PERMITTED}
    if not is_correction:
        check_step(issue, IssueState.SIGNED)
    signer, signed_at = _named(signed_by), _signed_at(uow, issue, on)
    if is_correction and not scan:
        uow.tx.report_issues.correct(issue.id, signed_by=signer, signed_at=signed_at)
        _record(uow, issue, CORRECTED, by)
        return
    if not scan.startswith(_SCAN_BEGINS) or len(scan) > MAX_SCAN_BYTES:
        raise Refused("report_scan_unreadable", most=MAX_SCAN_BYTES // 1_000_000)
    uow.tx.report_issues.sign(issue.id, signer, signed_at)
    uow.tx.report_issues.drop_file(issue.id, SCAN)
    uow.tx.report_issues.keep_file(issue.id, _file(SCAN, MEDIA_TYPES[FileFormat.PDF], scan))
    _record(uow, issue, CORRECTED if is_correction else IssueState.SIGNED, by)
    if KINDS[issue.report].published and issue.state is not IssueState.SIGNED:
        ask_for_permission(uow, issue, by)


def _signed_at(uow: UnitOfWork, issue: Issue, on: date | None) -> datetime:
    """Return the time that stands for a day of signing."""
    today, made = bangkok(uow.now).date(), bangkok(issue.made_at).date()
    if on is None or on == today:
        return uow.now
    if not made <= on < today:
        raise Refused("report_signed_day", made=thai_dates.long_date(issue.made_at))
    return datetime.combine(on, NOON, BANGKOK)


def may_permit(officer: Officer, code: str) -> bool:
    """Whether an officer may record the permission to publish a report.

    Executives may. For a report about staff, which they do not receive, the officer in charge of it records the
    permission given on paper.
    """
    return officer.is_executive or code in KEPT_APART


def permit(uow: UnitOfWork, issue: Issue, permitted_by: str, by: Officer | None = None) -> None:
    """Store who permitted the publication. Raises as `number` does, and Refused not_allowed."""
    if by is not None and not may_permit(by, issue.report):
        raise Refused("not_allowed")
    if issue.state in {IssueState.PERMITTED, IssueState.PUBLISHED} and issue.permitted_at:
        day = thai_dates.long_date(issue.permitted_at)
        raise Refused("report_permitted_already", name=issue.permitted_by, day=day)
    check_step(issue, IssueState.PERMITTED)
    uow.tx.report_issues.permit(issue.id, _named(permitted_by), uow.now)
    _record(uow, issue, IssueState.PERMITTED, by)
    tell_of_permission(uow, issue, _named(permitted_by), by)


def publish(uow: UnitOfWork, issue: Issue, by: Officer | None = None) -> str:
    """Store the files of the issue and publish them; return their public name.

    The stored bytes do not change, even if a later release would render the same figures differently. Raises
    Refused report_out_of_order, or report_not_public for a report that stays in the office.
    """
    check_step(issue, IssueState.PUBLISHED)
    for one in PUBLISHED_FORMATS:
        content = render_published(uow.context, issue, one)
        uow.tx.report_issues.keep_file(issue.id, _file(one, MEDIA_TYPES[one], content))
    slug = f"{issue.report.lower()}-{issue.period}-{secrets.token_hex(4)}"
    uow.tx.report_issues.publish(issue.id, slug, uow.now)
    _record(uow, issue, IssueState.PUBLISHED, by)
    return slug


def withdraw(
    uow: UnitOfWork, issue: Issue, withdrawn_by: str, reason: str, by: Officer | None = None
) -> None:
    """Withdraw the permission to publish a report, before its publication or after it.

    Before it the report is signed as before and can be permitted again. After it the address stays and tells the
    day and the reason instead of the report; the files stay stored, and a new issue can replace it. Raises Refused
    not_allowed for whoever may not permit, report_nothing_to_withdraw, report_needs_a_name, report_needs_a_reason,
    report_name_long or report_reason_long.
    """
    if by is not None and not may_permit(by, issue.report):
        raise Refused("not_allowed")
    check_withdrawal(issue)
    name, why = _named(withdrawn_by), " ".join(reason.split())
    if not why:
        raise Refused("report_needs_a_reason")
    if len(why) > REASON_LIMIT:
        raise Refused("report_reason_long", most=REASON_LIMIT)
    uow.tx.report_issues.withdraw(issue, name, why, uow.now)
    _record(uow, issue, IssueState.WITHDRAWN, by)


def published_issues(uow: UnitOfWork, code: str, period: str) -> list[Issue]:
    """Return the issues of a report that everybody may read now, the newest first."""
    return [
        one
        for one in uow.tx.report_issues.published()
        if (one.report, one.period) == (code, period) and one.is_public
    ]


def to_withdraw(uow: UnitOfWork, code: str, period: str) -> Issue:
    """Return the issue whose permission is withdrawn next: the permitted one, else the one published last.

    Raises Refused report_nothing_to_withdraw.
    """
    current = uow.tx.report_issues.current(code, period)
    if current is not None and current.may_be_withdrawn:
        return current
    for one in published_issues(uow, code, period):
        return one
    raise Refused("report_nothing_to_withdraw")


def _record(uow: UnitOfWork, issue: Issue, state: str, by: Officer | None) -> None:
    actor = f"officer:{by.id}" if by else "system"
    note = f"{issue.report} {issue.period}"
    uow.tx.audit.add(Entry(uow.now, actor, f"report_{state}", None, None, note))


def _named(name: str, most: int = NAME_LIMIT) -> str:
    """Return what was typed, on one line. `most`: characters."""
    words = " ".join(name.split())
    if not words:
        raise Refused("report_needs_a_name")
    if len(words) > most:
        raise Refused("report_name_long", most=most)
    return words


def _file(kind: str, media_type: str, content: bytes) -> ReportFile:
    return ReportFile(kind, media_type, content, hashlib.sha256(content).hexdigest())
