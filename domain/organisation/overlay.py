"""Apply the office's changes to the data files that are shipped with the program.

An entry is identified by its file and its path of keys: `categories`, `("category", "light")`.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Files = Mapping[str, Mapping[str, Any]]
Path = tuple[str, ...]
REMOVED = None
"""The value of an entry that the office has removed."""


@dataclass(frozen=True)
class Override:
    """One changed entry. `value`: any TOML value, or REMOVED."""

    file: str
    path: Path
    value: Any


def overlay(files: Files, overrides: Iterable[Override]) -> dict[str, dict[str, Any]]:
    """A copy of the parsed files in which these entries replace the shipped ones; a new entry is added at the end.

    Files without a change are not copied.
    """
    changed: dict[str, Any] = dict(files)
    copied: set[str] = set()
    for override in overrides:
        if override.file not in copied:
            changed[override.file] = deepcopy(dict(files.get(override.file, {})))
            copied.add(override.file)
        _put(changed[override.file], override.path, override.value)
    return changed


def entry(files: Files, file: str, path: Path) -> Any:  # noqa: ANN401 - what TOML can hold
    """The value of an entry, or None if it does not exist."""
    found: Any = files.get(file, {})
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def _put(table: dict[str, Any], path: Path, value: Any) -> None:  # noqa: ANN401 - what TOML can hold
    *parents, last = path
    for key in parents:
        table = table.setdefault(key, {})
    if value is REMOVED:
        table.pop(last, None)
    else:
        table[last] = deepcopy(value)
