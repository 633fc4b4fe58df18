"""Export cases and the figures of surveys to files, without staff complaints, reporters and single answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, invalid
from bot.settings import Settings
from domain.organisation.calendar import BUDDHIST_ERA, gregorian_year, month_bounds
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.formats.rows import Cell, csv_lines, write_xlsx
from reports.satisfaction.round_table import round_table
from storage.cases.rows_out import CaseRow

CASE_COLUMNS = (
    *("number", "filed", "source", "topic", "section", "officer", "state", "verdict"),
    *("waiting_for", "village", "place", "latitude", "longitude", "words"),
    *("accepted", "answered", "due", "ended", "reopened"),
)
"""Word keys of the columns, `export.…`."""


def export_cases(settings: Settings, file: Path, month: str) -> str:
    """Write the ordinary cases to a CSV or XLSX file. `month`: such as 2026-10 or 2569-10; "" for all.

    Raises InvalidError for another file extension, an invalid month, and a file that cannot be written.
    """
    since, until = _bounds(month)
    with unit_of_work(settings) as uow:
        head = [uow.context.translations.say(f"export.{one}", "th") for one in CASE_COLUMNS]
        cells = (_cells(uow, one) for one in uow.tx.rows_out.cases(since, until))
        return _write(file, head, cells)


def export_answers(settings: Settings, file: Path, round_id: int) -> str:
    """Write the figures of a closed survey round, a line for each question, without small groups.

    Single answers are in no file: who runs the program may read none.

    Raises InvalidError as `export_cases` does, and Refused no_such_round, round_open.
    """
    with unit_of_work(settings) as uow:
        head, rows = round_table(uow, Translator(uow.context.translations), round_id)
        return _write(file, head, rows)


def _cells(uow: UnitOfWork, row: CaseRow) -> Sequence[Cell]:
    catalog, say = uow.context.catalog, uow.context.translations.say
    category = catalog.categories_by_key.get(row.category)
    department = catalog.departments_by_key.get(row.department)
    return (
        row.number,
        row.filed_at,
        say(f"intake.from_{row.source}", "th"),
        category.th if category else row.category,
        department.th if department else row.department,
        row.officer,
        say(f"status.{row.status}", "th"),
        say(f"status.closed_{row.verdict}", "th") if row.verdict else "",
        say(f"waiting.{row.waiting_for}", "th") if row.waiting_for else "",
        row.village,
        row.place_words,
        row.latitude,
        row.longitude,
        row.detail,
        row.accepted_at,
        row.answered_at,
        row.due_at,
        row.ended_at,
        row.reopened,
    )


def _write(file: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    count = 0

    def counted() -> Iterator[Sequence[Cell]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    try:
        match file.suffix.lower():
            case ".csv":
                with file.open("w", encoding="utf-8", newline="") as out:
                    out.writelines(csv_lines(head, counted()))
            case ".xlsx":
                with file.open("wb") as out_bytes:
                    write_xlsx(out_bytes, head, counted())
            case _:
                raise invalid("file_ending")
    except OSError as error:
        raise invalid("file_unwritable", file=file, reason=error.strerror) from error
    return done("exported", file=file, rows=count)


def _bounds(month: str) -> tuple[datetime | None, datetime | None]:
    if not month:
        return None, None
    year, _, number = month.partition("-")
    try:
        buddhist = gregorian_year(int(year)) + BUDDHIST_ERA
        begins, ends = month_bounds(f"{buddhist}-{int(number):02}")
    except ValueError as error:
        raise invalid("no_month", typed=month) from error
    return begins, ends
