"""Generates hostile texts, postbacks and locations. All choices come from the given dice."""

import random
from typing import Any

from handlers.conversations import FLOWS
from handlers.core.buttons import Button
from handlers.core.messages import Postback
from handlers.engine.flow import Flow
from tests.forged import steps_of

MAX_UNITS = 5000
"""The longest text that LINE accepts, in UTF-16 units."""
PIECES = (
    "ไฟถนนหน้าวัดดับ",
    "เจ้าหน้าที่พูดไม่ดี",
    "ยกเลิก",
    "ยืนยัน",
    "ย้อนกลับ",
    "แจ้งเรื่อง",
    "ร้องเรียนเจ้าหน้าที่",
    "งานของฉัน",
    "ข้อมูลของฉัน",
    "นว-2570-000123-6",
    "นว 2570 9๐๐๐๐๑ 4",
    "AAAA-BBBB-CCCC",
    "ก\u0e48\u0e49\u0e4a\u0e4b\u0e47\u0e34\u0e39",
    "ก" + "\u0e48" * 300,
    "\u0e48\u0e34",
    "เเเแแแ ำ ำ ะ ๆๆๆ",
    "Z\u0351\u036b\u0343a\u0337\u0321l\u0334g\u0322o",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈🇹🇭🇹",
    "👍🏽\u200d",
    "\U0001f600" * 60,
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u202eกลับหลัง\u202c\u2066x\u2069",
    "\u061c\u200f\u200e",
    "\ud83d",
    "\ude00\ud83d",
    "\0",
    "a\0b",
    "\x1b[31m\x07\x08\x7f\x85",
    "\u2028\u2029\u00a0\u3000\t\r\n\x0b\x0c",
    "\ufdd0\uffff\U0010ffff\ue000",
    "﷽" * 20,
    "ﬁ①Ⅷ½²٣๓",
    "-1",
    "0",
    "9" * 40,
    "1e999",
    "NaN",
    "{number} {0} %s %(x)s ${x}",
    "<script>alert(1)</script>",
    "'; DROP TABLE inbox; --",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    '"}]}',
    "\\u0000\\ud800",
    "/",
    "////",
    "http://example.invalid/" + "%00" * 20,
    " ",
    "",
)
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    91,
    180.0000001,
    -90,
    1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
    10**30,
    10**400,
    2**63,
    -(2**63) - 1,
    True,
    None,
    "13.4",
    [],
    {},
    1e-320,
    -0.0,
)
VALUES = (
    *("yes", "edit", "cancel", "back", "skip", "other", "more", "none", "new", "go_on", "light"),
    *("conduct", "0", "1", "-1", "2", "5", "32767", "32768", "2147483648", "9" * 19, "9" * 200),
    *("٣", "²", "1.5", "case-1", "case-" + "9" * 30, "service-x", "unknown", "named", "secret"),
    *("0001-01-01", "9999-12-31", "2569-11-30", "2026-11-30", "2026-02-30", "20261130", "", "\0"),
    *("engineering", "clerk", "procurement", "\ud800", "ก" * 290, "a/b", "?", "%", "__class__"),
)
STEPS = tuple(dict.fromkeys(button.step for button in Button))
FLOW_NAMES = (*dict.fromkeys(button.flow for button in Button), "answer", "unsent", "", "x")


def text(dice: random.Random) -> str:
    """Return a text of at most LINE's length: one piece, several, one repeated, or random characters."""
    match dice.randrange(6):
        case 0 | 1:
            typed = dice.choice(PIECES)
        case 2:
            typed = "".join(dice.choices(PIECES, k=dice.randrange(2, 9)))
        case 3:
            typed = dice.choice(PIECES) * dice.randrange(2, MAX_UNITS)
        case 4:
            typed = "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(1, 60)))
        case _:
            start = dice.choice((0x00, 0x0E00, 0x0300, 0x2000, 0xD800, 0x1F300))
            typed = "".join(chr(start + dice.randrange(256)) for _ in range(dice.randrange(1, 200)))
    return cut(typed)


def cut(typed: str) -> str:
    """Cut a text to LINE's length, even in the middle of a surrogate pair."""
    units = typed.encode("utf-16-le", "surrogatepass")[: MAX_UNITS * 2]
    return units.decode("utf-16-le", "surrogatepass")


def press(dice: random.Random, draft_id: str) -> str:
    """Return the data of a forged button: any flow, step and value, with this draft's id or none."""
    if dice.random() < 0.15:
        return text(dice)[:300]
    flow = dice.choice((*FLOWS, *FLOW_NAMES))
    steps = [step.name for step in steps_of(FLOWS[flow])] if flow in FLOWS else []
    step = dice.choice((*steps, *STEPS, ""))
    value = dice.choice(VALUES) if dice.random() < 0.8 else text(dice)[:200]
    return str(Postback(flow, step, value, dice.choice((draft_id, draft_id, "", "0" * 12, value))))


def step_press(dice: random.Random, flow: Flow, draft_id: str) -> str:
    """Return the data of a forged button of this draft, for any step of its flow and with any value."""
    step = dice.choice(steps_of(flow)).name
    return str(Postback(flow.name, step, dice.choice(VALUES), draft_id))


def pin(dice: random.Random) -> dict[str, Any]:
    """Return the fields of a location, some of them missing."""
    whole = {
        "latitude": dice.choice((13.45, *NUMBERS)),
        "longitude": dice.choice((101.21, *NUMBERS)),
        "title": text(dice)[:100],
        "address": text(dice)[:100],
    }
    return {key: value for key, value in whole.items() if dice.random() < 0.9}
