"""The office's data as the TOML files they came from: out, and in again."""

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
"""The tables of a file whose sub-tables are one entry each; everything else is an entry by itself."""


def as_toml(uow: UnitOfWork, file: str) -> str:
    """A file as it is now. Raises Refused not_found for a file that an office does not change."""
    if file not in settings.EDITABLE:
        raise Refused("not_found")
    return tomli_w.dumps(settings.present(uow).get(file, {}), multiline_strings=True)


def read_toml(uow: UnitOfWork, officer: Officer, file: str, text: str) -> int:
    """Take a whole file; returns how many entries differ and were changed.

    Raises Refused not_toml, and as `settings.change` does: all of the file or nothing.
    """
    if file not in settings.EDITABLE:
        raise Refused("not_found")
    try:
        wanted = tomllib.loads(text)
    except ValueError as fault:
        raise Refused("not_toml", fault=str(fault)[:200]) from fault
    present = settings.present(uow)
    paths = dict.fromkeys((*_entries(file, present.get(file, {})), *_entries(file, wanted)))
    overrides = [
        Override(file, path, entry({file: wanted}, file, path))
        for path in paths
        if _storable(entry({file: wanted}, file, path))
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
