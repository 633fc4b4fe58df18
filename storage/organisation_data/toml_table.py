"""Reads typed values from a table of a data file and collects faults instead of raising them.

A fault is one line with file, key and reason. All faults of a file are reported at once; after a fault a
default value is returned, so that reading can continue.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ADDRESS = re.compile(r"https://[A-Za-z0-9][!-~]+")
"""An address that LINE opens: https, with all characters outside ASCII percent-encoded."""


class Table:
    """A table read from TOML.

    Every method that reads a key returns a default after a fault. Keys that were read are recorded, so that
    `reject_unknown_keys` can report the others.
    """

    def __init__(self, values: object, place: str, faults: list[str]) -> None:
        """`place`: file and key of the table, for messages. `faults`: the list to which faults are added."""
        self._values: Mapping[str, object] = values if isinstance(values, dict) else {}
        self._place = place
        self._faults = faults
        self._read_keys: set[str] = set()
        if not isinstance(values, dict):
            faults.append(f"{place}: must be a table")

    def fault(self, key: str, reason: str) -> None:
        """Record a fault of the value of `key`."""
        self._faults.append(f"{self._place}.{key}: {reason}")

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """The keys of the table, in file order."""
        return iter(self._values)

    def _value(self, key: str) -> object:
        self._read_keys.add(key)
        if key not in self._values:
            self.fault(key, "is missing")
        return self._values.get(key)

    def _wrong(self, key: str, reason: str) -> None:
        """Record a fault of an existing value; a missing value has been recorded already."""
        if key in self._values:
            self.fault(key, reason)

    def text(self, key: str) -> str:
        """Non-blank text."""
        value = self._value(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._wrong(
            key, "must not be blank" if isinstance(value, str) else "must be text in quotes"
        )
        return ""

    def text_or_blank(self, key: str) -> str:
        """Text without surrounding spaces; the key must exist, its text may be empty."""
        value = self._value(key)
        if isinstance(value, str):
            return value.strip()
        self._wrong(key, "must be text in quotes")
        return ""

    def address_or_blank(self, key: str) -> str:
        """The https address of a page; the key must exist, its text may be empty."""
        address = self.text_or_blank(key)
        if address and not _ADDRESS.fullmatch(address):
            self._wrong(key, "must be empty or an https:// address in Latin letters")
        return address

    def flag(self, key: str) -> bool:
        """A boolean."""
        value = self._value(key)
        if isinstance(value, bool):
            return value
        self._wrong(key, "must be true or false")
        return False

    def count(self, key: str) -> int:
        """A whole number of at least one."""
        value = self._value(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        self._wrong(key, "must be a whole number of at least 1")
        return 1

    def degrees(self, key: str, limit: float) -> float:
        """A coordinate between minus and plus `limit` degrees."""
        value = self._value(key)
        if isinstance(value, float) and -limit <= value <= limit:
            return value
        self._wrong(key, f"must be a decimal number between -{limit:g} and {limit:g}")
        return 0.0

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self._value(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self._wrong(key, "must be a date such as 2026-12-05, without quotes")
        return date.min

    def clock(self, key: str) -> time:
        """A time of day."""
        value = self._value(key)
        if isinstance(value, time):
            return value
        self._wrong(key, "must be a time such as 08:30:00, without quotes")
        return time.min

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of at least one non-blank text."""
        texts = self.texts_or_none(key)
        if not texts and isinstance(self._values.get(key), list):
            self.fault(key, "must not be empty")
        return texts

    def texts_or_none(self, key: str) -> tuple[str, ...]:
        """A list of non-blank texts; the list may be empty."""
        value = self._value(key)
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(one.strip() for one in value)
        self._wrong(key, "must be a list of texts, none of them blank")
        return ()

    def named(self, key: str) -> Iterator[tuple[str, Self]]:
        """The sub-tables `[key.name]`, in file order, as (name, table)."""
        value = self._value(key)
        if not isinstance(value, dict) or not value:
            self._wrong(key, f"must have at least one entry, written [{key}.name]")
            return
        for name, entry in value.items():
            yield name, self._child(entry, key, name)

    def tables(self, key: str) -> Iterator[Self]:
        """The entries of a list of tables, in file order."""
        value = self._value(key)
        if not isinstance(value, list) or not value:
            self._wrong(key, "must be a list with at least one entry")
            return
        for number, entry in enumerate(value, start=1):
            yield self._child(entry, key, number)

    def _child(self, entry: object, key: str, name: str | int) -> Self:
        """The table of one entry: named below `key`, or the element with this number, from 1, of its list."""
        place = f"{key}[{name}]" if isinstance(name, int) else f"{key}.{name}"
        return type(self)(entry, f"{self._place}.{place}", self._faults)

    def reject_unknown_keys(self) -> None:
        """Record a fault for every key that was not read; most often it is misspelt."""
        for key in self._values.keys() - self._read_keys:
            self.fault(key, "is not a known key")
