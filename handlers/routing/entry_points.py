"""The doors into conversations: a tile or a word for it, and the buttons that work at any time."""

from handlers.conversations import FLOWS, conduct, main_menu, my_data, rating
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.conduct_draft import ConductDraft
from handlers.conversations.officer import work_list
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core.messages import EventKind, InboundEvent, Postback, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.draft import Draft
from handlers.engine.turn import Turn
from handlers.notify import undelivered

CANCEL = "cancel"
BACK = "back"


def global_word(turn: Turn, event: InboundEvent) -> str:
    """The menu tile, `work`, `cancel` or `back` that was typed or pressed; else nothing."""
    if event.postback is not None:
        return event.postback.value if event.postback.value in {CANCEL, BACK} else ""
    if event.kind is not EventKind.TEXT:
        return ""
    typed = event.text.strip().lower()
    words = turn.uow.context.translations
    for key in main_menu.MENU:
        if typed in words.spoken(f"menu.{key}"):
            return key
    for key, word in (
        ("button.cancel", CANCEL),
        ("button.back", BACK),
        ("menu.work", "work"),
        (my_data.WORD, my_data.NAME),
    ):
        if typed in words.spoken(key):
            return word
    return ""


def open_tile(turn: Turn, tile: str) -> list[Reply]:
    """What a tile of the menu leads to: one of office.MENU."""
    match tile:
        case "report":
            return _unfinished(turn, ComplaintDraft.flow) or complaint.start(turn)
        case "conduct":
            return _unfinished(turn, ConductDraft.flow) or conduct.start(turn)
        case "track":
            return tracking.show_all(turn)
        case "rate":
            return rating.start(turn)
        case "services":
            return main_menu.services(turn)
    return main_menu.contact(turn)


def _unfinished(turn: Turn, flow: str) -> list[Reply]:
    """A draft that has begun is offered again: a tap on the menu loses nothing."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None or running.flow != flow or not _has_begun(running.draft):
        return []
    unfinished = turn.say("complaint.unfinished")
    return conversation.ask_again(turn.at(running), FLOWS[flow], unfinished)


def _has_begun(draft: Draft) -> bool:
    match draft:
        case ComplaintDraft():
            return draft.is_worth_keeping or draft.has_place
        case ConductDraft():
            return bool(draft.who)
    return False


def open_press(turn: Turn, postback: Postback) -> list[Reply]:
    """A button that works at any time. What it may do is checked by the use case it calls."""
    match postback.flow, postback.step:
        case [tracking.NAME, "show"]:
            return tracking.show_one(turn, postback.key)
        case [rating.NAME, "case"]:
            return rating.start_with_case(turn, postback.key)
        case [rating.NAME, "service"]:
            return rating.start_with_service(turn, postback.value)
        case [OwnCaseDraft.flow, _]:
            return answer_or_dispute.open_press(turn, postback)
        case [undelivered.FLOW, undelivered.STEP]:
            return undelivered.show(turn.uow, turn.user.line_user_id, postback.key)
        case [my_data.NAME, "delete"]:
            return my_data.start_deleting(turn)
        case [main_menu.NAME, "service"]:
            return main_menu.service(turn, postback.value)
        case [work_list.NAME, _]:
            return work_list.open_press(turn, postback)
    return main_menu.home(turn, "office.old_button")


def old_button(turn: Turn, postback: Postback) -> list[Reply]:
    """A button of a conversation that is over. A second ยืนยัน is answered with the number it had."""
    if turn.uow.tx.staff_cases.by_draft(postback.draft_id) is not None:
        return [Text(turn.say("conduct.filed_already"))]
    case = turn.uow.tx.complaints.by_draft(postback.draft_id)
    if case is not None and case.reporter == turn.user.line_user_id:
        return [Text(turn.say("office.filed_already", number=case.number))]
    return [Text(turn.say("office.old_button"))]
