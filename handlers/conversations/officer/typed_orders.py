"""Act on a case that an officer names or describes in words: "close 12, the lamp is new".

Nothing is done to a case on words alone, except what its button does at once for a case that is named: accepting
and assigning. Everything else ends in the check, where the officer reads what will be sent to whom.
"""

from collections.abc import Sequence

from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import DISPUTE_DAYS, Action
from domain.language.officer_answers import named_one, said_day, waiting_reason
from domain.language.officer_intent import Intent
from domain.language.officer_order import (
    SECTION,
    note_of,
    says_accept,
    towards,
)
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from domain.text.thai_text import fold
from handlers.access.permission import colleagues
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations import instruction
from handlers.conversations.officer import action, work_list
from handlers.conversations.officer.case_lists import with_number
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.officer.order_cases import cases_meant, named
from handlers.conversations.officer.typed_order import LABELS, TypedOrder, read_order
from handlers.conversations.officer.wait import fits
from handlers.core.buttons import Button
from handlers.core.i18n import LABEL_LIMIT
from handlers.core.messages import ButtonAction, Cards, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.views import case_card, case_text
from handlers.views.inquiry_card import SAID_LIMIT

SHORTEST_REASON = 8
"""Characters of the shortest reason of a transfer; less is a remnant of the order."""
ACTIONS = {
    Intent.UPDATE: Action.UPDATE,
    Intent.ASK: Action.ASK,
    Intent.WAIT: Action.WAIT,
    Intent.CLOSE: Action.CLOSE,
    Intent.ASSIGN: Action.ASSIGN,
    Intent.TRANSFER: Action.TRANSFER,
    Intent.NOT_OURS: Action.NOT_OURS,
    Intent.SEAL: Action.SEAL,
}


def answer(turn: Turn, officer: Officer, text: str, *, may_ask: bool) -> list[Reply]:
    """Return the next step of the order in a text; empty for another text. `may_ask`: it may be a query."""
    order = read_order(turn, text, may_ask=may_ask)
    if order is None:
        return []
    if order.intent is Intent.REOPEN:
        return _reopening(turn, officer, order)
    gives_orders = order.intent is Intent.URGE and has_right(officer.role, Right.ORDER)
    if gives_orders and order.reference is None:
        department = _department_in(turn, text)
        if department or not order.words:
            return instruction.start(turn, department, order.words)
    if len(order.references) > 1:
        return _several(turn, officer, order)
    found, is_clear = cases_meant(turn, officer, order)
    if not found:
        return _nothing(turn, officer, order)
    if order.intent is Intent.ASSIGN:
        # Assigning asks for no confirmation, so the case must be named.
        is_clear = order.is_named
    if len(found) == 1 and is_clear:
        return _act(turn, officer, order, found[0])
    return _which(turn, order, found)


def _act(turn: Turn, officer: Officer, order: TypedOrder, case: Complaint) -> list[Reply]:
    """Begin the act, or show the case if the act is unclear, impossible now, or would be done at once."""
    match order.intent:
        case Intent.ACCEPT if (
            order.is_named and case.status is Status.NEW and says_accept(order.text)
        ):
            return work_list.accept(turn, case.id)
        case Intent.URGE if has_right(officer.role, Right.ORDER) and case.is_open:
            department = _department_in(turn, order.words)
            if department not in {"", case.department}:
                # Another department cannot open the case, so the order says by itself what it is about.
                return instruction.start(turn, department, order.note)
            return instruction.start_about(turn, case.id, order.note)
        case None | Intent.ACCEPT | Intent.URGE:
            return _only_shown(turn, case)
    act = ACTIONS[order.intent]
    if not case.is_open and act is not Action.SEAL:
        return _only_shown(turn, case)
    return action.start_with(turn, _draft(turn, order, case, act))


def _only_shown(turn: Turn, case: Complaint) -> list[Reply]:
    """Show a case, and say that nothing was done, so that nobody takes the card for the act."""
    return [
        Text(turn.say("officer.nothing_done", number=case.number)),
        *work_list.show(turn, case.id),
    ]


def _draft(turn: Turn, order: TypedOrder, case: Complaint, act: Action) -> OfficerActionDraft:
    """Return the draft of an action with what the order tells already."""
    note = order.note
    match act:
        case Action.WAIT:
            return _waiting(turn, order, case)
        case Action.ASSIGN:
            return OfficerActionDraft(
                case.id, act, _colleague_in(turn, order.words, case), is_typed=True
            )
        case Action.TRANSFER:
            department = _department_in(turn, order.words)
            chosen = "" if department == case.department else department
            return OfficerActionDraft(case.id, act, chosen, note=_without_name(turn, note))
        case Action.SEAL:
            return OfficerActionDraft(case.id, act)
    return OfficerActionDraft(case.id, act, note=note)


def _waiting(turn: Turn, order: TypedOrder, case: Complaint) -> OfficerActionDraft:
    """Return the draft of a pause with the reason and the day that the order tells."""
    day = said_day(order.note, bangkok(turn.uow.now).date())
    return OfficerActionDraft(
        case.id,
        Action.WAIT,
        waiting_for=waiting_reason(order.note),
        review=day if day is not None and fits(turn, day) else None,
        note=order.note,
    )


def _colleague_in(turn: Turn, words: str, case: Complaint) -> str:
    """Return the id of the one colleague whose name stands in a text, "" for none or several."""
    folded = fold(words)
    found = [one for one in colleagues(turn.uow, case) if fold(one.name) in folded]
    return str(found[0].id) if len(found) == 1 else ""


def _department_in(turn: Turn, words: str) -> str:
    """Return the key of the department that a text names, "" for none or several."""
    return (
        named_one(words, {one.key: one.called for one in turn.uow.context.catalog.departments})
        or ""
    )


def _without_name(turn: Turn, note: str) -> str:
    """Return the note of a transfer without the department that it begins with; "" if it says nothing else."""
    called = [
        name
        for department in turn.uow.context.catalog.departments
        for whole in department.called
        for name in (whole, whole.removeprefix(SECTION))
        if name
    ]
    note = towards(note)
    for name in sorted(called, key=len, reverse=True):
        if fold(note).startswith(fold(name)):
            note = note[len(name) :]
            break
    note = note_of(note, Intent.OTHER, None)
    return note if len(note) >= SHORTEST_REASON else ""


def _which(turn: Turn, order: TypedOrder, found: Sequence[Complaint]) -> list[Reply]:
    """Ask which case is meant: a press says the order again, with the number of the case."""
    if order.intent is None:
        return _cards(turn, found)
    verb = turn.label(LABELS[order.intent])
    lines, choices = [], []
    for case in found:
        topic = turn.uow.context.catalog.category(case.category).th
        place = case_text.place(turn.uow, turn.translator, case.place)
        short = case.number.split("-", 2)[-1].lstrip("0")
        lines.append(turn.say("officer.which_line", number=short, topic=topic, place=place))
        said = f"{verb} {case.number} {order.note}".strip()
        label = f"{short} {topic.split()[0]}"[:LABEL_LIMIT]
        choices.append(Choice(label, ButtonAction.SAY, said[:SAID_LIMIT]))
    text = "\n".join([turn.say("officer.which_case_to", act=verb), *lines])
    return [Text(text, tuple(choices), about=tuple(case.id for case in found))]


def _nothing(turn: Turn, officer: Officer, order: TypedOrder) -> list[Reply]:
    """Answer an order without a case that the officer may act on."""
    if order.reference is not None and order.reference.is_certain:
        return [Text(turn.say("search.none_own"))]
    if order.intent is Intent.URGE and has_right(officer.role, Right.ORDER):
        return instruction.start(turn, words=order.words)
    return []


def _several(turn: Turn, officer: Officer, order: TypedOrder) -> list[Reply]:
    """Show the cases that one order names; it is given for each of them by itself."""
    found = [case for one in order.references for case in with_number(turn, officer, one)]
    if not found:
        return [Text(turn.say("search.none_own"))]
    return [Text(turn.say("officer.one_by_one")), *_cards(turn, found[:LIST_LIMIT])]


def _cards(turn: Turn, found: Sequence[Complaint]) -> list[Reply]:
    cards = tuple(
        case_card.summary(turn.uow, turn.translator, one, Button.SHOW_CASE) for one in found
    )
    return [Cards(turn.say("officer.which_case"), cards)]


def _reopening(turn: Turn, officer: Officer, order: TypedOrder) -> list[Reply]:
    """Begin to open the named case again; an open one is only shown. Tell how it is done if none is named."""
    found = named(turn, officer, order)
    if len(found) != 1:
        return [Text(turn.say("officer.how_reopen", days=DISPUTE_DAYS))]
    if found[0].is_open:
        return work_list.show(turn, found[0].id)
    return work_list.begin_act(turn, found[0].id, Action.REOPEN, order.note)
