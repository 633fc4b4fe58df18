"""Draws the sheet with the QR code of a survey's door: one page of A5 to print and put up.

Equal doors give equal bytes. https://typst.app/docs/
"""

import io
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import segno

from handlers.core import dates
from handlers.core.i18n import Bilingual, Translations

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
FEW_QUESTIONS = 7
"""Up to this many questions the sheet promises that they take under two minutes."""
_CORRECTION = "q"
"""A quarter of the code may be covered or worn and it can still be read."""
_QUIET_ZONE = 4
"""Blank modules around the code, ISO/IEC 18004."""


@dataclass(frozen=True)
class DoorSheet:
    """What stands on the sheet. `subject`: the service or village the door is for, "" for none.

    `address`: of the form, which is the content of the QR code. `questions`: their number. `last_day`: on which
    the form can be answered.
    """

    office: str
    title: str
    subject: str
    address: str
    questions: int
    last_day: datetime


def draw(sheet: DoorSheet, translations: Translations) -> bytes:
    """Return the sheet as a PDF that follows PDF/UA-1. Raises typst.TypstError if it cannot be set."""
    both = translations.both
    is_short = sheet.questions <= FEW_QUESTIONS
    content = {
        "office": sheet.office,
        "title": f"{sheet.title} {sheet.subject}".strip(),
        "subject": sheet.subject or None,
        "address": sheet.address.removeprefix("https://"),
        "alt": f"QR {sheet.address}",
        "ask": both("doorsheet.ask"),
        "how": both("doorsheet.how"),
        "length": both("doorsheet.length", count=sheet.questions)
        if is_short
        else both("doorsheet.length_long", count=sheet.questions),
        "anonymous": both("doorsheet.anonymous"),
        "typed": both("doorsheet.typed"),
        "until": both("doorsheet.until", day=dates.day(sheet.last_day)),
        "own": both("doorsheet.own_survey"),
    }
    plain = {
        key: asdict(value) if isinstance(value, Bilingual) else value
        for key, value in content.items()
    }
    import typst  # noqa: PLC0415 - it takes 7 MB, and few processes draw a sheet

    pdf = typst.compile(
        HERE / "door_sheet.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        # A fixed date, so that equal doors give equal bytes.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(plain, ensure_ascii=False), "code": code(sheet.address)},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the sheet did not come out as one file")
    return pdf


def code(address: str) -> str:
    """The QR code of an address as SVG, with the blank zone that readers need around it."""
    picture = io.BytesIO()
    segno.make(address, error=_CORRECTION, micro=False, boost_error=False).save(
        picture, kind="svg", border=_QUIET_ZONE, xmldecl=False, svgns=True, light="white"
    )
    return picture.getvalue().decode()
