"""Definitions shared by all question sets: the aspects, indicators, titles and choices of surveys.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.surveys.question_set import Heading, Purpose
from storage.organisation_data.sources import source_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.organisation_data.toml_table import Table


@dataclass(frozen=True)
class SharedWords:
    """By key: headings, and (Thai, English) of titles and choices."""

    aspects: dict[str, Heading]
    indicators: dict[str, Heading]
    titles: dict[Purpose, tuple[str, str]]
    choices: dict[str, tuple[str, str]]


def parse_shared_words(table: Table) -> SharedWords:
    """The content of surveys.toml; its faults are recorded in the table."""
    sources = sources_of(table)
    words = SharedWords(
        aspects={one.key: one for one in _headings(table, "aspect", sources)},
        indicators={one.key: one for one in _headings(table, "indicator", sources)},
        titles=_titles(table),
        choices=dict(_pairs(table, "choice")),
    )
    table.reject_unknown_keys()
    return words


def _headings(table: Table, key: str, sources: Mapping[str, str]) -> Iterator[Heading]:
    for name, entry in table.named(key):
        yield Heading(name, entry.text("th"), entry.text("en"), entry.flag("verified"))
        source_of(entry, sources)
        entry.reject_unknown_keys()


def _titles(table: Table) -> dict[Purpose, tuple[str, str]]:
    pairs = dict(_pairs(table, "purpose"))
    for key in pairs.keys() - set(Purpose):
        table.fault("purpose", f"{key!r} is not a purpose")
    for one in set(Purpose) - pairs.keys():
        table.fault("purpose", f"[purpose.{one.value}] is missing")
    return {one: pairs.get(one, ("", "")) for one in Purpose}


def _pairs(table: Table, key: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for name, entry in table.named(key):
        yield name, (entry.text("th"), entry.text("en"))
        entry.reject_unknown_keys()
