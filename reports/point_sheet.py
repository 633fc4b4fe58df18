"""Draws the sheet of a QR point: one page of A5 to print and put up. Equal points give equal bytes."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from handlers.core.i18n import Translations
from reports.door_sheet import FONTS, code
from reports.printable import printable

HERE = Path(__file__).parent


@dataclass(frozen=True)
class PointSheet:
    """What stands on the sheet. `qr`: the content of the code. `web`: the address to be typed.

    `opens_line`: whether the code opens the chat.
    """

    office: str
    name: str
    qr: str
    web: str
    phone: str
    opens_line: bool


def draw(sheet: PointSheet, translations: Translations) -> bytes:
    """Return the sheet as a PDF that follows PDF/UA-1. Raises typst.TypstError if it cannot be set."""
    both = translations.both
    how = "intake.sheet_how_line" if sheet.opens_line else "intake.sheet_how_web"
    content = {
        "office": sheet.office,
        "title": f"QR {printable(sheet.name)}",
        "name": printable(sheet.name),
        "ask": asdict(both("intake.sheet_ask")),
        "how": asdict(both(how)),
        "typed": asdict(both("intake.sheet_web")),
        "call": asdict(both("intake.sheet_call", phone=sheet.phone)),
        "address": sheet.web.removeprefix("https://"),
        "alt": f"QR {sheet.qr}",
    }
    import typst  # noqa: PLC0415 - it takes 7 MB, and few processes need it

    pdf = typst.compile(
        HERE / "point_sheet.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        # A fixed date, so that equal points give equal bytes.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(content, ensure_ascii=False), "code": code(sheet.qr)},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the sheet did not come out as one file")
    return pdf
