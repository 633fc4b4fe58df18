"""Decide what a message wants (its act), and whether it accuses a person of the office.

The evidence comes from the rules of acts.toml and staff.toml, the act model and the lexicon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from domain.language.script import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from domain.language.classifier import Reading
    from domain.language.staff import Suspicion


class Act(StrEnum):
    """What a message wants from the office."""

    COMPLAINT = "complaint"
    CONDUCT = "conduct"
    """A complaint about a person of the office."""
    QUESTION = "question"
    REQUEST = "request"
    """A request for a counter service, such as an allowance; not for work to be done outside."""
    GREETING = "greeting"
    OPENER = "opener"
    """Announces a question without asking it yet."""
    ANNOUNCE = "announce"
    """Announces a complaint without its content."""
    THANKS = "thanks"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    FOLLOW_UP = "follow_up"
    """About an earlier case: its progress, that the problem is solved or is not, or further information."""
    WITHDRAW = "withdraw"
    DELETE_DATA = "delete_data"
    HUMAN = "human"
    """Wants to talk to a person instead of the bot."""
    COMMAND = "command"
    """Only the label of a button, or a command."""
    SPAM = "spam"
    CHAT = "chat"
    INSULT = "insult"
    UNCLEAR = "unclear"


class Accusation(IntEnum):
    """How certain it is that a message accuses a person of the office."""

    NONE = 0
    POSSIBLE = 1
    """The protected track is one of the buttons."""
    LIKELY = 2
    """The protected track is offered first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the recognisers found in a message.

    `rules`: the names of the rules of acts.toml that match; `staff`: whether somebody of the office is accused;
    `probabilities`: of the act model; `danger`: keys of emergency contacts; `by_name`: the text is hardly more
    than the name of a service.
    """

    squeezed: str
    found: Reading
    rules: tuple[str, ...]
    staff: Suspicion
    probabilities: Mapping[str, float]
    command: str | None
    danger: tuple[str, ...]
    script: str | None
    by_name: bool

    @property
    def is_only_a_name(self) -> bool:
        """Whether the text is too short for an accusation, unless a rule finds one."""
        return len(self.squeezed) <= _NAME_LENGTH and not self.staff.names_one


STAFF_TOPIC = "corruption"
_BUTTONS = 3
"""How many topics are offered as buttons."""
CRY = "cry"
"""A class of the act model that is not an act: a cry for help."""
CONTACT = "contact"
"""A rule of acts.toml that is not an act: the message asks for the office's hours, telephone or address."""

_NAMES_A_PROBLEM = 4.0
"""Minimum score of a topic whose problem is named and not only its object: "the road is broken", not "road"."""
_OFFICE_TOPICS = frozenset({"service", STAFF_TOPIC, "suggestion", "other"})
# Acts that may hide an accusation: "He told me to withdraw it" looks like a withdrawal.
_ACCUSING = frozenset(
    {
        Act.COMPLAINT, Act.CONDUCT, Act.QUESTION, Act.REQUEST, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE,
        Act.CHAT, Act.UNCLEAR, Act.INSULT, Act.OPENER, Act.HUMAN, Act.WITHDRAW, Act.SPAM,
    }
)  # fmt: skip
# Acts of friendly messages.
_FRIENDLY = frozenset({Act.PRAISE, Act.THANKS, Act.CHAT, Act.GREETING})
# Questions such as "Has anybody looked at it?" contain words of an accusation without accusing.
_UNLIKELY_TO_ACCUSE = frozenset(
    {Act.QUESTION, Act.FOLLOW_UP, Act.REQUEST, Act.CHAT, Act.UNCLEAR, Act.OPENER, Act.SPAM}
)
# Acts that a cry for help is easily mistaken for when nothing else shows that it is a report.
_NO_REPORT = frozenset(
    {
        Act.UNCLEAR, Act.CHAT, Act.ANNOUNCE, Act.OPENER, Act.GREETING, Act.INSULT, Act.HUMAN, Act.SPAM,
        Act.REQUEST,
    }
)  # fmt: skip

# How much a matching rule adds to the probability of its act. Rules about whole messages are the most certain.
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
    Act.CONDUCT,
    Act.COMPLAINT,
}
# A missed complaint is lost; a false one costs one button press. Nobody writes a greeting of 90 characters.
_TROUBLE = 0.55
_STORY = 0.7
_STORY_LENGTH = 90
# A message that names a topic, without any word of the act it was classified as, is more likely a report.
_NAMED, _NAMED_SURELY = 0.35, 0.8
_NAMING, _NAMING_SURELY = 2.0, 4.0
# Without a question it is a report rather than a request, if the model hesitates between them.
_TOLD = 0.1
# Without any word of the lexicon, a report is unlikely.
_UNNAMED = 0.4
# Groups of words of a question, which a report does not contain.
_ASKING = frozenset({"question", "contact", "request"})
_WEAK = frozenset(
    {Act.CHAT, Act.SPAM, Act.QUESTION, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE, Act.HUMAN}
)
_UNSURE = 0.2
# Small talk and advertising may name a topic, such as "my dog is sweet"; the act model must be almost certain.
_NO_MATTER = frozenset({Act.CHAT, Act.SPAM})
_SURELY_NO_MATTER = 0.95
_SURELY_TOLD_BEFORE = 0.95  # Who asks about an earlier report names its problem.
# Characters of the longest text that is only a name, such as "the number of the deputy mayor, please".
_NAME_LENGTH = 30
# 5 is "ha" in Thai.
_LAUGHTER = re.compile("555|😂|🤣|😆")
_BUT = re.compile("(?<!ตั้ง)แต่(?!ก่อน|เดิม|ละ|ง|แรก)|but|however")
_TURNED = 0.8
_LETTERS = re.compile("[a-z\u0e01-\u0e2e]")


def decide(evidence: Evidence) -> tuple[Act, Accusation]:
    """What a message wants, and how certain it is that it accuses a person of the office."""
    # "ดีค่ะ" is a rating where the bot asks for one, and a greeting elsewhere.
    is_command = evidence.command is not None and Act.GREETING not in evidence.rules
    if is_command and not evidence.danger:
        return Act.COMMAND, Accusation.NONE
    accused = _accusation(evidence)
    if evidence.script in FOREIGN:
        # The accusation model knows no n-gram of this script; a rule may match the Thai words in it.
        accused = Accusation.POSSIBLE if evidence.staff.names_one else Accusation.NONE
        return Act.COMPLAINT if evidence.danger else Act.UNCLEAR, accused
    act = _likeliest(evidence)
    is_friendly_by_rule = not _FRIENDLY.isdisjoint(evidence.rules)
    is_friendly = act in _FRIENDLY or is_friendly_by_rule
    has_reserve = is_friendly and evidence.staff.has_reserve
    is_sure = evidence.staff.is_sure
    is_disguised = is_sure and not is_friendly_by_rule and evidence.staff.outweighs_reserve
    if act not in _ACCUSING and not is_disguised:
        # Praise accuses nobody, but "thank you for sending my mother away" may.
        is_doubtful = accused is Accusation.LIKELY
        # The model alone classifies it as praise, a rule as an accusation.
        is_doubtful |= not is_friendly_by_rule and evidence.staff.names_one
        accused = Accusation.POSSIBLE if is_doubtful or has_reserve else Accusation.NONE
    elif has_reserve and accused is Accusation.NONE:
        accused = Accusation.POSSIBLE
    asks_number = CONTACT in evidence.rules and act in {Act.QUESTION, Act.REQUEST}
    asks_deletion = act is Act.DELETE_DATA and act in evidence.rules
    tells_nothing = evidence.by_name or asks_number or asks_deletion or act is Act.INSULT
    if tells_nothing and (evidence.is_only_a_name or evidence.staff.is_unlikely):
        # The mere name of a service, a request for a telephone number or a deletion, or abuse accuses nobody.
        accused = Accusation.NONE
    if accused is Accusation.LIKELY and (is_sure or act not in _UNLIKELY_TO_ACCUSE):
        return Act.CONDUCT, accused
    is_report = act is Act.CONDUCT or (bool(evidence.danger) and act in _NO_REPORT)
    is_report = is_report or (is_sure and act in {Act.CHAT, Act.UNCLEAR})
    return Act.COMPLAINT if is_report else act, accused


def _accusation(evidence: Evidence) -> Accusation:
    """The certainty of an accusation, by the rules of staff.toml and the accusation model."""
    names_problem = any(
        score >= _NAMES_A_PROBLEM
        for key, score in evidence.found.scores.items()
        if key not in _OFFICE_TOPICS
    )
    if evidence.staff.is_likely(names_problem=names_problem):
        return Accusation.LIKELY
    if evidence.staff.is_possible:
        return Accusation.POSSIBLE
    return Accusation.NONE


def _likeliest(evidence: Evidence) -> Act:
    squeezed, found = evidence.squeezed, evidence.found
    if len(_LETTERS.findall(squeezed)) < 2 and not found.hits:
        return _wordless(squeezed)
    if evidence.by_name and (evidence.staff.is_unlikely or evidence.is_only_a_name):
        return Act.REQUEST
    rules = set(evidence.rules) - {CONTACT}
    scores = dict(evidence.probabilities)
    # A cry for help reports something that is happening.
    scores[Act.COMPLAINT] += scores.pop(CRY)
    is_short = len(squeezed) <= _STORY_LENGTH
    is_no_matter = is_short and max(scores[act] for act in _NO_MATTER) >= _SURELY_NO_MATTER
    _add_rules(scores, rules)
    if found.tells_trouble:
        _add_trouble(scores, squeezed, rules, is_no_matter=is_no_matter)
    if not is_short:
        scores[Act.COMPLAINT] += _STORY
    if found.best_score >= _NAMING and not is_no_matter:
        less = _NAMED_SURELY if found.best_score >= _NAMING_SURELY else _NAMED
        for act in _unlikely_beside_a_topic(squeezed, found, scores) - rules:
            scores[act] -= less
        if found.best_score >= _NAMING_SURELY and not _asks(squeezed, found):
            scores[Act.COMPLAINT] += _TOLD
    # Neither a topic nor a problem is named.
    is_beside = "trouble" not in found.groups and not found.pairs and found.best_score < 1
    if is_beside and is_short:
        scores[Act.COMPLAINT] -= _UNNAMED
    best = max(scores, key=scores.__getitem__)
    if not rules and scores[best] < _UNSURE and not found.hits:
        return Act.UNCLEAR
    return Act(best)


def _add_rules(scores: dict[str, float], rules: AbstractSet[str]) -> None:
    for name in rules:
        scores[name] += _SURE_RULE if name in _SURE else _RULE
    if Act.CONDUCT in rules:
        # "The officer is not kind" has the words of praise.
        scores[Act.PRAISE] -= 1


def _add_trouble(
    scores: dict[str, float], squeezed: str, rules: AbstractSet[str], *, is_no_matter: bool
) -> None:
    if not is_no_matter:
        scores[Act.COMPLAINT] += _TROUBLE
        # "A big pothole near the school" is more than the answer to "where is it?".
        scores[Act.UNCLEAR] -= _TROUBLE
    if Act.PRAISE not in rules and _BUT.search(squeezed):
        # "The service is good, but the lamp at the temple is out."
        scores[Act.PRAISE] -= _TURNED


def _unlikely_beside_a_topic(
    squeezed: str, found: Reading, scores: Mapping[str, float]
) -> frozenset[Act]:
    """The acts that are unlikely in a text that names a topic.

    Who asks about a topic may want an answer; whoever chats or sells does not ask the office.
    """
    if _asks(squeezed, found):
        return _NO_MATTER
    is_told_before = scores[Act.FOLLOW_UP] >= _SURELY_TOLD_BEFORE
    return _WEAK - {Act.FOLLOW_UP} if is_told_before else _WEAK


def _asks(squeezed: str, found: Reading) -> bool:
    return "?" in squeezed or not found.groups.isdisjoint(_ASKING)


def _wordless(squeezed: str) -> Act:
    """The act of a message without words."""
    if "🙏" in squeezed:
        return Act.THANKS
    return Act.CHAT if _LAUGHTER.search(squeezed) else Act.UNCLEAR


def topics(ranking: tuple[str, ...], accused: Accusation) -> tuple[str, ...]:
    """The ranking with the staff topic first if an accusation is likely, among the buttons if possible."""
    at = ranking.index(STAFF_TOPIC)
    if accused is Accusation.LIKELY:
        at = 0
    elif accused is Accusation.POSSIBLE:
        at = min(at, _BUTTONS - 1)
    others = [key for key in ranking if key != STAFF_TOPIC]
    return (*others[:at], STAFF_TOPIC, *others[at:])
