"""Entry points into conversations: menu tiles, the words typed for them, and buttons that work at any time."""

from collections.abc import Callable, Mapping

from domain.cases.lifecycle import Action
from domain.language.way_meant import Way
from handlers.conversations import (
    FLOWS,
    conduct,
    identity,
    improvements,
    instruction,
    itas_count,
    main_menu,
    my_data,
    order_report,
    question_reply,
    recusal,
    told,
)
from handlers.conversations import survey_voids as voids
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.conduct_draft import ConductDraft
from handlers.conversations.officer import correct, desk_link, order, work_list
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.conversations.survey import entry as survey
from handlers.conversations.survey_office import comments, overview, results_card
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import EventKind, InboundEvent, Postback, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.draft import Draft
from handlers.engine.turn import Turn
from handlers.notify import undelivered
from handlers.routing import told_before

CANCEL = "cancel"
BACK = "back"
GO_ON = "survey_go_on"
FIX, FOLLOW, EIT = "survey_fix", "survey_follow", "survey_eit"
RESULTS = "rate"
"""The tile of surveys, which shows officers the results."""
GLOBAL_WORDS = {
    **{f"menu.{key}": key for key in main_menu.MENU},
    "button.cancel": CANCEL,
    "button.back": BACK,
    "menu.work": "work",
    "menu.desk": "desk",
    "menu.results": RESULTS,
    "survey.go_on": GO_ON,
    "survey.fix": FIX,
    "survey.follow": FOLLOW,
    "survey.itas_open": EIT,
    my_data.WORD: my_data.NAME,
}
"""Word keys of the labels that mean the same at every question, with their meaning."""
OPENED_BY_WORDS: Mapping[str, Callable[[Turn], list[Reply]]] = {
    "work": work_list.work,
    "desk": desk_link.offer,
    GO_ON: survey.go_on,
    FIX: lambda turn: open_tile(turn, "report"),
    FOLLOW: survey.follow_last,
    EIT: survey.open_eit,
    my_data.NAME: my_data.show,
}
"""What these words open at any time; the first two are for officers."""
HOME = "home"
COMMANDS = {
    **{key: key for key in (*main_menu.MENU, "work", "desk", CANCEL, BACK)},
    "my_data": my_data.NAME,
    "results": RESULTS,
    "go_on_survey": GO_ON,
    "menu": HOME,
    "help": HOME,
}
"""Keys of domain/data/commands.toml, which lists what people type instead of a label, with their meanings."""


def global_word(turn: Turn, event: InboundEvent) -> str:
    """Return the menu tile or global command that was typed or pressed; empty if there is none.

    It is a key of main_menu.MENU, or `work`, `desk`, CANCEL, BACK, HOME, GO_ON, FIX, FOLLOW, EIT or my_data.NAME.
    """
    if event.postback is not None:
        return event.postback.value if event.postback.value in {CANCEL, BACK} else ""
    if event.kind is not EventKind.TEXT:
        return ""
    typed = turn.uow.context.translations.labels_matching(event.text.strip().lower())
    exact = next((word for key, word in GLOBAL_WORDS.items() if key in typed), "") if typed else ""
    command = None if turn.understood is None else turn.understood.command
    return exact or COMMANDS.get(command or "", "")


def open_tile(turn: Turn, tile: str) -> list[Reply]:
    """Open a menu tile, a key of main_menu.MENU; returns its replies."""
    match tile:
        case "report":
            return (
                _unfinished(turn, ComplaintDraft.flow)
                or _told(turn, Way.REPORT)
                or complaint.start(turn)
            )
        case "conduct":
            return (
                _unfinished(turn, ConductDraft.flow)
                or _told(turn, Way.STAFF)
                or conduct.start(turn)
            )
        case "track":
            return tracking.show_all(turn)
        case "rate":
            return overview.show(turn) if overview.may_see(turn) else survey.start(turn)
        case "services":
            return main_menu.services(turn)
    return main_menu.contact(turn)


def _told(turn: Turn, way: Way) -> list[Reply]:
    """Begin with the text that was typed before, if the label answers it; else an empty list."""
    draft = told.kept(turn)
    told.forget(turn)
    if draft is None:
        return []
    if way is Way.REPORT and Way.PRAISE.value in draft.ways:
        # Below "is it praise?" the word for reporting means to report what is wrong.
        way = Way.STAFF
    return told_before.by_way(turn, way, draft) if way.value in draft.ways else []


def _unfinished(turn: Turn, flow: str) -> list[Reply]:
    """Return the open question if a draft of this flow has begun, so that the menu does not discard it."""
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


ButtonHandler = Callable[[Turn, Postback], list[Reply]]


def _own(action: Action) -> ButtonHandler:
    return lambda turn, postback: answer_or_dispute.begin_act(turn, postback.value, action)


def _officer(action: Action) -> ButtonHandler:
    return lambda turn, postback: work_list.begin_act(turn, postback.key, action)


def _missed_answer(turn: Turn, postback: Postback) -> list[Reply]:
    return undelivered.show(turn.uow, turn.user.line_user_id, postback.key)


BUTTON_HANDLERS: Mapping[Button, ButtonHandler] = {
    Button.SHOW_OWN_CASE: lambda turn, postback: tracking.show_one(turn, postback.key),
    Button.ANSWER: _own(Action.ANSWER),
    Button.ADD: _own(Action.ADD),
    Button.CONFIRM: lambda turn, postback: answer_or_dispute.confirm(turn, postback.value),
    Button.DISPUTE: _own(Action.DISPUTE),
    Button.WITHDRAW: _own(Action.WITHDRAW),
    Button.RATE_CASE: lambda turn, postback: survey.start_with_case(turn, postback.key),
    Button.RATE_SERVICE: lambda turn, postback: survey.start_with_service(turn, postback.value),
    Button.BEGIN_SURVEY: lambda turn, postback: survey.start_with_code(turn, postback.value),
    Button.RESUME_SURVEY: lambda turn, _postback: survey.resume(turn),
    Button.SURVEY_FIX: lambda turn, _postback: survey.fix(turn),
    Button.SURVEY_FOLLOW: lambda turn, postback: survey.follow(turn, postback.value),
    Button.SURVEY_RESULTS: lambda turn, postback: results_card.show_results(turn, postback.key),
    Button.SURVEY_DOORS: lambda turn, postback: overview.show_doors(turn, postback.key),
    Button.SURVEY_WORDS: lambda turn, _postback: comments.show(turn),
    Button.ITAS_COUNT: lambda turn, _postback: itas_count.start(turn),
    Button.VOID_LIST: lambda turn, postback: voids.show(turn, postback.key),
    Button.VOID_ASK: lambda turn, postback: voids.start(turn, postback.key),
    Button.VOID_AGREE: lambda turn, postback: voids.agree(turn, postback.key),
    Button.VOID_DECLINE: lambda turn, postback: voids.decline(turn, postback.key),
    Button.COMMENT_READ: lambda turn, postback: comments.read(turn, postback.key),
    Button.COMMENT_RELEASE: lambda turn, postback: comments.release(turn, postback.key),
    Button.COMMENT_CASE: lambda turn, postback: comments.start(turn, postback.key, comments.CASE),
    Button.COMMENT_PROPOSE: lambda turn, postback: comments.start(
        turn, postback.key, comments.PROPOSE
    ),
    Button.COMMENT_HIDE: lambda turn, postback: comments.start(turn, postback.key, comments.HIDE),
    Button.IMPROVEMENTS: lambda turn, _postback: improvements.show(turn),
    Button.IMPROVEMENT_PROPOSE: lambda turn, postback: improvements.start_proposal(
        turn, postback.value
    ),
    Button.IMPROVEMENT_AGREE: lambda turn, postback: improvements.start(
        turn, postback.key, improvements.AGREE
    ),
    Button.IMPROVEMENT_DONE: lambda turn, postback: improvements.start(
        turn, postback.key, improvements.FINISH
    ),
    Button.IMPROVEMENT_DROP: lambda turn, postback: improvements.start(
        turn, postback.key, improvements.DROP
    ),
    Button.SHOW_SERVICE: lambda turn, postback: main_menu.service(turn, postback.value),
    Button.SHOW_MISSED_ANSWER: _missed_answer,
    Button.DELETE_MY_DATA: lambda turn, _postback: my_data.start_deleting(turn),
    Button.NEXT_WORK: lambda turn, postback: work_list.next_page(turn, postback.value),
    Button.LIST: lambda turn, postback: work_list.show_list(turn, postback.value),
    Button.NEXT_OWN: lambda turn, postback: tracking.show_all(turn, postback.key),
    Button.SHOW_CASE: lambda turn, postback: work_list.show(turn, postback.key),
    Button.URGE: lambda turn, press: order.urge(turn, press.key),
    Button.INSTRUCT: lambda turn, press: instruction.start_about(turn, press.key),
    Button.CONFIRM_ORDER: lambda turn, press: order.confirm_order(turn, press.key),
    Button.FINISH_ORDER: lambda turn, press: order_report.start(turn, press.key),
    Button.CANCEL_ORDER: lambda turn, press: order.cancel_order(turn, press.key),
    Button.WHOLE_CASE: lambda turn, press: work_list.whole(turn, press.key),
    Button.WHOLE_PAGE: lambda turn, press: work_list.whole_page(turn, press.value),
    Button.AGREE_REFERRAL: lambda turn, press: work_list.decide_referral(
        turn, press.key, agrees=True
    ),
    Button.REFUSE_REFERRAL: lambda turn, press: work_list.decide_referral(
        turn, press.key, agrees=False
    ),
    Button.MORE_ACTS: lambda turn, postback: work_list.more_acts(turn, postback.key),
    Button.NOT_DONE: lambda turn, postback: work_list.leave_open(turn, postback.key),
    Button.ACCEPT: lambda turn, postback: work_list.accept(turn, postback.key),
    Button.UPDATE: _officer(Action.UPDATE),
    Button.ASK: _officer(Action.ASK),
    Button.WAIT: _officer(Action.WAIT),
    Button.CLOSE: _officer(Action.CLOSE),
    Button.ASSIGN: _officer(Action.ASSIGN),
    Button.TRANSFER: _officer(Action.TRANSFER),
    Button.NOT_OURS: _officer(Action.NOT_OURS),
    Button.REOPEN: _officer(Action.REOPEN),
    Button.SEAL: _officer(Action.SEAL),
    Button.CORRECT: lambda turn, press: correct.start(turn, press.key),
    Button.CORRECT_TO: lambda turn, press: correct.go_on(turn, press.value),
    Button.RECUSE: lambda turn, press: recusal.start(turn, press.key),
    Button.ASK_IDENTITY: lambda turn, press: identity.start(turn, press.key),
    Button.AGREE_IDENTITY: lambda turn, press: identity.decide(turn, press.key, agrees=True),
    Button.REFUSE_IDENTITY: lambda turn, press: identity.decide(turn, press.key, agrees=False),
    Button.ANSWER_QUESTION: lambda turn, press: question_reply.start(turn, press.key),
    Button.PASS_QUESTION: lambda turn, press: question_reply.choose_department(turn, press.key),
    Button.PASS_QUESTION_TO: lambda turn, press: question_reply.pass_on(turn, press.value),
}
"""The handler of each button that works at any time. The use case that it calls checks permissions."""


def handle_button(turn: Turn, postback: Postback) -> list[Reply]:
    """Handle a postback of a button that belongs to no draft; returns its replies."""
    button = buttons.read(postback)
    if button is None:
        return main_menu.home(turn, "office.old_button")
    return BUTTON_HANDLERS[button](turn, postback)


def old_button(turn: Turn, postback: Postback) -> list[Reply]:
    """Handle a button of a conversation that is over.

    A second press of ยืนยัน is answered with the number of the case, for a staff complaint without the number. A
    button of a survey changes the answer.
    """
    changed = survey.change_later(turn, postback)
    if changed is not None:
        return changed
    if turn.uow.tx.staff_cases.by_draft(postback.draft_id) is not None:
        return [Text(turn.say("conduct.filed_already"))]
    case = turn.uow.tx.complaints.by_draft(postback.draft_id)
    if case is not None and case.reporter == turn.user.line_user_id:
        return [Text(turn.say("office.filed_already", number=case.number))]
    return [Text(turn.say("office.old_button"))]
