"""Typeset a document with Typst: as a PDF to print, sign and archive, or as a picture for the chat.

The PDF conforms to PDF/A-3a and PDF/UA-1; the figures of the document are attached as figures.json.
Equal documents give equal bytes. https://typst.app/docs/reference/pdf/
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reports.document import (
    NO_TABLE,
    Cell,
    Chart,
    DateCell,
    Document,
    Layout,
    Section,
    Series,
    Table,
    TableRow,
    TextCell,
)
from reports.numerals import in_its_numerals
from reports.printable import printable
from reports.sheet import FONTS, qr_code

HERE = Path(__file__).parent
PICTURE_WIDTH = 1040
"""Pixels. LINE shows pictures of 1,040 pixels in full width on every phone."""
SECTIONS_A_SHEET = 3
"""Sections on one picture: a phone's screen is about twice as high as wide."""
POINTS = {
    Layout.PAGE: ("9.6", "9", "8.4", "7.8"),
    Layout.POSTER: ("16", "14", "12.5", "11", "9.5", "8"),
}
"""Font sizes of a one-page document in points, the largest first."""
_PICTURE_POINTS = 360
_POINTS_PER_INCH = 72


def pdf(document: Document, layout: Layout, figures: str, dated: datetime) -> bytes:
    """Return the PDF. `figures`: JSON to attach. `dated`: the date in the file's metadata, with a time zone.

    Raises typst.TypstError if typesetting fails.
    """
    # Imported here, because Typst takes 7 MB that most processes do not need.
    import typst  # noqa: PLC0415

    inputs = {**_inputs(document, layout), "figures": figures}
    if layout in POINTS:
        inputs["points"] = _points_that_fit(inputs, POINTS[layout])
    # Imported here, because few processes make a PDF.
    from reports.formats.searchable import searchable  # noqa: PLC0415

    made = typst.compile(
        HERE / "document.typ",
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        timestamp=dated.replace(microsecond=0),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    return searchable(made)


def _points_that_fit(inputs: dict[str, str], sizes: Sequence[str]) -> str:
    """Return the largest of the font sizes with which the document fits on one sheet, else the smallest."""
    import typst  # noqa: PLC0415 - as above

    for points in sizes:
        found = typst.query(
            HERE / "document.typ",
            "<pages>",
            field="value",
            one=True,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={**inputs, "points": points},
        )
        if json.loads(found) == 1:
            return points
    return sizes[-1]


def picture(document: Document) -> bytes:
    """Return a PNG of PICTURE_WIDTH pixels in one column, readable on a phone without zooming."""
    import typst  # noqa: PLC0415 - as above

    return typst.compile(
        HERE / "document.typ",
        format="png",
        ppi=PICTURE_WIDTH / _PICTURE_POINTS * _POINTS_PER_INCH,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs=_inputs(document, "picture"),
    )


def sheets(document: Document, continued: str) -> tuple[Document, ...]:
    """Divide a document for the phone, which shows a picture much higher than its screen too small to read.

    `continued`: the title of every sheet but the first.
    """
    parts = [
        document.sections[at : at + SECTIONS_A_SHEET]
        for at in range(0, len(document.sections), SECTIONS_A_SHEET)
    ] or [()]
    first, *others = parts
    notes = document.notes
    found = [replace(document, sections=first, notes=() if others else notes)]
    for number, sections in enumerate(others, 2):
        found.append(
            replace(
                document,
                title=continued,
                sections=sections,
                headline="",
                highlights=(),
                notes=notes if number == len(parts) else (),
            )
        )
    return tuple(found)


def _printable(content: Any) -> Any:  # noqa: ANN401 - any part of a document
    """Return the content without characters that the font does not have."""
    if isinstance(content, str):
        return printable(content)
    if isinstance(content, dict):
        return {key: _printable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_printable(one) for one in content]
    return content


def _inputs(document: Document, layout: str) -> dict[str, str]:
    shown = in_its_numerals(document)
    content = {
        **asdict(replace(shown, sections=(), appendix=())),
        "sections": [_section(one) for one in shown.sections],
        "appendix": [_section(one) for one in shown.appendix],
        "footer": shown.footer or f"{shown.office} · {shown.title}",
        "attachment": shown.title,
    }
    # Typesetting would fail for characters that the font does not have, and officers type such characters.
    inputs = {
        "document": json.dumps(_printable(content), ensure_ascii=False),
        "layout": layout,
    }
    return {**inputs, "code": qr_code(document.link)} if document.link else inputs


def _section(section: Section) -> dict[str, Any]:
    has_listing = bool(section.listing.rows or section.listing.empty)
    return {
        **asdict(replace(section, figures=(), listing=NO_TABLE)),
        "figures": [_block(one) for one in section.figures],
        "listing": _table(section.listing) if has_listing else None,
    }


def _block(block: Table | Series | Chart) -> dict[str, Any]:
    match block:
        case Chart():
            return {"kind": "chart", **asdict(block)}
        case Table():
            return _table(block)
        case Series(title, points, note):
            rows = [
                {"label": one.label, "values": [one.value], "text": f"{one.value:g}"}
                for one in points
            ]
            parts = [{"label": title, "tone": "now"}]
            return {
                "kind": "chart",
                "form": "bars",
                "title": title,
                "note": note,
                "parts": parts,
                "rows": rows,
                "empty": "-",
            }


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "columns": list(table.columns),
        "widths": list(table.widths),
        "empty": table.empty,
        "rows": [one for row in table.rows for one in _rows(row)],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "is_number": not isinstance(cell, TextCell | DateCell)}


def _rows(row: TableRow) -> list[dict[str, Any]]:
    """Return the row and, indented below it, its parts."""
    own = {"label": row.label, "cells": [_cell(cell) for cell in row.cells]}
    return [
        own,
        *({**one, "label": f"– {one['label']}"} for part in row.parts for one in _rows(part)),
    ]
