"""Webhook bodies made of the events of a crowd, valid, hostile or broken."""

import copy
import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.line.inbound.webhook import BODY_LIMIT
from tests.fuzz import hostile
from tests.fuzz.crowd import Crowd, Event
from tests.line_bodies import body, signature

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
    """`is_good`: True if LINE could post it, so that it must be acknowledged; False if it must be refused; None: either."""

    raw: bytes
    is_good: bool | None = True
    headers: dict[str, str] = field(default_factory=dict)
    signed: bool = True
    kind: str = "damaged"


class Bodies:
    """Returns one body after the other of the events of a crowd, some of them mutated or broken."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._last = b""

    def next(self) -> Body:
        dice = self._crowd.dice
        shape = dice.random()
        if shape < 0.08:
            return self._damaged()
        if shape < 0.30:
            return self._kept("mutated", self._mutated(self._crowd.act()))
        if shape < 0.33:
            return self._kept("several", *(self._crowd.act() for _ in range(dice.randrange(2, 9))))
        if shape < 0.34 and self._last:
            return Body(self._last, kind="redelivered")
        return self._kept("act", self._crowd.act())

    def _kept(self, kind: str, *events: Event) -> Body:
        """Return a valid body, unless it is too large or contains a value that JSON cannot represent."""
        raw = self._dumped(*events)
        made = Body(raw, is_json(events) and len(raw) <= BODY_LIMIT, kind=kind)
        self._last = made.raw if made.is_good else b""
        return made

    def _mutated(self, event: Event) -> Event:
        """Return the event with some fields changed, removed, duplicated, nested or made huge."""
        whole: Any = copy.deepcopy(event)
        for _ in range(self._crowd.dice.randrange(1, 4)):
            mutate(self._crowd.dice, whole)
        return whole

    def _dumped(self, *events: Any) -> bytes:
        plain = self._crowd.dice.random() < 0.5
        payload = {"destination": f"U{'0' * 32}", "events": events}
        text = json.dumps(payload, ensure_ascii=plain)
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(payload).encode()

    def _damaged(self) -> Body:
        """Return a body that LINE would never post; some have a valid signature."""
        dice = self._crowd.dice
        raw = self._dumped(self._crowd.says(dice.choice(self._crowd.people), hostile.text(dice)))
        return dice.choice(DAMAGES)(dice, raw)


def is_json(events: Sequence[Event]) -> bool:
    """Whether the value contains no NaN and no infinite number."""
    try:
        json.dumps(events, allow_nan=False)
    except ValueError:
        return False
    return True


def mutate(dice: random.Random, whole: Any) -> None:  # noqa: C901 - a table
    """Change one random value inside the event, in place."""
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
