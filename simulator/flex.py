"""The rules of Flex Messages: every component, its properties and where it is allowed.

https://developers.line.biz/en/reference/messaging-api/#flex-message
"""

import json
import re

from simulator.actions import IN_BUBBLES, actions
from simulator.rules import (
    INVALID,
    NOT_EMPTY,
    SPECIFY,
    Path,
    Report,
    Rule,
    anything,
    boolean,
    by_type,
    colour,
    every,
    integer,
    items,
    json_object,
    matching,
    objects,
    one_of,
    text,
    uri,
)

MAX_BUBBLE_BYTES = 30_000
MAX_CAROUSEL_BYTES = 50_000
MAX_BUBBLES = 12
MAX_ANIMATED = 10
MAX_TEXT = 5000

_PIXELS = r"\d+(\.\d+)?px"
_PERCENT = r"\d+(\.\d+)?%"
_STEPS = "none|xs|sm|md|lg|xl|xxl"
_FONTS = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"

space = matching(f"{_STEPS}|{_PIXELS}")
padding = matching(f"{_STEPS}|{_PIXELS}|{_PERCENT}")
offset = matching(f"{_STEPS}|-?{_PIXELS}|-?{_PERCENT}")
extent = matching(f"{_PIXELS}|{_PERCENT}")
font = matching(f"{_FONTS}|{_PIXELS}")
share = integer(0, 1_000_000)
picture_url = uri(2000, "https")
button_action = actions(40, labelled=True, kinds=IN_BUBBLES)
touch_action = actions(40, labelled=False, kinds=IN_BUBBLES)

POSITION: dict[str, Rule] = {
    "position": one_of("relative", "absolute"),
    "offsetTop": offset,
    "offsetBottom": offset,
    "offsetStart": offset,
    "offsetEnd": offset,
    "margin": space,
}
TEXT_STYLE: dict[str, Rule] = {
    "size": font,
    "color": colour,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}


def _aspect_ratio(report: Report, path: Path, value: object) -> None:
    found = (
        re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", value) if isinstance(value, str) else None
    )
    if not found:
        report.append((path, INVALID))
        return
    width, height = float(found[1]), float(found[2])
    if not (1 <= width <= 100_000 and 1 <= height <= 100_000 and height <= 3 * width):
        report.append((path, INVALID))


def _words_or_spans(report: Report, path: Path, value: object) -> None:
    component = value if isinstance(value, dict) else {}
    if not component.get("contents"):
        if component.get("text") is None:
            report.append(((*path, "text"), SPECIFY))
        elif not component["text"]:
            report.append(((*path, "text"), NOT_EMPTY))


span = json_object({"type": anything, "text": text(MAX_TEXT)}, TEXT_STYLE)
COMPONENTS: dict[str, Rule] = {
    "text": every(
        json_object(
            {"type": anything},
            {
                **POSITION,
                **TEXT_STYLE,
                "text": text(MAX_TEXT, least=0),
                "contents": items(by_type({"span": span}), 0, 100),
                "flex": share,
                "align": one_of("start", "end", "center"),
                "gravity": one_of("top", "bottom", "center"),
                "wrap": boolean,
                "lineSpacing": matching(_PIXELS),
                "maxLines": integer(0, 1_000_000),
                "action": touch_action,
                "adjustMode": one_of("shrink-to-fit"),
                "scaling": boolean,
            },
        ),
        _words_or_spans,
    ),
    "button": json_object(
        {"type": anything, "action": button_action},
        {
            **POSITION,
            "flex": share,
            "color": colour,
            "style": one_of("primary", "secondary", "link"),
            "gravity": one_of("top", "bottom", "center"),
            "height": one_of("md", "sm"),
            "adjustMode": one_of("shrink-to-fit"),
            "scaling": boolean,
        },
    ),
    "image": json_object(
        {"type": anything, "url": picture_url},
        {
            **POSITION,
            "flex": share,
            "align": one_of("start", "end", "center"),
            "gravity": one_of("top", "bottom", "center"),
            "size": matching(f"{_FONTS}|full|{_PIXELS}|{_PERCENT}"),
            "aspectRatio": _aspect_ratio,
            "aspectMode": one_of("fit", "cover"),
            "backgroundColor": colour,
            "action": touch_action,
            "animated": boolean,
        },
    ),
    "icon": json_object(
        {"type": anything, "url": picture_url},
        {
            **POSITION,
            "size": matching(f"{_FONTS}|{_PIXELS}|{_PERCENT}"),
            "aspectRatio": _aspect_ratio,
            "scaling": boolean,
        },
    ),
    "separator": json_object({"type": anything}, {"margin": space, "color": colour}),
    "filler": json_object({"type": anything}, {"flex": share}),
}
IN_ROWS = ("text", "button", "image", "separator", "filler")
IN_BASELINE = ("text", "icon", "filler")

gradient = json_object(
    {
        "type": anything,
        "angle": matching(r"([0-9]|[1-9]\d|[12]\d\d|3[0-5]\d)(\.\d+)?deg"),
        "startColor": colour,
        "endColor": colour,
    },
    {"centerColor": colour, "centerPosition": matching(_PERCENT)},
)
box_properties = json_object(
    {
        "type": anything,
        "layout": one_of("horizontal", "vertical", "baseline"),
        "contents": anything,
    },
    {
        **POSITION,
        "flex": share,
        "spacing": space,
        "backgroundColor": colour,
        "borderColor": colour,
        "borderWidth": matching(f"none|light|normal|medium|semi-bold|bold|{_PIXELS}"),
        "cornerRadius": space,
        "width": extent,
        "maxWidth": extent,
        "height": extent,
        "maxHeight": extent,
        "paddingAll": padding,
        "paddingTop": padding,
        "paddingBottom": padding,
        "paddingStart": padding,
        "paddingEnd": padding,
        "action": touch_action,
        "justifyContent": one_of(
            "center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"
        ),
        "alignItems": one_of("center", "flex-start", "flex-end"),
        "background": by_type({"linearGradient": gradient}),
    },
)


def box(report: Report, path: Path, value: object) -> None:
    """The rule of a box and its contents; a baseline box contains only text, icons and fillers."""
    box_properties(report, path, value)
    if isinstance(value, dict) and value.get("contents") is not None:
        inside = in_baseline if value.get("layout") == "baseline" else in_rows
        items(inside, 0, 1000)(report, (*path, "contents"), value["contents"])


in_rows = by_type({"box": box, **{name: COMPONENTS[name] for name in IN_ROWS}})
in_baseline = by_type({name: COMPONENTS[name] for name in IN_BASELINE})
only_box = by_type({"box": box})
video = json_object(
    {
        "type": anything,
        "url": picture_url,
        "previewUrl": picture_url,
        "altContent": by_type({"box": box, "image": COMPONENTS["image"]}),
    },
    {"aspectRatio": _aspect_ratio, "action": actions(40, labelled=False, kinds="uri")},
)
block_style = json_object(
    {}, {"backgroundColor": colour, "separator": boolean, "separatorColor": colour}
)
BLOCKS = ("header", "hero", "body", "footer")
bubble_properties = json_object(
    {"type": anything},
    {
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": only_box,
        "hero": by_type({"box": box, "image": COMPONENTS["image"], "video": video}),
        "body": only_box,
        "footer": only_box,
        "styles": json_object({}, dict.fromkeys(BLOCKS, block_style)),
        "action": touch_action,
    },
)


def bubble(report: Report, path: Path, value: object) -> None:
    """The rule of a bubble: at least one block, at most 30 KB, a video only in the wider sizes."""
    bubble_properties(report, path, value)
    if not isinstance(value, dict):
        return
    if not any(name in value for name in BLOCKS):
        report.append(((*path, ""), "At least one block must be specified"))
    hero = value.get("hero")
    is_video = isinstance(hero, dict) and hero.get("type") == "video"
    if is_video and value.get("size", "mega") not in {"kilo", "mega", "giga"}:
        report.append(((*path, "size"), "must be kilo, mega or giga when the hero is a video"))
    if _size(value) > MAX_BUBBLE_BYTES:
        report.append(
            ((*path, ""), "Too large flex message. The maximum size of a bubble is 30 KB")
        )


def carousel(report: Report, path: Path, value: object) -> None:
    """The rule of a carousel: up to 12 bubbles of one size, at most 50 KB, without videos."""
    json_object({"type": anything, "contents": items(by_type({"bubble": bubble}), 1, MAX_BUBBLES)})(
        report, path, value
    )
    contents = value.get("contents") if isinstance(value, dict) else None
    if not isinstance(contents, list):
        return
    bubbles = [one for one in contents if isinstance(one, dict)]
    if len({one.get("size", "mega") for one in bubbles}) > 1:
        report.append(((*path, "contents"), "all bubbles must have the same size"))
    for place, one in enumerate(contents):
        hero = one.get("hero") if isinstance(one, dict) else None
        if isinstance(hero, dict) and hero.get("type") == "video":
            report.append(((*path, "contents", place, "hero"), INVALID))
    if _size(value) > MAX_CAROUSEL_BYTES:
        message = "Too large flex message. The maximum size of a carousel is 50 KB"
        report.append(((*path, ""), message))


def container(report: Report, path: Path, value: object) -> None:
    """The rule of the `contents` of a Flex Message."""
    by_type({"bubble": bubble, "carousel": carousel})(report, path, value)
    if sum(1 for one in objects(value) if one.get("animated") is True) > MAX_ANIMATED:
        report.append(((*path, ""), f"no more than {MAX_ANIMATED} animated images"))


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
