"""Handle texts in a running conversation that do not answer its question, and ask the question again.

Questions about an own case, a withdrawal, another matter, a question to the office, praise: each is handled as it
is outside a conversation. Steps that accept any text, such as a story, a comment or an officer's note, are not
affected.
"""

import re
from typing import Any

from domain.cases.case_number import CaseNumber
from domain.cases.lifecycle import Action
from domain.language.acts import Act
from domain.language.change_of_mind import change_of_mind
from domain.language.draft_talk import draft_talk
from domain.language.places import gives_name
from domain.language.understood import Understood
from handlers.conversations import FLOWS, crisis, main_menu, staff_check
from handlers.conversations.complaint import aside, danger
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint.category import is_choice
from handlers.conversations.complaint.change_of_mind import chosen, instead
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.conduct_draft import ConductDraft
from handlers.conversations.inquiry import InquiryDraft
from handlers.conversations.manners import is_by_rule
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.conversations.survey import entry as survey
from handlers.conversations.survey.draft import SurveyDraft
from handlers.conversations.told import ToldDraft
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.turn import ConversationTurn, Turn
from handlers.routing import free_text, heard_first, labelled, told_before
from handlers.usecases import attachments

HEARING = (ComplaintDraft, OwnCaseDraft, SurveyDraft, InquiryDraft)
"""Drafts of the residents' conversations in which these texts are handled."""
TOLD_STEPS = frozenset({"category", "review", "several"})
"""Steps of a complaint after its story, at which a question is not part of the story."""
_LONG_NUMBER = re.compile(r"\d{4}")


def respond(outside: Turn, turn: ConversationTurn[Any], event: InboundEvent) -> list[Reply] | None:
    """Return the replies to such a text, followed by the open question; None if the open step handles the event.

    `outside`: the turn without the conversation.
    """
    if isinstance(turn.draft, ToldDraft):
        return told_before.respond(outside, turn, event)
    if event.kind is not EventKind.TEXT:
        return None
    text = event.text.strip()
    if staff_check.is_answer(turn, text):
        return None
    helped = _in_danger(outside, turn, text)
    return _beside(outside, turn, text) if helped is None else helped


def _beside(outside: Turn, turn: ConversationTurn[Any], text: str) -> list[Reply] | None:
    if is_guess(turn.draft):
        other = instead(turn, text)
        if other is not None:
            conversation.leave(turn)
            return complaint.start_with(outside, other)
        replies = _beside_an_offer(outside, turn, text)
    elif isinstance(turn.draft, ComplaintDraft) and (said := aside.respond(turn, text)) is not None:
        return said
    elif text and isinstance(turn.draft, HEARING) and not _takes_text(turn):
        replies = _handled(outside, turn, text)
    else:
        return None
    if not replies:
        return None
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None or running.draft_id != turn.draft_id:
        return replies
    question = conversation.ask_again(outside.at(running), FLOWS[running.flow])
    return [*replies, *_with_choices(turn, question, replies[-1].choices)]


def _in_danger(outside: Turn, turn: ConversationTurn[Any], text: str) -> list[Reply] | None:
    """Handle a text of somebody who needs other help than a report, or whose danger is over; None for others."""
    if isinstance(turn.draft, HEARING) and not _takes_text(turn) and crisis.is_one(turn, text):
        return crisis.start(outside, text)
    is_report = isinstance(turn.draft, ComplaintDraft)
    return _over(turn) if is_report and danger.is_over(turn, text) else None


def _over(turn: ConversationTurn[Any]) -> list[Reply]:
    """End the report of a danger that is over; resume what it had interrupted."""
    attachments.discard(turn.uow, turn.draft)
    interrupted = conversation.leave(turn)
    if interrupted is None:
        return main_menu.home(turn, "emergency.over")
    lead = turn.say("emergency.over")
    return conversation.ask_again(turn.at(interrupted), FLOWS[interrupted.flow], lead)


def is_guess(draft: object) -> bool:
    """Whether a draft is an offer of a staff complaint that the bot guessed, and not yet agreed to."""
    return isinstance(draft, ConductDraft) and draft.offered and not draft.agreed


def _takes_text(turn: ConversationTurn[Any]) -> bool:
    """Whether the open step accepts any text as its answer."""
    draft = turn.draft
    if isinstance(draft, SurveyDraft):
        return survey.takes_text(turn)
    is_dispute = isinstance(draft, OwnCaseDraft) and draft.action is Action.DISPUTE
    return is_dispute and not draft.unasked


def _handled(outside: Turn, turn: ConversationTurn[Any], text: str) -> list[Reply]:
    draft = turn.draft
    is_for_the_draft = change_of_mind(text) or draft_talk(text)
    if isinstance(draft, ComplaintDraft) and (is_for_the_draft or chosen(turn, text)):
        return []
    step = FLOWS[turn.flow].open_step(turn)
    if step is not None and step.name == "category" and is_choice(turn, text):
        return []
    asks_for_story = (
        isinstance(draft, ComplaintDraft) and step is not None and step.name == "detail"
    )
    behind = None if asks_for_story else labelled.behind_label(outside, text)
    if behind is not None:
        return behind
    # At the question what to rate, a case number is an answer.
    is_addition = isinstance(draft, OwnCaseDraft) and draft.action is not Action.ANSWER
    if (isinstance(draft, ComplaintDraft | InquiryDraft) or is_addition) and (
        shown := _case_shown(outside, turn, text)
    ):
        return shown
    if isinstance(draft, OwnCaseDraft) and draft.action is Action.ADD and not draft.note:
        # This step invites questions to the officer, so a question about the case is the addition itself.
        is_invited = turn.uow.understood(text).act is Act.FOLLOW_UP
        if is_invited and not turn.uow.context.follow_ups.says_fixed(text):
            return []
    replies = heard_first.respond(turn, text)
    if replies:
        return replies
    if isinstance(draft, ComplaintDraft):
        return _beside_a_story(outside, turn, text)
    if isinstance(draft, OwnCaseDraft):
        return _new_matter(outside, turn, text)
    return []


def _case_shown(outside: Turn, turn: Turn, text: str) -> list[Reply]:
    """Show a case if the text is only its number, which adds nothing to a story. Raises Refused not_found."""
    uow = turn.uow
    number, prefix = uow.understood(text).number, uow.context.catalog.organisation.case_prefix
    if isinstance(number, CaseNumber) and uow.context.follow_ups.adds_nothing(text, prefix):
        return tracking.show_number(outside, str(number))
    return []


def _beside_an_offer(outside: Turn, turn: ConversationTurn[Any], text: str) -> list[Reply]:
    """Handle a text beside the offer of a staff complaint: a case number, own data, a service, the telephone."""
    understood = turn.uow.understood(text)
    shown = _case_shown(outside, turn, text)
    if shown or understood.staff or understood.danger:
        return shown
    replies = heard_first.respond(turn, text)
    asks = understood.act in {Act.QUESTION, Act.REQUEST}
    if replies or not (asks and (understood.asks_by_name or understood.contact)):
        # Any other question may be about the staff complaint, which ordinary officers must not read.
        return replies
    return free_text.by_intent(outside, text)


def _beside_a_story(
    outside: Turn, turn: ConversationTurn[ComplaintDraft], text: str
) -> list[Reply]:
    """Handle a question, a request, praise, or the report that the problem is solved, after the story."""
    step = FLOWS[turn.flow].open_step(turn)
    understood = turn.uow.understood(text)
    if step is None or step.name not in TOLD_STEPS or understood.danger or understood.staff:
        return []
    follow_ups = turn.uow.context.follow_ups
    if understood.act in {Act.FOLLOW_UP, Act.THANKS} and follow_ups.says_fixed(text):
        return [Text(turn.say("complaint.fixed_before_sending"))]
    if gives_name(understood.folded):
        # "My name is Somjai Deemak" has the words of praise.
        return []
    if understood.act is Act.PRAISE and is_by_rule(turn, text):
        return free_text.by_intent(outside, text)
    if turn.uow.context.language.lexicon.read(understood.folded).tells_trouble:
        return []
    if understood.act is Act.FOLLOW_UP and follow_ups.asks_progress(text):
        return [Text(turn.say("complaint.not_sent_yet"))]
    if understood.act is Act.REQUEST and understood.asks_by_name and not _is_told(turn, understood):
        return free_text.by_intent(outside, text)
    # A text that contains a telephone number does not ask for one.
    if understood.act is Act.QUESTION and not _LONG_NUMBER.search(understood.folded):
        return free_text.by_intent(outside, text)
    return []


def _is_told(turn: ConversationTurn[ComplaintDraft], understood: Understood) -> bool:
    """Whether a request is about the topic of the story, such as a water truck where the taps are dry."""
    draft = turn.draft
    topics = {draft.category, *turn.uow.understood(draft.detail).topics[:1]}
    return not topics.isdisjoint(understood.topics[:2])


def _new_matter(outside: Turn, turn: ConversationTurn[OwnCaseDraft], text: str) -> list[Reply]:
    """Handle a text about another matter than the case of the conversation."""
    case = answer_or_dispute.case_in(turn)
    if turn.uow.understood(text).staff and turn.draft.evidence.ids:
        # The step asks whether it is about staff, and takes the photo along, which may show the accused.
        return []
    if case is None or not free_text.is_new_matter(turn, text, {case.category}):
        return []
    return free_text.by_intent(outside, text)


def _with_choices(turn: Turn, question: list[Reply], others: tuple[Choice, ...]) -> list[Reply]:
    """Return the question with the quick replies of the message above it, which LINE would hide, before its own.

    The tiles of the menu are left out, because they would end the conversation.
    """
    tiles = {turn.label(f"menu.{tile}") for tile in main_menu.MENU}
    kept = [one for one in others if one.does is not ButtonAction.SAY or one.target not in tiles]
    return conversation.with_choices(question, kept)
