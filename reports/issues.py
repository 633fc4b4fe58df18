"""Create issues of reports and render their files."""

import hashlib
from dataclasses import replace
from enum import StrEnum

from domain.errors import Refused
from domain.figures.report_life import Issue, IssueState
from domain.organisation import thai_dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from reports.document import Document, Layout
from reports.formats import typeset
from reports.formats.plain_table import comma_separated
from reports.kinds import KINDS
from reports.monthly import issue as month
from reports.signing import as_signed, with_number


class FileFormat(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    PNG = "png"


MONTH_ON_ONE_PAGE = "M1"
ON_PAPER = frozenset({FileFormat.PDF, FileFormat.DOCX})
"""Formats in which a long report is divided into volumes."""
MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.PNG: "image/png",
}


def current_issue(uow: UnitOfWork, code: str, period: str) -> Issue:
    """Return the current issue of a report; if there is none, a draft of today's figures.

    A draft of an unfinished period is not stored, because its figures still change; its id is 0. `code`: a key of
    KINDS. Raises KeyError for an unknown code, ValueError for an invalid period and Refused report_not_begun for a
    future one.
    """
    return uow.tx.report_issues.current(code, period) or new_issue(uow, code, period)


def new_issue(uow: UnitOfWork, code: str, period: str) -> Issue:
    """Create a draft of today's figures, which replaces the current issue. Raises as `current_issue` does."""
    kind = KINDS[code]
    start, end = kind.bounds(period)
    if start > uow.now:
        raise Refused("report_not_begun")
    figures = kind.figures(uow, period)
    sha256 = hashlib.sha256(figures.encode()).hexdigest()
    if end > uow.now:
        return Issue(0, code, period, figures, sha256, IssueState.DRAFT, uow.now)
    return uow.tx.report_issues.add(code, period, figures, sha256, uow.now)


def render(
    context: AppContext, issue: Issue, file_format: FileFormat, *, section: str = "", part: int = 1
) -> bytes:
    """Return the file of an issue for the office. Equal issues give equal bytes.

    `section`: a department, for its own page of the month. `part`: a sheet of a picture, or a volume of a long
    report on paper, from 1. Raises KeyError for an unknown department, and IndexError for a part that does not
    exist.
    """
    translator = Translator(context.translations)
    if part < 1:
        raise IndexError(part)
    if file_format in ON_PAPER:
        issue = replace(issue, figures=KINDS[issue.report].volumes(issue.figures)[part - 1])
    if section:
        document, figures = month.of_section(context.catalog, translator, issue.figures, section)
    else:
        figures = KINDS[issue.report].attached(issue.figures)
        document = KINDS[issue.report].document(context.catalog, translator, issue.figures)
    document = with_number(translator, issue, marked(translator, issue, document))
    if file_format is FileFormat.PNG:
        continued = translator.say("month_page.continued", title=document.title)
        return typeset.picture(typeset.sheets(document, continued)[part - 1])
    return _written(context, issue, document, figures, file_format)


def marked(translator: Translator, issue: Issue, document: Document) -> Document:
    """Return the document, marked on every page and in every file as a draft if its period still goes on."""
    if issue.id:
        return document
    draft = translator.say("reporting.draft_until", day=thai_dates.long_date(issue.made_at))
    footer = document.footer or f"{document.office} · {document.title}"
    return replace(
        document,
        title=translator.say("reporting.draft_title", title=document.title, draft=draft),
        footer=translator.say("reporting.draft_footer", draft=draft, footer=footer),
        draft=draft,
    )


def count_sheets(context: AppContext, issue: Issue, section: str = "") -> int:
    """Return the number of pictures of the page of a month. Arguments as in `render`."""
    translator = Translator(context.translations)
    if section:
        document, _ = month.of_section(context.catalog, translator, issue.figures, section)
    else:
        document = KINDS[issue.report].document(context.catalog, translator, issue.figures)
    return len(typeset.sheets(document, ""))


def formats_of(code: str) -> tuple[FileFormat, ...]:
    """Return the formats of a report; only a report on one page has a picture for the phone."""
    return tuple(
        one for one in FileFormat if one is not FileFormat.PNG or KINDS[code].layout is Layout.PAGE
    )


def count_volumes(issue: Issue) -> int:
    """Return the number of files in which a report is printed."""
    return len(KINDS[issue.report].volumes(issue.figures))


def render_published(context: AppContext, issue: Issue, file_format: FileFormat) -> bytes:
    """Return the public file of an issue. Raises Refused report_not_public if it stays in the office."""
    published = KINDS[issue.report].published
    if published is None:
        raise Refused("report_not_public")
    figures = published(issue.figures)
    translator = Translator(context.translations)
    document = KINDS[issue.report].document(context.catalog, translator, figures)
    document = as_signed(translator, issue, with_number(translator, issue, document))
    return _written(context, issue, document, figures, file_format)


def _written(
    context: AppContext,
    issue: Issue,
    document: Document,
    figures: str,
    file_format: FileFormat,
) -> bytes:
    layout = KINDS[issue.report].layout
    translator = Translator(context.translations)
    match file_format:
        case FileFormat.PDF:
            return typeset.pdf(document, layout, figures, issue.made_at)
        case FileFormat.PNG:
            return typeset.picture(document)
        case FileFormat.DOCX:
            # Imported here, because python-docx takes 8 MB that most processes do not need.
            from reports.formats.word_file import word_file  # noqa: PLC0415
            from reports.formats.word_template import from_template  # noqa: PLC0415

            name = "memo" if layout is Layout.LETTER else "report"
            if (template := context.word_templates.get(name)) is not None:
                return from_template(name, template, document, issue.made_at, layout)
            return word_file(document, issue.made_at, layout)
        case FileFormat.XLSX:
            from reports.formats.spreadsheet import workbook  # noqa: PLC0415 - as above

            return workbook(document, translator.say("month_page.definitions"), issue.made_at)
        case FileFormat.CSV:
            return comma_separated(document)
