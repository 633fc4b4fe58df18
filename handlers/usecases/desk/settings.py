"""What the office changes of its own data and words: checked as a whole, stored with its history, undone.

Every change is checked as if the files said so: the same faults that stop a start refuse it.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.organisation.overlay import REMOVED, Override, Path, entry, overlay
from domain.text.graphemes import count_graphemes
from handlers.core.i18n import LABEL_LIMIT, Bilingual, join_label
from handlers.core.live_office import WORDS, LiveOffice
from handlers.core.unit_of_work import UnitOfWork
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
"""The files whose entries an office changes. The others are what the program understands Thai by."""

KEPT_FROM_THE_CONSOLE = frozenset({("organisation", "keeper"), ("organisation", "outside")})
"""Who receives complaints about staff, and where else one complains: files and first keys of their paths.

Whoever changes settings may be accused themselves, so only the files on the server say it.
"""


@dataclass(frozen=True)
class Described:
    """A change for people: the entry and, for each field that differs, what it was and what it is."""

    change: OfficeChange
    differences: tuple[tuple[str, str, str], ...]
    may_be_undone: bool


def live(uow: UnitOfWork) -> LiveOffice:
    """The files under the office's changes."""
    found = uow.context.live
    assert found is not None, "this context cannot be changed"
    return found


def present(uow: UnitOfWork) -> dict[str, dict[str, Any]]:
    """The files as the office has changed them until this transaction."""
    return overlay(live(uow).files, uow.tx.office_changes.overrides())


def change(uow: UnitOfWork, officer: Officer, overrides: Sequence[Override]) -> int:
    """Change entries, all or none; returns how many differ from what was there.

    Raises Refused unknown_setting, setting_kept, setting_invalid (fact `faults`), or as `_check_sentence` does.
    """
    before = present(uow)
    wanted = [one for one in overrides if entry(before, one.file, one.path) != one.value]
    if any((one.file, *one.path[:1]) in KEPT_FROM_THE_CONSOLE for one in wanted):
        raise Refused("setting_kept")
    _ensure_fits(uow, wanted)
    for override in wanted:
        uow.tx.office_changes.add(
            override,
            entry(before, override.file, override.path),
            officer_id=officer.id,
            now=uow.now,
        )
        _record(uow, officer, override)
    return len(wanted)


def undo(uow: UnitOfWork, officer: Officer, change_id: int) -> None:
    """Put back what an entry was before a change.

    Raises Refused not_found, setting_moved if the entry was changed again, or setting_invalid if what it was no
    longer fits the rest.
    """
    done = uow.tx.office_changes.get(change_id)
    if done is None or done.file not in EDITABLE:
        raise Refused("not_found")
    if not uow.tx.office_changes.is_newest(done):
        raise Refused("setting_moved")
    override = Override(done.file, done.path, done.before)
    _ensure_fits(uow, [override])
    uow.tx.office_changes.add(
        override,
        entry(present(uow), done.file, done.path),
        officer_id=officer.id,
        now=uow.now,
        undoes=done.id,
    )
    _record(uow, officer, override)


def restore_shipped(uow: UnitOfWork, officer: Officer, file: str, path: Path) -> None:
    """Let an entry say again what the files say. Raises Refused as `change` does."""
    if file not in EDITABLE:
        raise Refused("unknown_setting")
    shipped = entry(live(uow).files, file, path)
    _ensure_fits(uow, [Override(file, path, shipped)])
    before = entry(present(uow), file, path)
    override = Override(file, path, SHIPPED)
    uow.tx.office_changes.add(override, before, officer_id=officer.id, now=uow.now)
    _record(uow, officer, override)


def history(uow: UnitOfWork, limit: int, file: str = "") -> list[Described]:
    """The newest changes, the newest first, with what differs."""
    found = uow.tx.office_changes.history(limit, file)
    return [
        Described(one, tuple(_differences(uow, one)), uow.tx.office_changes.is_newest(one))
        for one in found
    ]


def is_changed(uow: UnitOfWork, file: str, path: Path) -> bool:
    """Whether an entry differs from what was shipped."""
    return bool(entry(present(uow), file, path) != entry(live(uow).files, file, path))


def _ensure_fits(uow: UnitOfWork, overrides: Sequence[Override]) -> None:
    office = live(uow)
    for override in overrides:
        if override.file not in EDITABLE or not override.path:
            raise Refused("unknown_setting")
        if override.file == WORDS:
            _check_sentence(office, override)
    try:
        office.build([*uow.tx.office_changes.overrides(), *overrides])
    except ValueError as fault:
        raise Refused("setting_invalid", faults=str(fault)) from fault


def _check_sentence(office: LiveOffice, override: Override) -> None:
    """Raise Refused unknown_setting, sentence_blank, sentence_long, placeholder_missing, or label_long."""
    shipped = entry(office.files, WORDS, override.path)
    if not isinstance(shipped, dict) or not isinstance(override.value, dict):
        raise Refused("unknown_setting")
    if set(override.value) != {"th", "en"}:
        raise Refused("unknown_setting")
    for language in ("th", "en"):
        said = override.value[language]
        if not isinstance(said, str) or not said.strip():
            raise Refused("sentence_blank")
        if len(said) > LONGEST_SENTENCE:
            raise Refused("sentence_long", most=LONGEST_SENTENCE)
        wanted = placeholders(shipped[language])
        if placeholders(said) != wanted:
            raise Refused("placeholder_missing", wanted=" ".join(f"{{{one}}}" for one in wanted))
    if override.path[0] in LABEL_FILES:
        both = Bilingual(override.value["th"], override.value["en"])
        if any(count_graphemes(join_label(both, one)) > LABEL_LIMIT for one in ("th", "en")):
            raise Refused("label_long", most=LABEL_LIMIT)


def placeholders(sentence: str) -> list[str]:
    """The names of a sentence's placeholders, sorted; of one with a faulty brace what no sentence has."""
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
    if not isinstance(before, dict) or not isinstance(after, dict):
        return [("", written(before), written(after))]
    names = dict.fromkeys((*before, *after))
    return [
        (name, written(before.get(name)), written(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    ]


def written(value: Any) -> str:  # noqa: ANN401 - what TOML can hold
    """A value of a setting as text."""
    if value is REMOVED:
        return ""
    if isinstance(value, list):
        return "\n".join(written(one) for one in value)
    if isinstance(value, dict):
        return " ".join(written(one) for one in value.values() if one != "")
    if isinstance(value, bool):
        return "✓" if value else "–"
    return str(value)


def _record(uow: UnitOfWork, officer: Officer, override: Override) -> None:
    note = f"{override.file} {'/'.join(override.path)}"
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", "setting", None, None, note))
