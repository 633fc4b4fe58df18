"""The conversation in which an executive orders a department to act: which one, in which words, and the check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.organisation.rights import Right, has_right
from handlers.access import ordering, permission, work_list
from handlers.access.ordering import Reach
from handlers.conversations.officer.current_case import officer_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases.desk import orders

NAME = "instruct"


@dataclass(frozen=True)
class InstructionDraft(Draft, flow=NAME):
    """`department`: its key. `case`: the id of the case that the order is about, 0 for none. `words`: its text.

    `offered`: what was typed at the check, which becomes the text only if its writer says so.
    """

    department: str = ""
    case: int = 0
    words: str = typed_text()
    offered: str = typed_text()
    confirmed: bool = False


InstructionTurn = ConversationTurn[InstructionDraft]


def start(turn: Turn, department: str = "", words: str = "") -> list[Reply]:
    """Begin an order to a department, or to one still to be chosen. Raises Refused not_an_officer or not_yours."""
    _ensure_may_order(turn)
    return begin(turn, FLOW, InstructionDraft(department, words=words[: orders.WORDS_LIMIT]))


def start_about(turn: Turn, case_id: int, words: str = "") -> list[Reply]:
    """Begin an order about a case to its department; without words, those of the next step are proposed.

    Raises Refused not_an_officer, not_yours, not_found or already_closed.
    """
    _ensure_may_order(turn)
    case = _case(turn, case_id)
    if not permission.may_urge(turn.uow, officer_of(turn), case):
        raise Refused("not_yours")
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    words = words[: orders.WORDS_LIMIT] or orders.urging(turn.uow, case)
    return begin(turn, FLOW, InstructionDraft(case.department, case.id, words))


def _ensure_may_order(turn: Turn) -> None:
    if not has_right(officer_of(turn).role, Right.ORDER):
        raise Refused("not_yours")


def _case(turn: Turn, case_id: int) -> Complaint:
    return work_list.seen_by(turn.uow, officer_of(turn), case_id)


def _cancel(turn: InstructionTurn, step: str) -> tuple[Choice, ...]:
    return (turn.button("button.cancel", step, "cancel"),)


def _ask_department(turn: InstructionTurn) -> list[Reply]:
    names = {
        one.key: turn.name(Bilingual(one.short_th, one.short_en))
        for one in turn.uow.context.catalog.departments
    }
    choices = turn.named_buttons("department", names)
    return [Text(turn.say("order.ask_department"), (*choices, *_cancel(turn, "department")))]


def _parse_department(turn: InstructionTurn, event: InboundEvent) -> InstructionDraft:
    chosen = event.postback.value if event.postback else ""
    if chosen not in turn.uow.context.catalog.departments_by_key:
        raise NotUnderstood("officer.press_needed")
    return replace(turn.draft, department=chosen)


def _ask_words(turn: InstructionTurn) -> list[Reply]:
    return [Text(turn.say("order.ask_words"), _cancel(turn, "words"))]


def _parse_words(turn: InstructionTurn, event: InboundEvent) -> InstructionDraft:
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("officer.note_needed")
    return replace(turn.draft, words=event.text.strip()[: orders.WORDS_LIMIT])


def _ask_check(turn: InstructionTurn) -> list[Reply]:
    draft = turn.draft
    if draft.offered:
        which = turn.say("order.which", old=draft.words, new=draft.offered)
        labels = {"replace": "button.replace_note", "keep": "button.keep_note"}
        return [Text(which, (*turn.buttons("check", labels), *_cancel(turn, "check")))]
    section = turn.uow.context.catalog.department(draft.department)
    department = turn.name(Bilingual(section.th, section.en))
    if draft.case:
        number = _case(turn, draft.case).number
        check = turn.say(
            "order.check_case", department=department, words=draft.words, number=number
        )
    else:
        check = turn.say("order.check", department=department, words=draft.words)
    reach = ordering.receivers(turn.uow, draft.department, officer_of(turn).id).reach
    if reach is not Reach.HEAD:
        check = f"{turn.say(f'order.warn_{reach.value}')}\n{check}"
    return [
        Text(
            check,
            (
                turn.button("button.confirm", "check", "yes"),
                turn.button("button.edit", "check", "edit"),
                *_cancel(turn, "check"),
            ),
        )
    ]


def _parse_check(turn: InstructionTurn, event: InboundEvent) -> InstructionDraft:
    match event.postback.value if event.postback else "":
        case "yes":
            draft = turn.draft
            about = _case(turn, draft.case) if draft.case else None
            orders.give(turn.uow, officer_of(turn), draft.department, draft.words, case=about)
            return replace(draft, confirmed=True)
        case "edit":
            return replace(turn.draft, words="", offered="")
        case "keep":
            return replace(turn.draft, offered="")
        case "replace" if turn.draft.offered:
            return replace(turn.draft, words=turn.draft.offered, offered="")
    if event.kind is EventKind.TEXT and event.text.strip():
        # It may belong to something else, so its writer is asked.
        return replace(turn.draft, offered=event.text.strip()[: orders.WORDS_LIMIT])
    raise NotUnderstood("officer.press_needed")


def _finish(turn: InstructionTurn) -> list[Reply]:
    section = turn.uow.context.catalog.department(turn.draft.department)
    department = turn.name(Bilingual(section.th, section.en))
    reach = ordering.receivers(turn.uow, turn.draft.department, officer_of(turn).id).reach
    said = turn.say("order.urged", department=department, words=turn.draft.words)
    lines = [said] if reach is Reach.HEAD else [said, turn.say(f"order.given_{reach.value}")]
    return [Text("\n".join(lines))]


def _steps(_turn: InstructionTurn) -> Sequence[Step[InstructionDraft]]:
    return (
        Step[InstructionDraft](
            "department", lambda draft: not draft.department, _ask_department, _parse_department
        ),
        Step[InstructionDraft](
            "words",
            lambda draft: not draft.words,
            _ask_words,
            _parse_words,
            lambda draft: replace(draft, words=""),
        ),
        Step[InstructionDraft](
            "check", lambda draft: not draft.confirmed, _ask_check, _parse_check
        ),
    )


FLOW = Flow(InstructionDraft, _steps, _finish)
