"""Whether a message continues an open case instead of reporting a new problem. The words are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from domain.text.thai_text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.cases.complaint import Complaint
    from domain.language.classifier import Guess

FRESH = timedelta(days=30)
"""A message without a case number never refers to a case older than this."""
JUST_NOW = timedelta(hours=1)
"""Within this time after filing, a message may continue the case without naming it."""
_SAYS_NOTHING = 4
_ONLY_MARKS = re.compile(r"[?？!.\s]*[?？][?？!.\s]*")
_LONGEST_FIXED = 120
_LONGEST_REMARK = 40


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The patterns of follow_up.toml; created once."""

    again: re.Pattern[str]
    more: re.Pattern[str]
    asks: re.Pattern[str]
    waits: re.Pattern[str]
    waiting: re.Pattern[str]
    beside: re.Pattern[str]
    manners: re.Pattern[str]
    fixed: re.Pattern[str]
    still: re.Pattern[str]
    back: re.Pattern[str]
    unanswered: re.Pattern[str]

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        return cls(
            _any_of(table["again"]),
            _any_of(table["more"]),
            _any_of(table["asks"]),
            _any_of([*table["asks"], *table["waits"]]),
            _any_of([*table["asks"], *table["waits"], *table["idle"]]),
            _any_of([*table["asks"], *table["waits"], *table["idle"], *table["manners"]]),
            _any_of([*table["asks"], *table["manners"]]),
            _any_of(table["fixed"]),
            _any_of(table["still"]),
            _any_of(table["back"]),
            _any_of(table["unanswered"]),
        )

    def case_meant(
        self, folded: str, guess: Guess, own: Sequence[Complaint], now: datetime
    ) -> Complaint | None:
        """The open case that a folded message continues, or None if it seems to be a new matter.

        `own`: the sender's open cases, the newest first; `guess`: the ranking of the message's topics. A message
        about another topic is a new matter, unless its words can only refer to what was reported just now.
        """
        if own and now - own[0].filed_at <= JUST_NOW and self.more.search(folded):
            return own[0]
        if self.again.search(folded) is None:
            return None
        fresh = [case for case in own if now - case.filed_at <= FRESH]
        unclear = guess.margin == 0
        return next((case for case in fresh if unclear or case.category == guess.ranking[0]), None)

    def says_fixed(self, text: str) -> bool:
        """Whether a message says that the sender's problem is solved; long messages never count."""
        # Some put a space behind every word.
        folded = squeeze(fold(text))
        is_over = self.fixed.search(folded) and not self.still.search(
            folded.replace("works again", "")
        )
        return bool(is_over) and len(folded) <= _LONGEST_FIXED

    def says_it_is_back(self, text: str) -> bool:
        """Whether a message says that a problem that was solved, or was to be, is there again or still."""
        return self.back.search(fold(text)) is not None

    def says_unanswered(self, text: str) -> bool:
        """Whether a short message says that nobody has answered."""
        folded = fold(text)
        return len(folded) <= _LONGEST_REMARK and self.unanswered.search(folded) is not None

    def asks_progress(self, text: str) -> bool:
        return self.asks.search(fold(text)) is not None

    def asks_status(self, text: str, prefix: str) -> bool:
        """Whether a text only asks after what its writer has reported, or waits for it. `prefix`: as below."""
        folded = squeeze(fold(text))
        if _ONLY_MARKS.fullmatch(folded):
            return True
        return (
            bool(self.waits.search(folded))
            and self._left(self.beside, folded, prefix) < _SAYS_NOTHING
        )

    def without_waiting(self, text: str) -> str:
        """A folded text without the words of waiting, some of which look like those of a topic."""
        return self.waiting.sub(" ", squeeze(fold(text)))

    def adds_nothing(self, text: str, prefix: str) -> bool:
        """Whether a message only names a case or asks about its progress. `prefix`: of the case numbers."""
        return self._left(self.manners, fold(text), prefix) < _SAYS_NOTHING

    def _left(self, known: re.Pattern[str], folded: str, prefix: str) -> int:
        """The letters of a folded text besides these words, numbers and the prefix of case numbers."""
        words = re.sub(r"[\d\s./_?!,()-]+", " ", folded.replace(fold(prefix), " "))
        return len(known.sub("", words).replace(" ", ""))


_LONGEST_WHEN = 26
"""Characters of the longest question that tells nothing else."""
_WHEN = "วันไหน|วันใด|เมื่อไ|กี่โมง|กี่ทุ่ม|ตอนไหน|มื้อได๋"
_COME = "มา(?:ซ่อม|ดู|แก้|ทำ|เก็บ|ตัด|เปลี่ยน|ฉีด|พ่น|ลอก|กลบ|จับ)|เข้ามา|ซ่อม(?:ให้)?|แก้(?:ให้)?|เสร็จ"
_WHEN_THEY_COME = re.compile(rf"(?:{_COME}).{{0,10}}(?:{_WHEN})|(?:{_WHEN}).{{0,14}}(?:{_COME})")


def asks_when_they_come(text: str) -> bool:
    """Whether a text asks only when somebody comes to mend something, or when it is done."""
    folded = fold(text)
    return len(folded) <= _LONGEST_WHEN and _WHEN_THEY_COME.search(folded) is not None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of these words, the longest first, so that a short word does not match inside a long one."""
    folded = sorted({fold(word) for word in words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, folded)))
