"""Remove characters that cannot be stored, or that could disguise a text, from texts and names."""

import re

_INVISIBLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # control characters, such as terminal escapes; tab and newline stay
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"  # zero-width, direction, annotation
)
_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def sanitised(text: str) -> str:
    """The text without control, zero-width and direction characters and lone surrogates.

    Every kind of line break becomes a newline.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _INVISIBLE.sub("", _BREAKS.sub("\n", whole))


def one_line(text: str) -> str:
    """The sanitised text on one line, for names: a name must not start a new line in a card."""
    return " ".join(sanitised(text).split())
