"""Decides what a message wants, from the rules of acts.toml, the statistical model and the lexicon."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.language import intent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


CRY = "cry"
"""In the statistical model a cry for help is a class of its own; it is no act."""

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
_ASKING = frozenset({"question", "contact", "request"})
_WEAK = frozenset({Act.CHAT, Act.SPAM, Act.QUESTION, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE})
_UNSURE = 0.2
_LETTERS = re.compile("[a-z\u0e01-\u0e2e]")


def decide(
    squeezed: str, found: Reading, rules: Sequence[str], probabilities: Mapping[str, float]
) -> Act:
    """The act of a text; `rules`: the names of the rules that hold for it, in the order of their file."""
    if len(_LETTERS.findall(squeezed)) < 2 and not found.hits:
        return Act.GREETING if "🙏" in squeezed else Act.UNCLEAR
    scores = dict(probabilities)
    # Whoever cries for help tells of something that goes on.
    scores[Act.COMPLAINT] += scores.pop(CRY)
    for name in set(rules):
        scores[name] += _SURE_RULE if name in _SURE else _RULE
    if intent.tells_trouble(found):
        scores[Act.COMPLAINT] += _TROUBLE
    if len(squeezed) > _STORY_LENGTH:
        scores[Act.COMPLAINT] += _STORY
    if _is_bare_report(found, squeezed):
        is_sure = max(found.scores.values()) >= _NAMING_SURELY
        for act in _WEAK.difference(rules):
            scores[act] -= _NAMED_SURELY if is_sure else _NAMED
    if _is_beside_any_topic(found) and len(squeezed) <= _STORY_LENGTH:
        scores[Act.COMPLAINT] -= _UNNAMED
    best = max(scores, key=lambda act: scores[act])
    if not rules and scores[best] < _UNSURE and not found.hits:
        return Act.UNCLEAR
    return Act(best)


def _is_bare_report(found: Reading, squeezed: str) -> bool:
    """Whether a topic is named and nothing is asked."""
    moods = {group for hit in found.moods for group in hit.word.groups}
    is_named = max(found.scores.values(), default=0.0) >= _NAMING
    return is_named and "?" not in squeezed and moods.isdisjoint(_ASKING)


def _is_beside_any_topic(found: Reading) -> bool:
    """Whether neither a topic nor trouble is named."""
    is_trouble = any("trouble" in hit.word.groups for hit in found.moods)
    return not (is_trouble or found.pairs) and max(found.scores.values(), default=0.0) < 1
