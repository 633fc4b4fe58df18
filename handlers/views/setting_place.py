"""The Thai name of a place in the office's files, such as `templates.toml.own_26c7d2.th`, as in the settings."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.core.i18n import Translations

_PLACE = re.compile(r"(?:.*/)?(\w+)\.toml(?:\.(.+))?")
OFFICE = "organisation"
LISTS = frozenset({"villages", "agency"})
"""Parts of organisation.toml that are sections of their own."""


def named(translations: Translations, files: Mapping[str, Mapping[str, Any]], place: str) -> str:
    """Return section, entry and field of a place. Keys that have no name are left out. `files`: with the entry."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return _word(translations, "setting.place_unknown")
    file, parts = found[1], (found[2] or "").split(".")
    names = [_section(translations, file, parts)]
    names += [name for part in parts[:-1] if (name := _entry(files.get(file, {}), part))]
    last = parts[-1]
    field = _word(translations, f"setting.field_{last}") or _entry(files.get(file, {}), last)
    return " · ".join(filter(None, (*names, field)))


def _section(translations: Translations, file: str, parts: list[str]) -> str:
    key = "office" if file == OFFICE else file
    if file == OFFICE and parts[0] in LISTS:
        key = "agencies" if parts[0] == "agency" else parts[0]
    name = _word(translations, f"setting.section_{key}")
    return name or _word(translations, "setting.place_unknown")


def _entry(tables: Mapping[str, Any], key: str) -> str:
    """Return the name of the entry with this key in any table of a file, "" for none."""
    for table in tables.values():
        entry = table.get(key) if isinstance(table, Mapping) else None
        if isinstance(entry, Mapping):
            return str(entry.get("name") or entry.get("th") or "")[:60]
    return ""


def _word(translations: Translations, key: str) -> str:
    return translations.sentences[key].th if key in translations.sentences else ""
