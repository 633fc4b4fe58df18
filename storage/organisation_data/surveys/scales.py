"""Reads the scales and choices of a question set, which are the options of its answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.surveys.question_set import OUTSIDE, Destination, Option
from domain.text.graphemes import count_graphemes

if TYPE_CHECKING:
    from storage.organisation_data.surveys.lined_table import LinedTable
    from storage.organisation_data.surveys.shared_words import SharedWords

FEWEST_LEVELS, MOST_LEVELS = 2, 7
MOST_CHOICES = 30
KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")
QUICK_REPLY_LENGTH = 20
"""Characters of the answer below a question: https://developers.line.biz/en/reference/messaging-api/#quick-reply"""
KEY_RULE = "must be 1 to 20 small Latin letters, digits or _, beginning with a letter"
OUTSIDE_EN = "Not used / not sure"


@dataclass(frozen=True)
class Scale:
    """The levels in the order of the paper form, and the answer OUTSIDE."""

    levels: tuple[Option, ...]
    outside: Option | None


def read_scales(table: LinedTable) -> dict[str, Scale]:
    """The scales `[scale.name]` of a set by name; may be empty."""
    if not table.has("scale"):
        return {}
    scales = {}
    for name, entry in table.named("scale"):
        scales[name] = Scale(_levels(entry), read_outside(entry))
        entry.reject_unknown_keys()
    return scales


def read_outside(entry: LinedTable) -> Option | None:
    """The answer `outside`, with `outside_en`; None if the table has none."""
    if not entry.has("outside"):
        if entry.has("outside_en"):
            entry.fault("outside_en", "has no `outside` beside it")
            entry.raw("outside_en")
        return None
    english = entry.text("outside_en") if entry.has("outside_en") else OUTSIDE_EN
    found = Option(OUTSIDE, "outside", entry.text("outside"), english)
    for key, name in (("outside", found.th), ("outside_en", found.en)):
        if count_graphemes(name) > QUICK_REPLY_LENGTH:
            entry.warn(key, f"has over {QUICK_REPLY_LENGTH} characters; the chat cuts it")
    return found


def _levels(entry: LinedTable) -> tuple[Option, ...]:
    codes, thai = _codes(entry), entry.texts("th")
    english = thai
    if entry.has("en"):
        english = entry.texts("en")
    else:
        entry.warn("en", "is missing; English readers will see the Thai words")
    for key, words in (("th", thai), ("en", english)):
        if codes and words and len(words) != len(codes):
            entry.fault(key, f"has {len(words)} words for {len(codes)} levels")
        _reject_repeated(entry, key, words)
    return tuple(
        Option(code, str(code), th, en) for code, th, en in zip(codes, thai, english, strict=False)
    )


def _codes(entry: LinedTable) -> list[int]:
    values = entry.raw("codes")
    if not isinstance(values, list) or any(type(one) is not int for one in values):
        entry.fault("codes", "must be a list of whole numbers such as [5, 4, 3, 2, 1]")
        return []
    if not FEWEST_LEVELS <= len(values) <= MOST_LEVELS:
        entry.fault(
            "codes", f"a scale has {FEWEST_LEVELS} to {MOST_LEVELS} levels, this one {len(values)}"
        )
        return []
    rising = list(range(1, len(values) + 1))
    if values not in (rising, rising[::-1]):
        entry.fault("codes", f"must be 1 to {len(values)}, rising or falling, without a gap")
        return []
    return values


def read_choices(entry: LinedTable, words: SharedWords) -> tuple[Option, ...]:
    """The `choices` of a question: keys of surveys.toml, or tables `{ key, th, en }`."""
    values = entry.raw("choices")
    if not isinstance(values, list) or not 2 <= len(values) <= MOST_CHOICES:
        entry.fault("choices", f"must be a list of 2 to {MOST_CHOICES} choices")
        return ()
    if all(isinstance(one, str) for one in values):
        options = _known_choices(entry, values, words)
    else:
        options = _own_choices(entry)
    for name, found in (("key", [one.key for one in options]), ("th", [one.th for one in options])):
        for value in _repeated(found):
            entry.fault("choices", f"{name} {value!r} is there twice")
    return with_destinations(entry, options)


def _known_choices(entry: LinedTable, keys: list[str], words: SharedWords) -> tuple[Option, ...]:
    for number, key in enumerate(keys):
        if key not in words.choices:
            entry.findings.fault(
                (*entry.path, "choices", number),
                f"{key!r} is not one of {', '.join(words.choices)};"
                ' write a choice of your own as { key = "…", th = "…", en = "…" }',
            )
    return tuple(
        Option(code, key, *words.choices.get(key, (key, key))) for code, key in enumerate(keys, 1)
    )


def _own_choices(entry: LinedTable) -> tuple[Option, ...]:
    options = []
    for code, choice in enumerate(entry.tables("choices"), 1):
        key, thai = choice.text("key"), choice.text("th")
        if key and not KEY.fullmatch(key):
            choice.fault("key", KEY_RULE)
        english = thai
        if choice.has("en"):
            english = choice.text("en")
        else:
            choice.warn("en", "is missing; English readers will see the Thai words")
        choice.reject_unknown_keys()
        options.append(Option(code, key, thai, english))
    return tuple(options)


def with_destinations(entry: LinedTable, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options with the destinations of `leads_to`, a table of option keys or level codes."""
    if not entry.has("leads_to"):
        return options
    table = entry.table("leads_to")
    destinations = {}
    for key in table:
        word = table.text(key)
        if options and key not in {one.key for one in options}:
            table.fault(key, "is not a choice of this question")
        elif word and word not in set(Destination):
            table.fault(key, f"{word!r} is not one of {', '.join(Destination)}")
        elif word:
            destinations[key] = Destination(word)
    return tuple(replace(one, leads_to=destinations.get(one.key)) for one in options)


def _reject_repeated(entry: LinedTable, key: str, words: tuple[str, ...]) -> None:
    for word in _repeated(words):
        entry.fault(key, f"{word!r} is there twice")


def _repeated(words: list[str] | tuple[str, ...]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1 and word]
