"""Route an event to a global command, a button, the running conversation, or the handling of free text."""

from typing import Any

from domain.errors import Refused
from domain.language.understood import Understood
from handlers.access.recipients import translator_of
from handlers.conversations import FLOWS, conduct, main_menu, staff_check
from handlers.conversations.complaint import abandoned_draft, at_point
from handlers.conversations.officer import action
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.reporter import answer_or_dispute
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.conversations.survey import entry as survey
from handlers.conversations.survey import later as survey_later
from handlers.conversations.survey.draft import SurveyDraft
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import conversation, preamble, saved_conversation
from handlers.engine.draft import Conversation, Draft
from handlers.engine.flow import Exit, SwitchTo
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import ConversationTurn, Turn, turn_with
from handlers.notify import department_groups
from handlers.routing import entry_points, free_text, interruptions, officer_words, typed_labels
from handlers.usecases import attachments, custody, officers
from handlers.usecases.conduct import read_code
from handlers.usecases.corrections import message_links, unsend_edit
from storage.queues.tasks import TaskKind


def respond(uow: UnitOfWork, event: InboundEvent) -> list[Reply]:
    """Handle one event within the unit of work; returns the replies, none if the event needs no answer."""
    if event.kind is EventKind.IGNORED:
        return []
    if event.kind is EventKind.UNSEND:
        unsend_edit.take_back(uow, event)
        return []
    if event.kind is EventKind.THROTTLED:
        return [] if event.in_group else [_unread(uow, event.sender)]
    if event.in_group:
        return department_groups.respond(uow, event)
    if event.kind is EventKind.EDIT:
        accusing = unsend_edit.edit(uow, event)
        if not accusing:
            return []
        turn = _ensure_person(uow, event)
        return [Text(turn.say("suspicion.edited")), *conduct.offer(turn, accusing)]
    uow.tx.preload_sender(event.sender, event.message_id, uow.now)
    if not unsend_edit.begin(uow, event):
        # Its sender took it back before it was handled.
        return []
    if event.kind is EventKind.UNFOLLOW:
        _block(uow, event)
        return []
    turn = _ensure_person(uow, event)
    if event.kind is EventKind.FOLLOW:
        uow.tx.people.notice_shown(event.sender, event.at)
        return main_menu.welcome(turn)
    before = saved_conversation.load(uow, event.sender)
    answered = survey_later.offer(turn, _answer(turn, event))
    replies = preamble.before(turn, event, answered)
    message_links.follow(uow, event.sender, before)
    return replies


def _answer(turn: Turn, event: InboundEvent) -> list[Reply]:
    try:
        return (
            survey.start_by_code(turn, event)
            or at_point.start_at_point(turn, event)
            or _respond(turn, event)
        )
    except Refused as refusal:
        text = Text(refusal_text(turn, refusal))
        ended = _end_obsolete_action(turn)
        if ended is None:
            return [text]
        # Somebody who is no longer an officer is answered like a resident.
        return [text, *_resumed(turn, ended.draft)] if turn.officer else _answer(turn, event)
    except SwitchTo as switch:
        _leave_running(turn)
        return conversation.begin(turn, FLOWS[switch.draft.flow], switch.draft)
    except Exit as left:
        _leave_running(turn)
        # Not `free_text.respond`, which would treat the text as the answer to an officer's open question again.
        return free_text.by_intent(turn, left.text)


def _leave_running(turn: Turn) -> None:
    """End the running conversation and resume the one it had interrupted."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is not None:
        conversation.leave(turn.at(running))


def _unread(uow: UnitOfWork, sender: str) -> Reply:
    """Return the notice to a sender over the rate limit that their messages are not handled for now."""
    phone = uow.context.catalog.organisation.phone
    return Text(translator_of(uow, sender).say("apology.throttled", phone=phone))


def _respond(turn: Turn, event: InboundEvent) -> list[Reply]:
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if asked := officer_words.answer(turn, running, event.text.strip()):
        return asked
    word = typed_labels.global_word(turn, running, event)
    if word in main_menu.MENU:
        return [*entry_points.open_tile(turn, word), *abandoned_draft.reminder(turn)]
    if word == entry_points.HOME:
        return [*main_menu.home(turn, "office.greeting"), *abandoned_draft.reminder(turn)]
    if word in entry_points.OPENED_BY_WORDS:
        return entry_points.OPENED_BY_WORDS[word](turn)
    if event.postback is not None and not event.postback.draft_id:
        return [*entry_points.handle_button(turn, event.postback), *abandoned_draft.reminder(turn)]
    if running is None:
        if word == entry_points.CANCEL:
            return main_menu.home(turn, "office.nothing_to_cancel")
        if event.postback is not None:
            return entry_points.old_button(turn, event.postback)
        return free_text.respond(turn, event)
    return _in_conversation(turn, running, event, word)


def _in_conversation(
    outside: Turn, running: Conversation, event: InboundEvent, word: str
) -> list[Reply]:
    """Handle an event while a conversation is running. `outside`: the turn without the conversation."""
    now = outside.uow.now
    if abandoned_draft.is_old(running, now) or survey.is_over(running, event, now):
        conversation.keep_evidence(outside.uow, running.draft)
        survey_later.keep_running(outside, running)
        if event.postback is None and not word:
            return _after_pause(outside, running, event)
    return _go_on(outside, outside.at(running), event, word)


def _after_pause(outside: Turn, running: Conversation, event: InboundEvent) -> list[Reply]:
    """Handle what is sent while an old conversation is open: it may belong to something else."""
    turn = outside.at(running)
    is_offer = interruptions.is_guess(running.draft)
    is_dropped = is_offer or abandoned_draft.may_be_dropped(running)
    left = conversation.leave(turn) if is_dropped else running
    if left is None:
        # Nobody has answered the offer, so nobody got its story, which must not be quoted.
        told = [Text(outside.say("conduct.offer_ended"))] if is_offer else []
        return [*told, *free_text.respond(outside, event)]
    is_manners = abandoned_draft.is_greeting_or_thanks(turn, event)
    if is_manners and abandoned_draft.is_worth_offering(left):
        return [*free_text.by_intent(outside, event.text), abandoned_draft.remind(turn.at(left))]
    return _go_on(outside, abandoned_draft.reopen(outside, left), event, "")


def _go_on(
    outside: Turn, turn: ConversationTurn[Any], event: InboundEvent, word: str
) -> list[Reply]:
    """Take the event as the next act of the conversation of `turn`."""
    event, word = typed_labels.as_press(turn, event, word)
    flow = FLOWS[turn.flow]
    if event.postback is not None and event.postback.draft_id != turn.draft_id:
        old = entry_points.old_button(turn, event.postback)
        return [*old, *conversation.ask_again(turn, flow)]
    if word == entry_points.CANCEL:
        return _cancelled(turn)
    if word == entry_points.BACK:
        return conversation.back(turn, flow)
    if event.kind is EventKind.OTHER:
        return conversation.ask_again(turn, flow, turn.say("attachment.received"))
    interrupted = interruptions.respond(outside, turn, event)
    if interrupted is not None:
        return interrupted
    return [*conversation.advance(turn, flow, event), *_resumed(outside, turn.draft)]


def _cancelled(turn: ConversationTurn[Any]) -> list[Reply]:
    attachments.discard(turn.uow, turn.draft)
    interrupted = conversation.leave(turn)
    if isinstance(turn.draft, SurveyDraft):
        # The answers given so far are kept, so that it must not be called cancelled.
        return [*survey.stop(turn), *_resumed(turn, turn.draft)]
    if interrupted is None:
        nobody_saw_it = staff_check.is_asked(turn)
        return main_menu.home(turn, "conduct.cancelled" if nobody_saw_it else "office.cancelled")
    back = turn.say("office.back_to_suspended")
    return conversation.ask_again(turn.at(interrupted), FLOWS[interrupted.flow], back)


def _resumed(turn: Turn, ended: Draft) -> list[Reply]:
    """Return the question of the interrupted conversation after the one that interrupted it has ended.

    Empty if nothing was resumed. A resumed conversation whose case can no longer be acted on is ended instead.
    """
    suspended = ended.progress.suspended
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None or suspended is None or running.draft_id != suspended.draft_id:
        return []
    turn = turn.at(running)
    if isinstance(running.draft, SurveyDraft):
        # An interrupted survey is offered after the other matter and not continued at once.
        survey_later.keep(turn)
        conversation.leave(turn)
        return []
    is_obsolete_own_case = isinstance(
        running.draft, OwnCaseDraft
    ) and answer_or_dispute.is_obsolete(turn)
    if is_obsolete_own_case or _is_obsolete_action(turn, running):
        conversation.leave(turn)
        return []
    return conversation.ask_again(turn, FLOWS[running.flow], turn.say("office.go_on_suspended"))


def _block(uow: UnitOfWork, event: InboundEvent) -> None:
    """Record that the user blocked us; ignore an unfollow older than the last follow that was handled."""
    person = uow.tx.people.find(event.sender)
    followed_at = None if person is None else person.notice_shown_at
    if followed_at is None or followed_at <= event.at:
        uow.tx.people.blocked(event.sender, event.at)
        if person is not None and person.officer is not None:
            # Otherwise the staff complaints in their custody would wait unseen.
            custody.review_all(uow)


def _end_obsolete_action(turn: Turn) -> Conversation | None:
    """End an officer's action whose case they may no longer read; returns it, or None if there is none."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None or not _is_obsolete_action(turn, running):
        return None
    conversation.leave(turn.at(running))
    return running


def _is_obsolete_action(turn: Turn, running: Conversation) -> bool:
    return isinstance(running.draft, OfficerActionDraft) and action.is_obsolete(turn.at(running))


def _ensure_person(uow: UnitOfWork, event: InboundEvent) -> Turn:
    """Return the turn of an event's sender.

    A sender who was recorded as having blocked us is unblocked. The profile of a new sender is fetched from LINE
    by a task, outside this transaction.
    """
    person = uow.tx.people.find(event.sender)
    if person is None:
        uow.tx.people.ensure(event.sender, uow.now)
        uow.tx.tasks.ask(TaskKind.PROFILE, event.sender, uow.now)
    elif person.blocked_at is not None and person.blocked_at <= event.at:
        uow.tx.people.blocked(event.sender, None)
    text = event.text.strip()
    understood = uow.understood(text) if text else None
    profile = person.language if person else ""
    language = _language(uow, event, understood, profile)
    return turn_with(uow, event.sender, language, understood)


def _language(
    uow: UnitOfWork, event: InboundEvent, understood: Understood | None, profile: str
) -> str:
    """Return the language of the answer. `profile`: that of the LINE profile; empty if it is not fetched yet.

    A typed English text is answered in English too, and so are the following presses in the same conversation.
    """
    # The press of a button does not show the person's language.
    script = None if understood is None else understood.script
    if understood and script == "latin" and not _is_code(uow, event.text):
        if understood.command is None:
            return "en"
    elif script is not None:
        return profile or "th"
    running = saved_conversation.load(uow, event.sender)
    if script is not None and (profile or running is None):
        # Everybody types short commands such as "ok", which show no language within a conversation.
        return profile or "en"
    goes_on = running is not None and running.draft.progress.in_english
    return "en" if goes_on else profile or "th"


def _is_code(uow: UnitOfWork, text: str) -> bool:
    """Whether a text is only a code, which is Latin in every language; a label before it shows the language."""
    if officers.looks_like_code(text) or read_code(text):
        return True
    return not text.isascii() and bool(survey.code_typed(uow.context.translations, text))
