"""Webhook bodies as an honest, a hostile and a broken sender would post them; every choice falls by the dice given.

`tests/line_events/` holds one real body of every kind; an act starts from LINE's form and is then bent.
"""

import copy
import gzip
import itertools
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.line.webhook import BODY_LIMIT
from handlers.conversations import FLOWS
from handlers.dialogue import Press
from tests.fuzz import hostile
from tests.line_bodies import body, signature

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
SWAPS: tuple[Any, ...] = (
    *hostile.NUMBERS,
    "",
    "\0",
    "\ud83d",
    "x" * 300,
    [[]],
    [None, 7, "x"],
    {"type": "text"},
    {"": None},
    False,
)


@dataclass(frozen=True)
class Body:
    """`is_good`: LINE could have posted it, so it is acknowledged; False: it is refused; None: either."""

    raw: bytes
    is_good: bool | None = True
    headers: dict[str, str] = field(default_factory=dict)
    signed: bool = True
    kind: str = "damaged"


@dataclass
class Crowd:
    """Who writes. `buttons` gives what a person could press now, `old_buttons` what anybody once could."""

    people: Sequence[str]
    dice: random.Random
    now_ms: Callable[[], int]
    buttons: Callable[[str], Sequence[dict[str, Any]]]
    old_buttons: Sequence[dict[str, Any]]
    expect: Callable[[str, str], None]
    """Is told of each reply token: the token and whom it answers."""
    bring: Callable[[str], None]
    """Is told of each message that brings a file."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._last = b""
        self._messages: list[str] = []

    # ---------------------------------------------------------------- one webhook
    def body(self) -> Body:
        dice = self.dice
        shape = dice.random()
        if shape < 0.08:
            return self._damaged()
        if shape < 0.30:
            return self._kept("bent", self._bent(self.act()))
        if shape < 0.33:
            return self._kept("several", *(self.act() for _ in range(dice.randrange(2, 9))))
        if shape < 0.34 and self._last:
            return Body(self._last, kind="redelivered")
        return self._kept("act", self.act())

    def _kept(self, kind: str, *events: Event) -> Body:
        """Good, unless it is too large or holds what JSON has no word for."""
        raw = self._dumped(*events)
        made = Body(raw, is_json(events) and len(raw) <= BODY_LIMIT, kind=kind)
        self._last = made.raw if made.is_good else b""
        return made

    # ---------------------------------------------------------------- what a person does
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
        """A button on the screen; without one, a word."""
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
        """A button nobody was shown, one of somebody else's, or one of this conversation out of turn."""
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
        """A real body of any kind, of one of ours or of somebody nobody knows."""
        real = copy.deepcopy(self.dice.choice(REAL))
        fresh = self.event(who)
        source = real.get("source")
        if isinstance(source, dict) and "userId" in source and self.dice.random() < 0.7:
            source["userId"] = who
        return {**real, **{key: fresh[key] for key in ("webhookEventId", "timestamp")}}

    # ---------------------------------------------------------------- bent and broken
    def _bent(self, event: Event) -> Event:
        """The event with some of its fields changed, left out, doubled, nested or made huge."""
        whole: Any = copy.deepcopy(event)
        for _ in range(self.dice.randrange(1, 4)):
            bend(self.dice, whole)
        return whole

    def _dumped(self, *events: Any) -> bytes:
        plain = self.dice.random() < 0.5
        payload = {"destination": f"U{'0' * 32}", "events": events}
        text = json.dumps(payload, ensure_ascii=plain)
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(payload).encode()

    def _damaged(self) -> Body:
        """What LINE would never post, though some of it is signed."""
        dice = self.dice
        raw = self._dumped(self.says(dice.choice(self.people), hostile.text(dice)))
        return dice.choice(DAMAGES)(dice, raw)


def is_json(events: Sequence[Event]) -> bool:
    """Whether no number in it is NaN or infinite."""
    try:
        json.dumps(events, allow_nan=False)
    except ValueError:
        return False
    return True


def asked_by(button: dict[str, Any]) -> Press | None:
    """The question a button belongs to, if it is one of a conversation under way."""
    found = Press.parse(button.get("data", ""))
    return found if found and found.flow in FLOWS and found.draft_id else None


def bend(dice: random.Random, whole: Any) -> None:  # noqa: C901 - a table
    """Change one place anywhere inside, in place."""
    place = whole
    while True:
        inside = [value for value in _values(place) if isinstance(value, dict | list) and value]
        if not inside or dice.random() < 0.4:
            break
        place = dice.choice(inside)
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if not keys:
        return
    key = dice.choice(keys)
    match dice.randrange(8):
        case 0:
            del place[key]
        case 1:
            place[key] = {"type": "text", "text": [place[key]]}
        case 2:
            place[key] = [place[key]] * dice.randrange(0, 20)
        case 3:
            place[key] = "x" * dice.randrange(100, 100_000)
        case 4 if isinstance(place, dict):
            place[hostile.text(dice)[:50]] = copy.deepcopy(dice.choice(SWAPS))
        case 5:
            place[key] = hostile.text(dice)
        case 6:
            place[key] = nested(dice.choice((5, 50, 400)))
        case _:
            place[key] = copy.deepcopy(dice.choice(SWAPS))


def _values(place: Any) -> Sequence[Any]:
    return list(place.values()) if isinstance(place, dict) else place


def nested(depth: int) -> Any:
    whole: Any = "x"
    for _ in range(depth):
        whole = {"message": [whole]}
    return whole


# -------------------------------------------------------------------- the body itself
def _unsigned(dice: random.Random, raw: bytes) -> Body:
    signs = ("", "x", "é", "\x00", signature(raw, "another secret"), signature(raw + b" "))
    twisted = (signature(raw).lower(), f" {signature(raw)[:-1]}", signature(raw) * 2)
    sign = dice.choice((None, *signs, *twisted))
    headers = {} if sign is None else {"x-line-signature": sign}
    return Body(raw, is_good=False, headers=headers, signed=False)


def _changed_after_signing(dice: random.Random, raw: bytes) -> Body:
    return Body(
        _flipped(dice, raw),
        is_good=False,
        headers={"x-line-signature": signature(raw)},
        signed=False,
    )


def _flipped(dice: random.Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    place = dice.randrange(len(changed))
    changed[place] ^= dice.randrange(1, 256)
    return bytes(changed)


def _cut_short(dice: random.Random, raw: bytes) -> Body:
    return Body(raw[: dice.randrange(len(raw))], is_good=False)


def _zipped(_dice: random.Random, raw: bytes) -> Body:
    return Body(gzip.compress(raw), is_good=False, headers={"Content-Encoding": "gzip"})


def _odd_length(dice: random.Random, raw: bytes) -> Body:
    lengths = ("0", "-1", "x", "1", str(len(raw) - 1), str(len(raw) + 1), "9" * 30, str(BODY_LIMIT))
    return Body(raw, is_good=None, headers={"Content-Length": dice.choice(lengths)})


def _odd_type(dice: random.Random, raw: bytes) -> Body:
    kinds = (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/html",
        "",
    )
    return Body(raw, headers={"Content-Type": dice.choice(kinds)})


def _other_encoding(dice: random.Random, raw: bytes) -> Body:
    coded = raw.decode().encode(dice.choice(("utf-16", "utf-32", "utf-8-sig", "utf-16-le")))
    return Body(coded, is_good=None)


def _no_webhook(dice: random.Random, _raw: bytes) -> Body:
    return Body(dice.choice(NO_WEBHOOKS), is_good=False)


def _twice_the_key(dice: random.Random, raw: bytes) -> Body:
    pairs = (b'"type":"message","type":7,', b'"source":{"userId":"x"},', b'"webhookEventId":"a",')
    return Body(raw.replace(b'"type"', dice.choice(pairs) + b'"type"', 1))


NO_WEBHOOKS = (
    b"",
    b" ",
    b"null",
    b"[]",
    b"1",
    b'"events"',
    b"{",
    b"{}x",
    b"[" * 100_000,
    b'{"events":' + b"[" * 5000 + b"]" * 5000 + b"}x",
    b'{"events": [' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]}",
    b'{"events": null}',
    b'{"events": {}}',
    b'{"events": "x"}',
    b'{"events": [NaN]}',
    b'{"events": [{"timestamp": -Infinity}]}',
    b'{"events": [' + b"1" * 5000 + b"]}",
    b"\xff\xfe\x00",
    b'{"events": ["\xc3\x28"]}',
    b'{"events": [{"x": "' + b"y" * BODY_LIMIT + b'"}]}',
    body({"type": "message"})[:-1],
)
DAMAGES: tuple[Callable[[random.Random, bytes], Body], ...] = (
    *(_unsigned, _unsigned, _changed_after_signing, _cut_short, _cut_short, _zipped),
    *(_odd_length, _odd_type, _other_encoding, _no_webhook, _no_webhook, _twice_the_key),
    lambda dice, raw: Body(_flipped(dice, raw), is_good=None),
    lambda _dice, _raw: Body(b'{"destination":"x","events":[]}'),
)
