"""Finds where a message tells of more than one problem, so that each can become a case of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.language.intent import tells_trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.language.classifier import Lexicon

LONGEST = 600
"""A longer text is one story; its officer sees what belongs apart."""
# Words that put one matter beside another. Numbers and line breaks of a list do the same.
_BESIDE = re.compile(
    r"(?:\s*(?:แล้วก็|แล้วยัง|และ|กับอีก|อีกเรื่อง(?:นึง|หนึ่ง|คือ)?|อีกอย่าง(?:นึง|คือ)?|อีกจุด|อีกข้อ|เรื่องที่\s*(?:สอง|สาม|[2-9])|ข้อ\s*(?:สอง|สาม|[2-9])|ส่วน|รวมทั้ง|รวมถึง|พร้อมทั้ง|พร้อมกับ|นอกจากนี้|นอกจากนั้น|แถมยัง|แถม|ฝากเรื่อง|ฝาก|ด้วยและ|แล้วเรื่อง|กะ(?=น้ำ|ไฟ|ขยะ|ถนน)|กับ(?=ไฟ|น้ำ|ขยะ|ถนน|ท่อ|หมา|เสียง|เรื่อง))|\s+กับ\s*|\n+|\s+(?:\d[.)]|[-•*])\s*|\b(?:and also|and|also|plus|another thing)\b)"
)
_LIGHT = re.compile(r"\s+|[,;/]")
# One thing brings about another: that is one problem.
_CAUSE = re.compile("เพราะ|ทำให้|เนื่องจาก|จน|เลย|ส่งผล|เกิดจาก|because|so that|เวลา|ตอน|เมื่อ|ถ้า|กลัว|พอ")
_LEAST = 4.0
_SURE = 5.0


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    topic: str | None
    sure: bool
    beside: bool


def problems(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Spans of `text`, one a problem, in order; empty when it tells of one problem or none."""
    if len(text) > LONGEST:
        return ()
    joined: list[_Part] = []
    for part in _parts(text, lexicon):
        last = joined[-1] if joined else None
        if last is None:
            joined.append(part)
        elif _is_another(last, part, lexicon):
            joined.append(part)
        else:
            joined[-1] = _Part(
                last.start, part.end, last.topic or part.topic, last.sure or part.sure, last.beside
            )
    told = [part for part in joined if part.topic is not None]
    return tuple((part.start, part.end) for part in told) if len(told) > 1 else ()


def _is_another(last: _Part, part: _Part, lexicon: Lexicon) -> bool:
    if last.topic is None or part.topic is None or last.topic == part.topic:
        return False
    if part.beside:
        return True
    related = part.topic in lexicon.kin.get(last.topic, ()) or last.topic in lexicon.kin.get(part.topic, ())
    return last.sure and part.sure and not related


def _parts(text: str, lexicon: Lexicon) -> Iterator[_Part]:
    for start, end, beside in _cuts(text):
        words = text[start:end]
        found = lexicon.read(words)
        scores = found.scores
        topic = max(scores, key=lambda key: (scores[key], key)) if scores else None
        score = scores[topic] if topic else 0.0
        is_cause = _CAUSE.match(words.strip()) is not None
        told = topic is not None and score >= _LEAST and not is_cause
        sure = told and score >= _SURE and tells_trouble(found)
        yield _Part(start, end, topic if told else None, sure, beside and not is_cause)


def _cuts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each piece, and whether a word puts it beside the one before."""
    bounds = [(match.start(), match.end(), True) for match in _BESIDE.finditer(text)]
    taken = {at for start, end, _ in bounds for at in range(start, end)}
    bounds += [(m.start(), m.end(), False) for m in _LIGHT.finditer(text) if m.start() not in taken]
    start, beside = 0, False
    for cut, after, is_word in sorted(bounds):
        if cut > start:
            yield start, cut, beside
            beside = False
        start, beside = max(start, after), beside or is_word
    if start < len(text):
        yield start, len(text), beside
