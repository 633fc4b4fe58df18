"""Validates messages and reports errors in LINE's format.

LINE validates in two rounds. The first reports the faults of the messages' own properties, for all messages:
`messages[0].text`. The second reports nested faults, only for the first faulty message, with paths such as
`/body/contents/0/text` in a Flex Message and `template/actions/0/label` elsewhere.
https://developers.line.biz/en/reference/messaging-api/#message-objects
"""

from typing import Any

from simulator import ids
from simulator.actions import IN_QUICK_REPLIES, actions
from simulator.errors import LineError, body_errors
from simulator.flex import container
from simulator.graphemes import utf16_units
from simulator.imagemaps import PICTURE, VIDEO
from simulator.rules import (
    INVALID,
    Path,
    Problem,
    Report,
    Rule,
    anything,
    every,
    integer,
    items,
    json_object,
    matching,
    number,
    one_of,
    text,
    uri,
)
from simulator.templates import template
from simulator.words import EMOJIS, emoji_places, substitutes, substitutions

MAX_MESSAGES = 5
EMPTY = "May not be empty"
NOT_QUOTABLE = frozenset({"audio", "location", "imagemap", "coupon"})

https_url = uri(2000, "https")
quote: dict[str, Rule] = {"quoteToken": text(1000)}


def _own_text(most: int) -> Rule:
    """The rule of a text in the first round, which has its own error messages."""

    def rule(report: Report, path: Path, value: object) -> None:
        if not isinstance(value, str):
            report.append((path, INVALID))
        elif not value.strip():
            report.append((path, EMPTY))
        elif utf16_units(value) > most:
            report.append((path, f"Length must be between 0 and {most}"))

    return rule


def _not_line(report: Report, path: Path, value: object) -> None:
    if isinstance(value, str) and "line" in value.lower():
        report.append((path, "sender name contains a forbidden word"))


COMMON: dict[str, Rule] = {
    "quickReply": json_object(
        {
            "items": items(
                json_object(
                    {
                        "type": one_of("action"),
                        "action": actions(20, labelled=True, kinds=IN_QUICK_REPLIES),
                    },
                    {"imageUrl": https_url},
                ),
                1,
                13,
            )
        }
    ),
    "sender": json_object({}, {"name": every(text(20), _not_line), "iconUrl": https_url}),
}


def _kind(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return json_object(
        {"type": anything, **required}, {**COMMON, **(optional or {})}, missing=EMPTY
    )


KINDS: dict[str, Rule] = {
    "text": every(_kind({"text": _own_text(5000)}, {"emojis": EMOJIS, **quote}), emoji_places),
    "textV2": every(
        _kind({"text": _own_text(5000)}, {"substitution": substitutes, **quote}), substitutions
    ),
    "sticker": _kind({"packageId": matching(r"\d+"), "stickerId": matching(r"\d+")}, quote),
    "image": _kind({"originalContentUrl": https_url, "previewImageUrl": https_url}),
    "video": _kind(
        {"originalContentUrl": https_url, "previewImageUrl": https_url},
        {"trackingId": matching(r"[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>\[\]]{1,100}")},
    ),
    "audio": _kind({"originalContentUrl": https_url, "duration": integer(1, 10**9)}),
    "location": _kind(
        {
            "title": _own_text(100),
            "address": _own_text(100),
            "latitude": number(-90, 90),
            "longitude": number(-180, 180),
        }
    ),
    "imagemap": _kind({**PICTURE, "altText": _own_text(1500)}, VIDEO),
    "template": _kind({"altText": _own_text(1500), "template": template}),
    "flex": _kind({"altText": _own_text(1500), "contents": container}),
    "coupon": _kind({"couponId": text(100)}, {"deliveryTag": text(30)}),
}


def check(messages: object) -> None:
    """Raise LineError 400 unless `messages` is a list of one to five valid messages."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_MESSAGES:
        raise body_errors(("messages", f"Size must be between 1 and {MAX_MESSAGES}"))
    shallow: list[tuple[str, str]] = []
    deep: list[tuple[int, Problem]] = []
    for place, message in enumerate(messages):
        for path, problem in _problems(message):
            if len(path) > 1:
                deep.append((place, (path, problem)))
            else:
                shallow.append((".".join((f"messages[{place}]", *map(str, path))), problem))
    if shallow:
        raise body_errors(*shallow)
    if deep:
        first = deep[0][0]
        raise LineError(
            400,
            f"A message (messages[{first}]) in the request body is invalid",
            [
                {"message": problem, "property": _written(path)}
                for place, (path, problem) in deep
                if place == first
            ],
        )


def receipt(message: dict[str, Any]) -> dict[str, str]:
    """LINE's answer for one sent message: its id, and a quote token if it can be quoted."""
    made = {"id": ids.message_id()}
    if message["type"] not in NOT_QUOTABLE:
        made["quoteToken"] = ids.quote_token()
    return made


def _problems(message: object) -> Report:
    if not isinstance(message, dict):
        return [((), INVALID)]
    kind = message.get("type")
    if kind is None or kind == "":
        return [(("type",), EMPTY)]
    rule = KINDS.get(kind) if isinstance(kind, str) else None
    if rule is None:
        return [(("type",), f"Must be one of the following values: [{', '.join(KINDS)}]")]
    report: Report = []
    rule(report, (), message)
    return report


def _written(path: Path) -> str:
    parts = [str(part) for part in path]
    return "/" + "/".join(parts[1:]) if parts[0] == "contents" else "/".join(parts)
