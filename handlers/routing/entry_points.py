"""The doors into conversations: a tile or a word for it, and the buttons that work at any time."""

from handlers.conversations import conduct, main_menu, my_data, rating
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.officer import work_list
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Incoming, Kind, Press, Reply, Text
from handlers.engine import conversation
from handlers.engine.conversation import Flow, Talk
from handlers.notify import undelivered

CANCEL = "cancel"
BACK = "back"
STARTS = {complaint.NAME: complaint.start, conduct.NAME: conduct.start}
"""The conversations another may divert to."""


def global_word(talk: Talk, incoming: Incoming) -> str:
    """The menu tile, `work`, `cancel` or `back` that was typed or pressed; else nothing."""
    if incoming.press is not None:
        return incoming.press.value if incoming.press.value in {CANCEL, BACK} else ""
    if incoming.kind is not Kind.TEXT:
        return ""
    typed = incoming.text.strip().lower()
    words = talk.desk.office.words
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


def open_tile(talk: Talk, tile: str) -> list[Reply]:
    """What a tile of the menu leads to: one of office.MENU."""
    match tile:
        case "report":
            return _open(talk, complaint.FLOW, "detail", "evidence", "place")
        case "conduct":
            return _open(talk, conduct.FLOW, "who")
        case "track":
            return tracking.show_all(talk)
        case "rate":
            return rating.start(talk)
        case "services":
            return main_menu.services(talk)
    return main_menu.contact(talk)


def _open(talk: Talk, running: Flow, *begun: str) -> list[Reply]:
    """A draft that has begun (it holds one of these) is offered again: a tap on the menu loses nothing."""
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    is_running = place is not None and place.flow == running.name
    if place is not None and is_running and any(place.draft.get(key) for key in begun):
        unfinished = talk.say("complaint.unfinished")
        return conversation.ask_again(talk.at(place), running, unfinished)
    return STARTS[running.name](talk)


def open_press(talk: Talk, press: Press) -> list[Reply]:
    """A button that works at any time. What it may do is checked by the use case it calls."""
    match press.flow, press.step:
        case [tracking.NAME, "show"]:
            return tracking.show_one(talk, press.key)
        case [rating.NAME, "case"]:
            return rating.start_with_case(talk, press.key)
        case [rating.NAME, "service"]:
            return rating.start_with_service(talk, press.value)
        case [answer_or_dispute.NAME, _]:
            return answer_or_dispute.open_press(talk, press)
        case [undelivered.FLOW, undelivered.STEP]:
            return undelivered.show(talk.desk, talk.speaker.line_user_id, press.key)
        case [my_data.NAME, "delete"]:
            return my_data.start_deleting(talk)
        case [main_menu.NAME, "service"]:
            return main_menu.service(talk, press.value)
        case [work_list.NAME, _]:
            return work_list.open_press(talk, press)
    return main_menu.home(talk, "office.old_button")


def old_button(talk: Talk, press: Press) -> list[Reply]:
    """A button of a conversation that is over. A second ยืนยัน is answered with the number it had."""
    case = talk.desk.tx.complaints.by_draft(press.draft_id)
    if case is not None and case.restricted:
        return [Text(talk.say("conduct.filed_already"))]
    if case is not None and case.reporter == talk.speaker.line_user_id:
        return [Text(talk.say("office.filed_already", number=case.number))]
    return [Text(talk.say("office.old_button"))]
