"""The script of a message. The bot answers unreadable scripts with emergency numbers and buttons."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_BLOCKS = (
    ("thai", 0x0E00, 0x0E7F),
    ("lao", 0x0E80, 0x0EFF),
    ("burmese", 0x1000, 0x109F),
    ("burmese", 0xAA60, 0xAA7F),
    ("khmer", 0x1780, 0x17FF),
    ("chinese", 0x4E00, 0x9FFF),
    ("japanese", 0x3040, 0x30FF),
    ("korean", 0xAC00, 0xD7AF),
    ("arabic", 0x0600, 0x06FF),
    ("devanagari", 0x0900, 0x097F),
    ("cyrillic", 0x0400, 0x04FF),
    ("latin", 0x0041, 0x024F),
)
FOREIGN = frozenset(
    {"lao", "burmese", "khmer", "chinese", "japanese", "korean", "arabic", "devanagari", "cyrillic"}
)
"""Scripts that the office cannot be expected to read."""
_TOKEN = re.compile("[!-~]+")
# Links, codes and markup pasted beside a Thai sentence do not make it English.
_CODE = re.compile(
    r"[=@%{}<>\\/_$#]|\w\(|^(?=[\w-]*[0-9A-Z-][\w-]*[0-9A-Z-])[\w-]{12,}\W*$", re.ASCII
)


def script_of(text: str) -> str | None:
    """The name of the script of most letters outside of links, codes and markup; None without letters."""
    seen = Counter(map(_script_of_letter, _TOKEN.sub(_word, text)))
    del seen[None]
    return min(seen, key=lambda name: (-seen[name], name == "latin", name)) if seen else None


@lru_cache(maxsize=1000)
def _script_of_letter(letter: str) -> str | None:
    """The script of a letter or a mark; None for another character and for a script without a name here."""
    if unicodedata.category(letter)[0] not in "LM":
        return None
    code = ord(letter)
    return next((name for name, first, last in _BLOCKS if first <= code <= last), None)


def _word(token: re.Match[str]) -> str:
    return " " if _CODE.search(token[0]) else token[0]
