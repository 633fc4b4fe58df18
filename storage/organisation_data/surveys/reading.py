"""Reads all question sets: the shipped ones and those of the organisation.

The shipped files are in `domain/data/surveys/`. A file in `ORGANISATION_DIR/surveys/` replaces the shipped one
of the same name, or adds a set.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from storage.organisation_data.reading import CatalogError, read_files
from storage.organisation_data.surveys.file import Checked, check_content, check_path
from storage.organisation_data.surveys.shared_words import SharedWords, parse_shared_words
from storage.organisation_data.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from domain.surveys.question_set import QuestionSet

FOLDER = "surveys"


def read_question_sets(organisation_dir: Path | None = None) -> tuple[QuestionSet, ...]:
    """Every version of every set, by key and version. Raises CatalogError with all faults of all files."""
    words = read_shared_words(organisation_dir)
    shipped = resources.files("domain") / "data" / FOLDER
    checked = {
        entry.name: check_content(entry.read_bytes(), f"{FOLDER}/{entry.name}", words)
        for entry in shipped.iterdir()
        if entry.name.endswith(".toml")
    }
    if organisation_dir is not None:
        for path in (organisation_dir / FOLDER).glob("*.toml"):
            checked[path.name] = check_path(path, words)
    return _sorted(checked)


def newest(question_sets: Iterable[QuestionSet]) -> dict[str, QuestionSet]:
    """The newest version of each set, by key."""
    return {one.key: one for one in sorted(question_sets, key=lambda one: one.version)}


def check_file(path: Path, organisation_dir: Path | None = None) -> Checked:
    """Check one file of a question set, wherever it is. Raises CatalogError for a faulty surveys.toml."""
    return check_path(path, read_shared_words(organisation_dir))


def read_shared_words(organisation_dir: Path | None = None) -> SharedWords:
    """The content of surveys.toml. Raises CatalogError with its faults, and those of the office's other files."""
    faults: list[str] = []
    table = read_files(organisation_dir)[FOLDER]
    words = parse_shared_words(Table(table, f"{FOLDER}.toml", faults))
    if faults:
        raise CatalogError(faults)
    return words


def _sorted(checked: dict[str, Checked]) -> tuple[QuestionSet, ...]:
    faults = [fault for one in checked.values() for fault in one.faults]
    named: dict[tuple[str, int], str] = {}
    for name, one in sorted(checked.items()):
        if one.question_set is None:
            continue
        identity = (one.question_set.key, one.question_set.version)
        if identity in named:
            faults.append(
                f"{FOLDER}/{name}: {identity[0]} version {identity[1]} is in {named[identity]} too"
            )
        named[identity] = name
    if faults:
        raise CatalogError(faults)
    return tuple(
        sorted(
            (one.question_set for one in checked.values() if one.question_set),
            key=lambda one: (one.key, one.version),
        )
    )
