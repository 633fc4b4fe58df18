"""Decides what a message wants, and whether it accuses a person of the office.

The evidence is the rules of acts.toml and staff.toml, the act model and the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from domain.language.script import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.language.classifier import Reading


class Act(StrEnum):
    """What a message wants of the office."""

    COMPLAINT = "complaint"
    CONDUCT = "conduct"
    """A complaint about a person of the office."""
    QUESTION = "question"
    REQUEST = "request"
    """Of a counter service, such as an allowance; not of work to be done outside."""
    GREETING = "greeting"
    OPENER = "opener"
    """Says that a question follows, and asks nothing yet."""
    ANNOUNCE = "announce"
    """Says that a complaint follows, and tells nothing yet."""
    THANKS = "thanks"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    FOLLOW_UP = "follow_up"
    """About an earlier case: how far it is, that it is mended or is not, one thing more."""
    WITHDRAW = "withdraw"
    DELETE_DATA = "delete_data"
    HUMAN = "human"
    """Wants a person, not a machine."""
    COMMAND = "command"
    """A label or command and nothing more."""
    SPAM = "spam"
    CHAT = "chat"
    INSULT = "insult"
    UNCLEAR = "unclear"


class Accusation(IntEnum):
    """How sure it is that a message accuses a person of the office."""

    NONE = 0
    POSSIBLE = 1
    """The protected track is one of the buttons."""
    LIKELY = 2
    """The protected track is offered first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the recognisers found in a message.

    `rules`: the names of the rules of acts.toml that hold; `staff`: those of staff.toml;
    `probabilities`: of the act model; `danger`: keys of emergency contacts.
    """

    squeezed: str
    found: Reading
    rules: tuple[str, ...]
    staff: tuple[str, ...]
    probabilities: Mapping[str, float]
    command: str | None
    danger: tuple[str, ...]
    script: str | None


STAFF_TOPIC = "corruption"
_BUTTONS = 3
"""So many topics are offered as buttons."""
CRY = "cry"
"""In the act model a cry for help is a class of its own; it is no act."""
CONTACT = "contact"
"""A rule of acts.toml that is no act: the message asks for the office's hours, telephone or address."""

# Probabilities of the act `conduct` in the act model: where a person of the office is spoken of, and where nobody
# is and the message is short. Set on the development set.
_LIKELY, _LIKELY_UNSPOKEN = 0.6, 0.98
_POSSIBLE, _POSSIBLE_UNSPOKEN = 0.03, 0.08
_SHORT = 100
# Below this probability of an accusation a question is only a question.
_QUESTION_ACCUSES = 0.05
# What may be an accusation in other clothes. Whoever praises, sells or takes back accuses nobody.
_ACCUSING = frozenset(
    {
        Act.COMPLAINT, Act.CONDUCT, Act.QUESTION, Act.REQUEST, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE,
        Act.CHAT, Act.UNCLEAR, Act.INSULT, Act.OPENER, Act.HUMAN,
    }
)  # fmt: skip
# What a cry for help is taken for where nothing else says that it is a report.
_NO_REPORT = frozenset(
    {
        Act.UNCLEAR, Act.CHAT, Act.ANNOUNCE, Act.OPENER, Act.GREETING, Act.INSULT, Act.HUMAN, Act.SPAM,
        Act.REQUEST,
    }
)  # fmt: skip

# How much a rule adds to the probability of its act. The rules about whole messages are surest.
_RULE = 0.5
_SURE_RULE = 0.9
_SURE = {
    Act.WITHDRAW,
    Act.DELETE_DATA,
    Act.OPENER,
    Act.ANNOUNCE,
    Act.THANKS,
    Act.GREETING,
    Act.HUMAN,
}
# A complaint that is not taken is lost; one taken wrongly costs a press. Nobody greets in 120 characters.
_TROUBLE = 0.45
_STORY = 0.45
_STORY_LENGTH = 120
# What names a topic and has no word of the act it is taken for is more likely a report.
_NAMED, _NAMED_SURELY = 0.35, 0.8
_NAMING, _NAMING_SURELY = 2.0, 4.0
# Where no word of the lexicon is found at all, a report is unlikely.
_UNNAMED = 0.4
# A report is no question.
_ASKING = frozenset({"question", "contact", "request"})
_WEAK = frozenset({Act.CHAT, Act.SPAM, Act.QUESTION, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE})
_UNSURE = 0.2
# 5 is "ha" in Thai.
_LAUGHTER = re.compile("555|😂|🤣|😆")
_LETTERS = re.compile("[a-z\u0e01-\u0e2e]")


def decide(evidence: Evidence) -> tuple[Act, Accusation]:
    """What a message wants, and how sure it is that it accuses a person of the office."""
    # "ดีค่ะ" is a score where one is asked for, and a greeting elsewhere.
    is_command = evidence.command is not None and Act.GREETING not in evidence.rules
    if is_command and not evidence.danger:
        return Act.COMMAND, Accusation.NONE
    accused = _accusation(evidence)
    if evidence.script in FOREIGN:
        return Act.COMPLAINT if evidence.danger else Act.UNCLEAR, accused
    act = _likeliest(evidence)
    if act not in _ACCUSING:
        accused = Accusation.NONE
    # "Does the office rent out its football field?" holds the words of an accusation and asks a question.
    guessed = evidence.probabilities.get("conduct", 0.0)
    is_question = act is Act.QUESTION and guessed < _QUESTION_ACCUSES
    if accused is Accusation.LIKELY and not is_question:
        return Act.CONDUCT, accused
    is_report = act is Act.CONDUCT or (bool(evidence.danger) and act in _NO_REPORT)
    is_report = is_report or (accused is Accusation.POSSIBLE and act in {Act.CHAT, Act.UNCLEAR})
    return Act.COMPLAINT if is_report else act, accused


def _accusation(evidence: Evidence) -> Accusation:
    """By the rules of staff.toml, or by the act model where no rule knows the words."""
    guessed = evidence.probabilities.get("conduct", 0.0)
    is_spoken = "spoken" in evidence.staff or "possible" in evidence.staff
    is_short = len(evidence.squeezed) <= _SHORT
    likely = _LIKELY if is_spoken else _LIKELY_UNSPOKEN
    if "likely" in evidence.staff or (is_short and guessed >= likely):
        return Accusation.LIKELY
    possible = _POSSIBLE if is_spoken else _POSSIBLE_UNSPOKEN
    if "possible" in evidence.staff or guessed >= possible:
        return Accusation.POSSIBLE
    return Accusation.NONE


def _likeliest(evidence: Evidence) -> Act:
    squeezed, found = evidence.squeezed, evidence.found
    if len(_LETTERS.findall(squeezed)) < 2 and not found.hits:
        return _wordless(squeezed)
    rules = set(evidence.rules) - {CONTACT}
    scores = dict(evidence.probabilities)
    # Whoever cries for help tells of something that goes on.
    scores[Act.COMPLAINT] += scores.pop(CRY)
    for name in rules:
        scores[name] += _SURE_RULE if name in _SURE else _RULE
    if found.tells_trouble:
        scores[Act.COMPLAINT] += _TROUBLE
    if len(squeezed) > _STORY_LENGTH:
        scores[Act.COMPLAINT] += _STORY
    # A topic is named and nothing is asked.
    if found.best_score >= _NAMING and "?" not in squeezed and found.groups.isdisjoint(_ASKING):
        less = _NAMED_SURELY if found.best_score >= _NAMING_SURELY else _NAMED
        for act in _WEAK.difference(rules):
            scores[act] -= less
    # Neither a topic nor trouble is named.
    is_beside = "trouble" not in found.groups and not found.pairs and found.best_score < 1
    if is_beside and len(squeezed) <= _STORY_LENGTH:
        scores[Act.COMPLAINT] -= _UNNAMED
    best = max(scores, key=scores.__getitem__)
    if not rules and scores[best] < _UNSURE and not found.hits:
        return Act.UNCLEAR
    return Act(best)


def _wordless(squeezed: str) -> Act:
    """The act of a message without words."""
    if "🙏" in squeezed:
        return Act.THANKS
    return Act.CHAT if _LAUGHTER.search(squeezed) else Act.UNCLEAR


def topics(ranking: tuple[str, ...], accused: Accusation) -> tuple[str, ...]:
    """The ranking with the staff topic first when an accusation is likely, among the buttons when possible."""
    at = ranking.index(STAFF_TOPIC)
    if accused is Accusation.LIKELY:
        at = 0
    elif accused is Accusation.POSSIBLE:
        at = min(at, _BUTTONS - 1)
    others = [key for key in ranking if key != STAFF_TOPIC]
    return (*others[:at], STAFF_TOPIC, *others[at:])
