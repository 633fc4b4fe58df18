"""Export and import of the office's data as TOML files."""

import tomllib
from datetime import date, time
from typing import Any

import tomli_w

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.organisation.overlay import REMOVED, Override, Path, entry
from handlers.core.live_office import WORDS
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import settings

TABLES = {
    "departments": ("department",),
    "categories": ("category",),
    "services": ("service", "source"),
    "templates": ("template",),
    "privacy": ("gap",),
    "directory": ("entry",),
    "organisation": ("agency", "outside", "emergency", "keeper"),
    "holidays": ("source",),
}
"""The tables of a file whose sub-tables are one entry each; any other key of the file is an entry itself."""


def as_toml(uow: UnitOfWork, file: str) -> str:
    """The current content of a file. Raises Refused not_found for a file that an office cannot change."""
    if file not in settings.EDITABLE:
        raise Refused("not_found")
    return tomli_w.dumps(settings.present(uow).get(file, {}), multiline_strings=True)


def read_toml(uow: UnitOfWork, officer: Officer, file: str, content: bytes) -> int:
    """Import a whole file, or nothing on an error; returns how many entries were changed.

    Raises Refused not_found for a file that an office cannot change, not_utf8, not_toml, and as `settings.change`
    does.
    """
    if file not in settings.EDITABLE:
        raise Refused("not_found")
    try:
        # Editors on Windows write a byte order mark.
        imported = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as fault:
        raise Refused("not_utf8") from fault
    except (ValueError, RecursionError) as fault:
        raise Refused("not_toml", fault=str(fault)[:200]) from fault
    present = settings.present(uow)
    paths = dict.fromkeys((*_entries(file, present.get(file, {})), *_entries(file, imported)))
    overrides = [
        Override(file, path, entry({file: imported}, file, path))
        for path in paths
        if _storable(entry({file: imported}, file, path))
    ]
    return settings.change(uow, officer, overrides)


def _entries(file: str, values: dict[str, Any]) -> list[Path]:
    """The paths of the entries of a file."""
    found: list[Path] = []
    for name, value in values.items():
        is_split = name in TABLES.get(file, ()) or file == WORDS
        if is_split and isinstance(value, dict):
            found += [(name, key) for key in value]
        elif file == "holidays" and name == "year" and isinstance(value, dict):
            found += [(name, year, "days") for year in value]
        else:
            found.append((name,))
    return found


def _storable(value: Any) -> bool:  # noqa: ANN401 - what TOML can hold
    kinds = (str, bool, int, float, date, time, list, dict)
    return value is REMOVED or isinstance(value, kinds)
