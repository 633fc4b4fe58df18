"""Find every mention of an officer, a post or a unit in one text, and whether it accuses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.cases.accused import Basis, Certainty, Evidence
from domain.cases.spelling import Compact, compact
from domain.cases.vocabulary import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.cases.known_names import KnownNames
    from domain.cases.vocabulary import Sense, Vocabulary

_CONTEXT_BEFORE = 40
"""Characters before a mention that are searched for a landmark or a courtesy."""
_CONTEXT_AFTER = 40
"""Characters after a mention in which a word of misconduct refers to it."""
_MIN_TITLED_LENGTH = 3
"""Minimum letters of a name for reading นายก as the title นาย and the first letter of that name."""
_TITLES = frozenset({Kind.TITLE, Kind.NOUN})
_CONJUNCTIONS = frozenset({"", "และ", "กับ", "และท่าน", " and ", " and the "})


def mentions(
    text: str, part: str, names: KnownNames, words: Vocabulary, *, is_answer: bool
) -> Iterator[Evidence]:
    """The evidence of every mention in `text`.

    `part`: the part of the complaint, for the evidence. `is_answer`: the text answers the question whom the
    complaint is about, so every mention accuses.
    """
    yield from _Reading(compact(text), part, names, words, is_answer).all()


@dataclass
class _Reading:
    """One pass over a text.

    `titled`: index after a title to the index where the title begins. `courtesy`: the excuse of the last
    mention with thanks or an address, which ends at `courteous_until`.
    """

    text: Compact
    part: str
    names: KnownNames
    words: Vocabulary
    is_answer: bool
    titled: dict[int, int] = field(default_factory=dict)
    courtesy: str = ""
    courteous_until: int = 0

    def all(self) -> Iterator[Evidence]:
        matched_until = 0
        for at in self.names.places.of(self.text.text):
            if at < matched_until:
                continue
            titled = self.is_answer or at in self.titled
            for name, certainty in self.names.at(self.text, at, titled=titled):
                end = at + len(name.letters)
                target = f"officer:{name.officer_id}"
                yield self._evidence(target, at, end, name.basis, certainty)
            phrase, senses = self._phrase(at)
            end = at + len(phrase)
            for sense in senses:
                if self._accuses(sense, at, end):
                    basis = Basis.UNIT if sense.kind is Kind.UNIT else Basis.POST
                    certainty = Certainty.LIKELY if sense.ordinary else Certainty.CERTAIN
                    yield self._evidence(f"{sense.kind}:{sense.key}", at, end, basis, certainty)
            matched_until = end
        yield from self._similar()

    def _similar(self) -> Iterator[Evidence]:
        for start, end, name in self.names.similar(self.text):
            target = f"officer:{name.officer_id}"
            yield self._evidence(target, start, end, Basis.SIMILAR_NAME, Certainty.POSSIBLE)
        for at in self.titled:
            for name in self.names.nearly_at(self.text, at):
                target, end = f"officer:{name.officer_id}", at + len(name.letters)
                yield self._evidence(target, at, end, Basis.SIMILAR_NAME, Certainty.POSSIBLE)

    def _phrase(self, at: int) -> tuple[str, set[Sense]]:
        """The longest phrase at `at` that is not only a title, with its senses; stores the ends of titles."""
        phrase = ""
        senses: set[Sense] = set()
        for found, meanings in self.words.phrases_at(self.text, at):
            end = at + len(found)
            after = end + (self.text.text[end : end + 1] == " ")
            if self._is_title(meanings, after):
                self.titled.setdefault(after, self.titled.get(at, at))
                if len(found) < len(phrase) and self._has_longer_name(after, at + len(phrase)):
                    # In นายกมลา the title is นาย and the name กมลา; it does not mention the นายก.
                    phrase, senses = "", set()
            not_titles = {sense for sense in meanings if sense.kind not in _TITLES}
            if not_titles and not phrase:
                phrase, senses = found, not_titles
        return phrase, senses

    def _is_title(self, meanings: set[Sense], after: int) -> bool:
        kinds = {sense.kind for sense in meanings}
        if Kind.TITLE in kinds:
            return True
        return Kind.NOUN in kinds and not self.words.is_compound(self.text.text, after, "")

    def _has_longer_name(self, at: int, end: int) -> bool:
        return any(
            len(name.letters) >= _MIN_TITLED_LENGTH and at + len(name.letters) > end
            for name, _ in self.names.at(self.text, at, titled=True)
        )

    def _accuses(self, sense: Sense, at: int, end: int) -> bool:
        if sense.kind not in {Kind.UNIT, Kind.POST}:
            return False
        if not sense.ordinary or self.is_answer:
            return True
        return self.words.is_act(self.text.text, end) or end - at == len(self.text.text)

    def _evidence(
        self, target: str, at: int, end: int, basis: Basis, certainty: Certainty
    ) -> Evidence:
        excuse = ""
        if not self.is_answer:
            # The end of a courtesy may be a title too, as คุณ in ขอบคุณปลัด: try both starts.
            starts = dict.fromkeys((self.titled.get(at, at), at))
            excuse = next(filter(None, (self._excuse(start, end, basis) for start in starts)), "")
        return Evidence(target, self.part, self.text.text[at:end], basis, certainty, excuse)

    def _excuse(self, start: int, end: int, basis: Basis) -> str:
        """Why a mention does not accuse: address, thanks or landmark; "" when it accuses."""
        before = self.text.text[max(0, start - _CONTEXT_BEFORE) : start]
        excuse = self._courtesy(before, start)
        if not excuse and self._is_landmark(before, end, basis):
            excuse = "landmark"
        if not excuse or self._describes_misconduct(end, is_address=excuse == "address"):
            return ""
        if excuse != "landmark":
            self.courtesy, self.courteous_until = excuse, end
        return excuse

    def _courtesy(self, before: str, start: int) -> str:
        between = self.text.text[self.courteous_until : start] if self.courtesy else None
        if between in _CONJUNCTIONS:
            # "ขอบคุณปลัดและนายก" thanks both.
            return self.courtesy
        if self.words.no_courtesy.search(before):
            return ""
        if self.words.thanks.search(before):
            return "thanks"
        return "address" if self.words.address.search(before) else ""

    def _is_landmark(self, before: str, end: int, basis: Basis) -> bool:
        words = self.words
        found = words.landmark.search(before)
        if found is None and (
            basis is Basis.UNIT or words.place_after.match(self.text.text, end) is not None
        ):
            found = words.landmark_of_unit.search(before)
        return found is not None and not words.favour.search(before[: found.start()])

    def _describes_misconduct(self, end: int, *, is_address: bool) -> bool:
        """Whether the clause after a mention describes misconduct or favour. An address ends at any gap."""
        text = self.text
        if end in text.gaps and (is_address or not self.words.continued.match(text.text, end)):
            return False
        gaps = [gap for gap in text.gaps if end < gap < end + _CONTEXT_AFTER]
        clause = text.text[end : min(gaps, default=end + _CONTEXT_AFTER)]
        return self.words.wrong.search(clause) is not None
