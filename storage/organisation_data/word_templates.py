"""Reads the office's own Word files, from which reports are made: `ORGANISATION_DIR/documents/*.docx`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.organisation_data.reading import CatalogError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "documents"
NAMES = ("memo", "report")
"""A memorandum, and every other report."""


def read_word_templates(organisation_dir: Path | None) -> dict[str, bytes]:
    """Return the office's Word templates by name; missing ones are left out.

    Raises CatalogError for an unknown file name or an unreadable file.
    """
    if organisation_dir is None:
        return {}
    found = {path.stem: path for path in sorted((organisation_dir / FOLDER).glob("*.docx"))}
    if unknown := found.keys() - set(NAMES):
        known = ", ".join(f"{name}.docx" for name in NAMES)
        raise CatalogError(
            f"{FOLDER}/{name}.docx: the bot reads no such file; it knows {known}"
            for name in unknown
        )
    try:
        return {name: path.read_bytes() for name, path in found.items()}
    except OSError as error:
        raise CatalogError([f"{error.filename} cannot be read: {error.strerror}"]) from error
