"""`survey check`: the faults and warnings of a file of questions, and a summary of a valid set."""

from pathlib import Path

from domain.surveys.definition import sha256
from domain.surveys.question_set import QuestionSet
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.surveys.reading import check_file


def check_lines(file: Path, organisation_dir: Path | None) -> tuple[list[str], bool]:
    """The lines to print, and whether the file has no faults. Warnings are not faults."""
    try:
        checked = check_file(file, organisation_dir)
    except CatalogError as error:
        return list(error.faults), False
    warnings = [_as_warning(line) for line in checked.warnings]
    if checked.question_set is None:
        return [*checked.faults, *warnings], False
    return [*warnings, _summary(file, checked.question_set)], True


def _as_warning(line: str) -> str:
    """`file:line: warning: reason` of `file:line: reason`."""
    place, number, reason = line.split(":", 2)
    return f"{place}:{number}: warning:{reason}"


def _summary(file: Path, one: QuestionSet) -> str:
    year = f", fiscal year {one.fiscal_year}" if one.fiscal_year else ""
    where = "the chat" if one.is_for_chat else "the form first, then the chat"
    return (
        f"{file}: ok: {one.key} version {one.version}{year}, purpose {one.purpose.value},"
        f" {len(one.answerable)} questions, asked in {where}. sha256 {sha256(one)[:12]}"
    )
