"""The step engine: a conversation consists of a typed draft and named steps, which are computed for each turn.

The open step is the first one whose answer is missing from the draft. So a conversation may begin with any
answers, going back removes an answer, and after a release that renames a step the next open one is asked.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from domain.language.labels import LONGEST, Labels
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
"""Keys of domain/data/commands.toml that mean the button of the same key in words/button.toml."""

MOST_CHOICES = 13
"""Quick replies of a message: https://developers.line.biz/en/reference/messaging-api/#quick-reply"""


def begin(turn: Turn, flow: Flow[D], draft: D, draft_id: str = "") -> list[Reply]:
    """Start a flow with a draft that may already contain answers; returns its first replies.

    A running conversation is suspended and resumes when the new one ends. `draft_id`: of an earlier conversation
    whose buttons must work in this one.
    """
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    suspended = _suspended(running, flow.name) if running else None
    if suspended is not None:
        keep_evidence(turn.uow, suspended.draft)
    draft = replace(draft, progress=replace(draft.progress, suspended=suspended))
    return _continue(turn.at(Conversation(draft_id or new_draft_id(), draft)), flow, draft)


def keep_evidence(uow: UnitOfWork, draft: Draft) -> None:
    """Restart the retention of all attachments in a draft and its nested drafts, so that they outlast it."""
    ids = [key for part in parts(draft, Evidence) for key in part.ids]
    if ids:
        uow.tx.attachments.renew(ids, uow.now)


def _suspended(running: Conversation, beginning: str) -> Conversation | None:
    """Return the conversation to suspend when a new one begins; None if there is none worth suspending.

    That is the running one if its draft is worth keeping, else the one it had interrupted, else the running one
    unless it is of the same flow.
    """
    if running.draft.is_replaced:
        return None
    whole = replace(running, updated_at=None)
    if running.draft.is_worth_keeping:
        return whole
    # A conversation of the same flow that contains nothing yet is replaced, not suspended.
    own = None if running.flow == beginning else whole
    return running.draft.progress.suspended or own


def advance(turn: ConversationTurn[D], flow: Flow[D], event: InboundEvent) -> list[Reply]:
    """Process one event of a conversation.

    Returns the next question, the same question again if the event does not answer it, or the replies of the
    finished flow. Raises Exit or SwitchTo if the step does.
    """
    step = flow.open_step(turn)
    if step is None:
        return _continue(turn, flow, turn.draft)
    taken = flow.on_media(turn, event)
    if taken is not None:
        replies = _continue(turn, flow, taken.draft, quiet=taken.more_to_come)
        return _acknowledged(turn, taken, replies)
    answered = flow.step(turn, event.postback.step) or step if event.postback else step
    if flow.is_ahead(turn, answered):
        return step.ask(turn)
    try:
        draft = answered.parse(turn, event)
    except NotUnderstood as problem:
        # Ask the open step, not the answered one, which this conversation may never ask.
        lead = turn.say(problem.key, **problem.facts)
        return with_choices(_ask_again(turn, step, lead), problem.choices)
    return _continue(turn, flow, replace(draft, progress=draft.progress.after(answered.name)))


def back(turn: ConversationTurn[D], flow: Flow[D]) -> list[Reply]:
    """Close a side question if one is open; else remove the last answer. Returns the question asked next."""
    draft = turn.draft
    if draft.progress.side_question:
        return _continue(turn, flow, draft.without_side_question())
    *earlier, last = draft.progress.history or ("",)
    step = flow.step(turn, last)
    draft = step.forget(draft) if step else draft
    progress = replace(draft.progress, history=tuple(earlier))
    return _continue(turn, flow, replace(draft, progress=progress))


def leave(turn: ConversationTurn[D]) -> Conversation | None:
    """End the conversation and resume the one it had interrupted; returns that one, or None."""
    suspended = turn.draft.progress.suspended
    if suspended is None:
        saved_conversation.drop(turn.uow, turn.user.line_user_id)
        return None
    saved_conversation.save(turn.uow, turn.user.line_user_id, suspended, turn.uow.now)
    return suspended


def ask_again(turn: ConversationTurn[D], flow: Flow[D], lead: str = "") -> list[Reply]:
    """Return the open question, preceded by the text `lead`; if no step is open, finish the flow."""
    step = flow.open_step(turn)
    return _ask_again(turn, step, lead) if step else _continue(turn, flow, turn.draft)


def go_on(turn: ConversationTurn[D], flow: Flow[D], draft: D, lead: str = "") -> list[Reply]:
    """Go on with a draft that was changed beside the open question; `lead`: a text before the next question."""
    replies = _continue(turn, flow, draft)
    return [Text(lead), *replies] if lead else replies


def with_choices(question: list[Reply], others: Iterable[Choice]) -> list[Reply]:
    """Return the question with other quick replies before its own, at most as many as LINE shows."""
    *before, last = question
    choices = (*others, *last.choices)[:MOST_CHOICES]
    return [*before, replace(last, choices=choices)]


def as_press(turn: ConversationTurn[D], flow: Flow[D], event: InboundEvent) -> InboundEvent:
    """Turn a typed label of the open question, or a synonym of it, into a press of the button; keep other events.

    LINE for PC shows no quick replies, so people there type the labels. For a text too long to be a label the
    question is not rendered.
    """
    step = flow.open_step(turn)
    if step is None:
        return event
    if event.kind is not EventKind.TEXT or len(event.text) > LONGEST:
        return event
    # By label: several buttons may do the same, such as "skip" and "back". Of equal labels the first counts.
    targets: dict[str, str] = {}
    for choice in _choices(step.ask(turn)):
        if choice.does is ButtonAction.PRESS:
            targets.setdefault(choice.label, choice.target)
    command = turn.uow.understood(event.text).command
    command_label = turn.label(f"button.{command}") if command in BUTTON_COMMANDS else ""
    for label, target in targets.items():
        if label.lower() == event.text.strip().lower() or label == command_label:
            return replace(event, kind=EventKind.POSTBACK, postback=Postback.parse(target))
    pressed = Labels(_typed_labels(targets)).match(event.text)
    if pressed is None:
        return event
    postback = Postback.parse(targets[pressed])
    return replace(event, kind=EventKind.POSTBACK, postback=postback)


def new_draft_id() -> str:
    return secrets.token_hex(6)


def _continue(
    turn: ConversationTurn[D], flow: Flow[D], draft: D, *, quiet: bool = False
) -> list[Reply]:
    turn = replace(turn, draft=draft)
    step = flow.open_step(turn)
    if step is None:
        leave(turn)
        return flow.finish(turn)
    draft = replace(draft, progress=replace(draft.progress, in_english=turn.user.language == "en"))
    question = step.ask(turn)
    chips = question[-1].choices if question else ()
    continued = Conversation(turn.draft_id, draft, chips=chips)
    saved_conversation.save(turn.uow, turn.user.line_user_id, continued, turn.uow.now)
    return [] if quiet else question


def _ask_again(turn: ConversationTurn[D], step: Step[D], lead: str) -> list[Reply]:
    question = step.ask(replace(turn, draft=turn.draft.as_asked_again()))
    return [Text(lead), *question] if lead else question


def _acknowledged(turn: Turn, taken: TakenMedia[D], replies: list[Reply]) -> list[Reply]:
    """Return the replies with the refusal of the media, or with a confirmation that it was received.

    A card gets no confirmation, because it shows the number of attachments.
    """
    if not replies:
        return []
    if taken.refusal:
        return [Text(taken.refusal), *replies]
    first, *rest = replies
    if not isinstance(first, Text):
        return replies
    return [replace(first, text=f"{turn.say('attachment.received')}\n{first.text}"), *rest]


def _typed_labels(labels: Iterable[str]) -> dict[str, list[str]]:
    """Return for each label the texts that may be typed for it: itself, and each word that is in no other label.

    For example "ถนน" for "ถนน ทางเท้า สะพาน", and "3" for "หมู่ที่ 3".
    """
    words = {label: label.split() for label in labels}
    counted = Counter(word for one in words.values() for word in set(one))
    return {
        label: [label, *(word for word in one if counted[word] == 1)]
        for label, one in words.items()
    }


def _choices(replies: list[Reply]) -> list[Choice]:
    found: list[Choice] = []
    for reply in replies:
        found += reply.choices
        for card in reply.cards if isinstance(reply, Cards) else (reply,):
            found += card.buttons if isinstance(card, Card) else ()
    return found
