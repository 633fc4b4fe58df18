"""The sheet of a QR point: one page of A5 to print and put up. Equal points give equal bytes."""

import json
from dataclasses import asdict, dataclass

from handlers.core.i18n import Translations
from reports.printable import printable
from reports.sheet import qr_code, set_sheet


@dataclass(frozen=True)
class PointSheet:
    """The content of the sheet. `qr`: the content of the code. `web`: the URL to type.

    `opens_line`: whether the code opens the chat.
    """

    office: str
    name: str
    qr: str
    web: str
    phone: str
    opens_line: bool


def draw(sheet: PointSheet, translations: Translations) -> bytes:
    """Return the sheet as a PDF that conforms to PDF/UA-1. Raises typst.TypstError if typesetting fails."""
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
    return set_sheet(
        "point_sheet",
        {"sheet": json.dumps(content, ensure_ascii=False), "code": qr_code(sheet.qr)},
    )
