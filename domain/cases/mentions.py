"""Each mention of somebody of the office in one text: who, with which words, and whether it accuses them."""

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

_BEFORE = 40
"""Characters before a mention in which a landmark or a courtesy stands."""
_CLAUSE = 40
"""Characters after one in which a word of wrong belongs to it."""
_SHORTEST_TITLED = 3
"""Letters of a name that makes นายก the title นาย and the beginning of the name."""
_TITLES = frozenset({Kind.TITLE, Kind.NOUN})
_JOINS = frozenset({"", "และ", "กับ", "และท่าน", " and ", " and the "})


def mentions(
    said: str, part: str, names: KnownNames, words: Vocabulary, *, is_answer: bool
) -> Iterator[Evidence]:
    """What a text says of persons, posts and units. `part`: where it stands, for the evidence.

    `is_answer`: it answers the question whom the complaint is about, so every mention accuses.
    """
    text = compact(said)
    yield from _Reading(text, part, names, words, is_answer).all()


@dataclass
class _Reading:
    """One pass over a text. `titled`: indexes after a title, each with the index where the title begins."""

    text: Compact
    part: str
    names: KnownNames
    words: Vocabulary
    is_answer: bool
    titled: dict[int, int] = field(default_factory=dict)
    courtesy: str = ""
    courteous_until: int = 0

    def all(self) -> Iterator[Evidence]:
        used_up = 0
        for at in self.names.places.of(self.text.text):
            if at < used_up:
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
            used_up = end
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
        """The longest phrase here that is more than a title; the ends of titles are noted."""
        phrase = ""
        senses: set[Sense] = set()
        for found, meanings in self.words.phrases_at(self.text, at):
            end = at + len(found)
            after = end + (self.text.text[end : end + 1] == " ")
            if self._is_title(meanings, after):
                self.titled.setdefault(after, self.titled.get(at, at))
                if len(found) < len(phrase) and self._names_beyond(after, at + len(phrase)):
                    # นายกมลา is นาย กมลา, who works here, and not the นายก.
                    phrase, senses = "", set()
            meant = {sense for sense in meanings if sense.kind not in _TITLES}
            if meant and not phrase:
                phrase, senses = found, meant
        return phrase, senses

    def _is_title(self, meanings: set[Sense], after: int) -> bool:
        kinds = {sense.kind for sense in meanings}
        if Kind.TITLE in kinds:
            return True
        return Kind.NOUN in kinds and not self.words.is_compound(self.text.text, after, "")

    def _names_beyond(self, at: int, end: int) -> bool:
        return any(
            len(name.letters) >= _SHORTEST_TITLED and at + len(name.letters) > end
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
            # Of ขอบคุณปลัด the last letters are a title too.
            starts = dict.fromkeys((self.titled.get(at, at), at))
            excuse = next(filter(None, (self._excuse(start, end, basis) for start in starts)), "")
        return Evidence(target, self.part, self.text.text[at:end], basis, certainty, excuse)

    def _excuse(self, start: int, end: int, basis: Basis) -> str:
        """Why a mention accuses nobody: address, thanks or landmark; empty when it does accuse."""
        before = self.text.text[max(0, start - _BEFORE) : start]
        excuse = self._courtesy(before, start)
        if not excuse and self._is_landmark(before, end, basis):
            excuse = "landmark"
        if not excuse or self._tells_wrong(end, is_address=excuse == "address"):
            return ""
        if excuse != "landmark":
            self.courtesy, self.courteous_until = excuse, end
        return excuse

    def _courtesy(self, before: str, start: int) -> str:
        joint = self.text.text[self.courteous_until : start] if self.courtesy else None
        if joint in _JOINS:
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

    def _tells_wrong(self, end: int, *, is_address: bool) -> bool:
        """Whether the clause after a mention tells of wrong or favour. An address ends at any gap."""
        text = self.text
        if end in text.unanswered_questions and (
            is_address or not self.words.continued.match(text.text, end)
        ):
            return False
        unanswered_questions = [
            gap for gap in text.unanswered_questions if end < gap < end + _CLAUSE
        ]
        clause = text.text[end : min(unanswered_questions, default=end + _CLAUSE)]
        return self.words.wrong.search(clause) is not None
