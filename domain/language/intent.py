"""Tells a complaint from a greeting, thanks, a question, a request or an insult. Answers live elsewhere."""

from enum import StrEnum

from domain.language.classifier import Hit, Lexicon, Reading

# A word of this weight tells a problem by itself ("น้ำท่วม"); a lighter one only names a topic.
_TELLING = 5.0
_NAMING = 1.0
# Who asks is brief; who asks at the end of this many characters about a topic has told a story.
_STORY = 120
# What one asks about as often as one complains of it; its words alone are not yet trouble.
_ASKED_ABOUT = frozenset({"welfare", "service", "suggestion"})


class Intent(StrEnum):
    """What a free message wants of the office."""

    COMPLAINT = "complaint"
    GREETING = "greeting"
    THANKS = "thanks"
    QUESTION = "question"
    REQUEST = "request"
    """Of a counter service, such as an allowance; not of work to be done outside."""
    INSULT = "insult"
    UNCLEAR = "unclear"


def read(text: str, lexicon: Lexicon) -> Intent:
    """What `text`, typed outside any conversation, wants.

    When in doubt a problem wins: a complaint not taken is lost, one taken wrongly costs a press of
    "not a complaint". Residents also write the bare topic ("ขยะ"), which is a complaint too.
    """
    found = lexicon.read(text)
    moods = frozenset(group for hit in found.moods for group in hit.word.groups)
    trouble = "trouble" in moods or tells_trouble(found)
    topics = [hit.start for hit in found.hits if _names_topic(hit)]
    thankful = _thanks_first(found, topics) and ("thanks_for" in moods or not trouble)
    if thankful and "but" not in moods:
        return Intent.THANKS
    if _only_requests(found, moods, topics) and len(text) <= _STORY:
        return Intent.REQUEST
    if trouble or (topics and len(text) > _STORY):
        return Intent.COMPLAINT
    if moods & {"question", "contact"} or "?" in text:
        return Intent.QUESTION
    if topics:
        return Intent.COMPLAINT
    for mood in (Intent.INSULT, Intent.THANKS, Intent.GREETING):
        if mood in moods:
            return mood
    return Intent.UNCLEAR


def asks_contact(text: str, lexicon: Lexicon) -> bool:
    """Whether a question is for the office's own hours, telephone or address."""
    return any("contact" in hit.word.groups for hit in lexicon.read(text).moods)


def _only_requests(found: Reading, moods: frozenset[str], topics: list[int]) -> bool:
    """Whether a service is asked for first, and nothing is said of trouble with one or anything else."""
    asked = [hit.start for hit in found.moods if "request" in hit.word.groups]
    comes_first = bool(asked) and asked[0] <= min(topics, default=asked[0])
    elsewhere = any(not pair.weights.keys() <= _ASKED_ABOUT for pair in found.pairs)
    more = moods & {"trouble", "but", "question", "contact"}
    return comes_first and not (more or elsewhere or _word_tells_trouble(found))


def tells_trouble(found: Reading) -> bool:
    """Whether the words of a reading tell of a problem by themselves."""
    return bool(found.pairs) or _word_tells_trouble(found)


def _word_tells_trouble(found: Reading) -> bool:
    return any(
        weight >= _TELLING and key not in _ASKED_ABOUT and "askable" not in hit.word.groups
        for hit in found.hits
        for key, weight in hit.word.weights.items()
    )


def _names_topic(hit: Hit) -> bool:
    return "insult" not in hit.word.groups and max(hit.word.weights.values(), default=0) >= _NAMING


def _thanks_first(found: Reading, topics: list[int]) -> bool:
    """Thanks that open a message are its point; thanks that close one are manners."""
    thanks = [hit.start for hit in found.moods if "thanks" in hit.word.groups]
    others = [hit.start for hit in found.moods if "trouble" in hit.word.groups]
    return bool(thanks) and thanks[0] < min([*topics, *others], default=thanks[0] + 1)
