"""Prints the receipt of a case for somebody without LINE: number, private code and QR, on A5 or an 80 mm roll.

Equal receipts give equal bytes. https://typst.app/docs/
"""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from handlers.core.i18n import Translator
from handlers.views.receipt_slip import ReceiptSlip
from reports.door_sheet import FONTS, code
from reports.printable import printable

HERE = Path(__file__).parent


class Paper(StrEnum):
    """A5: 148 x 210 mm. ROLL: 80 mm wide, as long as needed."""

    A5 = "a5"
    ROLL = "roll"


def draw(slip: ReceiptSlip, translator: Translator, paper: Paper) -> bytes:
    """Return the receipt as a PDF that follows PDF/UA-1. Raises typst.TypstError if it cannot be set."""
    help_key = "slip_help" if slip.opens_line else "follow_hint"
    help_key = "line_help_staff" if slip.is_protected else help_key
    content = {
        "office": slip.office,
        "title": translator.say("webform.receipt_title"),
        "number": slip.number,
        "rows": [{"label": row.label, "value": printable(row.value)} for row in slip.rows],
        "next": slip.next_step,
        "code_name": translator.say("webform.code"),
        "code": slip.code,
        # A staff complaint has no picture that opens it for whoever finds the slip.
        "qr": None if slip.is_protected else slip.qr,
        "alt": f"QR {slip.qr}",
        "help": translator.say(f"webform.{help_key}"),
        "follow_name": translator.say("webform.follow_web"),
        "follow": slip.follow.removeprefix("https://"),
        "keep": translator.say("webform.slip_keep"),
        "phone": translator.say("intake.phone", phone=slip.phone),
    }
    import typst  # noqa: PLC0415 - it takes 7 MB, and few processes need it

    pdf = typst.compile(
        HERE / "receipt_slip.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        # A fixed date, so that equal receipts give equal bytes.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={
            "slip": json.dumps(content, ensure_ascii=False),
            "paper": paper.value,
            "code": code(slip.qr),
        },
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the receipt did not come out as one file")
    return pdf
