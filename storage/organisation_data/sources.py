"""Reads the sources of entries in a data file: tables `[source.KEY]`, referenced by `source = "KEY"`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.organisation_data.toml_table import Table


def sources_of(table: Table) -> dict[str, str]:
    """The texts of a file's sources, by key. A file without sources is a fault."""
    sources = {}
    for key, entry in table.named("source"):
        sources[key] = entry.text("text")
        entry.reject_unknown_keys()
    return sources


def source_of(entry: Table, sources: Mapping[str, str]) -> str:
    """The text of the source that an entry references; "" after a fault, such as an unknown key."""
    key = entry.text("source")
    if key and key not in sources:
        entry.fault("source", f"{key!r} has no [source.{key}] in this file")
    return sources.get(key, "")
