"""Generates LINE's events for random acts of people, honest and hostile. All choices come from the given dice.

`tests/line_events/` contains one real event of every kind.
"""

import copy
import itertools
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.conversations import FLOWS
from handlers.core.messages import Postback
from tests.fuzz import hostile

Event = dict[str, Any]
REAL = [
    event
    for path in sorted((Path(__file__).parents[1] / "line_events").glob("*.json"))
    for event in json.loads(path.read_text("utf-8"))["events"]
]
HONEST_WORDS = (
    "ไฟถนนหน้าวัดดับมา 3 วันแล้ว",
    "ถนนเป็นหลุมใหญ่",
    "ขยะไม่มาเก็บ",
    "เจ้าหน้าที่เรียกรับเงิน",
    "สวัสดีค่ะ",
    "ขอบคุณ",
    "หน้าวัด",
    "5",
    "ต่อทะเบียนบ้าน",
    "แจ้งเรื่อง",
    "ติดตามเรื่อง",
    "ประเมินความพึงพอใจ",
    "ร้องเรียนเจ้าหน้าที่",
    "งานของฉัน",
    "ข้อมูลของฉัน",
    "ย้อนกลับ",
    "ยกเลิก",
    "street light is broken",
)


@dataclass
class Crowd:
    """The people. `buttons`: returns the buttons that a person can press now; `old_buttons`: earlier ones of anybody."""

    people: Sequence[str]
    dice: random.Random
    now_ms: Callable[[], int]
    buttons: Callable[[str], Sequence[dict[str, Any]]]
    old_buttons: Sequence[dict[str, Any]]
    expect: Callable[[str, str], None]
    """Called with each reply token and the person to whom it replies."""
    bring: Callable[[str], None]
    """Called with the id of each message that has a file."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._messages: list[str] = []

    def act(self) -> Event:
        dice, who = self.dice, self.dice.choice(self.people)
        match dice.randrange(12):
            case 0 | 1 | 2 | 3:
                return self.presses(who)
            case 4:
                return self.says(who, dice.choice(HONEST_WORDS))
            case 5 | 6:
                return self.says(who, hostile.text(dice))
            case 7:
                return self._forges(who)
            case 8:
                return self.event(who, message=self.message("location", **hostile.pin(dice)))
            case 9:
                return self.sends_file(who)
            case 10:
                return self._changes_mind(who)
        return self._real(who)

    def says(self, who: str, words: str) -> Event:
        return self.event(who, message=self.message("text", text=words))

    def presses(self, who: str) -> Event:
        """Press a button on the screen; without one, send a text."""
        shown = self.buttons(who)
        if not shown:
            return self.says(who, self.dice.choice(HONEST_WORDS))
        return self.pressed(who, self.dice.choice(shown))

    def pressed(self, who: str, button: dict[str, Any]) -> Event:
        match button["type"]:
            case "postback":
                return self.event(who, "postback", postback={"data": button["data"]})
            case "datetimepicker":
                day = self.dice.choice(("2026-12-01", *hostile.VALUES))
                postback = {"data": button["data"], "params": {"date": day}}
                return self.event(who, "postback", postback=postback)
            case "camera" | "cameraRoll":
                return self.sends_file(who)
            case "location":
                pin = {"latitude": 13.45, "longitude": 101.2, "address": "นาวังหิน"}
                return self.event(who, message=self.message("location", **pin))
        return self.says(who, button.get("text", button["label"]))

    def event(self, who: str, kind: str = "message", **facts: Any) -> Event:
        number = next(self._numbers)
        token = f"{number:032x}"
        self.expect(token, who)
        return {
            "type": kind,
            "mode": "active",
            "timestamp": self.now_ms(),
            "source": {"type": "user", "userId": who},
            "webhookEventId": f"01F{number:023}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": token,
            **facts,
        }

    def message(self, kind: str, **facts: Any) -> dict[str, Any]:
        number = f"{next(self._numbers):018}"
        self._messages = [*self._messages[-30:], number]
        return {"type": kind, "id": number, **facts}

    def _forges(self, who: str) -> Event:
        """Press a forged button, one of another person, or one of this conversation that is not shown now."""
        dice = self.dice
        asked = next(filter(None, map(asked_by, self.buttons(who))), None)
        if asked and dice.random() < 0.5:
            data = hostile.step_press(dice, FLOWS[asked.flow], asked.draft_id)
        elif self.old_buttons and dice.random() < 0.5:
            data = dice.choice(self.old_buttons).get("data", "")
        else:
            data = hostile.press(dice, asked.draft_id if asked else "")
        return self.event(who, "postback", postback={"data": data})

    def sends_file(self, who: str) -> Event:
        dice = self.dice
        message = self.message(dice.choice(("image", "image", "audio", "video", "file")))
        if dice.random() < 0.3:
            shown_with = {"id": f"S{dice.randrange(5)}", "index": 1, "total": dice.randrange(-1, 4)}
            message["imageSet"] = shown_with
        self.bring(message["id"])
        return self.event(who, message=message)

    def _changes_mind(self, who: str) -> Event:
        dice = self.dice
        number = dice.choice(self._messages) if self._messages else "1"
        match dice.randrange(5):
            case 0:
                return self.event(who, dice.choice(("follow", "unfollow")))
            case 1:
                edited = {"type": "text", "id": number, "text": hostile.text(dice)}
                return self.event(who, "messageEdited", message=edited)
        return self.event(who, "unsend", unsend={"messageId": number})

    def _real(self, who: str) -> Event:
        """Return a recorded event of any kind, of one of these people or of an unknown one."""
        real = copy.deepcopy(self.dice.choice(REAL))
        fresh = self.event(who)
        source = real.get("source")
        if isinstance(source, dict) and "userId" in source and self.dice.random() < 0.7:
            source["userId"] = who
        return {**real, **{key: fresh[key] for key in ("webhookEventId", "timestamp")}}


def asked_by(button: dict[str, Any]) -> Postback | None:
    """Return the postback of a button if it belongs to a draft, else None."""
    found = Postback.parse(button.get("data", ""))
    return found if found and found.flow in FLOWS and found.draft_id else None
