"""The rules of template messages: buttons, confirm and the two carousels.

https://developers.line.biz/en/reference/messaging-api/#template-messages
"""

from simulator.actions import IN_BUBBLES, actions
from simulator.rules import (
    Path,
    Report,
    Rule,
    anything,
    by_type,
    colour,
    every,
    items,
    json_object,
    one_of,
    text,
    uri,
)

picture_url = uri(2000, "https")
labelled = actions(20, labelled=True, kinds=IN_BUBBLES)
unlabelled = actions(20, labelled=False, kinds=IN_BUBBLES)
on_picture = actions(12, labelled=False, kinds=IN_BUBBLES)
PICTURE: dict[str, Rule] = {
    "imageAspectRatio": one_of("rectangle", "square"),
    "imageSize": one_of("cover", "contain"),
}


def _shorter_beside_picture(most: int, beside: int) -> Rule:
    """The rule of a text of at most `most` graphemes, or `beside` if the template has a title or picture."""

    def check(report: Report, path: Path, value: object) -> None:
        if isinstance(value, dict) and isinstance(value.get("text"), str):
            has_title_or_picture = value.get("title") or value.get("thumbnailImageUrl")
            limit = beside if has_title_or_picture else most
            text(limit, letters=True)(report, (*path, "text"), value["text"])

    return check


def _card(most_text: int, most_actions: int, more: dict[str, Rule]) -> Rule:
    return every(
        json_object(
            {"text": text(most_text, letters=True), "actions": items(labelled, 1, most_actions)},
            {
                "thumbnailImageUrl": picture_url,
                "imageBackgroundColor": colour,
                "title": text(40, letters=True),
                "defaultAction": unlabelled,
                **more,
            },
        ),
        _shorter_beside_picture(most_text, 60),
    )


def _even_columns(report: Report, path: Path, value: object) -> None:
    columns = value.get("columns") if isinstance(value, dict) else None
    if not isinstance(columns, list) or not all(isinstance(one, dict) for one in columns):
        return
    counts = {len(one["actions"]) for one in columns if isinstance(one.get("actions"), list)}
    if len(counts) > 1:
        message = "the number of actions must be the same for all columns"
        report.append(((*path, "columns"), message))
    for name in ("title", "thumbnailImageUrl"):
        if len({name in one for one in columns}) > 1:
            report.append(((*path, "columns"), f"{name} must be in all columns or in none"))


template = by_type(
    {
        "buttons": _card(160, 4, {"type": anything, **PICTURE}),
        "confirm": json_object(
            {"type": anything, "text": text(240, letters=True), "actions": items(labelled, 2, 2)}
        ),
        "carousel": every(
            json_object({"type": anything, "columns": items(_card(120, 3, {}), 1, 10)}, PICTURE),
            _even_columns,
        ),
        "image_carousel": json_object(
            {
                "type": anything,
                "columns": items(
                    json_object({"imageUrl": picture_url, "action": on_picture}), 1, 10
                ),
            }
        ),
    }
)
