"""The catalog: an organisation's data, read at start-up and checked as a whole, then immutable.

The caller reads the files, because `domain` does no input or output: those that `FILES` names from `domain/data/`,
or from the folder of the setting ORGANISATION_DIR; a file there replaces the default file of the same name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from domain import catalog_files
from domain.data_table import Table
from domain.language.classifier import KEYS as CATEGORY_KEYS
from domain.text.graphemes import count_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from domain.organisation.organisation import (
        Category,
        Department,
        Holiday,
        Organisation,
        Service,
    )

FILES = ("organisation", "departments", "categories", "services", "holidays")

# Characters of a quick reply's label: https://developers.line.biz/en/reference/messaging-api/#action-objects
LABEL_LIMIT = 20

SATURDAY = 5

_T = TypeVar("_T", int, str, "date")


class CatalogError(ValueError):
    """The data files have faults or contradict each other. `faults`: one line for each fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Catalog:
    """The content of all files. Tuples are in the order of their file."""

    organisation: Organisation
    departments: tuple[Department, ...]
    categories: tuple[Category, ...]
    services: tuple[Service, ...]
    holidays: tuple[Holiday, ...]

    @classmethod
    def parse(cls, files: Mapping[str, Mapping[str, object]]) -> Catalog:
        """The catalog of five parsed TOML files, keyed by file name without `.toml`.

        Raises CatalogError with every fault of every file, not only the first.
        """
        faults: list[str] = []
        missing = [name for name in FILES if name not in files]
        if missing:
            raise CatalogError(f"{name}.toml: is missing" for name in missing)
        tables = {name: Table(files[name], f"{name}.toml", faults) for name in FILES}
        catalog = cls(
            organisation=catalog_files.organisation(tables["organisation"]),
            departments=tuple(catalog_files.departments(tables["departments"])),
            categories=tuple(catalog_files.categories(tables["categories"])),
            services=tuple(catalog_files.services(tables["services"])),
            holidays=tuple(catalog_files.holidays(tables["holidays"])),
        )
        faults.extend(_contradictions(catalog))
        if faults:
            raise CatalogError(faults)
        return catalog

    def category(self, key: str) -> Category:
        """Raises KeyError for a key that is not in categories.toml."""
        return {one.key: one for one in self.categories}[key]

    def department(self, key: str) -> Department:
        """Raises KeyError for a key that is not in departments.toml."""
        return {one.key: one for one in self.departments}[key]

    def service(self, key: str) -> Service:
        """Raises KeyError for a key that is not in services.toml."""
        return {one.key: one for one in self.services}[key]

    def unverified(self) -> tuple[str, ...]:
        """The entries that the office has not confirmed, each as `file: entry`."""
        return (
            *(f"organisation.toml: {name}" for name in sorted(self.organisation.unverified)),
            *(
                f"departments.toml: {department.key}.{name}"
                for department in self.departments
                for name in sorted(department.unverified)
            ),
            *(f"categories.toml: {one.key}" for one in self.categories if not one.verified),
            *(f"services.toml: {one.key}" for one in self.services if not one.verified),
            *(f"holidays.toml: {one.day}" for one in self.holidays if not one.verified),
        )


def _contradictions(catalog: Catalog) -> Iterator[str]:
    """Faults that concern several entries or files: references, limits, repeated numbers and days."""
    sections = {one.key for one in catalog.departments}
    office = catalog.organisation
    references = {
        "organisation.toml.eit_section": office.eit_section,
        "organisation.toml.integrity_section": office.integrity_section,
    }
    references |= {f"categories.toml.{one.key}": one.department for one in catalog.categories}
    references |= {f"services.toml.{one.key}": one.department for one in catalog.services}
    for place, section in references.items():
        if section not in sections:
            yield f"{place}: department {section!r} is not in departments.toml"
    if office.opens >= office.closes:
        yield "organisation.toml.closes: must be later than opens"
    numbers = [village.number for village in office.villages]
    yield from (f"organisation.toml.villages: หมู่ที่ {n} is there twice" for n in _duplicates(numbers))
    yield from _category_faults(catalog)
    yield from _holiday_faults(catalog.holidays)


def _category_faults(catalog: Catalog) -> Iterator[str]:
    keys = [one.key for one in catalog.categories]
    yield from (f"categories.toml.{key}: is missing" for key in CATEGORY_KEYS if key not in keys)
    yield from (
        f"categories.toml.{key}: is not a category the classifier knows"
        for key in keys
        if key not in CATEGORY_KEYS
    )
    for one in catalog.categories:
        for language, label in (("th", one.th), ("en", one.en)):
            if count_graphemes(label) > LABEL_LIMIT:
                yield f"categories.toml.{one.key}.{language}: longer than {LABEL_LIMIT} characters"
        if one.restricted and one.department != catalog.organisation.integrity_section:
            yield f"categories.toml.{one.key}: restricted, so it belongs to the integrity section"
    labels = [label for one in catalog.categories for label in (one.th, one.en)]
    yield from (
        f"categories.toml: the label {label!r} is there twice" for label in _duplicates(labels)
    )


def _holiday_faults(holidays: tuple[Holiday, ...]) -> Iterator[str]:
    days = [one.day for one in holidays]
    yield from (f"holidays.toml: {day} is there twice" for day in _duplicates(days))
    for one in holidays:
        if one.instead_of is None:
            continue
        if one.instead_of not in days:
            yield f"holidays.toml: {one.day} stands in for {one.instead_of}, which is no holiday"
        elif one.instead_of.weekday() < SATURDAY:
            yield f"holidays.toml: {one.day} stands in for {one.instead_of}, which is a weekday"
        if one.day.weekday() >= SATURDAY:
            yield f"holidays.toml: the substitution day {one.day} falls on a weekend"


def _duplicates(things: list[_T]) -> list[_T]:
    return [thing for thing, times in Counter(things).items() if times > 1]
