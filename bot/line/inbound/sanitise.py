"""What people typed or call themselves, without what cannot be stored or would disguise."""

import re

_INVISIBLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # controls, a terminal's escapes among them; tab and newline stay
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"  # zero-width, direction, annotation
)
_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def sanitised(text: str) -> str:
    """The text as a reader sees it: no controls, no marks of direction, no half of a surrogate pair."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _INVISIBLE.sub("", _BREAKS.sub("\n", whole))


def one_line(text: str) -> str:
    """The same for a name, which may not begin another line of a card."""
    return " ".join(sanitised(text).split())
