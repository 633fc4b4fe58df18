"""Turn a typed label of the open question into a press of its button, before anything else reads the text."""

from dataclasses import replace
from typing import Any

from domain.cases.lifecycle import Action
from domain.language.change_of_mind import change_of_mind
from domain.language.said_aside import Said
from handlers.conversations import FLOWS, conduct, staff_check
from handlers.conversations.complaint import aside, meaning
from handlers.conversations.complaint.change_of_mind import chosen
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.inquiry import InquiryDraft
from handlers.conversations.instruction import InstructionDraft
from handlers.conversations.manners import only_wishes_no_name
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.order_report import OrderReportDraft
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.conversations.survey import entry as survey
from handlers.conversations.survey.draft import SurveyDraft
from handlers.core.messages import EventKind, InboundEvent
from handlers.engine import conversation
from handlers.engine.draft import Conversation
from handlers.engine.turn import ConversationTurn, Turn
from handlers.routing import entry_points

STAFF_TILE = "conduct"
STAFF_QUESTIONS = frozenset({staff_check.STEP, conduct.OFFER.name})
"""Steps that ask whether the matter is about staff."""
TOLD_STEPS = frozenset({"category", "review", "several"})
"""Steps of a complaint after its story, which offer the staff complaint to one that may accuse."""

CONFIRMED = (OwnCaseDraft, InquiryDraft, OfficerActionDraft, InstructionDraft, OrderReportDraft)
"""Drafts whose last question is answered by any words that agree, as a report's review is."""


def global_word(turn: Turn, running: Conversation | None, event: InboundEvent) -> str:
    """Return entry_points.global_word, but none for the label of a menu tile that answers the open question."""
    word = entry_points.global_word(turn, event)
    if running is not None and word == STAFF_TILE and _asks_about_staff(turn.at(running)):
        return ""
    return word


def _asks_about_staff(turn: ConversationTurn[Any]) -> bool:
    """Whether the open question is whether this matter is about staff.

    Among the topics of another problem the label begins another matter, which takes nothing of the first along.
    """
    step = FLOWS[turn.flow].open_step(turn)
    if step is None:
        return False
    if isinstance(turn.draft, ComplaintDraft) and step.name in TOLD_STEPS:
        return staff_check.may_accuse(turn, turn.draft.detail)
    return step.name in STAFF_QUESTIONS


def as_press(
    turn: ConversationTurn[Any], event: InboundEvent, word: str
) -> tuple[InboundEvent, str]:
    """Return the event and its global word, after a typed answer of the open question became a press.

    `word`: as returned by entry_points.global_word.
    """
    if word and word != entry_points.BACK:
        return event, word
    text = event.text.strip()
    gives_up = _gives_up(turn, text) or staff_check.gives_up(turn, text)
    if event.kind is EventKind.TEXT and gives_up:
        return event, entry_points.CANCEL
    pressed = survey.as_press(turn, event) if isinstance(turn.draft, SurveyDraft) else event
    pressed = conversation.as_press(turn, FLOWS[turn.flow], pressed)
    if pressed is event and isinstance(turn.draft, ComplaintDraft):
        pressed = aside.as_press(turn, event)
    if pressed is event and isinstance(turn.draft, CONFIRMED):
        pressed = _confirmed(turn, event)
    return pressed, word if pressed is event else entry_points.global_word(turn, pressed)


def _confirmed(turn: ConversationTurn[Any], event: InboundEvent) -> InboundEvent:
    """Return the press of "confirm" if the open question has it and the text agrees; else the event."""
    if event.kind is not EventKind.TEXT or meaning.said(turn, event.text.strip()) is not Said.AGREE:
        return event
    typed = replace(event, text=turn.label("button.confirm"))
    pressed = conversation.as_press(turn, FLOWS[turn.flow], typed)
    return event if pressed is typed else pressed


def _gives_up(turn: ConversationTurn[Any], text: str) -> bool:
    """Whether a text gives up what its writer is doing, such as "never mind, I leave it".

    To an officer's question the same words may be the answer.
    """
    draft = turn.draft
    is_answer = isinstance(draft, OwnCaseDraft) and draft.action is Action.ANSWER
    may_end = isinstance(draft, ComplaintDraft | OwnCaseDraft | InquiryDraft) and not is_answer
    if isinstance(draft, OfficerActionDraft | InstructionDraft | OrderReportDraft):
        # The same words may be a note.
        step = FLOWS[turn.flow].open_step(turn)
        may_end = step is not None and step.name in {"check", "proof"}
    if not may_end or change_of_mind(text) is not None or only_wishes_no_name(turn, text):
        return False
    if isinstance(draft, ComplaintDraft) and chosen(turn, text) is not None:
        return False
    return meaning.said(turn, text) is Said.CANCEL
