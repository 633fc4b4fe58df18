"""Parse a text typed in a survey: a level, a choice, a number, or a command such as "skip"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from domain.language.labels import LONGEST, Labels, bare
from domain.surveys.question_set import Kind, Option, Question
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS, _TWO = 5, 2
_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_DIGIT = f"(?:{'|'.join((*_DIGITS, 'เอ็ด', 'ยี่'))})"
_COUNTED = r"(?:ดาว|คะแนน|แต้ม|ปี|ขวบ|คน|ครั้ง|บาท|points?|stars?|years?)?"
_BEFORE = r"(?:ขอให้|ขอ|ให้|ตอบ|เลือก|กด|เอา|ระดับ|คะแนน|อายุ|ประมาณ|ราวๆ|ราว|ข้อ|เลข|เบอร์|ดาว)*"
_NUMBER = re.compile(rf"{_BEFORE}(\d{{1,9}}){_COUNTED}")
_UNIT = r"(?:คะแนน|ดาว|แต้ม)?"
_MANNERS = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เลย)*"
_OF_MOST = re.compile(
    rf"(?:ขอ)?(?:ให้)?(\d{{1,3}}){_UNIT}(?:/|จาก|เต็ม|outof)(\d{{1,3}}){_UNIT}{_MANNERS}"
)
_MOST_FIRST = re.compile(rf"(?:คะแนน)?เต็ม(\d{{1,3}}){_UNIT}(?:ขอ)?ให้(\d{{1,3}}){_UNIT}{_MANNERS}")
_WHOLE = re.compile(r"(\d{1,9})\.0+(?!\d)")
_STARS = re.compile(r"[⭐★🌟☆]+")
_UNSEEN = re.compile(r"[\s\ufe0f()]+")
_WORD_NUMBER = re.compile(
    rf"{_BEFORE}(?P<hundreds>{_DIGIT}?ร้อย)?(?P<tens>{_DIGIT}?สิบ)?(?P<ones>{_DIGIT})?{_COUNTED}"
)
_LIST = re.compile(r"\d{1,2}(?:\s*(?:[, ]|และ|กับ)\s*\d{1,2})+")
_PART = 3
"""Letters of the shortest typed part of a name."""
_BEGINNING = 8
"""Letters of the shortest beginning of a name that accuses somebody."""
_BESIDE = 8
"""Letters allowed besides the name of a choice, for words such as "very" or "a bit"."""
_THANKS = re.compile("ขอบคุณ(?:มาก|ๆ)*$")
_DASHES = re.compile(r"[\s\-–—_.…/~]+")


_PARTS = re.compile(r"\s+|,|!|(?:ค่ะ|ครับ|คับ|จ้า|จ้ะ|นะคะ|เลย)(?=\S)")
_POLITE = re.compile(
    r"(?:ขอบคุณ|ขอบใจ|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เลย|มาก|ๆ|ช่าง|เจ้าหน้าที่|บริการ|ให้|เอาไป|ไป|thanks?|thank you|[.!🙏👍❤️😊])*"
)
_POLITE_WORDS = re.compile(
    "ขอบคุณ|ขอบใจ|ค่ะ|ครับ|คับ|จ้า|จ้ะ|เลย|มาก|จริง|ให้|เอาไป|ไป|คะแนน|บริการ|ช่าง|เจ้าหน้าที่"
)
# "Five stars" is a rating whatever short word of praise stands beside it.
_SAID_SCORE = re.compile(
    r"(?P<of>(?<!\d)[1-5]|หนึ่ง|สอง|สาม|สี่|ห้า)\s*(?:ดาว|คะแนน|แต้ม|stars?|points?)(?!\s*(?:เต็ม|จาก|/))"
    r"|เต็ม\s*(?:สิบ|ร้อย|ห้า|10|100|คะแนน)|(?<!\d)(?:10\s*/\s*10|5\s*/\s*5|100\s*(?:/\s*100|คะแนน|%|เปอร์เซ็น\S*))|(?:สิบ|ร้อย)(?:คะแนน|เต็ม)"
)
_RESERVES = re.compile("ไม่(?!หัก)|แต่|ยัง|ขอเงิน|เรียก|but|not")
_BESIDE_A_SCORE = 14
"""Letters beside a score, without manners, of a text that is nothing but a rating."""
_WHY = re.compile("ช้า|นาน|รอ|ไม่สุภาพ|พูดจา|เร็ว|ไว|slow|late|fast|quick")
_TEN = re.compile(
    rf"{_BEFORE}(?:เอาไป|ไป|ให้|เต็ม|ขอ)*(?:10|สิบ)(?:/(?:10|สิบ)|เต็ม(?:10|สิบ)|คะแนน|แต้ม)*{_MANNERS}"
)
_TURNED = re.compile("^(?:แต่|ก็| )+")
_NO_SCORE = re.compile("ปี|ขวบ|คน|ครั้ง|บาท|years?|อายุ|เบอร์|ข้อ")
_FULL = re.compile(rf"(?:เอาไป|ให้|ขอให้)*(?:คะแนน)?เต็ม(?:เลย|สิบ|ร้อย|ห้า|คะแนน|max|{_MANNERS})*")
_FIRST = re.compile(r"\s|,|แต่|เสียแต่|\bbut\b")


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
    polar: Labels

    def begins_with_level(self, text: str) -> bool:
        """Whether a text begins with a level, and so speaks of what is rated: "good, but you came late"."""
        return self.levels.match(_FIRST.split(fold(text), 1)[0]) is not None

    def rating(self, text: str) -> int | None:
        """The level of five that a text gives in words or numbers, beside manners: "very good, five stars".

        A number counts more than a word. None for a text that says anything else, or two different numbers.
        """
        if len(text) > LONGEST:
            return None
        said = _SAID_SCORE.search(fold(text))
        if said is not None:
            rest = f"{fold(text)[: said.start()]} {fold(text)[said.end() :]}"
            is_short = len(_POLITE_WORDS.sub("", rest).replace(" ", "")) <= _BESIDE_A_SCORE
            return _said_score(said) if is_short and not _RESERVES.search(rest) else None
        parts = [part for part in _PARTS.split(fold(text)) if part.strip()]
        scores = {_of_five(part) for part in parts} - {None}
        levels = [self.levels.match(part) for part in parts]
        others = [
            part
            for part, level in zip(parts, levels, strict=True)
            if not level and _of_five(part) is None and not _POLITE.fullmatch(part)
        ]
        if others or len(scores) > 1:
            return None
        named = [int(level) for level in levels if level]
        return scores.pop() if scores else named[0] if named else None

    def explained_level(self, text: str) -> int | None:
        """The level with which a text begins or ends that also says why: "not satisfied at all, very slow"."""
        first, *rest = _FIRST.split(fold(text), maxsplit=1)
        for rated, why in ((first, rest), (rest[0] if rest else "", [first])):
            level = self.levels.match(_TURNED.sub("", rated)) if rated else None
            if level and why and _WHY.search(why[0]):
                return int(level)
        return None

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        return cls(Labels(table["way"]), Labels(table["level"]), Labels(table["polar"]))

    def way(self, text: str) -> Way | None:
        """Return the command that a text consists of; None for any other text. A dash means SKIP."""
        # In Thai "I do not like it" differs from "I do not answer" in one letter.
        if len(text) > LONGEST or self.levels.match(text):
            return None
        if _DASHES.fullmatch(text):
            return Way.SKIP
        found = self.ways.match(text) or self.ways.match(_THANKS.sub("", bare(text)))
        if found is None:
            # "I will not, I cannot press it": all parts mean the same.
            named = {self.ways.match(part) for part in fold(text).split()}
            found = named.pop() if len(named) == 1 else None
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
        if (scored := _scored(text)) is not None:
            score, most = scored
            is_full = score == most > 0 and question.levels == _LEVELS and not question.reverse
            return (score,) if most == question.levels else (_LEVELS,) if is_full else ()
        if number is not None:
            return (number,)
        if question.levels == _TWO:
            return _polar(question, self.polar.match(text))
        # "Good" says nothing where agreement is the bad end.
        if question.reverse or question.levels != _LEVELS:
            return ()
        level = self.levels.match(text) or self.rating(text) or self.explained_level(text)
        return (int(level),) if level else ()


def _said_score(said: re.Match[str]) -> int:
    score = said["of"]
    if score is None:
        return _LEVELS
    return int(score) if score.isdigit() else _DIGITS.index(score)


def _of_five(part: str) -> int | None:
    """The level of five in a number, stars or full marks; None for none. A share such as 8/10 is not converted."""
    if (scored := _scored(part)) is not None:
        score, most = scored
        is_level = most == _LEVELS and 1 <= score <= _LEVELS
        return score if is_level else _LEVELS if score == most > 0 else None
    if _TEN.fullmatch(part) or _FULL.fullmatch(part):
        return _LEVELS
    number = None if _NO_SCORE.search(part) else _number(part)
    return number if number is not None and 1 <= number <= _LEVELS else None


def _scored(text: str) -> tuple[int, int] | None:
    """Return the score and the highest score in "4/5", "4 คะแนนเต็ม 5" or "เต็ม 5 ให้ 4"; else None."""
    typed = _UNSEEN.sub("", fold(text))
    if found := _OF_MOST.fullmatch(typed):
        return int(found[1]), int(found[2])
    if found := _MOST_FIRST.fullmatch(typed):
        return int(found[2]), int(found[1])
    return None


def _polar(question: Question, typed: str | None) -> tuple[int, ...]:
    """Return the option that "yes" or "no" means where one option is the denial of the other, as in เคย, ไม่เคย."""
    first, second = question.options
    for no, yes in ((first, second), (second, first)):
        if no.th == f"ไม่{yes.th}" and typed:
            return (no.code if typed == "no" else yes.code,)
    return ()


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
    return [
        *whole,
        *parts,
        *(f"{name} ({option.code})" for name in whole),
        *(f"{option.code} {name}" for name in whole),
    ]


def _contained(question: Question, typed: str) -> tuple[int, ...]:
    """Return the choices whose names a short text contains: "very long wait" for "long wait"."""
    found: dict[int, str] = {}
    for option in question.options:
        for name in map(bare, _names(option)):
            at = typed.find(name) if len(name) > 1 else -1
            is_denied = at > 0 and typed[:at].endswith(("ไม่", "not"))
            if at >= 0 and not is_denied:
                found[option.code] = max(found.get(option.code, ""), name, key=len)
    if not found and len(typed) >= _PART:
        return _part_of_a_name(question, typed)
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


def _part_of_a_name(question: Question, typed: str) -> tuple[int, ...]:
    """Return the only choice whose name contains a text: "wait" for "long wait".

    A choice that accuses somebody needs the long beginning of its name, such as เรียกรับเงิน.
    """
    found = {
        option.code: name
        for option in question.options
        for name in map(bare, (option.th, option.en))
        if typed in name
    }
    if len(found) != 1:
        return ()
    ((code, name),) = found.items()
    is_begun = name.startswith(typed) and len(typed) >= _BEGINNING
    return (code,) if is_begun or not question.is_alarming(code) else ()


def _number(text: str) -> int | None:
    """Return the number that a text consists of, in Arabic or Thai digits or in Thai words; else None."""
    if re.fullmatch(r"-\s*\d{1,9}", text):
        return int(text.replace(" ", ""))
    stars = _UNSEEN.sub("", text)
    if _STARS.fullmatch(stars):
        return len(stars) - stars.count("☆") or None
    text = _WHOLE.sub(r"\1", text)
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
