"""The parts of a report that the office writes itself, before the report gets its number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """One such part. `key`: its name in forms. `label`: what to write. `text`: "" if nothing was written."""

    key: str
    label: str
    text: str
