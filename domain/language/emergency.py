"""Whether a message tells of somebody in danger now, and whom to call then. The words are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Danger:
    """One kind of danger: how it is written, and the emergency contacts for it by key."""

    words: re.Pattern[str]
    contacts: tuple[str, ...]


class Emergencies:
    """Made once from emergency.toml.

    When in doubt it is an emergency: a number shown for nothing does no harm. Only what plainly has
    not happened ("กลัวไฟไหม้"), is over, or befell an animal is left out.
    """

    def __init__(self, dangers: Iterable[Danger], not_now: re.Pattern[str]) -> None:
        self._dangers = tuple(dangers)
        self._not_now = not_now

    @classmethod
    def parse(cls, table: Mapping[str, Any], known: Iterable[str]) -> Self:
        """From the parsed file. Raises ValueError for a contact that is not among the `known` keys."""
        kinds = {name: entry for name, entry in table.items() if isinstance(entry, dict)}
        unknown = {key for entry in kinds.values() for key in entry["contacts"]} - set(known)
        if unknown:
            raise ValueError(f"emergency.toml: no such emergency contact: {sorted(unknown)}")
        return cls(
            (
                Danger(re.compile(_any_of(entry["words"])), tuple(entry["contacts"]))
                for entry in kinds.values()
            ),
            re.compile(f"(?:{_any_of(table['not_now'])})(?:{_any_of(table['between'])})*$"),
        )

    def contacts(self, text: str) -> tuple[str, ...]:
        """The keys of whom to call, the most urgent first; empty when nobody is in danger."""
        folded = fold(text)
        found: dict[str, None] = {}
        for danger in self._dangers:
            if any(self._is_now(folded[: hit.start()]) for hit in danger.words.finditer(folded)):
                found |= dict.fromkeys(danger.contacts)
        return tuple(found)

    def _is_now(self, before: str) -> bool:
        return self._not_now.search(before) is None


def _any_of(words: Iterable[str]) -> str:
    # A space in the file stands for one that may be missing; folding would drop a lone one.
    return "|".join(re.escape(fold(word)) if word.strip() else r"\s" for word in words)
