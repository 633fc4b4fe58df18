"""Two forms in which names and posts are compared: compact (without gaps) and by their approximate sound."""

import re
from dataclasses import dataclass

from domain.text.thai_text import fold

THAI = re.compile("[ก-๎]")
_SILENT = re.compile("[ก-ฮ][ิุ]?์")
_JOINT = re.compile(r"(?<=[ก-๎.])[\s\-_*|/,]+(?=[ก-๎])")
_LEADING_VOWELS = frozenset("เแโใไ")
_DEPENDENT = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# Consonants that sound alike at the beginning or at the end of a syllable; long and short vowels.
_SOUND_OF = {
    **dict.fromkeys("็่้๊๋์ํ๎ฺ", ""),
    **dict.fromkeys("ศษซ", "ส"),
    **dict.fromkeys("ธฒฑฐถดตฎฏ", "ท"),
    **dict.fromkeys("ภผ", "พ"),
    **dict.fromkeys("ฆข", "ค"),
    **dict.fromkeys("ฌฉ", "ช"),
    "ณ": "น",
    "ญ": "ย",
    "ฬ": "ล",
    "ฤ": "ร",
    "ใ": "ไ",
    "ี": "ิ",
    "ื": "ึ",
    "ู": "ุ",
}
_SOUNDS = str.maketrans(_SOUND_OF)
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Compact:
    """A text without the gaps between Thai letters. `gaps`: the indexes in `text` before which there was a gap."""

    text: str
    gaps: frozenset[int]

    def is_bounded(self, start: int, end: int) -> bool:
        """Whether text[start:end] begins and ends at a syllable boundary; in Latin letters, at a word boundary."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start] in _LATIN:
            if before in _LATIN:
                return False
        elif before in _LEADING_VOWELS and start not in self.gaps:
            return False
        if text[end - 1] in _LATIN:
            return after not in _LATIN
        return text[end - 1] == "." or after not in _DEPENDENT

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether there is a gap, the end of the text or no Thai letter on both sides."""
        text = self.text
        return (start == 0 or start in self.gaps or THAI.match(text[start - 1]) is None) and (
            end == len(text) or end in self.gaps or THAI.match(text[end]) is None
        )


def compact(text: str) -> Compact:
    """The folded text without silenced letters (X์) and without separators between Thai letters."""
    folded = _SILENT.sub("", fold(text))
    parts, gaps, length, last = [], set(), 0, 0
    for joint in _JOINT.finditer(folded):
        piece = folded[last : joint.start()]
        parts.append(piece)
        length += len(piece)
        gaps.add(length)
        last = joint.end()
    parts.append(folded[last:])
    return Compact("".join(parts), frozenset(gaps))


def sound(letters: str) -> str:
    """The approximate sound of compact letters: without tones, one letter for a sound, none doubled."""
    return _DOUBLED.sub(r"\1", letters.translate(_SOUNDS))


def origins(letters: str) -> list[int]:
    """For each letter of `sound(letters)` its index in `letters`; the last item is `len(letters)`."""
    found: list[int] = []
    last = ""
    for at, letter in enumerate(letters):
        one = _SOUND_OF.get(letter, letter)
        if one and one != last:
            found.append(at)
            last = one
    return [*found, len(letters)]


def is_near(one: str, other: str) -> bool:
    """Whether the two differ by at most one added, missing or changed letter."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]
