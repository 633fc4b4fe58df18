"""A report of somebody in danger: its topics, and what is written below the emergency numbers."""

from dataclasses import replace

from domain.language.danger_talk import Call, no_call, says_over
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.preamble import emergency_numbers
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT

TOPIC, ANY = "safety", "other"
"""Keys of the categories that fit every danger. The officers of the first are told at night too."""
_NAMED = 3.0
"""Minimum score of a topic whose problem the story names, and not only a place such as the bathroom."""
_FIRES = frozenset({"fire", "gas"})


def perils(uow: UnitOfWork, story: str) -> tuple[str, ...]:
    """Return the kinds of danger in a story; one line of it is enough."""
    lines = dict.fromkeys((story, *story.splitlines()))
    return tuple(dict.fromkeys(kind for line in lines for kind in uow.understood(line).perils))


def is_reported(turn: ComplaintTurn) -> bool:
    """Whether the story tells of a danger."""
    return bool(perils(turn.uow, turn.draft.detail))


def topics(uow: UnitOfWork, story: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of the topics to offer: danger, and those of its kind whose problem the story names."""
    language = uow.context.language
    scores = language.lexicon.read(uow.understood(story).folded).scores
    named = [key for key in language.emergencies.topics(kinds) if scores.get(key, 0) >= _NAMED]
    return (TOPIC, *sorted(named, key=scores.__getitem__, reverse=True), ANY)


def is_over(turn: ComplaintTurn, text: str) -> bool:
    """Whether a text ends a report that is not sent: the danger that it tells of is over."""
    kinds = perils(turn.uow, turn.draft.detail)
    return bool(kinds) and says_over(text, of_fire=not _FIRES.isdisjoint(kinds))


def without_call(turn: Turn, text: str) -> tuple[ComplaintDraft, str] | None:
    """Return the draft and the first words for somebody who reports a danger and cannot call; None for others."""
    understood = turn.uow.understood(text)
    call = no_call(text) if understood.danger else None
    if call is None:
        return None
    draft = ComplaintDraft(text[:DETAIL_LIMIT], TOPIC, hide_name=understood.anonymous)
    return draft, _told(turn, call, text)


def with_call(turn: ComplaintTurn, text: str) -> tuple[ComplaintDraft, str] | None:
    """Return the draft with a text that says why its writer cannot call, and the answer; None for another text.

    It accuses nobody, whatever the model guesses.
    """
    call = no_call(text) if is_reported(turn) else None
    if call is None:
        return None
    draft = turn.draft
    detail = f"{draft.detail}\n{text}"[:DETAIL_LIMIT]
    longer = replace(draft, detail=detail, category=draft.category or TOPIC, all_topics=False)
    return longer.without_side_question(), _told(turn, call, draft.detail)


def _told(turn: Turn, call: Call, story: str) -> str:
    phones = " ".join(contact.phone for contact in emergency_numbers(turn.uow, story))
    return turn.say(f"emergency.{call.value}", phones=phones)
