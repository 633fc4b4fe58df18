"""Two keys under which names and posts are compared: their letters without gaps, and roughly their sound."""

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
    """A text without the gaps between Thai letters. `gaps`: the indexes in `text` before which one stood."""

    text: str
    unanswered_questions: frozenset[int]

    def is_bounded(self, start: int, end: int) -> bool:
        """Whether text[start:end] begins and ends with a syllable; Latin, with a word."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start] in _LATIN:
            if before in _LATIN:
                return False
        elif before in _LEADING_VOWELS and start not in self.unanswered_questions:
            return False
        if text[end - 1] in _LATIN:
            return after not in _LATIN
        return text[end - 1] == "." or after not in _DEPENDENT

    def stands_alone(self, start: int, end: int) -> bool:
        """Whether there is a gap, or no Thai letter, on both sides."""
        text = self.text
        return (
            start == 0 or start in self.unanswered_questions or THAI.match(text[start - 1]) is None
        ) and (
            end == len(text) or end in self.unanswered_questions or THAI.match(text[end]) is None
        )


def compact(text: str) -> Compact:
    """`text` folded, without silenced letters (X์) and without what separates Thai letters."""
    folded = _SILENT.sub("", fold(text))
    pieces, unanswered_questions, length, last = [], set(), 0, 0
    for joint in _JOINT.finditer(folded):
        piece = folded[last : joint.start()]
        pieces.append(piece)
        length += len(piece)
        unanswered_questions.add(length)
        last = joint.end()
    pieces.append(folded[last:])
    return Compact("".join(pieces), frozenset(unanswered_questions))


def sound(letters: str) -> str:
    """Roughly how compact letters sound: without tones, one letter a sound, nothing doubled."""
    return _DOUBLED.sub(r"\1", letters.translate(_SOUNDS))


def origins(letters: str) -> list[int]:
    """For each letter of `sound(letters)` the index in `letters` it comes from, and their number at the end."""
    found: list[int] = []
    last = ""
    for at, letter in enumerate(letters):
        one = _SOUND_OF.get(letter, letter)
        if one and one != last:
            found.append(at)
            last = one
    return [*found, len(letters)]


def is_near(one: str, other: str) -> bool:
    """Whether at most one letter was added, left out or changed."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]
