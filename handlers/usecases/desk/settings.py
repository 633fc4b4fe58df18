"""The office's changes of its own data and sentences: validated as a whole, stored with their history, undone.

Every change is validated like the files at the start of the program, by the same checks.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.organisation.overlay import REMOVED, Override, Path, entry, overlay
from domain.organisation.thai_dates import short_date
from domain.text.graphemes import count_graphemes
from handlers.core.i18n import LABEL_LIMIT, Bilingual, join_label
from handlers.core.live_office import WORDS, LiveOffice, OfficeData
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import kept_settings
from handlers.views import file_faults, setting_place
from storage.cases.audit import Entry
from storage.office.changes import SHIPPED, OfficeChange

LABEL_FILES = frozenset({"button", "menu", "waiting"})
"""Files of handlers/words whose sentences are labels of buttons."""
LONGEST_SENTENCE = 1000
EDITABLE = frozenset(
    {
        *("organisation", "departments", "categories", "services", "holidays"),
        *("templates", "privacy", "directory", WORDS),
    }
)
"""The files whose entries an office may change. The others are language data of the program."""


@dataclass(frozen=True)
class Described:
    """A change for display: the entry and, for each field that differs, its old and new value."""

    change: OfficeChange
    differences: tuple[tuple[str, str, str], ...]
    may_be_undone: bool


def live(uow: UnitOfWork) -> LiveOffice:
    """The live office data of this context."""
    found = uow.context.live
    assert found is not None, "this context cannot be changed"
    return found


def present(uow: UnitOfWork) -> dict[str, dict[str, Any]]:
    """The files with the office's changes up to this transaction."""
    return overlay(live(uow).files, uow.tx.office_changes.overrides())


def change(uow: UnitOfWork, officer: Officer, overrides: Sequence[Override]) -> int:
    """Change all of these entries or none; returns how many differ from their current values.

    Raises Refused unknown_setting, setting_invalid (fact `faults`), setting_kept, or as `_check_sentence` does.
    """
    before = present(uow)
    different = [one for one in overrides if entry(before, one.file, one.path) != one.value]
    _ensure_allowed(uow, before, different)
    for override in different:
        uow.tx.office_changes.add(
            override,
            entry(before, override.file, override.path),
            officer_id=officer.id,
            now=uow.now,
        )
        _record(uow, officer, override)
    return len(different)


def undo(uow: UnitOfWork, officer: Officer, change_id: int) -> None:
    """Restore the value of an entry from before its last change that was not undone.

    Raises Refused not_found, setting_moved for any other change, and as `change` does: meanwhile a
    custodian may belong to a section, and the old value may no longer be consistent with the rest.
    """
    done = uow.tx.office_changes.get(change_id)
    if done is None or done.file not in EDITABLE:
        raise Refused("not_found")
    if uow.tx.office_changes.last_to_undo(done.file, done.path) != done.id:
        raise Refused("setting_moved")
    override = Override(done.file, done.path, done.before)
    before = present(uow)
    _ensure_allowed(uow, before, [override])
    uow.tx.office_changes.add(
        override,
        entry(before, done.file, done.path),
        officer_id=officer.id,
        now=uow.now,
        undoes=done.id,
    )
    _record(uow, officer, override)


def restore_shipped(uow: UnitOfWork, officer: Officer, file: str, path: Path) -> None:
    """Restore the shipped value of an entry. Raises Refused as `change` does."""
    if file not in EDITABLE:
        raise Refused("unknown_setting")
    before = present(uow)
    _ensure_allowed(uow, before, [Override(file, path, entry(live(uow).files, file, path))])
    override = Override(file, path, SHIPPED)
    replaced = entry(before, file, path)
    uow.tx.office_changes.add(override, replaced, officer_id=officer.id, now=uow.now)
    _record(uow, officer, override)


def history(uow: UnitOfWork, limit: int, file: str = "") -> list[Described]:
    """The latest changes with their differences, the newest first."""
    found = uow.tx.office_changes.history(limit, file)
    entries = {(one.file, one.path) for one in found}
    undoable = {uow.tx.office_changes.last_to_undo(*one) for one in entries}
    return [Described(one, tuple(_differences(uow, one)), one.id in undoable) for one in found]


def is_changed(uow: UnitOfWork, file: str, path: Path) -> bool:
    """Whether an entry differs from its shipped value."""
    return bool(entry(present(uow), file, path) != entry(live(uow).files, file, path))


def _ensure_allowed(
    uow: UnitOfWork, before: dict[str, dict[str, Any]], wanted: Sequence[Override]
) -> None:
    """Raise Refused unless the console may make these changes of the files `before`, and they fit the rest."""
    kept_settings.ensure_may_change(uow, before, wanted)
    after = _ensure_fits(uow, wanted)
    kept_settings.ensure_names_stay_apart(uow, wanted, after.accusation_words)


def _ensure_fits(uow: UnitOfWork, overrides: Sequence[Override]) -> OfficeData:
    """Return the data with these changes."""
    office = live(uow)
    for override in overrides:
        if override.file not in EDITABLE or not override.path:
            raise Refused("unknown_setting")
        if override.file == WORDS:
            _check_sentence(office, override)
    try:
        return office.build([*uow.tx.office_changes.overrides(), *overrides])
    except ValueError as fault:
        translations = uow.context.current.translations
        files = overlay(office.files, [*uow.tx.office_changes.overrides(), *overrides])
        faults = file_faults.in_both(
            translations, str(fault), lambda place: setting_place.named(translations, files, place)
        )
        raise Refused("setting_invalid", faults=faults) from fault


def _check_sentence(office: LiveOffice, override: Override) -> None:
    """Raise Refused unknown_setting, sentence_blank, sentence_long, placeholder_missing, or label_long."""
    shipped = entry(office.files, WORDS, override.path)
    if not isinstance(shipped, dict) or not isinstance(override.value, dict):
        raise Refused("unknown_setting")
    if set(override.value) != {"th", "en"}:
        raise Refused("unknown_setting")
    for language in ("th", "en"):
        sentence = override.value[language]
        if not isinstance(sentence, str) or not sentence.strip():
            raise Refused("sentence_blank")
        if len(sentence) > LONGEST_SENTENCE:
            raise Refused("sentence_long", most=LONGEST_SENTENCE)
        required = placeholders(shipped[language])
        if placeholders(sentence) != required:
            raise Refused("placeholder_missing", wanted=" ".join(f"{{{one}}}" for one in required))
    if override.path[0] in LABEL_FILES:
        both = Bilingual(override.value["th"], override.value["en"])
        if any(count_graphemes(join_label(both, one)) > LABEL_LIMIT for one in ("th", "en")):
            raise Refused("label_long", most=LABEL_LIMIT)


def placeholders(sentence: str) -> list[str]:
    """The names of a sentence's placeholders, sorted; ["{"] for a sentence with a faulty brace."""
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        return ["{"]
    named = {name for _, name, form, conversion in parts if name is not None}
    is_plain = all(not form and not conversion for _, _, form, conversion in parts)
    return sorted(named) if is_plain and all(re.fullmatch(r"\w+", one) for one in named) else ["{"]


def _differences(uow: UnitOfWork, change: OfficeChange) -> list[tuple[str, str, str]]:
    before, after = change.before, change.after
    if after == SHIPPED:
        after = entry(live(uow).files, change.file, change.path)
    if isinstance(before, list) and isinstance(after, list):
        # For a list of holidays or villages: the removed and the added entries.
        gone = [one for one in before if one not in after]
        return [("", written(gone), written([one for one in after if one not in before]))]
    if not isinstance(before, dict) or not isinstance(after, dict):
        return [("", written(before), written(after))]
    names = dict.fromkeys((*before, *after))
    return [
        (name, written(before.get(name)), written(after.get(name)))
        for name in names
        # A box that is not ticked is often absent from the files.
        if (before.get(name) or None) != (after.get(name) or None)
    ]


def written(value: Any) -> str:  # noqa: ANN401 - what TOML can hold
    """A value of a setting as text."""
    if value is REMOVED:
        return ""
    if isinstance(value, list):
        return "\n".join(written(one) for one in value)
    if isinstance(value, dict):
        return " ".join(written(one) for key, one in value.items() if one and key != "source")
    if isinstance(value, bool):
        return "✓" if value else "–"
    return short_date(value) if isinstance(value, date) else str(value)


def _record(uow: UnitOfWork, officer: Officer, override: Override) -> None:
    note = f"{override.file} {'/'.join(override.path)}"
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", "setting", None, None, note))
