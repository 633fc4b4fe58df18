"""Search a text for the names of all officers ever appointed, by spelling and by sound."""

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

MIN_NAME_LENGTH = 4
"""Minimum letters of a name part that is searched for in a story; shorter parts occur inside common words."""
_MIN_SIMILAR_LENGTH = 5
"""Minimum letters of a name that may match by sound alone; a shorter name must be followed by an act."""
_MIN_SOUND_LENGTH = 3
_MAX_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Name:
    """One form of an officer's name. `is_common`: also an ordinary word, or short enough to be a part of one."""

    letters: str
    officer_id: int
    basis: Basis
    is_common: bool


class KnownNames:
    """The index of all forms of all names, in Thai and Latin letters."""

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
                letters = sound(name.letters)
                if len(letters) >= _MIN_SOUND_LENGTH:
                    sounding = replace(name, letters=letters)
                    self._similar.setdefault(letters[:2], []).append(sounding)
                    if name.letters not in vocabulary.ordinary:
                        self._sounding.append(sounding)
        self._prefixes = Prefixes(self._names)
        self.places = Places(self._prefixes, vocabulary.prefixes)

    def _forms(self, officer_id: int, whole: Iterable[str], parts: Iterable[str]) -> Iterator[Name]:
        for one in whole:
            yield Name(one, officer_id, Basis.FULL_NAME, is_common=False)
        for one in parts:
            is_common = len(one) < MIN_NAME_LENGTH or one in self._words.ordinary
            yield Name(one, officer_id, Basis.NAME, is_common)

    def at(self, text: Compact, at: int, *, titled: bool) -> list[tuple[Name, Certainty]]:
        """The names that begin at index `at`, with their certainty.

        `titled`: a title stands before the index. A common name needs a title, an act after it, or gaps on
        both sides.
        """
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
        """Names that sound like a part of the text: start index, end index, name."""
        sounds = sound(text.text)
        found = [(at, name) for name in self._sounding for at in _all_finds(name.letters, sounds)]
        origin = origins(text.text) if found else []
        for at, name in found:
            start, end = origin[at], origin[at + len(name.letters)]
            is_long = len(name.letters) >= _MIN_SIMILAR_LENGTH
            if is_long or self._words.is_act(text.text, end):
                yield start, end, name

    def nearly_at(self, text: Compact, at: int) -> list[Name]:
        """Names that sound like the text at `at`, which follows a title.

        The sound of a longer name may differ in one letter.
        """
        sounds = sound(text.text[at : at + _MAX_NAME_LENGTH])
        return [
            name
            for name in self._similar.get(sounds[:2], ())
            if sounds.startswith(name.letters) or _is_nearly(name.letters, sounds)
        ]

    def holding(self, answer: str) -> list[int]:
        """Ids of the officers whose name contains this answer to "who", by spelling or by sound."""
        sounds = sound(answer)
        return [
            officer_id
            for whole, sounding, officer_id in self._wholes
            if answer in whole or (len(sounds) > 2 and sounds in sounding)
        ]


def _is_nearly(name: str, sounds: str) -> bool:
    length = len(name)
    return length >= _MIN_SIMILAR_LENGTH and any(
        is_near(name, sounds[: length + more]) for more in (-1, 0, 1)
    )


def _all_finds(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)
