"""`survey check`: the faults and warnings of a file of questions, and a summary of a valid set."""

from pathlib import Path

from bot.commands.sentences import in_both
from bot.wiring import read_translations
from domain.surveys.definition import sha256
from domain.surveys.question_set import QuestionSet
from handlers.core.i18n import Bilingual
from handlers.views import file_faults
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.surveys.reading import check_file


def check_lines(file: Path, organisation_dir: Path | None) -> tuple[list[str], bool]:
    """The lines to print, each fault in English and then in Thai, and whether there are none.

    Warnings are not faults.
    """
    try:
        checked = check_file(file, organisation_dir)
    except CatalogError as error:
        return _faults(error.faults), False
    warnings = [line for one in checked.warnings for line in _as_warning(one)]
    if checked.question_set is None:
        return [*_faults(checked.faults), *warnings], False
    return [*warnings, *in_both(_summary(file, checked.question_set))], True


def _faults(faults: tuple[str, ...]) -> list[str]:
    translations = read_translations()
    return [line for one in faults for line in in_both(file_faults.in_both(translations, one))]


def _as_warning(line: str) -> tuple[str, str]:
    """`file:line: warning: reason` of `file:line: reason`, and the same in Thai."""
    translations = read_translations()
    place, number, reason = line.split(":", 2)
    warning = translations.both("survey_check.warning", line=reason.strip())
    thai = translations.both(
        "survey_check.warning", line=file_faults.in_both(translations, line).th
    ).th
    return f"{place}:{number}: {warning.en}", thai


def _summary(file: Path, one: QuestionSet) -> Bilingual:
    both = read_translations().both
    year = {"year": one.fiscal_year} if one.fiscal_year else {}
    return both(
        "survey_check.sound_of_year" if year else "survey_check.sound",
        file=file,
        key=one.key,
        version=one.version,
        purpose=one.purpose.value,
        count=len(one.answerable),
        where=both("survey_check.in_chat" if one.is_for_chat else "survey_check.in_form"),
        digest=sha256(one)[:12],
        **year,
    )
