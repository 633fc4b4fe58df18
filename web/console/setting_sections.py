"""The sections of the settings: the entries and fields of each, and the change of the files for a form."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from domain.organisation.calendar import BUDDHIST_ERA
from domain.organisation.overlay import REMOVED, Override
from domain.organisation.thai_dates import short_date
from storage.organisation_data.reading import LABEL_LIMIT, TEMPLATE_ACTIONS
from web.console.setting_fields import Field, Kind

Files = Mapping[str, Mapping[str, Any]]
Entry = Mapping[str, Any]
BUTTON_LIMIT = 40
"""Maximum characters of a service's name, which is the label of a button on a card."""
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


def _departments(files: Files) -> list[tuple[str, str]]:
    return [(key, one["th"]) for key, one in files["departments"]["department"].items()]


def _categories(files: Files) -> list[tuple[str, str]]:
    return [(key, one["th"]) for key, one in files["categories"]["category"].items()]


def _actions(files: Files) -> list[tuple[str, str]]:
    words = files["words"]["button"]
    return [(action, words[action]["th"]) for action in TEMPLATE_ACTIONS]


_TEXTS = (
    *("name_th", "short_th", "name_en", "address_th", "address_en", "phone", "website"),
    *("latitude", "longitude", "villages"),
)
SECTIONS: tuple[Section, ...] = (
    OfficeSection(
        (
            Field("name_th", most=120),
            Field("short_th", most=40),
            Field("name_en", most=120),
            Field("address_th", Kind.LONG, most=300),
            Field("address_en", Kind.LONG, most=300),
            Field("phone", most=40),
            Field("website", most=200, is_needed=False, keeps_blank=True),
            Field("line_id", most=30, is_needed=False, keeps_blank=True),
            Field("latitude", Kind.DECIMAL),
            Field("longitude", Kind.DECIMAL),
            Field("opens", Kind.CLOCK),
            Field("closes", Kind.CLOCK),
            Field("answer_days", Kind.NUMBER),
            Field("acknowledge_working_days", Kind.NUMBER),
            Field("message_plan", Kind.NUMBER),
            Field("alert_percent", Kind.NUMBER),
            Field("unverified", Kind.CONFIRMED, names=_TEXTS),
        )
    ),
    TableSection(
        "categories",
        "categories",
        "category",
        (
            Field("th", most=LABEL_LIMIT),
            Field("en", most=LABEL_LIMIT),
            Field("icon", most=4),
            Field("department", Kind.CHOICE, choices=_departments),
            Field("working_days", Kind.NUMBER),
            Field("keep_years", Kind.NUMBER, is_needed=False),
            Field("rings_at_night", Kind.FLAG),
            Field("first_reply", Kind.LONG, most=300, is_needed=False),
            Field("first_reply_en", Kind.LONG, most=300, is_needed=False),
            Field("verified", Kind.FLAG),
        ),
        hint="working_days",
    ),
    TableSection(
        "departments",
        "departments",
        "department",
        (
            Field("th", most=60),
            Field("short_th", most=LABEL_LIMIT, is_needed=False),
            Field("en", most=60),
            Field("short_en", most=LABEL_LIMIT, is_needed=False),
            Field("phone", most=40),
            Field("aliases", Kind.LINES, is_needed=False),
            Field("verified", Kind.FLAG),
        ),
        hint="phone",
        may_grow=True,
        marks_field="phone",
    ),
    VillageSection(
        (Field("number", Kind.NUMBER), Field("name", most=60, is_needed=False, keeps_blank=True))
    ),
    HolidaySection(
        (
            Field("date", Kind.DAY),
            Field("th", most=80),
            Field("en", most=80),
            Field("for", Kind.DAY, is_needed=False),
            Field("verified", Kind.FLAG),
        )
    ),
    TableSection(
        "services",
        "services",
        "service",
        (
            Field("th", most=BUTTON_LIMIT),
            Field("en", most=BUTTON_LIMIT),
            Field("aliases", Kind.LINES),
            Field("department", Kind.CHOICE, choices=_departments),
            Field("channel", Kind.LONG, most=300),
            Field("time", most=120),
            Field("fee", most=200),
            Field("documents", Kind.LINES),
            Field("steps", Kind.STEPS),
            Field("verified", Kind.FLAG),
        ),
        hint="time",
        may_grow=True,
    ),
    TableSection(
        "agencies",
        "organisation",
        "agency",
        (
            Field("th", most=LABEL_LIMIT * 2),
            Field("en", most=LABEL_LIMIT * 2),
            Field("phone", most=40),
        ),
        hint="phone",
        may_grow=True,
    ),
    TableSection(
        "templates",
        "templates",
        "template",
        (
            Field("name", most=40),
            Field("action", Kind.CHOICE, choices=_actions),
            Field("th", Kind.LONG, most=1000),
            Field("category", Kind.CHOICE, is_needed=False, choices=_categories),
        ),
        name="name",
        hint="th",
        may_grow=True,
    ),
    TableSection(
        "privacy",
        "privacy",
        "gap",
        (
            Field("th", Kind.LONG, most=1000),
            Field("en", Kind.LONG, most=1000),
            Field("verified", Kind.FLAG),
        ),
        name="key",
        hint="th",
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
