"""Entries that are changed in the files on the server alone, because the officer at the console may be accused.

They decide who receives staff complaints, what residents read on the way to one, and what people are told when
somebody changes the officers.
"""

from collections.abc import Sequence
from typing import Any

from domain.cases import common_words
from domain.cases.vocabulary import Vocabulary
from domain.errors import Refused
from domain.organisation.overlay import Files, Override, Path, entry, overlay
from handlers.access import staff
from handlers.core.live_office import WORDS
from handlers.core.unit_of_work import UnitOfWork

_FILES_OF_WORDS = ("conduct", "custody", "identity", "linking", "sealing", "suspicion")
_SENTENCES = {
    "button": ("ordinary", "link_named", "link_sealed", "link_none", "without_files", "seal"),
    "intake": ("protected",),
    "menu": ("conduct",),
    "officer": ("sealed_heading", "check_seal", "done_seal"),
    "own": ("custodian_changes", "done_dispute_no_custodian"),
    "refusals": ("may_be_about_staff",),
    "taking_back": ("out_of_reach",),
    "team": (
        *("told_appointed", "told_changed", "told_code", "told_cut_off"),
        *("told_names", "told_renamed"),
    ),
    "tile": ("conduct",),
    "timeline": ("identity_shown", "seal"),
    "webform": (
        *("staff_title", "staff_intro", "staff_link", "ordinary_link"),
        *("sees_title", "line_help_staff"),
    ),
}
KEPT = frozenset(
    {
        *(("organisation", "keeper"), ("organisation", "outside")),
        *((WORDS, file) for file in _FILES_OF_WORDS),
        *((WORDS, file, key) for file, keys in _SENTENCES.items() for key in keys),
    }
)
"""Files and first keys of their paths. The category of staff complaints is added by `is_kept`."""

SECTION_NAMES = ("th", "en", "short_th", "short_en", "aliases")
"""The entries of a department by which a complaint may call it."""


def ensure_may_change(uow: UnitOfWork, before: Files, wanted: Sequence[Override]) -> None:
    """Raise Refused setting_kept if one of these changes may not be made in the console.

    `before`: the present files.
    """
    if any(
        is_kept(uow, one.file, one.path)
        or _changes_sealing(before, one)
        or _renames_custodians(uow, before, one)
        for one in wanted
    ):
        raise Refused("setting_kept")


def ensure_names_stay_apart(uow: UnitOfWork, wanted: Sequence[Override], after: Vocabulary) -> None:
    """Raise Refused setting_kept if a section gets a name that is a word of complaints about others.

    No custodian may belong to it today, but one who does later would be barred from all these complaints: a name
    that was taken back still counts. `after`: the words with the changes.
    """
    is_named = any(one.file == "departments" for one in wanted)
    if is_named and common_words.accuse_more(uow.context.accusation_words, after):
        raise Refused("setting_kept")


def is_kept(uow: UnitOfWork, file: str, path: Path) -> bool:
    """Return whether an entry, or a part of it, is KEPT, or the category of staff complaints.

    Of the latter the days in which they are handled and kept could be changed, and that they are sealed at all.
    """
    category = ("categories", "category", uow.context.catalog.staff_category.key)
    entry_path = (file, *path)
    return any(entry_path[: len(kept)] == kept[: len(entry_path)] for kept in (*KEPT, category))


def _changes_sealing(before: Files, wanted: Override) -> bool:
    """Return whether a change makes the cases of a category staff complaints, or ordinary cases again."""
    if wanted.file != "categories":
        return False
    was, will_be = entry(before, wanted.file, wanted.path), wanted.value
    return _seals(was) != _seals(will_be)


def _renames_custodians(uow: UnitOfWork, before: Files, wanted: Override) -> bool:
    """Return whether a change gives other names to a department to which a custodian belongs or ever belonged.

    A complaint that uses a name of it bars them: named "money", it would bar them from every complaint.
    """
    if wanted.file != "departments":
        return False
    was = before[wanted.file]["department"]
    will_be = overlay(before, [wanted])[wanted.file]["department"]
    known, posts = staff.known_staff(uow), staff.custodian_order(uow)
    holders = {one.id for one in uow.tx.officers.all() if one.active and one.role in posts}
    configured = {one.unit for one in uow.context.catalog.organisation.custodians}
    units = configured | known.units_ever_of(known.same_as(holders))
    return any(
        will_be.get(key, {}).get(name) != was[key].get(name)
        for key in units & was.keys()
        for name in SECTION_NAMES
    )


def _seals(category: Any) -> bool:  # noqa: ANN401 - what TOML can hold
    return isinstance(category, dict) and bool(category.get("restricted"))
