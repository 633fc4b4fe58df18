"""Parse a text typed in a survey: a level, a choice, a number, or a command such as "skip"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from domain.language.labels import LONGEST, Labels, bare
from domain.surveys.question_set import Kind, Option, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS = 5
_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_DIGIT = f"(?:{'|'.join((*_DIGITS, 'เอ็ด', 'ยี่'))})"
_COUNTED = r"(?:ดาว|คะแนน|แต้ม|ปี|ขวบ|คน|ครั้ง|บาท|points?|stars?|years?)?"
_BEFORE = r"(?:ขอให้|ให้|เอา|ระดับ|คะแนน|อายุ|ประมาณ|ราวๆ|ราว|ข้อ|เลข|เบอร์|ดาว)*"
_NUMBER = re.compile(rf"{_BEFORE}(\d{{1,9}}){_COUNTED}")
_OF_MOST = re.compile(r"\(?\s*(\d{1,3})\s*(?:/|จาก|เต็ม|out of)\s*(\d{1,3})\s*\)?")
_WORD_NUMBER = re.compile(
    rf"{_BEFORE}(?P<hundreds>{_DIGIT}?ร้อย)?(?P<tens>{_DIGIT}?สิบ)?(?P<ones>{_DIGIT})?{_COUNTED}"
)
_LIST = re.compile(r"\d{1,2}(?:\s*(?:[, ]|และ|กับ)\s*\d{1,2})+")
_BESIDE = 8
"""Letters allowed besides the name of a choice, for words such as "very" or "a bit"."""
_THANKS = re.compile("ขอบคุณ(?:มาก|ๆ)*$")
_DASHES = re.compile(r"[\s\-–—_.…/~]+")


class Way(StrEnum):
    """A command typed instead of an answer. The values are keys of survey_words.toml."""

    SKIP = "skip"
    BACK = "back"
    PAUSE = "pause"
    STOP = "stop"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """The words of survey_words.toml; created once."""

    ways: Labels
    levels: Labels

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        return cls(Labels(table["way"]), Labels(table["level"]))

    def way(self, text: str) -> Way | None:
        """Return the command that a text consists of; None for any other text. A dash means SKIP."""
        # In Thai "I do not like it" differs from "I do not answer" in one letter.
        if len(text) > LONGEST or self.levels.match(text):
            return None
        if _DASHES.fullmatch(text):
            return Way.SKIP
        found = self.ways.match(text) or self.ways.match(_THANKS.sub("", bare(text)))
        return Way(found) if found else None

    def codes(self, question: Question, text: str) -> tuple[int, ...]:
        """Return the codes that a text means, empty if it is no answer. The question may not accept them.

        Several codes are returned only for a question of several choices.
        """
        text = text.strip()
        if not text or len(text) > LONGEST or question.kind in {Kind.TEXT, Kind.NOTE}:
            return ()
        number = _number(text)
        if question.kind is Kind.NUMBER:
            return () if number is None else (number,)
        if question.kind is Kind.SCALE:
            return self._level(question, text, number)
        return _choices(question, text, number)

    def _level(self, question: Question, text: str, number: int | None) -> tuple[int, ...]:
        named = _named(question, text)
        if named is not None:
            return (named.code,)
        scored = _OF_MOST.fullmatch(text)
        if scored is not None:
            return (int(scored[1]),) if int(scored[2]) == question.levels else ()
        if number is not None:
            return (number,)
        # "Good" says nothing where agreement is the bad end.
        level = None if question.reverse else self.levels.match(text)
        return (int(level),) if level and question.levels == _LEVELS else ()


def _choices(question: Question, text: str, number: int | None) -> tuple[int, ...]:
    named = _named(question, text)
    if named is not None:
        return (named.code,)
    numbers = [] if number is None else [number]
    if question.kind is Kind.MANY and _LIST.fullmatch(text):
        numbers = [int(one) for one in re.findall(r"\d+", text)]
    # Buttons of choices show no numbers, so a number alone must not select an alarming answer.
    if numbers and not any(map(question.is_alarming, numbers)):
        return tuple(dict.fromkeys(numbers))
    return _contained(question, bare(text))


def _named(question: Question, text: str) -> Option | None:
    """Return the option whose name, or part of the name between slashes, equals a text up to one typing error."""
    options = (*question.options, *((question.outside,) if question.outside else ()))
    names = {str(place): list(_names(one)) for place, one in enumerate(options)}
    found = Labels(names).match(text)
    return options[int(found)] if found else None


def _names(option: Option) -> list[str]:
    whole = [option.th, option.en]
    parts = [part for name in whole for part in name.split("/") if len(part.strip()) > 1]
    return [*whole, *parts, *(f"{name} ({option.code})" for name in whole)]


def _contained(question: Question, typed: str) -> tuple[int, ...]:
    """Return the choices whose names a short text contains: "very long wait" for "long wait"."""
    found: dict[int, str] = {}
    for option in question.options:
        for name in map(bare, _names(option)):
            at = typed.find(name) if len(name) > 1 else -1
            is_denied = at > 0 and typed[:at].endswith(("ไม่", "not"))
            if at >= 0 and not is_denied:
                found[option.code] = max(found.get(option.code, ""), name, key=len)
    # The longer name wins: "never" contains "ever".
    left = {
        code: name
        for code, name in found.items()
        if not any(name != other and name in other for other in found.values())
    }
    other_letters = len(typed) - sum(map(len, left.values()))
    if other_letters > _BESIDE * max(1, len(left)):
        return ()
    if question.kind is Kind.ONE and len(left) != 1:
        return ()
    return tuple(left)


def _number(text: str) -> int | None:
    """Return the number that a text consists of, in Arabic or Thai digits or in Thai words; else None."""
    if re.fullmatch(r"-\s*\d{1,9}", text):
        return int(text.replace(" ", ""))
    if len(re.findall(r"\d+", text)) > 1:
        return None
    typed = bare(text)
    if found := _NUMBER.fullmatch(typed):
        return int(found[1])
    found = _WORD_NUMBER.fullmatch(typed)
    if found is None or not any(found.groups()):
        return None
    hundreds, tens, ones = found["hundreds"], found["tens"], found["ones"]
    return 100 * _count(hundreds, "ร้อย") + 10 * _count(tens, "สิบ") + (_digit(ones) if ones else 0)


def _count(word: str | None, unit: str) -> int:
    """Return the multiplier that a word gives to a unit: 2 in "ยี่สิบ", 1 in "สิบ"."""
    if not word:
        return 0
    digit = word.removesuffix(unit)
    return _digit(digit) if digit else 1


def _digit(word: str) -> int:
    return {"เอ็ด": 1, "ยี่": 2}.get(word) or _DIGITS.index(word)
