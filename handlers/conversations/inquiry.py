"""The conversation in which a resident leaves a question for an officer; praise and suggestions need none."""

from dataclasses import dataclass, replace

from domain.cases.inquiry import InquiryKind
from domain.language.acts import Act
from domain.language.staff_gate import Way
from domain.language.unanswered_question import as_unanswered_question
from handlers.conversations import main_menu, staff_check, told
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step, SwitchTo
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import inquiries
from handlers.views import inquiry_card

NAME = "inquiry"


@dataclass(frozen=True)
class InquiryDraft(Draft, flow=NAME):
    """`words`: the question. `suspected`: its writer must say whether it is about staff.

    `service`: key of the service whose details it tells, "" for another question. `in_words`: they said in words
    of their own that it is not, so its readers are told and it must be confirmed.
    """

    words: str = typed_text()
    suspected: bool = False
    service: str = ""
    in_words: bool = False


InquiryTurn = ConversationTurn[InquiryDraft]


def ask(turn: Turn, words: str = "", service: str = "") -> list[Reply]:
    """Leave a question for an officer; if `words` is empty, ask for it first. Returns the replies.

    `service`: as in InquiryDraft.
    """
    return begin(turn, FLOW, _with_words(turn, InquiryDraft(service=service), words))


def send(turn: Turn, kind: InquiryKind, words: str) -> list[Reply]:
    """Send praise or a suggestion to its department; returns the thanks."""
    sent = inquiries.send(turn.uow, turn.user.line_user_id, kind, words)
    thanks = turn.say(
        f"inquiry.sent_{kind.value}",
        department=inquiry_card.department(turn.uow, sent.department),
    )
    report = inquiry_card.say_button(
        turn.translator, "button.report_this", sends="menu.report", words=words
    )
    return [Text(thanks, (report, *main_menu.menu_choices(turn)))]


def ask_if_praise(turn: Turn, words: str) -> list[Reply]:
    """Ask whether praise that may accuse somebody is praise, before anybody receives it. Returns the question."""
    ways = (
        inquiry_card.say_button(turn.translator, "menu.conduct", words=words),
        inquiry_card.say_button(turn.translator, "button.is_praise", words=words),
    )
    return [Text(turn.say("inquiry.ask_if_praise"), (*ways, *main_menu.menu_choices(turn)))]


def offer(turn: Turn, question: str, *, is_clear: bool = True) -> list[Reply]:
    """Reply to a question without an answer: how to reach the office, and buttons that forward the text.

    `is_clear`: it is a question; otherwise the reply says that the text was not understood. A resident's question
    is counted for the officers and the maintainers of the office's data, unless it may accuse one of these
    officers.
    """
    gap = as_unanswered_question(question)
    is_harmless = not staff_check.may_accuse(turn, question)
    is_question = turn.uow.understood(question).act is Act.QUESTION
    if gap is not None and is_question and is_harmless and turn.officer is None:
        turn.uow.tx.unanswered_questions.note(gap, turn.uow.now)
    return _offer(turn, "inquiry.no_answer" if is_clear else "inquiry.unclear", question)


def offer_person(turn: Turn) -> list[Reply]:
    """Reply to somebody who wants to talk to a person: the phone, its hours, and a button to leave a question."""
    return _offer(turn, "inquiry.person", "")


def offer_without_case(turn: Turn, words: str) -> list[Reply]:
    """Reply to somebody without a case who asks about an earlier report: how to find it, or to report it now."""
    return _offer(turn, "tracking.none_told", words)


def offer_other_ways(turn: Turn, words: str) -> list[Reply]:
    """Reply to somebody who says that their text is no complaint, with the other ways to an officer."""
    replies = _offer(turn, "complaint.not_taken", words)
    told.remember(turn, words, replies)
    return replies


def _offer(turn: Turn, key: str, words: str) -> list[Reply]:
    organisation = turn.uow.context.catalog.organisation
    text = turn.say(key, phone=organisation.phone, hours=main_menu.hours_now(turn))
    ask_office = inquiry_card.say_button(turn.translator, "button.ask_office", words=words)
    report = inquiry_card.say_button(
        turn.translator, "button.report_this", sends="menu.report", words=words
    )
    # An accusation that was not recognised must not need typing again to avoid the officers whom it accuses.
    about_staff = inquiry_card.say_button(turn.translator, "menu.conduct", words=words)
    ways = (ask_office, report, about_staff) if words else (ask_office,)
    own = {one.label for one in ways}
    menu = (one for one in main_menu.menu_choices(turn) if one.label not in own)
    return [Text(text, (*ways, *menu))]


def _ask_words(turn: InquiryTurn) -> list[Reply]:
    return [Text(turn.say("inquiry.ask_words"), (turn.button("button.cancel", "words", "cancel"),))]


def _parse_words(turn: InquiryTurn, event: InboundEvent) -> InquiryDraft:
    words = event.text.strip()
    if event.kind is not EventKind.TEXT or not words or turn.uow.understood(words).command:
        raise NotUnderstood("inquiry.words_needed")
    return _with_words(turn, turn.draft, words)


def _with_words(turn: Turn, draft: InquiryDraft, words: str) -> InquiryDraft:
    """Return the draft with the question, suspected if it may accuse somebody of the office."""
    words = words[: inquiries.WORDS_LIMIT]
    return replace(draft, words=words, suspected=staff_check.may_accuse(turn, words))


def _parse_staff(turn: InquiryTurn, event: InboundEvent) -> InquiryDraft:
    match event.postback.value if event.postback else staff_check.way_chosen(turn, event):
        case "yes" | Way.HIDDEN as way:
            raise SwitchTo(
                staff_check.staff_complaint(turn, turn.draft.words, hide_name=way is Way.HIDDEN)
            )
        case Way.ORDINARY:
            return replace(turn.draft, suspected=False, in_words=event.postback is None)
        case _ if event.kind is EventKind.TEXT and event.text.strip():
            # A further text becomes part of the same question.
            words = f"{turn.draft.words}\n{event.text.strip()}"
            return replace(turn.draft, words=words[: inquiries.WORDS_LIMIT])
    raise NotUnderstood("suspicion.choose")


def _ask_check(turn: InquiryTurn) -> list[Reply]:
    """Return who will read a question that may accuse and was declared ordinary in words."""
    section = inquiry_card.department(turn.uow, _department(turn))
    choices = turn.buttons("check", {"yes": "button.confirm"})
    protected = turn.button("menu.conduct", staff_check.STEP, staff_check.STAFF)
    cancel = turn.button("button.cancel", "check", "cancel")
    readers = turn.say("suspicion.readers", sections=section)
    return [Text(readers, (*choices, protected, cancel))]


def _parse_check(turn: InquiryTurn, event: InboundEvent) -> InquiryDraft:
    if event.postback is None or event.postback.value != "yes":
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, in_words=False)


def _department(turn: InquiryTurn) -> str:
    service = turn.draft.service
    if service:
        return turn.uow.context.catalog.service(service).department
    return inquiries.department_for(turn.uow, turn.draft.words)


def _finish(turn: InquiryTurn) -> list[Reply]:
    words, department = turn.draft.words, ""
    if turn.draft.service:
        service = turn.uow.context.catalog.service(turn.draft.service)
        words, department = f"{words}\n({service.th})", service.department
    sent = inquiries.send(
        turn.uow,
        turn.user.line_user_id,
        InquiryKind.QUESTION,
        words,
        draft_id=turn.draft_id,
        department=department,
    )
    if sent.answer:
        return [inquiry_card.answered(turn.uow, turn.translator, sent)]
    receipt = turn.say(
        "inquiry.sent_question",
        department=inquiry_card.department(turn.uow, sent.department),
        number=sent.id,
    )
    if inquiry_card.is_unnamed(turn.uow, sent):
        receipt = f"{receipt}\n{turn.say('inquiry.sent_unnamed')}"
    return [Text(receipt, main_menu.menu_choices(turn))]


FLOW = Flow(
    InquiryDraft,
    lambda _turn: (
        Step[InquiryDraft]("words", lambda draft: not draft.words, _ask_words, _parse_words),
        Step[InquiryDraft](
            staff_check.STEP, lambda draft: draft.suspected, staff_check.question, _parse_staff
        ),
        Step[InquiryDraft]("check", lambda draft: draft.in_words, _ask_check, _parse_check),
    ),
    _finish,
)
