"""The rules of LINE's action objects: what a button may do, depending on where it is.

https://developers.line.biz/en/reference/messaging-api/#action-objects
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from simulator.rules import (
    Path,
    Report,
    Rule,
    anything,
    by_type,
    every,
    json_object,
    matching,
    objects,
    one_of,
    text,
    uri,
)

INPUT_OPTIONS = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")
LINK_SCHEMES = ("http", "https", "line", "tel")
PICKER_FORMATS = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime": "%Y-%m-%dT%H:%M"}


def _postback_pairs(report: Report, path: Path, value: object) -> None:
    action = value if isinstance(value, dict) else {}
    if "displayText" in action and "text" in action:
        report.append(
            ((*path, "text"), "displayText and text cannot be specified at the same time")
        )
    if "fillInText" in action and action.get("inputOption") != "openKeyboard":
        report.append(((*path, "fillInText"), "inputOption must be openKeyboard"))


def _moment(mode: object, value: object) -> datetime | None:
    if mode not in PICKER_FORMATS or not isinstance(value, str):
        return None
    # LINE also accepts a lower-case t, as in its own example "2017-06-18t00:00".
    try:
        return datetime.strptime(value.replace("t", "T"), PICKER_FORMATS[str(mode)])  # noqa: DTZ007
    except ValueError:
        return None


def _moments(report: Report, path: Path, value: object) -> None:
    action = value if isinstance(value, dict) else {}
    mode = action.get("mode")
    found = {}
    for name in ("initial", "min", "max"):
        if name in action:
            found[name] = _moment(mode, action[name])
            moment = found[name]
            if moment is None or (mode != "time" and not 1900 <= moment.year <= 2100):
                report.append(((*path, name), "invalid date format"))
                return
    low, first, high = (found.get(name) for name in ("min", "initial", "max"))
    if low and high and low >= high:
        report.append(((*path, "min"), "min must be less than max"))
    if first and ((low and first < low) or (high and first > high)):
        report.append(((*path, "initial"), "initial must be between min and max"))


def actions(label: int, *, labelled: bool, kinds: str, letters: bool = True) -> Rule:
    """The rule of an action at one place of a message.

    `label`: longest label. `labelled`: whether a label is required. `kinds`: the allowed types, separated by
    spaces. `letters`: whether the label is counted in graphemes instead of UTF-16 units.
    """
    caption = {"label": text(label, letters=letters)}

    def kind(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
        needed = {"type": anything, **required, **(caption if labelled else {})}
        return json_object(needed, {**(optional or {}), **({} if labelled else caption)})

    known: dict[str, Rule] = {
        "postback": every(
            kind(
                {"data": text(300)},
                {
                    "displayText": text(300, letters=True),
                    "text": text(300, letters=True),
                    "inputOption": one_of(*INPUT_OPTIONS),
                    "fillInText": text(300, letters=True),
                },
            ),
            _postback_pairs,
        ),
        "message": kind({"text": text(300, letters=True)}),
        "uri": kind(
            {"uri": uri(1000, *LINK_SCHEMES)},
            {"altUri": json_object({"desktop": uri(1000, *LINK_SCHEMES)})},
        ),
        "datetimepicker": every(
            kind(
                {"data": text(300), "mode": one_of(*PICKER_FORMATS)},
                {"initial": anything, "max": anything, "min": anything},
            ),
            _moments,
        ),
        "clipboard": kind({"clipboardText": text(1000)}),
        "richmenuswitch": kind(
            {"richMenuAliasId": matching(r"[a-z0-9_-]{1,32}"), "data": text(300)}
        ),
        "camera": kind({}),
        "cameraRoll": kind({}),
        "location": kind({}),
    }
    return by_type({name: known[name] for name in kinds.split()})


def buttons_in(message: object) -> Iterator[dict[str, Any]]:
    """Every action with a label in a message, of cards and quick replies, in the order shown."""
    return (part for part in objects(message) if "label" in part and "type" in part)


IN_BUBBLES = "postback message uri datetimepicker clipboard"
IN_MENUS = f"{IN_BUBBLES} richmenuswitch"
IN_QUICK_REPLIES = f"{IN_BUBBLES} camera cameraRoll location"
