"""The printed receipt of a case for people without LINE: number, private code and QR, on A5 or an 80 mm roll.

Equal receipts give equal bytes.
"""

import json
from enum import StrEnum

from handlers.core.i18n import Translator
from handlers.views.receipt_slip import ReceiptSlip
from reports.printable import printable
from reports.sheet import qr_code, set_sheet


class Paper(StrEnum):
    """A5: 148 x 210 mm. ROLL: 80 mm wide, as long as needed."""

    A5 = "a5"
    ROLL = "roll"


def draw(slip: ReceiptSlip, translator: Translator, paper: Paper) -> bytes:
    """Return the receipt as a PDF that conforms to PDF/UA-1. Raises typst.TypstError if typesetting fails."""
    help_key = "slip_help" if slip.opens_line else "slip_follow"
    help_key = "line_help_staff" if slip.is_protected else help_key
    content = {
        "office": slip.office,
        "title": translator.say("webform.receipt_title"),
        "number": slip.number,
        "rows": [{"label": row.label, "value": printable(row.value)} for row in slip.rows],
        "next": slip.next_step,
        "code_name": translator.say("webform.code"),
        "code": slip.code,
        # The slip of a staff complaint has no QR code, which would open the case for anybody who finds the slip.
        "qr": None if slip.is_protected else slip.qr,
        "alt": f"QR {slip.qr}",
        "help": translator.say(f"webform.{help_key}"),
        "follow_name": translator.say("webform.follow_web"),
        "follow": slip.follow.removeprefix("https://"),
        "keep": translator.say("webform.slip_keep"),
        "phone": translator.say("intake.phone", phone=slip.phone),
    }
    return set_sheet(
        "receipt_slip",
        {
            "slip": json.dumps(content, ensure_ascii=False),
            "paper": paper.value,
            "code": qr_code(slip.qr),
        },
    )
