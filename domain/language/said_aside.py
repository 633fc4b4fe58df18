"""What a person says in the middle of a report who types instead of pressing: "yes, send it", "wait, I must go".

A small statistical model gives the probability of each label; every step of a conversation decides with its own
thresholds. `bench/train_talk.py` trains it; the weights are shipped in domain/data/talk_model.json.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.language.act_model import runs_of
from domain.language.places import said_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.language.understood import Language


class Said(StrEnum):
    """What a text says. `CRY` tells of an emergency, `STORY` of a problem; `ASKS` asks something else."""

    AGREE = "agree"
    CANCEL = "cancel"
    LATER = "later"
    DONE = "done"
    CHOOSE = "choose"
    NO_PHOTO = "no_photo"
    NO_PROOF = "no_proof"
    HAS_PROOF = "has_proof"
    HIDE_NAME = "hide_name"
    NO_NAME = "no_name"
    SHOW_NAME = "show_name"
    FIX_PLACE = "fix_place"
    FIX_TOPIC = "fix_topic"
    FIX_TEXT = "fix_text"
    PLACE = "place"
    DETAIL = "detail"
    WHEN = "when"
    WHO = "who"
    SECOND = "second"
    PHONE = "phone"
    WHO_SEES = "who_sees"
    COST_TIME = "cost_time"
    WHY_ASK = "why_ask"
    CROSS = "cross"
    MANNERS = "manners"
    MENDED = "mended"
    CRY = "cry"
    STORY = "story"
    ASKS = "asks"


TOLD = frozenset(
    {
        Said.PLACE, Said.DETAIL, Said.WHEN, Said.WHO, Said.SECOND, Said.HAS_PROOF, Said.STORY,
        Said.FIX_TEXT, Said.CRY,
    }
)  # fmt: skip
"""Labels of texts that tell something of the matter."""
TELEPHONE = re.compile(r"(?<!\d)(?:\+66|0)(?:[ .-]?\d){8,9}(?!\d)")
_LENGTHS = (4, 8, 14, 22, 34, 50, 80)
_KNOWN_TEXTS = 256


@dataclass(frozen=True, slots=True)
class Heard:
    """The probability of each label for one text; they sum to 1."""

    probabilities: Mapping[str, float]

    def __getitem__(self, label: Said) -> float:
        return self.probabilities[label]

    @property
    def likeliest(self) -> Said:
        return Said(max(self.probabilities, key=self.probabilities.__getitem__))

    def any_of(self, labels: Iterable[Said]) -> float:
        """The probability that it is one of these labels."""
        return sum(self.probabilities[label] for label in labels)


def features_of(text: str, language: Language) -> tuple[str, ...]:
    """The features of a text: its n-grams, its length, and what the lexicon and the rules found in it."""
    message = language.dialect.read(text)
    found = language.lexicon.read(message.standard)
    place = said_place(message.folded)
    command = language.commands.match_folded(message.folded)
    length = sum(len(message.squeezed) > most for most in _LENGTHS)
    marks = [
        f"<long {length}>",
        *(["<telephone>"] if TELEPHONE.search(text) else []),
        *(["<village>"] if place and place.village else []),
        *(["<spot>"] if place and place.words else []),
        *([f"<command {command}>"] if command else []),
        *found.features(),
        *language.acts.read(message.squeezed).features("acts"),
    ]
    return (*runs_of(message.squeezed), *dict.fromkeys(marks))


@lru_cache(maxsize=_KNOWN_TEXTS)
def heard(text: str, language: Language) -> Heard:
    """The probability of each label for a text."""
    return Heard(language.talk_model.probabilities(features_of(text, language)))
