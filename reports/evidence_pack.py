"""The evidence of a fiscal year: an index by disclosure item of existing and missing evidence, and the files.

The pack is a ZIP file with the index as PDF, DOCX and CSV, every published and signed report of the year, and
every file that officers have added.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from domain.figures.report_life import Issue
from domain.organisation import thai_dates
from domain.organisation.calendar import bangkok
from domain.organisation.disclosure import DisclosureItem
from domain.organisation.periods import parse_period
from domain.reporting.schedule import KEPT_APART
from domain.reporting.small_rows import MONTHS_OF_A_HALF
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import (
    NO_TABLE,
    Document,
    Layout,
    Numerals,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.formats import typeset
from reports.formats.plain_table import comma_separated
from reports.publication import SCAN
from reports.statistics.period_names import period_name
from storage.reporting.evidence import Evidence

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
PART_OF = {"M5": "M4"}
"""Reports of which one is enough: satisfaction by half-year, which is there in time, or in chapters by year."""
WIDTHS = (4, 20, 20, 6, 6)
UNSAFE = r"[\s/\\:*?\"<>|\x00-\x1f]"
"""Characters that are not allowed in file names on some operating system."""


@dataclass(frozen=True)
class ItemEvidence:
    """An item with its evidence: published reports, and entries of officers."""

    item: DisclosureItem
    reports: tuple[Issue, ...]
    added: tuple[Evidence, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The codes of the reports that the item needs and that are not published for a half-year or longer.

        The numbers of one month are no evidence of the year. What officers added stands for all of them.
        """
        if self.added:
            return ()
        there = {
            one.report
            for one in self.reports
            if len(parse_period(one.period).months) >= MONTHS_OF_A_HALF
        }
        parts = {PART_OF.get(code, code): code for code in reversed(self.item.reports)}
        return tuple(
            code
            for part, code in reversed(parts.items())
            if not any(PART_OF.get(one, one) == part for one in there)
        )

    @property
    def is_missing(self) -> bool:
        return bool(self.lacking) or not (self.reports or self.added)


def of_year(uow: UnitOfWork, year: int) -> tuple[ItemEvidence, ...]:
    """Return the items of a Buddhist fiscal year in the order of the file, each with its evidence."""
    published = _published(uow, year)
    added = uow.tx.evidence.of_year(year)
    return tuple(
        ItemEvidence(
            item,
            tuple(one for one in published if one.report in item.reports),
            tuple(
                one
                for one in added
                if one.item == item.key or (item.measure and one.measure == item.measure)
            ),
        )
        for item in uow.context.disclosure.of_year(year)
    )


def _published(uow: UnitOfWork, year: int) -> list[Issue]:
    """Return the published reports on a fiscal year or a part of it, of each the one published last.

    A draft that is to replace one is no evidence yet: what was published stays it until then. What was withdrawn
    is none.
    """
    months = set(parse_period(str(year)).months)
    found: dict[tuple[str, str], Issue] = {}
    for one in uow.tx.report_issues.published():
        if one.is_public and set(parse_period(one.period).months) <= months:
            found.setdefault((one.report, one.period), one)
    return list(found.values())


def index(uow: UnitOfWork, year: int) -> Document:
    """Return the index of a year's evidence, with the gaps listed below it."""
    translator = Translator(uow.context.translations)
    say = translator.say
    found = of_year(uow, year)
    columns = tuple(say(f"evidence.{name}") for name in ("item", "name", "proof", "due", "state"))
    rows = tuple(_row(uow, translator, one) for one in found)
    missing = [one for one in found if one.is_missing]
    gaps = tuple(say("evidence.gap", item=one.item.key, name=one.item.th) for one in missing) or (
        say("evidence.no_gap"),
    )
    notes = [say("evidence.note")]
    if any(not one.item.verified for one in found):
        notes.append(say("evidence.unverified_note"))
    return Document(
        title=say("evidence.title", year=year),
        period=str(year),
        office=uow.context.catalog.organisation.name_th,
        headline=say("evidence.headline", there=len(found) - len(missing), all=len(found)),
        sections=(
            Section(
                say("evidence.index"),
                "",
                (),
                Table(rows, columns, empty=say("evidence.no_items"), widths=WIDTHS),
            ),
            Section(say("evidence.gaps"), "", (), NO_TABLE, gaps),
        ),
        notes=tuple(notes),
        numerals=Numerals.ARABIC,
    )


def _row(uow: UnitOfWork, translator: Translator, one: ItemEvidence) -> TableRow:
    say, item = translator.say, one.item
    name = item.th if item.verified else say("evidence.unverified", name=item.th)
    proof = "\n".join(_proof(uow, translator, one)) or "-"
    due = "-" if item.due is None else thai_dates.short_date(item.due)
    state = say("evidence.missing" if one.is_missing else "evidence.there")
    if one.reports and one.lacking:
        names = ", ".join(say(f"reporting.{code}") for code in one.lacking)
        state = say("evidence.partly", reports=names)
    source = say("evidence.source", source=item.source)
    return TableRow(
        item.key,
        (TextCell(f"{name}\n{source}"), TextCell(proof), TextCell(due), TextCell(state)),
    )


def _proof(uow: UnitOfWork, translator: Translator, one: ItemEvidence) -> Iterator[str]:
    root = (uow.context.signed_urls.open_page() or "/open").removesuffix("/open")
    for issue in one.reports:
        period = period_name(translator, issue.period)
        title = translator.say(f"publication.report_{issue.report}", period=period)
        yield f"{title} {root}/open/reports/{issue.slug}.pdf"
    for added in one.added:
        day = thai_dates.short_date(added.done_on)
        yield " ".join(filter(None, (day, added.what, added.url, added.file_name)))


def pack(uow: UnitOfWork, year: int) -> bytes:
    """Return the ZIP file of a year's evidence."""
    document = index(uow, year)
    content = io.BytesIO()
    from reports.formats.word_file import word_file  # noqa: PLC0415 - python-docx takes 8 MB

    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, f"index-{year}.pdf", typeset.pdf(document, Layout.WIDE, "{}", uow.now))
        _write(archive, f"index-{year}.docx", word_file(document, uow.now, Layout.WIDE))
        _write(archive, f"index-{year}.csv", comma_separated(document))
        for issue in _published(uow, year):
            for kind in _kinds(uow, issue):
                file = uow.tx.report_issues.file(issue.id, kind)
                if file is not None:
                    extension = "signed.pdf" if kind == SCAN else kind
                    name = f"{issue.report}-{issue.period}.{extension}"
                    _write(archive, f"reports/{name}", file.content)
        for one in uow.tx.evidence.of_year(year):
            file_content = uow.tx.evidence.content(one.id)
            if file_content is not None:
                safe = re.sub(UNSAFE, "_", one.file_name) or "file"
                _write(archive, f"evidence/{one.id:04}-{safe}", file_content)
    return content.getvalue()


def _kinds(uow: UnitOfWork, issue: Issue) -> Iterator[str]:
    """Yield the kinds of the files of an issue, without the signed paper of a report about staff.

    That paper tells the small numbers that the published files suppress; readers of the pack do not receive it.
    """
    for kind in uow.tx.report_issues.kinds_of(issue.id):
        if kind != SCAN or issue.report not in KEPT_APART:
            yield kind


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


REMINDED_BEFORE = (30, 14, 7, 1)
"""Days before an item is due."""


def due_soon(uow: UnitOfWork, year: int) -> list[tuple[int, ItemEvidence]]:
    """Return the items without evidence that are due soon, with the reminder that is due: 30, 14, 7 or 1 day."""
    today = bangkok(uow.now).date()
    found = []
    for one in of_year(uow, year):
        if one.item.due is None or not one.is_missing:
            continue
        left = (one.item.due - today).days
        reached = [days for days in REMINDED_BEFORE if 0 <= left <= days]
        if reached:
            found.append((min(reached), one))
    return found
