"""Reports: the list, making one, its files, and its steps from draft to publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.figures.report_life import FOLLOWS, Issue, IssueState, listed
from domain.organisation.calendar import bangkok, month_before, month_key
from domain.organisation.officers import Officer, Role
from domain.organisation.periods import Period, begun, parse_period
from domain.organisation.thai_dates import long_date, typed_day
from domain.reporting.schedule import KEPT_APART
from domain.reporting.written import Written
from handlers.core.i18n import Translator
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import yearly_evidence
from reports import publication
from reports.issues import (
    MEDIA_TYPES,
    ON_PAPER,
    FileFormat,
    count_volumes,
    current_issue,
    formats_of,
    new_issue,
    render,
)
from reports.kinds import KINDS
from reports.periodic import receives
from reports.statistics.period_names import period_name
from web.console.desk import Desk
from web.console.gate import who
from web.console.report_periods import name_of, named, near

NEXT = {before: after for after, before in FOLLOWS.items()}
"""Each state and its successor."""
IN_OFFICE = (IssueState.NUMBERED, IssueState.SIGNED)
"""The steps of a report that stays in the office."""


@dataclass(frozen=True)
class Line:
    """A report in the list. `next_step`: None after the last step."""

    issue: Issue
    title: str
    next_step: IssueState | None

    @property
    def was_published(self) -> bool:
        return self.issue.published_at is not None


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/reports."""

    @pages.get("/reports", endpoint="reports")
    def list_reports() -> str:
        return _list_page(desk)

    @pages.post("/reports", endpoint="report_choose")
    def choose() -> AnyResponse:
        code, period = request.form.get("report", ""), request.form.get("period", "")
        with desk.reading() as uow:
            _ensure_receives(uow, code)
        try:
            KINDS[code].bounds(period)
        except ValueError:
            fault = desk.say("reporting.wrong_period", report=desk.say(f"reporting.{code}"))
            return Response(_list_page(desk, fault, lacks=(code, period)), 422)
        return redirect(url_for("desk.report", code=code, period=period), 303)

    @pages.get("/reports/<code>/<period>", endpoint="report")
    def report_page(code: str, period: str) -> str:
        return _page(desk, code, period)

    @pages.post("/reports/<code>/<period>/make", endpoint="report_make")
    def make(code: str, period: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                _known(uow, code, period)
                publication.ensure_data(uow, period)
                new_issue(uow, code, period)
        except Refused as refusal:
            return Response(_page(desk, code, period, desk.refusal(refusal)), 422)
        return _to(code, period, "made")

    @pages.get("/reports/<code>/<period>/file.<extension>", endpoint="report_file")
    def file(code: str, period: str, extension: str) -> Response:
        part = row_key(request.args.get("part", "1"))
        with desk.reading() as uow:
            found = _known(uow, code, period)
            if extension not in formats_of(code):
                abort(404)
            file_format = FileFormat(extension)
            issue = uow.tx.report_issues.current(code, period)
            if issue is None and found.bounds[1] <= uow.now:
                abort(404)
            issue = issue or current_issue(uow, code, period)
            context = uow.context
        try:
            content = render(context, issue, file_format, part=part)
        except IndexError:
            abort(404)
        except Refused as refusal:  # the office's own Word file has a fault
            return Response(_page(desk, code, period, desk.refusal(refusal)), 422)
        name = f"{code}-{period}-{part}" if part > 1 else f"{code}-{period}"
        return _file(content, MEDIA_TYPES[file_format], f"{name}.{extension}")

    @pages.get("/reports/<code>/<period>/scan.pdf", endpoint="report_scan")
    def scan(code: str, period: str) -> Response:
        with desk.reading() as uow:
            _known(uow, code, period)
            issue = uow.tx.report_issues.current(code, period)
            kept = issue and uow.tx.report_issues.file(issue.id, publication.SCAN)
        if not kept:
            abort(404)
        return _file(kept.content, kept.media_type, f"{code}-{period}-signed.pdf")

    @pages.post("/reports/<code>/<period>/<step>", endpoint="report_step")
    def take_step(code: str, period: str, step: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                _known(uow, code, period)
                _take(uow, publication.issue_of(uow, code, period), step)
        except Refused as refusal:
            return Response(_page(desk, code, period, desk.refusal(refusal)), 422)
        return _to(code, period, step)


def codes_of(uow: UnitOfWork, officer: Officer) -> list[str]:
    """The reports that an officer receives."""
    return [code for code in KINDS if receives(uow, officer, code)]


def _take(uow: UnitOfWork, issue: Issue, step: str) -> None:
    by, name = who().officer, request.form.get("name", "")
    match step:
        case "written":
            publication.write(uow, issue, request.form, by)
        case IssueState.NUMBERED:
            publication.number(uow, issue, name, by)
        case IssueState.SIGNED:
            sent = request.files.get("scan")
            content = sent.read(publication.MAX_SCAN_BYTES + 1) if sent else b""
            publication.sign(uow, issue, name, content, by, on=_day(request.form.get("day", "")))
        case IssueState.PERMITTED:
            publication.permit(uow, issue, name, by)
        case IssueState.PUBLISHED:
            publication.publish(uow, issue, by)
        case IssueState.WITHDRAWN:
            named = row_key(request.form.get("issue", ""))
            published = publication.published_issues(uow, issue.report, issue.period)
            chosen = next((one for one in (issue, *published) if one.id == named), None)
            if chosen is None:
                raise Refused("report_nothing_to_withdraw")
            publication.withdraw(uow, chosen, name, request.form.get("reason", ""), by)
        case _:
            abort(404)


def _day(typed: str) -> date | None:
    """Return the day of signing, None for today. Raises Refused report_day_unread for what is no day."""
    if not typed.strip():
        return None
    try:
        return typed_day(typed)
    except ValueError:
        raise Refused("report_day_unread") from None


def _list_page(desk: Desk, fault: str = "", lacks: tuple[str, str] = ("", "")) -> str:
    """`lacks`: a report and a period of which it does not exist; the page offers what comes nearest."""
    with desk.reading() as uow:
        codes = codes_of(uow, who().officer)
        if not codes:
            abort(403)
        lines = [
            Line(issue, _title(desk.translator, issue.report, issue.period), _next_step(issue))
            for issue in listed(uow.tx.report_issues.all())
            if issue.report in codes
        ]
        first = uow.tx.public_page.begun_at()
        periods = [one for one in begun(uow.now) if first is None or first < one.bounds[1]]
        code, wished = lacks
        return render_template(
            "desk/reports.html",
            parts=_parts(desk, lines),
            kinds=[(one, name_of(desk.translator, one)) for one in codes],
            periods=named(desk.translator, periods),
            instead=(code, named(desk.translator, near(code, wished, periods))),
            state=lambda state: desk.say(f"reporting.state_{state}"),
            step=lambda state: desk.say(f"reporting.step_{state}"),
            sees_evidence=yearly_evidence.may_keep(uow, who().officer),
            fault=fault,
            chosen=request.form or {"period": month_before(month_key(bangkok(uow.now).date()))},
        )


def _parts(desk: Desk, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The list in three parts: to be published, for use in the office, published."""
    parts = {
        "to_publish": [
            one for one in lines if KINDS[one.issue.report].published and not one.was_published
        ],
        "in_office": [one for one in lines if not KINDS[one.issue.report].published],
        "published": [one for one in lines if one.was_published],
    }
    return [(desk.say(f"reporting.{name}"), found) for name, found in parts.items()]


def _page(desk: Desk, code: str, period: str, fault: str = "") -> str:
    officer = who().officer
    with desk.reading() as uow:
        found = _known(uow, code, period)
        kind = KINDS[code]
        issue = uow.tx.report_issues.current(code, period)
        is_over = found.bounds[1] <= uow.now
        shown = issue or (None if is_over else current_issue(uow, code, period))
        document = shown and kind.document(uow.context.catalog, desk.translator, shown.figures)
        volumes = count_volumes(shown) if shown else 1
        kept = uow.tx.report_issues.kinds_of(issue.id) if issue else ()
        return render_template(
            "desk/report.html",
            code=code,
            period=period,
            title=_title(desk.translator, code, period),
            what=desk.say(f"reporting.about_{code}"),
            issue=issue,
            headline=document.headline if document else "",
            is_over=is_over,
            files=[
                (one, range(1, volumes + 1) if one in ON_PAPER else range(1, 2))
                for one in formats_of(code)
            ],
            has_scan=publication.SCAN in kept,
            steps=[*IN_OFFICE, IssueState.PERMITTED, IssueState.PUBLISHED]
            if kind.published
            else IN_OFFICE,
            next_step=_next_step(issue) if issue else None,
            may_permit=publication.may_permit(officer, code),
            withdrawable=_withdrawable(uow, code, period),
            typed=request.form if fault else {},
            failed=(request.view_args or {}).get("step", "") if fault else "",
            office_name=uow.context.catalog.organisation.name_th,
            me=officer,
            signer=_signer(uow, desk, officer),
            today=long_date(uow.now),
            signed_on=long_date(issue.signed_at) if issue and issue.signed_at else "",
            correctable=issue.state in publication.CORRECTED_AT if issue else False,
            to_write=_to_write(desk, issue, request.form if fault else {}),
            most_scan=publication.MAX_SCAN_BYTES // 1_000_000,
            state=lambda state: desk.say(f"reporting.state_{state}"),
            step=lambda state: desk.say(f"reporting.step_{state}"),
            done=request.args.get("done", "") if not fault else "",
            fault=fault,
        )


def _to_write(desk: Desk, issue: Issue | None, typed: Mapping[str, str]) -> list[Written]:
    """Return the parts of a draft that the office writes itself, with what was typed last."""
    if issue is None or issue.state is not IssueState.DRAFT:
        return []
    found = KINDS[issue.report].to_write(desk.translator, issue.figures)
    return [replace(one, text=typed.get(one.key, one.text)) for one in found]


def _signer(uow: UnitOfWork, desk: Desk, officer: Officer) -> str:
    """Return the name and the full title of an executive, "" for anybody else."""
    titles = {Role.PALAD: "month_page.clerk", Role.NAYOK: "month_page.mayor"}
    if officer.role not in titles:
        return ""
    title = desk.say(titles[officer.role], office=uow.context.catalog.organisation.name_th)
    return f"{officer.name} {title}"


def _withdrawable(uow: UnitOfWork, code: str, period: str) -> list[Issue]:
    """The issues of a report whose permission to publish can be withdrawn, the newest first."""
    current = uow.tx.report_issues.current(code, period)
    permitted = [current] if current and current.state is IssueState.PERMITTED else []
    return [*permitted, *publication.published_issues(uow, code, period)]


def _next_step(issue: Issue) -> IssueState | None:
    following = NEXT.get(issue.state)
    if following is None or (not KINDS[issue.report].published and following not in IN_OFFICE):
        return None
    return following


def _known(uow: UnitOfWork, code: str, period: str) -> Period:
    """The period, if it is valid for this report and has begun and the officer receives the report; else 404.

    The statistics of staff complaints exist only after the period: a count that rises from one day to the next
    would tell a custodian who did not get the new case that it accuses them.
    """
    _ensure_receives(uow, code)
    try:
        KINDS[code].bounds(period)
        found = parse_period(period)
    except ValueError:
        abort(404)
    begins, ends = found.bounds
    if (ends if code in KEPT_APART else begins) > uow.now:
        abort(404)
    return found


def _ensure_receives(uow: UnitOfWork, code: str) -> None:
    if code not in KINDS or not receives(uow, who().officer, code):
        abort(404)


def _title(translator: Translator, code: str, period: str) -> str:
    return translator.say(f"publication.report_{code}", period=period_name(translator, period))


def _to(code: str, period: str, done: str) -> AnyResponse:
    return redirect(url_for("desk.report", code=code, period=period, done=done), 303)


def _file(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
