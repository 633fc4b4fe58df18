"""Whether a message accuses a person of the office, whatever its topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.language.bare_detail import is_only_a_detail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.language.act_model import ActModel
    from domain.language.phrase_rules import PhraseRules

ACCUSES, ACCUSES_NOBODY = "accuses", "nobody"
"""The two classes of the accusation model."""
_LIKELY, _LIKELY_UNSPOKEN, _LIKELY_PROBLEM = 0.45, 0.72, 0.9
"""Minimum probability of a likely accusation: if a person of the office is mentioned, if nobody is, and if nobody
is and a problem outside the office is named. Tuned on the development set."""
_POSSIBLE, _POSSIBLE_UNSPOKEN = 0.06, 0.2
"""Minimum probability of a possible accusation: if a person of the office is mentioned, and if nobody is. With a
lower value the bot would ask people who answer an officer's question with a place or a number."""
_BEYOND = 0.95
"""Minimum probability of an accusation in a text with a reserve that no rule knows for praise."""
_RESERVED = 0.3
"""Minimum probability from which praise or thanks may be an accusation; a false alarm costs one button press."""
_FINDING = frozenset({"likely", "possible"})
"""Rules of staff.toml that find an accusation, regardless of the model."""
_SURELY = 0.85
"""Minimum probability of an accusation regardless of the act of the message."""
_RULE_NEEDS = 0.05
"""Minimum probability with which a matching rule makes an accusation likely: rules see words, not sentences."""
_LEAST = 12
"""Characters of the shortest text that the model classifies; a shorter one is a word, not a sentence."""
_SHORT, _LIKELY_LONG = 100, 0.6
"""Characters of a short text, and the minimum probability of a likely accusation in a longer one: among many words
some are those of an accusation."""
_UNTOLD, _REMARK = 0.8, 45
"""Minimum probability of an accusation in a remark of this length that tells of nobody and of no misconduct:
"wait, I have to feed the buffaloes". The model is less sure of one that is none, and surer of one that is."""
_TELLING = frozenset(
    {
        "staff", "post", "someone", "money", "graft", "rude", "harass", "favour", "idle", "neglect", "works",
        "foul", "kin", "condition", "condition_alone", "again_money", "report_staff", "signature", "bad", "gift",
        "lust", "treat",
    }
)  # fmt: skip
"""Groups of words of staff.toml that tell of somebody, or of misconduct."""

_MONEY = "เงิน|ตังค์|ตัง|สตางค์|ค่าน้ำมัน|ค่าแรง|ค่าน้ำใจ|ค่าน้ำชา|ค่าเหล้า|ค่ากาแฟ|ค่ารถ|ซอง"
_SERVANT = "ช่าง|ปลัด|นายก|หัวหน้า|กำนัน|ผู้ใหญ่บ้าน|ผู้ช่วย|คนเก็บขยะ|คนงาน|คนขับ"
_PAID = re.compile(
    rf"(?:(?:จ่าย|โอน|ควัก|ยัด)(?:{_MONEY})?|(?:ให้|เสีย)(?:{_MONEY}))(?:ไป)?(?:ให้|แก่|กับ)?(?:พี่|น้อง|ลุง|นาย|พวก)?"
    rf"(?:{_SERVANT})[^0-9]{{0,16}}\d{{2,}}"
)
"""A sum given to somebody who mends, collects or decides: "I gave the technician 300"."""
_FEE = re.compile("ค่าน้ำประปา|ค่าน้ำ(?!มัน|ใจ|ชา)|ค่าขยะ|ภาษี|ค่าธรรมเนียม|ค่าไฟ")
"""Dues that the office collects."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The result of the rules and of the accusation model for one text.

    `fired`: the names of the rules of staff.toml that match. `probability`: of the model, 0 to 1; 0 for a text
    that is too short for it. `is_short`: whether the text has at most _SHORT characters. `is_untold`: a remark in
    which no word tells of somebody or of misconduct. `pays`: somebody gave a person of the office a sum.
    """

    fired: frozenset[str]
    probability: float
    is_short: bool
    is_untold: bool = False
    pays: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is an accusation even if the message is a question, a greeting or small talk."""
        by_rule = "likely" in self.fired and self.probability >= _RULE_NEEDS
        return by_rule or self.probability >= _SURELY

    def is_likely(self, *, names_problem: bool) -> bool:
        """Whether the protected track is offered first. `names_problem`: a problem outside the office is named."""
        if "likely" in self.fired and self.probability >= _RULE_NEEDS:
            return True
        needed = _LIKELY
        if "spoken" not in self.fired:
            needed = _LIKELY_PROBLEM if names_problem else _LIKELY_UNSPOKEN
        if not self.is_short:
            needed = max(needed, _LIKELY_LONG)
        if self.is_untold:
            needed = max(needed, _UNTOLD)
        return self.probability >= needed

    @property
    def names_one(self) -> bool:
        """Whether a rule finds an accusation, regardless of the model."""
        return not self.fired.isdisjoint(_FINDING)

    @property
    def has_reserve(self) -> bool:
        """Whether a friendly message may still accuse: "a kind man, although he took the envelope"."""
        return "reserve" in self.fired or self.probability >= max(_RESERVED, self._untold)

    @property
    def outweighs_reserve(self) -> bool:
        """Whether it is an accusation and no praise with a reserve: "buy me a drink and I come sooner"."""
        return "reserve" not in self.fired or "likely" in self.fired or self.probability >= _BEYOND

    @property
    def is_unlikely(self) -> bool:
        """Whether no rule finds an accusation and the model is not sure, as for the mere name of a service."""
        return not self.names_one and self.probability < _SURELY

    @property
    def is_possible(self) -> bool:
        """Whether the protected track is one of the buttons."""
        if self.pays:
            return True
        needed = _POSSIBLE if "spoken" in self.fired else _POSSIBLE_UNSPOKEN
        return self.names_one or self.probability >= max(needed, self._untold)

    @property
    def _untold(self) -> float:
        return _UNTOLD if self.is_untold else 0.0


def suspicion(squeezed: str, runs: Sequence[str], rules: PhraseRules, model: ActModel) -> Suspicion:
    """Apply the rules of staff.toml and the accusation model to a squeezed text with these character n-grams."""
    found = rules.read(squeezed)
    fired = frozenset(found.names)
    if fired.isdisjoint(_FINDING) and is_only_a_detail(squeezed):
        return Suspicion(frozenset(), 0.0, is_short=True, is_untold=True)
    guessed = 0.0
    features = (*runs, *marks_of(fired))
    # The model cannot classify a text without any known n-gram, such as one in another script.
    if len(squeezed) >= _LEAST and model.knows_any(features):
        guessed = model.probabilities(features)[ACCUSES]
    is_untold = len(squeezed) <= _REMARK and not fired and found.groups.isdisjoint(_TELLING)
    return Suspicion(fired, guessed, len(squeezed) <= _SHORT, is_untold, tells_of_payment(squeezed))


def tells_of_payment(squeezed: str) -> bool:
    """Whether somebody gave a sum to a person who serves for nothing, whatever else the text says."""
    return _PAID.search(squeezed) is not None and _FEE.search(squeezed) is None


def marks_of(fired: frozenset[str]) -> tuple[str, ...]:
    """The matching rules as features of the model, in addition to the n-grams."""
    return tuple(f"<{name}>" for name in sorted(fired))
