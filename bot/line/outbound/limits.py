"""LINE's limits on what we send, and how LINE counts.

Source: https://developers.line.biz/en/reference/messaging-api/ (message objects, action objects) and
https://developers.line.biz/en/docs/messaging-api/text-character-count/.
"""

from domain.text.graphemes import count_graphemes

MESSAGES_A_CALL = 5
TEXT = 5000
ALT_TEXT = 1500
QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20
FLEX_BUTTON_LABEL = 40
DISPLAY_TEXT = 300
POSTBACK_DATA = 300
CLIPBOARD = 1000
ADDRESS = 1000
BUBBLE_BYTES = 30_000
CAROUSEL_BUBBLES = 12
CAROUSEL_BYTES = 50_000


def utf16_units(text: str) -> int:
    """How LINE counts texts: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def clip(text: str, units: int) -> str:
    """The text in at most so many UTF-16 units, cut between characters a reader sees, with an ellipsis."""
    if utf16_units(text) <= units:
        return text
    kept = text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", "ignore")
    while kept and count_graphemes(kept + text[len(kept) : len(kept) + 1]) == count_graphemes(kept):
        kept = kept[:-1]
    return kept + "…"


def clip_label(text: str, graphemes: int) -> str:
    """A label in at most so many characters as a reader counts them."""
    if len(text) <= graphemes or count_graphemes(text) <= graphemes:
        return text
    kept = text
    while kept and count_graphemes(kept) > graphemes - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
