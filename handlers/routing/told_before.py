"""Handle the message after a text that stands only in the buttons of its answer: the two may belong together."""

from dataclasses import replace

from domain.cases.lifecycle import Action
from domain.language.acts import Act
from domain.language.places import place_alone
from domain.language.way_meant import Way, denies_praise, way_meant
from handlers.access import work_list
from handlers.conversations import conduct, inquiry, told
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.manners import is_by_rule
from handlers.conversations.reporter import answer_or_dispute, follow_up
from handlers.conversations.told import ToldDraft, ToldTurn
from handlers.core.messages import EventKind, InboundEvent, Reply
from handlers.engine import conversation
from handlers.engine.turn import Turn
from handlers.routing import free_text, labelled
from handlers.usecases import attachments
from handlers.usecases.case_filing import DETAIL_LIMIT

_VAGUE = frozenset({Act.UNCLEAR, Act.CHAT, Act.INSULT})
"""Acts of texts without a matter of their own, unless a rule and not the model recognised them."""
_DETAILS = frozenset(
    {Act.UNCLEAR, Act.CHAT, Act.REQUEST, Act.QUESTION, Act.FOLLOW_UP, Act.SUGGESTION}
)


def respond(outside: Turn, turn: ToldTurn, event: InboundEvent) -> list[Reply]:
    """Handle an event after such a text; returns the replies. The text is taken along or forgotten.

    `outside`: the turn without the conversation.
    """
    draft = told.kept(outside)
    conversation.leave(turn)
    if draft is None:
        return free_text.respond(outside, event)
    if attachments.is_evidence(event) or event.kind is EventKind.LOCATION:
        begun = follow_up.by_evidence(outside) if attachments.is_evidence(event) else None
        return free_text.sent_first(
            outside, event, begun or complaint.start(outside, detail=draft.words)
        )
    way = _way(event, draft)
    if way is not None:
        return by_way(outside, way, draft)
    text = event.text.strip()
    praised = outside.uow.context.translations.text_after_label(labelled.PRAISE, text)
    if praised and Way.PRAISE.value in draft.ways and draft.words.startswith(praised):
        # The button sends its label and the words, as far as LINE permits.
        return by_way(outside, Way.PRAISE, draft)
    command = outside.uow.understood(text).command
    if command == "add" and draft.case is not None:
        told.keep(outside, draft)
        return answer_or_dispute.begin_act(outside, str(draft.case), Action.ADD)
    if command == "confirm" and (draft.ways or draft.service):
        return _asked_again(outside, draft)
    return _together(outside, draft, text) or free_text.respond(outside, event)


def by_way(turn: Turn, way: Way, draft: ToldDraft) -> list[Reply]:
    """Send a text on by this way as its button would; returns the replies."""
    words = draft.words
    match way:
        case Way.STAFF:
            return [told.taken_along(turn, words), *conduct.start(turn, words)]
        case Way.PRAISE:
            return labelled.as_praise(turn, words, was_asked=True)
        case Way.ASK:
            return labelled.as_question(turn, words, draft.service)
    return [told.taken_along(turn, words), *labelled.as_report(turn, words)]


def _way(event: InboundEvent, draft: ToldDraft) -> Way | None:
    """Return the way that a press or a text names, if the answer had its button."""
    pressed = event.postback.value if event.postback else ""
    if pressed in draft.ways:
        return Way(pressed)
    way = way_meant(event.text) if event.kind is EventKind.TEXT else None
    return way if way is not None and way.value in draft.ways else None


def _asked_again(turn: Turn, draft: ToldDraft) -> list[Reply]:
    """Ask by which way the text is to be sent; the section of a service gets its request at once."""
    if draft.service:
        return by_way(turn, Way.ASK, draft)
    return conversation.begin(turn, told.FLOW, draft)


def _together(turn: Turn, draft: ToldDraft, text: str) -> list[Reply]:
    """Return the replies to both texts as one, if the second continues the first; else an empty list."""
    understood = turn.uow.understood(text)
    own = follow_up.current_cases(turn)
    is_complete = understood.danger or not draft.ways or labelled.begins_with_label(turn, text)
    if not text or is_complete or work_list.with_question(own):
        return []
    both = f"{draft.words}\n{text}"[:DETAIL_LIMIT]
    first = turn.uow.understood(draft.words)
    is_vague = understood.act in _VAGUE and not is_by_rule(turn, text)
    if Way.PRAISE.value in draft.ways:
        is_accusing = understood.staff or denies_praise(text)
        return conduct.offer(turn, both) if is_accusing or is_vague else []
    if understood.staff and first.act in _VAGUE and understood.act is Act.CONDUCT:
        return conduct.offer(turn, both)
    if understood.staff or (own and follow_up.is_just_filed(turn, own[0])):
        return []
    is_place = free_text.is_only_place(understood) or place_alone(understood.folded) is not None
    service = draft.service or next(iter(first.services), "")
    if service and not understood.asks_by_name and not understood.names_a_problem:
        if is_place or (understood.act in _DETAILS and not is_by_rule(turn, text)):
            return _details(turn, replace(draft, words=both, service=service))
        return []
    if is_place:
        return [told.taken_along(turn, draft.words), *labelled.as_report(turn, both)]
    is_whole = understood.place is not None or turn.uow.understood(both).problems
    if first.act is Act.UNCLEAR and understood.act is Act.COMPLAINT and not is_whole:
        return [told.taken_along(turn, draft.words), *labelled.as_report(turn, both)]
    if is_vague and first.act is not Act.CHAT and not understood.asks_by_name:
        replies = inquiry.offer(turn, both, is_clear=False)
        told.remember(turn, both, replies)
        return replies
    return []


def _details(turn: Turn, draft: ToldDraft) -> list[Reply]:
    """Offer to send the details of a service to its section as a question."""
    if turn.uow.understood(draft.words).staff:
        return conduct.offer(turn, draft.words)
    ways = (Way.ASK.value, Way.REPORT.value, Way.STAFF.value)
    return conversation.begin(turn, told.FLOW, replace(draft, ways=ways))
