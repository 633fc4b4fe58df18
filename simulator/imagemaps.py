"""The rules of imagemap messages: a picture with areas to tap, and an optional video.

https://developers.line.biz/en/reference/messaging-api/#imagemap-message
"""

from simulator.rules import Rule, anything, by_type, integer, items, json_object, text, uri

WIDTH = 1040
MAX_PIXELS = 1_000_000

pixels = integer(0, MAX_PIXELS)
area = json_object({"x": pixels, "y": pixels, "width": pixels, "height": pixels})
caption: dict[str, Rule] = {"label": text(100)}
link = uri(1000, "http", "https", "line", "tel")

PICTURE: dict[str, Rule] = {
    "baseUrl": uri(2000, "https"),
    "baseSize": json_object({"width": integer(WIDTH, WIDTH), "height": integer(1, MAX_PIXELS)}),
    "actions": items(
        by_type(
            {
                "uri": json_object({"type": anything, "linkUri": link, "area": area}, caption),
                "message": json_object(
                    {"type": anything, "text": text(400), "area": area}, caption
                ),
                "clipboard": json_object(
                    {"type": anything, "clipboardText": text(1000), "area": area}, caption
                ),
            }
        ),
        0,
        50,
    ),
}
VIDEO: dict[str, Rule] = {
    "video": json_object(
        {
            "originalContentUrl": uri(2000, "https"),
            "previewImageUrl": uri(2000, "https"),
            "area": area,
        },
        {"externalLink": json_object({"linkUri": link, "label": text(30)})},
    )
}
