"""Reads the measures and items from the parsed files integrity.toml and oit.toml."""

from collections.abc import Mapping
from typing import Any

from domain.organisation.disclosure import Disclosure, DisclosureItem, Fact, Measure, Tool
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.sources import source_of, sources_of
from storage.organisation_data.toml_table import Table


def parse_disclosure(files: Mapping[str, Mapping[str, Any]]) -> Disclosure:
    """Return the content of both files, in file order. Raises CatalogError with all faults."""
    faults: list[str] = []
    integrity = Table(files["integrity"], "integrity.toml", faults)
    measures = _measures(integrity)
    oit = Table(files["oit"], "oit.toml", faults)
    items = _items(oit, {one.key for one in measures})
    if faults:
        raise CatalogError(faults)
    return Disclosure(measures, items)


def _measures(table: Table) -> tuple[Measure, ...]:
    sources = sources_of(table) if table.has("source") else {}
    found = []
    for key, entry in table.named("measure") if table.has("measure") else ():
        tool, facts = entry.text("tool"), entry.texts_or_none("facts")
        if tool not in set(Tool):
            entry.fault("tool", f"must be one of {', '.join(Tool)}")
            tool = Tool.EIT
        for one in set(facts) - set(Fact):
            entry.fault("facts", f"{one!r} is none of {', '.join(Fact)}")
        found.append(
            Measure(
                key=key,
                tool=Tool(tool),
                th=entry.text("th"),
                responsible=entry.text("responsible"),
                facts=tuple(Fact(one) for one in facts if one in set(Fact)),
                source=source_of(entry, sources),
                verified=entry.flag("verified"),
            )
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()
    return tuple(found)


def _items(table: Table, measures: set[str]) -> tuple[DisclosureItem, ...]:
    sources = sources_of(table) if table.has("source") else {}
    found = []
    for entry in table.tables("item") if table.has("item") else ():
        measure = entry.text("measure") if entry.has("measure") else ""
        if measure and measure not in measures:
            entry.fault("measure", f"{measure!r} is no measure of integrity.toml")
        found.append(
            DisclosureItem(
                year=entry.count("year"),
                key=entry.text("key"),
                th=entry.text("th"),
                reports=tuple(entry.texts("reports")) if entry.has("reports") else (),
                measure=measure,
                due=entry.day("due") if entry.has("due") else None,
                source=source_of(entry, sources),
                verified=entry.flag("verified"),
            )
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()
    return tuple(found)
