"""Who answers: a global word, a button, the conversation under way, or what the message seems to want."""

from domain.errors import Refused
from handlers.conversations import FLOWS, main_menu, my_data
from handlers.conversations.complaint import abandoned_draft
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.officer import action, work_list
from handlers.conversations.reporter import answer_or_dispute
from handlers.core.messages import Incoming, Kind, Reply, Text
from handlers.core.unit_of_work import Desk
from handlers.engine import conversation, preamble
from handlers.engine.conversation import PARKED, Divert, Leave, Talk, talk_with
from handlers.engine.refusal_text import refusal_text
from handlers.notify import department_groups
from handlers.notify.case_events import voice_of
from handlers.routing import entry_points, free_text
from handlers.usecases import attachments, officers
from handlers.usecases.conduct import read_code
from handlers.usecases.corrections import unsend_edit
from storage.people.conversations import Place
from storage.queues.tasks import Kind as ErrandKind


def respond(desk: Desk, incoming: Incoming) -> list[Reply]:
    """Hear one thing and do what it asks for, within the desk's transaction; returns what to answer."""
    if incoming.kind is Kind.IGNORED:
        return []
    if incoming.kind is Kind.UNSEND:
        unsend_edit.take_back(desk, incoming)
        return []
    if incoming.kind is Kind.THROTTLED:
        return [] if incoming.in_group else [_unread(desk, incoming.sender)]
    if incoming.in_group:
        return department_groups.respond(desk, incoming)
    if incoming.kind is Kind.EDIT:
        unsend_edit.edit(desk, incoming)
        return []
    if not unsend_edit.remember(desk, incoming):
        return []
    if incoming.kind is Kind.UNFOLLOW:
        _block(desk, incoming)
        return []
    talk = _meet(desk, incoming)
    if incoming.kind is Kind.FOLLOW:
        desk.tx.people.notice_shown(incoming.sender, incoming.at)
        return main_menu.welcome(talk)
    return preamble.before(talk, incoming, _answer(talk, incoming))


def _answer(talk: Talk, incoming: Incoming) -> list[Reply]:
    try:
        return _hear(talk, incoming)
    except Refused as refusal:
        said = Text(refusal_text(talk, refusal))
        ended = _end_moot_act(talk)
        if ended is None:
            return [said]
        # No officer any more: what they say is what a resident says.
        return [said, *_resumed(talk, ended)] if talk.officer else _answer(talk, incoming)
    except Divert as other:
        _leave_place(talk)
        return entry_points.STARTS[other.flow](talk, **other.known)
    except Leave as leaving:
        _leave_place(talk)
        if leaving.known:
            return complaint.start(talk, detail=leaving.text, **leaving.known)
        # Not by `hear`: the question that is still open would claim the words again.
        return free_text.by_intent(talk, leaving.text)


def _leave_place(talk: Talk) -> None:
    """End what is under way; what that had interrupted goes on."""
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    conversation.leave(talk.at(place) if place else talk)


def _unread(desk: Desk, sender: str) -> Reply:
    """To whoever sends faster than anyone types: what comes now is not read."""
    phone = desk.office.catalog.organisation.phone
    return Text(voice_of(desk, sender).say("apology.throttled", phone=phone))


def _hear(talk: Talk, incoming: Incoming) -> list[Reply]:
    word = entry_points.global_word(talk, incoming)
    if word in main_menu.MENU:
        return [*entry_points.open_tile(talk, word), *abandoned_draft.reminder(talk)]
    if word == "work":
        return work_list.work(talk)
    if word == my_data.NAME:
        return my_data.show(talk)
    if incoming.press is not None and not incoming.press.draft_id:
        return [*entry_points.open_press(talk, incoming.press), *abandoned_draft.reminder(talk)]
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    if place is None or place.flow not in FLOWS:
        if word == entry_points.CANCEL:
            return main_menu.home(talk, "office.nothing_to_cancel")
        if incoming.press is not None:
            return entry_points.old_button(talk, incoming.press)
        return free_text.hear(talk, incoming)
    return _in_conversation(talk.at(place), place, incoming, word)


def _in_conversation(talk: Talk, place: Place, incoming: Incoming, word: str) -> list[Reply]:
    running = FLOWS[place.flow]
    is_old = abandoned_draft.is_old(place, talk.desk.now)
    if is_old:
        attachments.still_wanted(talk.desk, place.draft)
    if is_old and incoming.press is None and not word:
        left: Place | None = (
            conversation.leave(talk) if abandoned_draft.is_idle_talk(place) else place
        )
        if left is None:
            return free_text.hear(talk, incoming)
        if abandoned_draft.is_worth_offering(left) and abandoned_draft.is_manners(talk, incoming):
            return [
                *free_text.by_intent(talk, incoming.text),
                abandoned_draft.remind(talk.at(left)),
            ]
        talk, running = abandoned_draft.reopen(talk.at(left), left), FLOWS[left.flow]
    if incoming.press is not None and incoming.press.draft_id != place.draft_id:
        old = entry_points.old_button(talk, incoming.press)
        return [*old, *conversation.ask_again(talk, running)]
    if word == entry_points.CANCEL:
        attachments.discard(talk.desk, talk.draft)
        interrupted = conversation.leave(talk)
        if interrupted is None or interrupted.flow not in FLOWS:
            return main_menu.home(talk, "office.cancelled")
        return conversation.ask_again(
            talk.at(interrupted), FLOWS[interrupted.flow], talk.say("office.back_to_parked")
        )
    if word == entry_points.BACK:
        return conversation.back(talk, running)
    if incoming.kind is Kind.OTHER:
        return conversation.ask_again(talk, running, talk.say("attachment.received"))
    return [*conversation.advance(talk, running, incoming), *_resumed(talk, place)]


def _resumed(talk: Talk, ended: Place) -> list[Reply]:
    """What a conversation had interrupted asks again once that one is over."""
    parked = ended.draft.get(PARKED)
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    is_back = place is not None and parked is not None and place.draft_id == parked["draft_id"]
    if place is None or not is_back or place.flow not in FLOWS:
        return []
    is_moot_own = place.flow == answer_or_dispute.NAME and answer_or_dispute.is_moot(talk.at(place))
    if is_moot_own or _is_moot_act(talk, place):
        conversation.leave(talk.at(place))
        return []
    return conversation.ask_again(
        talk.at(place), FLOWS[place.flow], talk.say("office.go_on_parked")
    )


def _block(desk: Desk, incoming: Incoming) -> None:
    """They take nothing from us any more, unless LINE tells so only after it told that they are back."""
    person = desk.tx.people.find(incoming.sender)
    told_at = None if person is None else person.notice_shown_at
    if told_at is None or told_at <= incoming.at:
        desk.tx.people.blocked(incoming.sender, incoming.at)


def _end_moot_act(talk: Talk) -> Place | None:
    """End an officer's act whose case is no longer theirs to see; None when that is not what is under way."""
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    if place is None or not _is_moot_act(talk, place):
        return None
    conversation.leave(talk.at(place))
    return place


def _is_moot_act(talk: Talk, place: Place) -> bool:
    return place.flow == action.NAME and action.is_moot(talk.at(place))


def _meet(desk: Desk, incoming: Incoming) -> Talk:
    """Who is speaking, and so has not blocked us. Somebody new is looked up at LINE, outside this transaction."""
    person = desk.tx.people.find(incoming.sender)
    if person is None:
        desk.tx.people.meet(incoming.sender, desk.now)
        desk.tx.errands.ask(ErrandKind.PROFILE, incoming.sender, desk.now)
    elif person.blocked_at is not None and person.blocked_at <= incoming.at:
        desk.tx.people.blocked(incoming.sender, None)
    language = person.language if person and person.language else _guess_language(incoming.text)
    return talk_with(desk, incoming.sender, language)


def _guess_language(text: str) -> str:
    """Until LINE has told: a text of Latin letters without a Thai one is English, but a code is not."""
    if officers.looks_like_code(text) or read_code(text):
        return "th"
    has_thai = any("\u0e00" <= letter <= "\u0e7f" for letter in text)
    has_latin = any("a" <= letter <= "z" for letter in text.lower())
    return "en" if has_latin and not has_thai else "th"
