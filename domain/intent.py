"""Tells a complaint from a greeting, thanks, a question or an insult. Answers live elsewhere."""

from enum import StrEnum

from domain.classifier import Hit, Lexicon, Reading

# A word of this weight tells a problem by itself ("น้ำท่วม"); a lighter one only names a topic.
_TELLING = 5.0
# What one asks about as often as one complains of it; its words alone are not yet trouble.
_ASKED_ABOUT = frozenset({"welfare", "service", "suggestion"})


class Intent(StrEnum):
    """What a free message wants of the office."""

    COMPLAINT = "complaint"
    GREETING = "greeting"
    THANKS = "thanks"
    QUESTION = "question"
    INSULT = "insult"
    UNCLEAR = "unclear"


def read(text: str, lexicon: Lexicon) -> Intent:
    """What `text`, typed outside any conversation, wants.

    When in doubt a problem wins: a complaint not taken is lost, one taken wrongly costs a press of
    "not a complaint". Residents also write the bare topic ("ขยะ"), which is a complaint too.
    """
    found = lexicon.read(text)
    trouble = _tells_trouble(found)
    topic = any(_names_topic(hit) for hit in found.hits)
    if _is_thanked(found) and not (trouble and "thanks_for" not in found.groups):
        return Intent.THANKS
    if trouble:
        return Intent.COMPLAINT
    if "question" in found.groups or "?" in text:
        return Intent.QUESTION
    if topic:
        return Intent.COMPLAINT
    for group, intent in (
        ("insult", Intent.INSULT),
        ("thanks", Intent.THANKS),
        ("greeting", Intent.GREETING),
    ):
        if group in found.groups:
            return intent
    return Intent.UNCLEAR


def _tells_trouble(found: Reading) -> bool:
    return (
        "trouble" in found.groups
        or bool(found.pairs)
        or any(
            weight >= _TELLING and key not in _ASKED_ABOUT and "askable" not in hit.word.groups
            for hit in found.hits
            for key, weight in hit.word.weights.items()
        )
    )


def _names_topic(hit: Hit) -> bool:
    return bool(hit.word.weights) and "insult" not in hit.word.groups


def _is_thanked(found: Reading) -> bool:
    """Thanks that open a message are its point; thanks that close one are manners."""
    if "but" in found.groups:
        return False
    for hit in found.hits:
        if "thanks" in hit.word.groups:
            return True
        if _names_topic(hit) or "trouble" in hit.word.groups:
            return False
    return False
