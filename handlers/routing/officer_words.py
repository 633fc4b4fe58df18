"""Answer what an officer types before anything else reads it: a query, or an order about a case."""

from domain.language.officer_order import case_reference
from handlers.conversations import FLOWS, main_menu
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.instruction import InstructionDraft
from handlers.conversations.officer import intent, order, search
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.order_report import OrderReportDraft
from handlers.core.i18n import LABEL_LIMIT
from handlers.core.messages import ButtonAction, Choice, Reply
from handlers.engine import conversation
from handlers.engine.draft import Conversation
from handlers.engine.turn import Turn
from handlers.routing import interruptions, labelled
from handlers.views.inquiry_card import SAID_LIMIT

INTERRUPTED = (OfficerActionDraft, InstructionDraft, OrderReportDraft, ComplaintDraft)
"""Drafts of an officer in whose middle a query or an order about another case is not taken for an answer."""


def answer(turn: Turn, running: Conversation | None, text: str) -> list[Reply]:
    """Answer an officer's query or order and end an offer that was based on it; empty for another text.

    A query in the middle of an action or of an own report is answered, and the open question asked again.
    """
    if turn.officer is None or not text or _is_tile(turn, text):
        return []
    if _takes_text(running):
        return _query_between(turn, running, text)
    asked = order.asked(turn, text) or search.answer(turn, text)
    if asked and running is not None:
        conversation.leave(turn.at(running))
    return asked


def _is_tile(turn: Turn, text: str) -> bool:
    """Whether a text is the label of a menu tile, or of a staff complaint, a question or praise with its words.

    "Report" is, unless it names a case: "report 12 that we come tomorrow" tells the reporter of a case.
    """
    translations = turn.uow.context.translations
    tiles = {label for key in main_menu.MENU for label in translations.typed_forms(f"menu.{key}")}
    labels = ("menu.conduct", labelled.ASK_OFFICE, labelled.PRAISE)
    behind = any(translations.text_after_label(label, text) for label in labels)
    reported = translations.text_after_label(labelled.REPORT, text)
    reports = bool(reported) and case_reference(reported) is None
    return text.lower() in tiles or behind or reports


def _query_between(turn: Turn, running: Conversation | None, text: str) -> list[Reply]:
    """Answer a query, or an order about another case, in the middle of an action or an own report; else empty.

    An order waits until the action has been confirmed or cancelled: a button says it again.
    """
    if running is None or not isinstance(running.draft, INTERRUPTED):
        return []
    is_report = isinstance(running.draft, ComplaintDraft)
    case = 0 if isinstance(running.draft, ComplaintDraft) else running.draft.case
    flow, there = FLOWS[running.flow], turn.at(running)
    orders = intent.is_named_order(text) or intent.is_order_about_another(turn, text, case)
    if orders:
        if is_report:
            return search.answer(turn, text)
        again = Choice(text[:LABEL_LIMIT], ButtonAction.SAY, text[:SAID_LIMIT])
        question = conversation.ask_again(there, flow, turn.say("officer.finish_first"))
        return conversation.with_choices(question, [again])
    if not intent.is_query(turn, text):
        return []
    asked = search.answer(turn, text)
    return [*asked, *conversation.ask_again(there, flow)] if asked else []


def _takes_text(running: Conversation | None) -> bool:
    """Whether a text may belong to the running conversation; never to an offer that the bot guessed."""
    if running is None:
        return False
    return not interruptions.is_guess(running.draft)
