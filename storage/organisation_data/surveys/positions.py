"""Finds the line of every key and list element of a TOML text, which `tomllib` does not report.

The text must have passed `tomllib.loads`; only its structure is parsed here, not the values.
https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

Path = tuple[str | int, ...]
"""Keys and, for elements of a list, numbers from 0: ("question", 2, "th")."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def find_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each table header, key and list element of a valid TOML text."""
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._lines: dict[Path, int] = {(): 1}
        self._list_lengths: defaultdict[Path, int] = defaultdict(int)
        self._counted = 0
        self._line = 1

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_BLANK)
        while self._place < len(self._text):
            if self._text.startswith("[[", self._place):
                table = self._header(2)
                table = (*table, self._list_lengths[table])
                self._list_lengths[table[:-1]] += 1
                self._note(table)
            elif self._text.startswith("[", self._place):
                table = self._header(1)
                self._note(table)
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self._lines

    def _header(self, brackets: int) -> Path:
        self._place += brackets
        keys = self._keys()
        self._place += brackets
        # The parent of a table in a list of tables is the list's last element.
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if self._list_lengths[path]:
                path = (*path, self._list_lengths[path] - 1)
        path = (*path, keys[-1])
        if brackets == 1 and self._list_lengths[path]:
            path = (*path, self._list_lengths[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._place += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        match self._text[self._place]:
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._skip(_QUOTED)
            case _:
                self._skip(_PLAIN)

    def _list(self, path: Path) -> None:
        self._place += 1
        self._skip(_BLANK)
        number = 0
        while self._text[self._place] != "]":
            element = (*path, number)
            self._note(element)
            self._value(element)
            number += 1
            self._skip_comma()
        self._place += 1

    def _inline_table(self, path: Path) -> None:
        self._place += 1
        self._skip(_BLANK)
        while self._text[self._place] != "}":
            self._pair(path)
            self._skip_comma()
        self._place += 1

    def _skip_comma(self) -> None:
        self._skip(_BLANK)
        if self._text[self._place] == ",":
            self._place += 1
            self._skip(_BLANK)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._text[self._place] == ".":
            self._place += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip(_SPACE)
        match self._text[self._place]:
            case '"':
                key = next(iter(tomllib.loads(f"{self._skip(_QUOTED)} = 0")))
            case "'":
                key = self._skip(_QUOTED)[1:-1]
            case _:
                key = self._skip(_BARE_KEY)
        self._skip(_SPACE)
        return key

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._place)
        if found is None:
            raise ValueError(f"unexpected character at offset {self._place}")
        self._place = found.end()
        return found[0]

    def _note(self, path: Path) -> None:
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        self._lines.setdefault(path, self._line)
