"""A table of a data file whose faults have line numbers.

Example: `counter.toml:12: question[2].levels: is not a known key`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from storage.organisation_data.toml_table import Table

if TYPE_CHECKING:
    from storage.organisation_data.surveys.positions import Path


class Findings:
    """The faults and warnings of one file, with their line numbers."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        """`lines`: the line of each path of the file, from `find_lines`."""
        self._file = file
        self._lines = lines
        self._found: list[tuple[int, bool, str]] = []

    def fault(self, path: Path, reason: str) -> None:
        """Record a fault at the line of `path`, or of the innermost table around it that has one."""
        self._found.append((self._line(path), False, f"{_name(path)}{reason}"))

    def warn(self, path: Path, reason: str) -> None:
        """Record something that is allowed but rarely intended."""
        self._found.append((self._line(path), True, f"{_name(path)}{reason}"))

    def faults(self) -> tuple[str, ...]:
        """The faults in the order of the file, each as `file:line: reason`."""
        return self._lines_of(warnings=False)

    def warnings(self) -> tuple[str, ...]:
        """The warnings in the order of the file, each as `file:line: reason`."""
        return self._lines_of(warnings=True)

    def _lines_of(self, *, warnings: bool) -> tuple[str, ...]:
        found = sorted((line, text) for line, warning, text in self._found if warning is warnings)
        return tuple(f"{self._file}:{line}: {text}" for line, text in dict.fromkeys(found))

    def _line(self, path: Path) -> int:
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]


class LinedTable(Table):
    """A table that records its faults in `Findings`, with the reading methods of `Table`."""

    def __init__(self, values: object, path: Path, findings: Findings) -> None:
        """`path`: of this table in its file, () for the whole file."""
        self.path = path
        self.findings = findings
        super().__init__(values, "", [])
        if not isinstance(values, dict):
            findings.fault(path, "must be a table")

    def fault(self, key: str, reason: str) -> None:
        """Record a fault of the value of `key`."""
        self.findings.fault((*self.path, key), reason)

    def warn(self, key: str, reason: str) -> None:
        """Record a warning about the value of `key`."""
        self.findings.warn((*self.path, key), reason)

    def raw(self, key: str) -> object:
        """The value of a key from `tomllib`, None if it is missing; no fault is recorded."""
        return self._value(key) if self.has(key) else None

    def table(self, key: str) -> Self:
        """The table below a key; a missing one is a fault."""
        return type(self)(self._value(key), (*self.path, key), self.findings)

    def whole(self, key: str, least: int, most: int) -> int:
        """An integer from `least` to `most`."""
        value = self._value(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._wrong(key, f"must be a whole number from {least} to {most}")
        return least

    def _child(self, entry: object, key: str, name: str | int) -> Self:
        step = name - 1 if isinstance(name, int) else name
        return type(self)(entry, (*self.path, key, step), self.findings)


def _name(path: Path) -> str:
    """The path for messages, with elements counted from 1 and a colon; "" for the whole file."""
    name = ""
    for step in path:
        if isinstance(step, int):
            name += f"[{step + 1}]"
        else:
            name += f".{step}" if name else step
    return f"{name}: " if name else ""
