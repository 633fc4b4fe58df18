"""The step engine: a conversation is a typed draft and named steps, computed for each turn.

The open step is the first whose answer the draft lacks. So steps come in any order, going back is
forgetting an answer, and a release that renames a step simply asks the next open question.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from domain.language.labels import Labels
from handlers.core.messages import (
    ButtonAction,
    Card,
    Cards,
    Choice,
    EventKind,
    InboundEvent,
    Postback,
    Reply,
    Text,
)
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.draft import Conversation, Draft, Evidence, parts
from handlers.engine.flow import Flow, NotUnderstood, Step, TakenMedia
from handlers.engine.turn import ConversationTurn, D, Turn

BUTTON_COMMANDS = frozenset(
    {
        *("confirm", "skip", "edit", "other_topic", "not_a_complaint", "unknown"),
        *("fixed", "not_fixed", "add", "withdraw"),
        *(f"score_{score}" for score in range(1, 6)),
    }
)
"""Keys of domain/data/commands.toml that stand for the button of the same key in words/button.toml."""


def begin(turn: Turn, flow: Flow[D], draft: D) -> list[Reply]:
    """Start a flow with what is known already. A conversation it interrupts is suspended, not lost."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    suspended = _suspended(running, flow.name) if running else None
    if suspended is not None:
        keep_evidence(turn.uow, suspended.draft)
    draft = replace(draft, progress=replace(draft.progress, suspended=suspended))
    return _go_on(turn.at(Conversation(new_draft_id(), draft)), flow, draft)


def keep_evidence(uow: UnitOfWork, draft: Draft) -> None:
    """Keep what was sent into a draft, or one within it, for as long as the draft from today."""
    ids = [key for part in parts(draft, Evidence) for key in part.ids]
    if ids:
        uow.tx.attachments.still_wanted(ids, uow.now)


def _suspended(running: Conversation, beginning: str) -> Conversation | None:
    """What is kept of the conversation that a new one interrupts: itself, or what it had interrupted."""
    whole = replace(running, updated_at=None)
    if running.draft.is_worth_keeping:
        return whole
    # The same conversation begun anew takes the place of one that holds nothing yet.
    own = None if running.flow == beginning else whole
    return running.draft.progress.suspended or own


def advance(turn: ConversationTurn[D], flow: Flow[D], event: InboundEvent) -> list[Reply]:
    """One answer heard: the next question, the same one again, or the end. Raises Exit or SwitchTo."""
    step = flow.open_step(turn)
    if step is None:
        return _go_on(turn, flow, turn.draft)
    taken = flow.on_media(turn, event)
    if taken is not None:
        replies = _go_on(turn, flow, taken.draft, quiet=taken.more_to_come)
        return _acknowledged(turn, taken, replies)
    event = _typed_button(turn, step, event)
    answered = flow.step(turn, event.postback.step) or step if event.postback else step
    if flow.is_ahead(turn, answered):
        return _ask(turn, step)
    try:
        draft = answered.parse(turn, event)
    except NotUnderstood as problem:
        # What is open is asked: a button may be of a question that this conversation never asks.
        return _ask(turn, step, lead=turn.say(problem.key, **problem.facts))
    return _go_on(turn, flow, replace(draft, progress=draft.progress.after(answered.name)))


def back(turn: ConversationTurn[D], flow: Flow[D]) -> list[Reply]:
    """Leave a side question; else forget the last answer and ask for it again."""
    draft = turn.draft
    if draft.progress.side_question:
        return _go_on(turn, flow, draft.without_side_question())
    *earlier, last = draft.progress.history or ("",)
    step = flow.step(turn, last)
    draft = step.forget(draft) if step else draft
    progress = replace(draft.progress, history=tuple(earlier))
    return _go_on(turn, flow, replace(draft, progress=progress))


def leave(turn: ConversationTurn[D]) -> Conversation | None:
    """End the conversation; the one it had interrupted, if any, is under way again."""
    suspended = turn.draft.progress.suspended
    if suspended is None:
        turn.uow.tx.conversations.drop(turn.user.line_user_id)
        return None
    saved_conversation.save(turn.uow, turn.user.line_user_id, suspended, turn.uow.now)
    return suspended


def ask_again(turn: ConversationTurn[D], flow: Flow[D], lead: str = "") -> list[Reply]:
    step = flow.open_step(turn)
    return _ask(turn, step, lead) if step else _go_on(turn, flow, turn.draft)


def new_draft_id() -> str:
    return secrets.token_hex(6)


def _go_on(
    turn: ConversationTurn[D], flow: Flow[D], draft: D, *, quiet: bool = False
) -> list[Reply]:
    turn = replace(turn, draft=draft)
    step = flow.open_step(turn)
    if step is None:
        leave(turn)
        return flow.finish(turn)
    going_on = Conversation(turn.draft_id, draft)
    saved_conversation.save(turn.uow, turn.user.line_user_id, going_on, turn.uow.now)
    return [] if quiet else _ask(turn, step)


def _ask(turn: ConversationTurn[D], step: Step[D], lead: str = "") -> list[Reply]:
    question = step.ask(turn)
    if not lead:
        return question
    return [Text(lead), *question]


def _acknowledged(turn: Turn, taken: TakenMedia[D], replies: list[Reply]) -> list[Reply]:
    """Whoever sent a photo reads that it is here: above the question, or on the card that counts it."""
    if not replies:
        return []
    if taken.refusal:
        return [Text(taken.refusal), *replies]
    first, *rest = replies
    if not isinstance(first, Text):
        return replies
    return [replace(first, text=f"{turn.say('attachment.received')}\n{first.text}"), *rest]


def _typed_button(turn: ConversationTurn[D], step: Step[D], event: InboundEvent) -> InboundEvent:
    """Typing a button's label or a synonym of it is pressing it: LINE for PC shows no quick replies."""
    if event.kind is not EventKind.TEXT:
        return event
    targets = {
        choice.target: choice.label
        for choice in _choices(step.ask(turn))
        if choice.does is ButtonAction.PRESS
    }
    command = turn.uow.understood(event.text).command
    meant = turn.label(f"button.{command}") if command in BUTTON_COMMANDS else ""
    for target, label in targets.items():
        if label.lower() == event.text.strip().lower() or label == meant:
            return replace(event, kind=EventKind.PRESS, postback=Postback.parse(target))
    pressed = Labels(_spoken(targets)).match(event.text)
    if pressed is None:
        return event
    return replace(event, kind=EventKind.PRESS, postback=Postback.parse(pressed))


def _spoken(labels: Mapping[str, str]) -> dict[str, list[str]]:
    """What may be typed for each button: its label, and each word of it that no other button's label has.

    "ถนน" is enough for "ถนน ทางเท้า สะพาน", and "3" for "หมู่ที่ 3".
    """
    words = {target: label.split() for target, label in labels.items()}
    counted = Counter(word for one in words.values() for word in set(one))
    return {
        target: [labels[target], *(word for word in one if counted[word] == 1)]
        for target, one in words.items()
    }


def _choices(replies: list[Reply]) -> list[Choice]:
    found: list[Choice] = []
    for reply in replies:
        found += reply.choices
        for card in reply.cards if isinstance(reply, Cards) else (reply,):
            found += card.buttons if isinstance(card, Card) else ()
    return found
