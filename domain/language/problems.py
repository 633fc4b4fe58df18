"""Split a message that reports more than one problem, so that each can become a case of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.language.classifier import Lexicon, Reading

LONGEST = 240
"""Characters of the longest text that is split; an officer must separate the problems in a longer one."""
# Words that begin another matter; the numbers and line breaks of a list do the same.
_NEXT = re.compile(
    r"\s*(?:แล้วก็|แล้วยัง|กับอีก|อีกเรื่อง(?:นึง|หนึ่ง|คือ)?|อีกอย่าง(?:นึง|คือ)?|อีกจุด|อีกข้อ"
    r"|เรื่องที่\s*(?:สอง|สาม|[2-9])|ข้อ\s*(?:สอง|สาม|[2-9])|นอกจากนี้|นอกจากนั้น|แถม(?:ยัง)?|แล้วเรื่อง|ฝาก(?=ดู|เรื่อง|แจ้ง|ไฟ|น้ำ|ถนน|ขยะ)"
    r"|กับ(?=เรื่อง)|ส่วน(?!บุคคล|ใหญ่|รวม|ตัว|มาก|น้อย|หนึ่ง|นี้|ท้องถิ่น))"
    r"|\n+|(?:^|\s+)(?:\d[.)]|[-•*])\s*|\b(?:and also|another thing|also)\b"
)
_THINGS = "ไฟ|น้ำ|ขยะ|ถนน|ทาง|ท่อ|ฝาท่อ|หมา|เสียง|ต้นไม้|สะพาน|เสา|สายไฟ|หญ้า|กลิ่น|ยุง|รถ|เบี้ย|ป้าย"
# Words that join two things, which may belong to the same matter.
_BESIDE = re.compile(
    rf"\s*(?:และ|รวมทั้ง|พร้อมทั้ง|กับ(?={_THINGS})|กะ(?={_THINGS})|แล้ว(?!ยุง|เสียง|กลิ่น|น้ำ)(?=(?:{_THINGS}).{{0,24}}ก็))|\s+กับ\s*"
    r"|\b(?:and(?! it\b| they\b)|plus)\b"
)
# A text that announces several problems: what it lists is then no result of one of them.
_SEVERAL = re.compile(
    r"(?:สอง|สาม|หลาย|[2-9])\s*(?:เรื่อง|ปัญหา|อย่าง(?!น้อย))|\b(?:two|three|several) (?:problems|things|issues)\b"
)
_LIGHT = re.compile(r"(?<=[\u0E00-\u0E7F\d])\s+(?=[\u0E00-\u0E7F])|[,;]")
# Words of cause and effect, which make two things one problem.
_CAUSE = re.compile(
    "เพราะ|ทำให้|เนื่องจาก|จน|เลย|ส่งผล|เกิดจาก|because|so that|เวลา|ตอน|เมื่อ|ถ้า|กลัว|พอ|แต่"
)
# Consequences of standing water, rubbish, undergrowth and fire are not problems of their own.
_RESULT = re.compile(
    "ยุง|ควัน|กลิ่น|เหม็น|ฝุ่น|แมลงวัน|งู(?!กัด)|อันตราย|เสี่ยง|รถติด|รถล้ม|ไฟไหม้|ไฟลุก|smoke|smell|mosquito"
)
_SO = re.compile(r".*เลย(?!\s|$|ค่ะ|คะ|ครับ|คับ|นะ|จ้า|อะ|น่ะ)")
# "The road has holes, the lamps are out as well" reports two problems.
_AS_WELL = re.compile(
    r".*(?:ด้วย\s*(?:ค่ะ|คะ|ครับ|คับ|จ้า|นะ|นะคะ|นะครับ)?\s*$|ก็(?=ดับ|เสีย|พัง|ตัน|ท่วม|ไม่|เหม็น|หัก|รั่ว|มืด|ล้น|เต็ม|แตก|ขาด|ล้ม|ดัง|เยอะ|ขุ่น|แดง|รก))"
)
# Who writes, which explains the problem and is none: "I live alone", "I am old and the taps are dry".
_WRITER = re.compile(
    "(?:สวัสดี.{0,6}\\s*)?(?:ผม|กระผม|ฉัน|ดิฉัน|หนู|เรา|ยาย|ตา|ลุง|ป้า|แม่|พ่อ|ลูก|หลาน|ย่า|ปู่|ที่บ้าน).{0,12}"
    "(?:คนเดียว|แก่|ชรา|พิการ|ป่วย|เดินไม่|เล็ก|ท้อง|ตาบอด|หูหนวก|อายุ|ติดเตียง)"
    "|i(?:'m| am| live) .{0,12}(?:alone|old|disabled|ill|pregnant)"
)
_ABOUT_PEOPLE = "welfare"
_BRINGS = frozenset({"drain", "waste", "obstruction", "safety", "road", "animal", "nuisance"})
# Minimum scores of a part, alone and in the whole message, where a word counts once, and less if it only names a
# place.
_LEAST = 3.0
_LEAST_IN_ALL = 1.0
_SURE = 4.0


class _Cut(IntEnum):
    """The kind of separator before a piece of text."""

    LIGHT = 0
    BESIDE = 1
    NEXT = 2


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    topic: str | None
    sure: bool
    cut: _Cut
    words: str


def problems(text: str, found: Reading, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """The span of each problem in `text`, in order; empty if the text reports fewer than two.

    `found`: what `lexicon` finds in the whole text.
    """
    topics = [topic for topic, score in found.scores.items() if score >= _LEAST_IN_ALL]
    if len(text) > LONGEST or len(topics) < 2:
        return ()
    announced = _SEVERAL.search(text) is not None
    joined: list[_Part] = []
    for part in _parts(text, lexicon):
        last = joined[-1] if joined else None
        if last is None or _is_another(last, part, lexicon, announced=announced):
            joined.append(part)
        else:
            topic = last.topic or part.topic
            sure = last.sure or part.sure
            words = last.words if last.topic else part.words
            joined[-1] = _Part(last.start, part.end, topic, sure, last.cut, words)
    with_topic = [part for part in joined if part.topic is not None]
    return tuple((part.start, part.end) for part in with_topic) if len(with_topic) > 1 else ()


def _is_another(last: _Part, part: _Part, lexicon: Lexicon, *, announced: bool) -> bool:
    if last.topic is None or part.topic is None or last.topic == part.topic:
        return False
    if part.cut is _Cut.NEXT or announced:
        return True
    if part.cut is _Cut.LIGHT and (_is_result(last, part) or _tells_the_writer(last, part)):
        return False
    kin = lexicon.kin
    related = part.topic in kin.get(last.topic, ()) or last.topic in kin.get(part.topic, ())
    return last.sure and part.sure and (part.cut is _Cut.BESIDE or not related)


def _is_result(last: _Part, part: _Part) -> bool:
    brought = last.topic in _BRINGS and _RESULT.match(part.words) is not None
    return brought or _SO.match(part.words) is not None


def _tells_the_writer(last: _Part, part: _Part) -> bool:
    return any(one.topic == _ABOUT_PEOPLE and _WRITER.match(one.words) for one in (last, part))


def _parts(text: str, lexicon: Lexicon) -> Iterator[_Part]:
    cuts = list(_cuts(text))
    if len(cuts) == 1:
        return
    for start, end, cut in cuts:
        words = fold(text[start:end])
        found = lexicon.read(words)
        is_beside = cut is _Cut.LIGHT and _AS_WELL.match(words)
        topic = max(found.scores, key=lambda key: (found.scores[key], key), default=None)
        score = found.scores[topic] if topic else 0.0
        has_topic = topic is not None and score >= _LEAST and not _CAUSE.match(words)
        is_trouble = found.tells_trouble or "trouble" in found.groups
        sure = has_topic and ((score >= _SURE and is_trouble) or bool(is_beside))
        yield _Part(
            start, end, topic if has_topic else None, sure, _Cut.BESIDE if is_beside else cut, words
        )


def _cuts(text: str) -> Iterator[tuple[int, int, _Cut]]:
    """Start and end of each piece, and the separator before it."""
    bounds: list[tuple[int, int, _Cut]] = []
    taken: set[int] = set()
    for pattern, cut in ((_NEXT, _Cut.NEXT), (_BESIDE, _Cut.BESIDE), (_LIGHT, _Cut.LIGHT)):
        for match in pattern.finditer(text):
            places = range(match.start(), match.end())
            if taken.isdisjoint(places):
                bounds.append((match.start(), match.end(), cut))
                taken.update(places)
    start, before = 0, _Cut.LIGHT
    for first, after, cut in sorted(bounds):
        if first > start:
            yield start, first, before
            before = _Cut.LIGHT
        start, before = max(start, after), max(before, cut)
    if start < len(text):
        yield start, len(text), before
