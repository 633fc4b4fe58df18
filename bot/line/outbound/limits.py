"""LINE's limits for messages, and how LINE counts characters.

Source: https://developers.line.biz/en/reference/messaging-api/ (message objects, action objects) and
https://developers.line.biz/en/docs/messaging-api/text-character-count/.
"""

from domain.text.graphemes import count_graphemes

MESSAGES_PER_CALL = 5
# Characters, counted as UTF-16 code units or, for labels, as grapheme clusters.
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
    """The length of a text as LINE counts it, in UTF-16 code units; most emoji count as two or more."""
    return len(text.encode("utf-16-le")) // 2


def clip(text: str, units: int) -> str:
    """The text in at most `units` UTF-16 code units; a longer one is cut between graphemes and ends with …."""
    if utf16_units(text) <= units:
        return text
    kept = text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", "ignore")
    while kept and count_graphemes(kept + text[len(kept) : len(kept) + 1]) == count_graphemes(kept):
        kept = kept[:-1]
    return kept + "…"


def clip_label(text: str, graphemes: int) -> str:
    """The label in at most `graphemes` grapheme clusters; a longer one is cut and ends with …."""
    if len(text) <= graphemes or count_graphemes(text) <= graphemes:
        return text
    kept = text
    while kept and count_graphemes(kept) > graphemes - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
