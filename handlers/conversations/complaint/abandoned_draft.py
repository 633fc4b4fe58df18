"""Offer an unfinished complaint again when its writer comes back after a long time.

The new messages are stored in the draft as `newer` until the writer says whether they belong to the old complaint
or to a new one, so that nothing is lost in either case.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.language.acts import Act
from handlers.conversations.complaint import meaning
from handlers.conversations.complaint.change_of_mind import place_told
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine import saved_conversation
from handlers.engine.draft import NO_PROGRESS, Conversation, Evidence
from handlers.engine.flow import Exit, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import attachments
from handlers.usecases.case_filing import DETAIL_LIMIT

IDLE = frozenset({"survey", "mydata", "crisis"})
OFFERED_AFTER = timedelta(hours=12)
REMINDED_AFTER = timedelta(days=1)
_QUOTED = 60


def is_old(running: Conversation, now: datetime) -> bool:
    """Whether a conversation's last change is so long ago that the next message may be about something else."""
    return running.updated_at is not None and now - running.updated_at > OFFERED_AFTER


def is_worth_offering(running: Conversation) -> bool:
    """Whether a conversation is a complaint whose draft contains something."""
    return isinstance(running.draft, ComplaintDraft) and running.draft.is_worth_keeping


def may_be_dropped(running: Conversation) -> bool:
    """Whether a conversation can be dropped when it is old: a survey, "my data", or an empty complaint."""
    is_empty = isinstance(running.draft, ComplaintDraft) and not running.draft.is_worth_keeping
    return running.flow in IDLE or is_empty


def reopen(turn: Turn, running: Conversation) -> ConversationTurn[Any]:
    """Return the turn of an old conversation; in a complaint's draft with `newer` for the next messages."""
    draft = running.draft
    if not isinstance(draft, ComplaintDraft) or not draft.is_worth_keeping or draft.newer:
        return turn.at(running)
    # The attachments of both drafts have the same owner, so that they can be joined.
    newer = ComplaintDraft(evidence=Evidence(owner=draft.evidence.owner))
    return turn.at(replace(running, draft=replace(draft, newer=newer)))


def reminder(turn: Turn) -> list[Reply]:
    """Return a reminder of an unfinished complaint, to be added to the reply to something else.

    Empty if there is none, if its last change is at most REMINDED_AFTER ago, or after the first reminder.
    """
    person = turn.user.line_user_id
    running = saved_conversation.load(turn.uow, person)
    if running is None or running.updated_at is None:
        return []
    draft = running.draft
    if not isinstance(draft, ComplaintDraft) or not draft.is_worth_keeping or draft.reminded:
        return []
    if turn.uow.now - running.updated_at <= REMINDED_AFTER:
        return []
    # The time of the last change is kept, because a reminder is not a change by the writer.
    reminded = replace(running, draft=replace(draft, reminded=True))
    saved_conversation.save(turn.uow, person, reminded, running.updated_at)
    return [remind(turn.at(running))]


def remind(turn: ComplaintTurn) -> Reply:
    """Return the question whether to continue the old draft, if there is nothing new to add to it."""
    choices = turn.buttons("unsent", {"go_on": "button.go_on", "cancel": "button.cancel"})
    return _question(turn, ("unsent.remind", "unsent.remind_wordless"), choices)


def is_greeting_or_thanks(turn: Turn, event: InboundEvent) -> bool:
    """Whether an event is only a greeting or thanks, which belongs to no complaint."""
    if event.kind is not EventKind.TEXT:
        return False
    return turn.uow.understood(event.text).act in {Act.GREETING, Act.THANKS}


def _ask(turn: ComplaintTurn) -> list[Reply]:
    newer = turn.draft.newer
    if newer is None or not (newer.is_worth_keeping or newer.has_place):
        return [remind(turn)]
    choices = turn.buttons("unsent", {"go_on": "button.same_matter", "new": "button.new_matter"})
    return [_question(turn, ("unsent.ask", "unsent.ask_wordless"), choices)]


def _question(turn: ComplaintTurn, keys: tuple[str, str], choices: tuple[Choice, ...]) -> Reply:
    """Return a question about the old draft. `keys`: the word keys for a draft with text and one without."""
    words = turn.draft.detail
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    by_words, wordless = keys
    question = turn.say(by_words, words=short) if words else turn.say(wordless)
    return Text(question, choices)


def _parse(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    newer = turn.draft.newer or ComplaintDraft()
    match event.postback.value if event.postback else "":
        case "go_on":
            return _joined(turn, newer)
        case "new" if newer.detail and not (newer.evidence.ids or newer.has_place):
            attachments.discard(turn.uow, turn.draft)
            # The text may be no complaint at all, so it is handled like a new message.
            raise Exit(newer.detail)
        case "new":
            attachments.discard(turn.uow, turn.draft)
            suspended = turn.draft.progress.suspended
            return replace(newer, progress=replace(NO_PROGRESS, suspended=suspended))
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("complaint.press_needed")
    text = event.text.strip()
    is_first = not (newer.is_worth_keeping or newer.has_place)
    if is_first and meaning.is_only_place(turn, text):
        # A place alone is no new matter.
        return _joined(turn, replace(newer, detail=text))
    if is_first and meaning.is_beside(turn, text):
        raise meaning.not_added(turn, "aside.unsure", text)
    detail = "\n".join(filter(None, (newer.detail, text)))
    return replace(turn.draft, newer=replace(newer, detail=detail[:DETAIL_LIMIT]))


def _joined(turn: ComplaintTurn, newer: ComplaintDraft) -> ComplaintDraft:
    """Return the old draft with the new text and evidence appended, and the new place if there is one."""
    draft = turn.draft
    if meaning.is_only_place(turn, newer.detail):
        newer = replace(newer, detail="", place=place_told(turn, newer.detail))
    before, sent = draft.evidence, newer.evidence
    detail = "\n".join(filter(None, (draft.detail, newer.detail)))
    both = replace(sent, ids=(*before.ids, *sent.ids), sets={**before.sets, **sent.sets})
    return replace(
        draft,
        detail=detail[:DETAIL_LIMIT] if newer.detail else draft.detail,
        evidence=both if sent.ids else before,
        place=newer.place if newer.has_place else draft.place,
        newer=None,
        reminded=False,
    )


STEP = Step[ComplaintDraft]("unsent", lambda draft: draft.newer is not None, _ask, _parse)
