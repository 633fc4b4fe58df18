"""A complaint that was begun and never sent is offered again when its writer comes back.

What they say then waits in the draft as `newer` until they have said whether it belongs to the old matter or
is a new one; either way it is not lost.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.language.acts import Act
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine import saved_conversation
from handlers.engine.draft import NO_PROGRESS, Conversation, Evidence
from handlers.engine.flow import Exit, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import attachments
from handlers.usecases.complaints import DETAIL_LIMIT

IDLE = frozenset({"rating", "mydata"})
OFFERED_AFTER = timedelta(hours=12)
REMINDED_AFTER = timedelta(days=1)
_QUOTED = 60


def is_old(running: Conversation, now: datetime) -> bool:
    """Whether a conversation has been left alone for so long that the next words may be about else."""
    return running.updated_at is not None and now - running.updated_at > OFFERED_AFTER


def is_worth_offering(running: Conversation) -> bool:
    return isinstance(running.draft, ComplaintDraft) and running.draft.is_worth_keeping


def is_idle_talk(running: Conversation) -> bool:
    """A question of ours that nobody needs answered days later: what is said then is heard afresh."""
    is_empty = isinstance(running.draft, ComplaintDraft) and not running.draft.is_worth_keeping
    return running.flow in IDLE or is_empty


def reopen(turn: Turn, running: Conversation) -> ConversationTurn[Any]:
    """The turn in which what is said next is kept apart from an old complaint's draft."""
    draft = running.draft
    if not isinstance(draft, ComplaintDraft) or not draft.is_worth_keeping or draft.newer:
        return turn.at(running)
    # One owner for both, so that the two can be joined.
    newer = ComplaintDraft(evidence=Evidence(owner=draft.evidence.owner))
    return turn.at(replace(running, draft=replace(draft, newer=newer)))


def reminder(turn: Turn) -> list[Reply]:
    """Once, a day later, under the answer to something else."""
    person = turn.user.line_user_id
    running = saved_conversation.load(turn.uow, person)
    if running is None or running.updated_at is None:
        return []
    draft = running.draft
    if not isinstance(draft, ComplaintDraft) or not draft.is_worth_keeping or draft.reminded:
        return []
    if turn.uow.now - running.updated_at <= REMINDED_AFTER:
        return []
    # The draft stays as old as it is: a reminder is no work on it.
    reminded = replace(running, draft=replace(draft, reminded=True))
    saved_conversation.save(turn.uow, person, reminded, running.updated_at)
    return [remind(turn.at(running))]


def remind(turn: ComplaintTurn) -> Reply:
    """Whether to go on with the old draft, where nothing new was told."""
    choices = (
        turn.button("button.go_on", "unsent", "go_on"),
        turn.button("button.cancel", "unsent", "cancel"),
    )
    return _question(turn, ("unsent.remind", "unsent.remind_wordless"), choices)


def is_manners(turn: Turn, event: InboundEvent) -> bool:
    """A greeting or thanks: nothing to be put into any matter."""
    if event.kind is not EventKind.TEXT:
        return False
    return turn.uow.understood(event.text).act in {Act.GREETING, Act.THANKS}


def _ask(turn: ComplaintTurn) -> list[Reply]:
    choices = (
        turn.button("button.same_matter", "unsent", "go_on"),
        turn.button("button.new_matter", "unsent", "new"),
    )
    return [_question(turn, ("unsent.ask", "unsent.ask_wordless"), choices)]


def _question(turn: ComplaintTurn, keys: tuple[str, str], choices: tuple[Choice, ...]) -> Reply:
    """About the old draft; `keys`: with its first words and without."""
    words = turn.draft.detail
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    by_words, wordless = keys
    question = turn.say(by_words, words=short) if words else turn.say(wordless)
    return Text(question, choices)


def _parse(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    newer = turn.draft.newer or ComplaintDraft()
    match event.postback.value if event.postback else "":
        case "go_on":
            return _joined(turn.draft, newer)
        case "new" if newer.detail and not (newer.evidence.ids or newer.has_place):
            attachments.discard(turn.uow, turn.draft)
            # It may be no complaint at all: let it be heard like any first word.
            raise Exit(newer.detail)
        case "new":
            attachments.discard(turn.uow, turn.draft)
            suspended = turn.draft.progress.suspended
            return replace(newer, progress=replace(NO_PROGRESS, suspended=suspended))
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("complaint.press_needed")
    said = "\n".join(filter(None, (newer.detail, event.text.strip())))
    return replace(turn.draft, newer=replace(newer, detail=said[:DETAIL_LIMIT]))


def _joined(draft: ComplaintDraft, newer: ComplaintDraft) -> ComplaintDraft:
    """The old draft with the new words and evidence at its end."""
    before, sent = draft.evidence, newer.evidence
    said = "\n".join(filter(None, (draft.detail, newer.detail)))
    both = replace(sent, ids=(*before.ids, *sent.ids), sets={**before.sets, **sent.sets})
    return replace(
        draft,
        detail=said[:DETAIL_LIMIT] if newer.detail else draft.detail,
        evidence=both if sent.ids else before,
        place=newer.place if newer.has_place else draft.place,
        newer=None,
        reminded=False,
    )


STEP = Step[ComplaintDraft]("unsent", lambda draft: draft.newer is not None, _ask, _parse)
