"""The characters of the print font. Typesetting fails for a document with any other character."""

import re

_RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x0E01, 0x0E3A), (0x0E3F, 0x0E5B), (0x2010, 0x2026))
"""First and last code point: Latin, Thai, dashes and quotation marks."""
_SIGNS = "\n\u0304▲▼"
"""The line feed, the macron above x for a mean, and the arrows of a comparison."""
_UNBROKEN = re.compile(r"[\u0e01-\u0e2e]{16}(?=[\u0e01-\u0e2e])|[A-Za-z0-9]{45}(?=[A-Za-z0-9])")
"""Letters between which no line may end, more than any word or number has; officers type such texts by mistake."""
_LINE_MAY_END = "\u200b"


def printable(text: str) -> str:
    """Return the text without pictograms and letters of scripts that Sarabun does not have.

    Very long words get places where a line may end, or they would run over what is beside them.
    """
    kept = (
        one
        for one in text
        if one in _SIGNS or any(first <= ord(one) <= last for first, last in _RANGES)
    )
    return _UNBROKEN.sub(lambda found: found[0] + _LINE_MAY_END, "".join(kept).strip())
