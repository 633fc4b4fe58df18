"""Reads the organisation's TOML files and checks them, each by itself and against the others.

The shipped files are in `domain/data/`. A file of the same name in the folder of the setting
ORGANISATION_DIR replaces a shipped one; what it lacks because it was written for an earlier release is completed
by `newer_tables`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from domain.cases.vocabulary import Vocabulary
from domain.organisation.catalog import Catalog
from domain.organisation.category_keys import CATEGORY_KEYS
from domain.organisation.organisation import PRIVACY_GAPS, TEMPLATE_FACTS
from domain.text.graphemes import count_graphemes
from storage.organisation_data import catalog_files
from storage.organisation_data.newer_tables import completed
from storage.organisation_data.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from domain.organisation.organisation import Department, Holiday

FILES = ("organisation", "departments", "categories", "services", "holidays")
"""The files a catalog is made of, by name without `.toml`."""
OPTIONAL = ("templates", "privacy", "directory")
"""Optional files."""
TEMPLATE_ACTIONS = ("update", "ask", "wait", "close", "transfer", "not_ours")
LABEL_LIMIT = 20
"""Characters of a button's label on LINE: developers.line.biz, Messaging API reference, Action objects."""
SATURDAY = 5

_T = TypeVar("_T", int, str, "date")


class CatalogError(ValueError):
    """The data files are invalid or inconsistent. `faults`: one line for each fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(self.faults))


def read_files(organisation_dir: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every data file, parsed, by name without `.toml`.

    Raises CatalogError, with the name of the file, for a folder that does not exist, and for a file that is
    unknown, unreadable, not UTF-8 or not TOML.
    """
    shipped = resources.files("domain") / "data"
    contents = {
        entry.name: entry.read_bytes()
        for entry in shipped.iterdir()
        if entry.name.endswith(".toml")
    }
    tables = _parse_all(contents)
    if organisation_dir is None:
        return tables
    return completed(_parse_all(_own_files(organisation_dir, frozenset(contents))), tables)


def _parse_all(contents: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The tables of files, by name without `.toml`. Raises CatalogError with the faults of all."""
    faults: list[str] = []
    tables = {
        name.removesuffix(".toml"): _parse(name, content, faults)
        for name, content in contents.items()
    }
    if faults:
        raise CatalogError(faults)
    return tables


def _own_files(folder: Path, known: frozenset[str]) -> dict[str, bytes]:
    """Return the content of the organisation's own files by name. Raises CatalogError as `read_files` does."""
    if not folder.is_dir():
        raise CatalogError(
            [f"ORGANISATION_DIR {folder} is no folder: mend it in .env, or leave it out"]
        )
    paths = sorted(folder.glob("*.toml"))
    # A notepad saves `organisation.toml.txt`, and another system `ORGANISATION.TOML`; neither would be read.
    meant = (path.name for path in sorted(folder.iterdir()) if _is_meant(path.name.lower()))
    unknown = [name for name in meant if name not in known]
    if unknown:
        names = ", ".join(sorted(known))
        raise CatalogError(
            f"{name}: the bot reads no such file; it knows {names}" for name in unknown
        )
    try:
        return {path.name: path.read_bytes() for path in paths}
    except OSError as error:
        raise CatalogError([f"{error.filename} cannot be read: {error.strerror}"]) from error


def _is_meant(name: str) -> bool:
    """Whether somebody most likely wants this file to be read; hidden files are an editor's."""
    return name.removesuffix(".txt").endswith(".toml") and not name.startswith(".")


def _parse(name: str, content: bytes, faults: list[str]) -> dict[str, Any]:
    """Return the tables of a file, with or without a byte order mark; {} after a fault."""
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        faults.append(f"{name}: is not saved as UTF-8: save it anew with the encoding UTF-8")
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{name}: is not TOML: {error}")
    return {}


def parse_catalog(files: Mapping[str, Mapping[str, object]]) -> Catalog:
    """The catalog of parsed TOML files, keyed by name without `.toml`.

    Raises CatalogError with every fault of every file, not only the first.
    """
    faults: list[str] = []
    missing = [name for name in FILES if name not in files]
    if missing:
        raise CatalogError(f"{name}.toml: is missing" for name in missing)
    tables = {
        name: Table(files.get(name, {}), f"{name}.toml", faults) for name in (*FILES, *OPTIONAL)
    }
    catalog = Catalog(
        organisation=catalog_files.organisation(tables["organisation"]),
        departments=tuple(catalog_files.departments(tables["departments"])),
        categories=tuple(catalog_files.categories(tables["categories"])),
        services=tuple(catalog_files.services(tables["services"])),
        holidays=tuple(catalog_files.holidays(tables["holidays"])),
        templates=tuple(catalog_files.templates(tables["templates"])),
        privacy=tuple(catalog_files.privacy(tables["privacy"])),
        directory=tuple(catalog_files.directory(tables["directory"])),
    )
    faults.extend(_contradictions(catalog))
    if faults:
        raise CatalogError(faults)
    return catalog


def parse_vocabulary(
    files: Mapping[str, Mapping[str, Any]], catalog: Catalog, former: Iterable[Department] = ()
) -> Vocabulary:
    """The residents' phrases for the office's people, from accusation.toml and the office's own names.

    `former`: departments with their earlier names, which people still use. Raises CatalogError if a table is
    missing or a post has an unknown role.
    """
    organisation = catalog.organisation
    try:
        return Vocabulary.parse(
            files["accusation"], (*catalog.departments, *former), organisation.custodians
        )
    except KeyError as missing:
        raise CatalogError([f"accusation.toml: {missing} is missing"]) from missing
    except (TypeError, ValueError) as fault:
        raise CatalogError([f"accusation.toml: cannot be used: {fault}"]) from fault


def _contradictions(catalog: Catalog) -> Iterator[str]:
    """Yield the faults across files: references, limits, repeated numbers and days."""
    sections = {one.key for one in catalog.departments}
    office = catalog.organisation
    references = {
        "organisation.toml.eit_section": office.eit_section,
        "organisation.toml.integrity_section": office.integrity_section,
    }
    references |= {f"categories.toml.{one.key}": one.department for one in catalog.categories}
    references |= {f"services.toml.{one.key}": one.department for one in catalog.services}
    references |= {
        f"organisation.toml.keeper.{one.role}.unit": one.unit
        for one in office.custodians
        if one.unit != one.role
    }
    for place, section in references.items():
        if section not in sections:
            yield f"{place}: department {section!r} is not in departments.toml"
    if office.opens >= office.closes:
        yield "organisation.toml.closes: must be later than opens"
    numbers = [village.number for village in office.villages]
    yield from (f"organisation.toml.villages: หมู่ที่ {n} is there twice" for n in _twice(numbers))
    yield from _category_faults(catalog)
    yield from _holiday_faults(catalog.holidays)
    yield from _template_faults(catalog)
    unknown = {one.key for one in catalog.privacy} - set(PRIVACY_GAPS)
    yield from (f"privacy.toml.{key}: the notice has no such sentence" for key in sorted(unknown))


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
        if (
            catalog.is_about_staff(one.key)
            and one.department != catalog.organisation.integrity_section
        ):
            yield f"categories.toml.{one.key}: about staff, so it belongs to the integrity section"
    labels = [label for one in catalog.categories for label in (one.th, one.en)]
    yield from (f"categories.toml: the label {label!r} is there twice" for label in _twice(labels))


def _holiday_faults(holidays: tuple[Holiday, ...]) -> Iterator[str]:
    days = [one.day for one in holidays]
    yield from (f"holidays.toml: {day} is there twice" for day in _twice(days))
    for one in holidays:
        if one.instead_of is None:
            continue
        if one.instead_of not in days:
            yield f"holidays.toml: {one.day} stands in for {one.instead_of}, which is no holiday"
        elif one.instead_of.weekday() < SATURDAY:
            yield f"holidays.toml: {one.day} stands in for {one.instead_of}, which is a weekday"
        if one.day.weekday() >= SATURDAY:
            yield f"holidays.toml: the substitution day {one.day} falls on a weekend"


def _template_faults(catalog: Catalog) -> Iterator[str]:
    categories = {"", *(one.key for one in catalog.categories)}
    for one in catalog.templates:
        place = f"templates.toml.{one.key}"
        if one.action not in TEMPLATE_ACTIONS:
            yield f"{place}.action: {one.action!r} is none of {', '.join(TEMPLATE_ACTIONS)}"
        if one.category not in categories:
            yield f"{place}.category: {one.category!r} is not in categories.toml"
        try:
            unknown = {name for _, name, _, _ in Formatter().parse(one.th) if name is not None}
        except ValueError:
            yield f"{place}.th: has a brace without its partner"
        else:
            for name in sorted(unknown - TEMPLATE_FACTS):
                yield f"{place}.th: {{{name}}} is none of {', '.join(sorted(TEMPLATE_FACTS))}"


def _twice(things: list[_T]) -> list[_T]:
    return [thing for thing, times in Counter(things).items() if times > 1]
