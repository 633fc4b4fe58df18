"""What an imagemap may look like: one picture with places to touch, perhaps a film in it.

https://developers.line.biz/en/reference/messaging-api/#imagemap-message
"""

from simulator.rules import Rule, anything, by_type, integer, items, text, thing, uri

WIDTH = 1040
HIGHEST = 1_000_000

pixels = integer(0, HIGHEST)
area = thing({"x": pixels, "y": pixels, "width": pixels, "height": pixels})
caption: dict[str, Rule] = {"label": text(100)}
link = uri(1000, "http", "https", "line", "tel")

PICTURE: dict[str, Rule] = {
    "baseUrl": uri(2000, "https"),
    "baseSize": thing({"width": integer(WIDTH, WIDTH), "height": integer(1, HIGHEST)}),
    "actions": items(
        by_type(
            {
                "uri": thing({"type": anything, "linkUri": link, "area": area}, caption),
                "message": thing({"type": anything, "text": text(400), "area": area}, caption),
                "clipboard": thing(
                    {"type": anything, "clipboardText": text(1000), "area": area}, caption
                ),
            }
        ),
        0,
        50,
    ),
}
FILM: dict[str, Rule] = {
    "video": thing(
        {
            "originalContentUrl": uri(2000, "https"),
            "previewImageUrl": uri(2000, "https"),
            "area": area,
        },
        {"externalLink": thing({"linkUri": link, "label": text(30)})},
    )
}
