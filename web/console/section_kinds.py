"""The kinds of sections of the settings: the entries of each, and the change of the files for a form."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from domain.organisation.calendar import BUDDHIST_ERA
from domain.organisation.overlay import REMOVED, Override
from domain.organisation.thai_dates import short_date
from web.console.setting_fields import Field

Files = Mapping[str, Mapping[str, Any]]
Entry = Mapping[str, Any]
OWN_SOURCE = "office"
"""The source of entries that the office has made itself."""
OFFICE = "office"
"""The key of the only entry of the section about the office."""


@dataclass(frozen=True)
class Item:
    """An entry in a list. `is_verified`: None for entries that need no confirmation."""

    key: str
    name: str
    hint: str
    is_verified: bool | None


class Section(Protocol):
    """A section. `key`: used in URLs and word keys."""

    @property
    def key(self) -> str: ...
    @property
    def fields(self) -> tuple[Field, ...]: ...
    @property
    def may_grow(self) -> bool: ...

    def items(self, files: Files) -> list[Item]:
        """All entries in the order shown."""
        ...

    def values(self, files: Files, key: str) -> Entry | None:
        """The values of an entry, or None if it does not exist."""
        ...

    def save(self, files: Files, key: str, values: Entry | None) -> list[Override]:
        """The changes that store an entry, or remove it if `values` is None. `key`: "" for a new entry."""
        ...


@dataclass(frozen=True)
class TableSection:
    """Entries that are sub-tables: `[category.light]`. `hint`: the field shown beside the name."""

    key: str
    file: str
    table: str
    fields: tuple[Field, ...]
    name: str = "th"
    hint: str = ""
    may_grow: bool = False
    marks_field: str = ""
    """The only field that its `unverified` may name, where an entry has no flag `verified`."""

    def items(self, files: Files) -> list[Item]:
        return [
            Item(
                key,
                str(entry.get(self.name, key)),
                str(entry.get(self.hint, "")),
                self._is_verified(entry),
            )
            for key, entry in files[self.file].get(self.table, {}).items()
        ]

    def values(self, files: Files, key: str) -> Entry | None:
        entry = files[self.file].get(self.table, {}).get(key)
        if entry is None or not self.marks_field:
            return entry  # type: ignore[no-any-return]
        return {**entry, "verified": not entry.get("unverified")}

    def save(self, files: Files, key: str, values: Entry | None) -> list[Override]:
        if values is None:
            return [Override(self.file, (self.table, key), REMOVED)]
        stored = {**(self._kept(files, key)), **{n: v for n, v in values.items() if v is not None}}
        if self.marks_field:
            is_verified = stored.pop("verified")
            stored["unverified"] = [] if is_verified else [self.marks_field]
        overrides = []
        if self.file == "services" and "source" not in stored:
            stored["source"] = OWN_SOURCE
            if OWN_SOURCE not in files[self.file].get("source", {}):
                about = {"text": files["organisation"]["name_th"]}
                overrides.append(Override(self.file, ("source", OWN_SOURCE), about))
        path = (self.table, key or f"own_{secrets.token_hex(3)}")
        return [*overrides, Override(self.file, path, stored)]

    def _kept(self, files: Files, key: str) -> dict[str, Any]:
        """The values of the entry in fields that are not in the form."""
        entry = files[self.file].get(self.table, {}).get(key, {})
        return {n: v for n, v in entry.items() if n not in {field.name for field in self.fields}}

    def _is_verified(self, entry: Entry) -> bool | None:
        if self.marks_field:
            return not entry.get("unverified")
        return bool(entry["verified"]) if "verified" in entry else None


@dataclass(frozen=True)
class OfficeSection:
    """The office itself: single values at the top of organisation.toml."""

    fields: tuple[Field, ...]
    key: str = "office"
    may_grow: bool = False

    def items(self, files: Files) -> list[Item]:
        office = files["organisation"]
        return [Item(OFFICE, office["name_th"], office["phone"], not office.get("unverified"))]

    def values(self, files: Files, key: str) -> Entry | None:
        return files["organisation"] if key == OFFICE else None

    def save(self, files: Files, key: str, values: Entry | None) -> list[Override]:
        del files, key
        assert values is not None
        return [Override("organisation", (name,), value) for name, value in values.items()]


@dataclass(frozen=True)
class VillageSection:
    """The villages, a list in organisation.toml."""

    fields: tuple[Field, ...]
    key: str = "villages"
    may_grow: bool = True

    def items(self, files: Files) -> list[Item]:
        return [
            Item(str(one["number"]), str(one["number"]), one["name"], None)
            for one in files["organisation"]["villages"]
        ]

    def values(self, files: Files, key: str) -> Entry | None:
        found = files["organisation"]["villages"]
        return next((one for one in found if str(one["number"]) == key), None)

    def save(self, files: Files, key: str, values: Entry | None) -> list[Override]:
        others = [one for one in files["organisation"]["villages"] if str(one["number"]) != key]
        if values is not None:
            others.append({"number": values["number"], "name": values["name"]})
        return [Override("organisation", ("villages",), _by(others, "number"))]


@dataclass(frozen=True)
class HolidaySection:
    """The holidays, a list for each Buddhist year in holidays.toml."""

    fields: tuple[Field, ...]
    key: str = "holidays"
    may_grow: bool = True

    def items(self, files: Files) -> list[Item]:
        return [
            Item(one["date"].isoformat(), one["th"], short_date(one["date"]), one["verified"])
            for _, year in sorted(files["holidays"]["year"].items())
            for one in _by(year["days"], "date")
        ]

    def values(self, files: Files, key: str) -> Entry | None:
        days = [one for year in files["holidays"]["year"].values() for one in year["days"]]
        return next((one for one in days if one["date"].isoformat() == key), None)

    def save(self, files: Files, key: str, values: Entry | None) -> list[Override]:
        days = {year: list(found["days"]) for year, found in files["holidays"]["year"].items()}
        touched = set()
        old = self.values(files, key)
        if old is not None:
            year = _year(old["date"])
            days[year] = [one for one in days[year] if one["date"] != old["date"]]
            touched.add(year)
        overrides = []
        if values is not None:
            new = {n: v for n, v in values.items() if v is not None}
            new["source"] = old["source"] if old else OWN_SOURCE
            if new["source"] == OWN_SOURCE and OWN_SOURCE not in files["holidays"]["source"]:
                about = {"text": files["organisation"]["name_th"]}
                overrides.append(Override("holidays", ("source", OWN_SOURCE), about))
            year = _year(new["date"])
            days[year] = _by([*days.get(year, []), new], "date")
            touched.add(year)
        return [
            *overrides,
            *(Override("holidays", ("year", year, "days"), days[year]) for year in touched),
        ]


def _year(day: date) -> str:
    return str(day.year + BUDDHIST_ERA)


def _by(entries: Sequence[Entry], name: str) -> list[Any]:
    return sorted(entries, key=lambda one: one[name])
