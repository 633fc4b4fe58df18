"""The rules of LINE emoji in text messages, and of placeholders in text messages v2.

https://developers.line.biz/en/reference/messaging-api/#text-message-v2
"""

import re

from simulator.rules import (
    Path,
    Report,
    anything,
    by_type,
    integer,
    items,
    json_object,
    matching,
    text,
)

MAX_EMOJIS = 20
MAX_SUBSTITUTIONS = 100
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([A-Za-z0-9_]*)\}|[{}]")

_emoji = {"productId": matching(r"[0-9a-f]{24}"), "emojiId": matching(r"\d{3}")}
EMOJIS = items(json_object({"index": integer(0, 5000), **_emoji}), 1, MAX_EMOJIS)
_mentionee = by_type(
    {
        "user": json_object({"type": anything, "userId": matching(r"U[0-9a-f]{32}")}),
        "all": json_object({"type": anything}),
    }
)
_substitute = by_type(
    {
        "mention": json_object({"type": anything, "mentionee": _mentionee}),
        "emoji": json_object({"type": anything, **_emoji}),
    }
)


def emoji_places(report: Report, path: Path, value: object) -> None:
    """The rule that each emoji's `index`, in UTF-16 units, points to a "$" of the text."""
    message = value if isinstance(value, dict) else {}
    words, emojis = message.get("text"), message.get("emojis")
    if not isinstance(words, str) or not isinstance(emojis, list):
        return
    units = words.encode("utf-16-le", "surrogatepass")
    for place, emoji in enumerate(emojis):
        index = emoji.get("index") if isinstance(emoji, dict) else None
        if isinstance(index, int) and units[index * 2 : index * 2 + 2] != b"$\0":
            report.append(((*path, "emojis", place, "index"), "must point to a $ of the text"))


def substitutes(report: Report, path: Path, value: object) -> None:
    """The rule of `substitution`: up to 100 mentions and emoji by the name of their placeholder."""
    if not isinstance(value, dict) or len(value) > MAX_SUBSTITUTIONS:
        report.append(((*path, ""), f"Size must be between 0 and {MAX_SUBSTITUTIONS}"))
        return
    for name, one in value.items():
        text(20)(report, (*path, name), name)
        _substitute(report, (*path, name), one)


def substitutions(report: Report, path: Path, value: object) -> None:
    """The rule that every {placeholder} has a substitution; single braces are refused ("{{" writes one)."""
    message = value if isinstance(value, dict) else {}
    words, given = message.get("text"), message.get("substitution") or {}
    if not isinstance(words, str) or not isinstance(given, dict):
        return
    for found in PLACEHOLDER.finditer(words):
        if found[0] not in {"{{", "}}"} and found[1] not in given:
            report.append(((*path, "text"), f"no substitution for {found[0]}"))
