"""The names of everybody ever appointed, looked for at one place of a text or anywhere in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.cases.accused import Basis, Certainty
from domain.cases.prefixes import Places, Prefixes
from domain.cases.spelling import Compact, is_near, origins, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.cases.staff import Staff
    from domain.cases.vocabulary import Vocabulary

SHORTEST_NAME = 4
"""Letters that a part of a name needs to be looked for in a story: shorter ones are parts of common words."""
_SHORTEST_SIMILAR = 5
"""Letters that a name needs for spellings that only sound alike; shorter ones need an act as well."""
_SHORTEST_SOUND = 3
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Name:
    """A form of an officer's name. `is_common`: also an ordinary word, or as short as a part of one."""

    letters: str
    officer_id: int
    basis: Basis
    is_common: bool


class KnownNames:
    """All forms of all names. Latin and Thai alike."""

    def __init__(self, staff: Staff, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._names: dict[str, list[Name]] = {}
        self._similar: dict[str, list[Name]] = {}
        self._sounding: list[Name] = []
        self._wholes: list[tuple[str, str, int]] = []
        for officer_id, forms in staff.forms.items():
            self._wholes += [(one, sound(one), officer_id) for one in forms.whole | forms.parts]
            for name in self._forms(officer_id, forms.whole, forms.parts):
                self._names.setdefault(name.letters, []).append(name)
                heard = sound(name.letters)
                if len(heard) >= _SHORTEST_SOUND:
                    sounding = replace(name, letters=heard)
                    self._similar.setdefault(heard[:2], []).append(sounding)
                    if name.letters not in vocabulary.ordinary:
                        self._sounding.append(sounding)
        self._prefixes = Prefixes(self._names)
        self.places = Places(self._prefixes, vocabulary.prefixes)

    def _forms(self, officer_id: int, whole: Iterable[str], parts: Iterable[str]) -> Iterator[Name]:
        for one in whole:
            yield Name(one, officer_id, Basis.FULL_NAME, is_common=False)
        for one in parts:
            is_common = len(one) < SHORTEST_NAME or one in self._words.ordinary
            yield Name(one, officer_id, Basis.NAME, is_common)

    def at(self, text: Compact, at: int, *, titled: bool) -> list[tuple[Name, Certainty]]:
        """The names that begin at this index; the common ones only after a title or before an act."""
        found = []
        standing = self._prefixes.at(text.text, at)
        for name in (name for letters in standing for name in self._names.get(letters, ())):
            end = at + len(name.letters)
            if not text.is_bounded(at, end):
                continue
            if self._words.is_compound(text.text, at, name.letters):
                continue
            if name.basis is Basis.FULL_NAME or titled:
                found.append((name, Certainty.CERTAIN))
            elif not name.is_common or self._words.is_act(text.text, end):
                found.append((name, Certainty.LIKELY))
            elif name.letters not in self._words.ordinary and text.stands_alone(at, end):
                found.append((name, Certainty.POSSIBLE))
        return found

    def similar(self, text: Compact) -> Iterator[tuple[int, int, Name]]:
        """Longer names that sound as something in this text does: where in the text, and which."""
        heard = sound(text.text)
        found = [(at, name) for name in self._sounding for at in _all_finds(name.letters, heard)]
        origin = origins(text.text) if found else []
        for at, name in found:
            start, end = origin[at], origin[at + len(name.letters)]
            is_long = len(name.letters) >= _SHORTEST_SIMILAR
            if is_long or self._words.is_act(text.text, end):
                yield start, end, name

    def nearly_at(self, text: Compact, at: int) -> list[Name]:
        """After a title: names that sound so, and longer ones with a letter added, missing or wrong."""
        heard = sound(text.text[at : at + _LONGEST_NAME])
        return [
            name
            for name in self._similar.get(heard[:2], ())
            if heard.startswith(name.letters) or _is_nearly(name.letters, heard)
        ]

    def holding(self, answer: str) -> list[int]:
        """The officers of whose name this answer to "who" is a part, as it is written or sounds."""
        heard = sound(answer)
        return [
            officer_id
            for whole, sounding, officer_id in self._wholes
            if answer in whole or (len(heard) > 2 and heard in sounding)
        ]


def _is_nearly(sounding: str, heard: str) -> bool:
    length = len(sounding)
    return length >= _SHORTEST_SIMILAR and any(
        is_near(sounding, heard[: length + more]) for more in (-1, 0, 1)
    )


def _all_finds(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)
