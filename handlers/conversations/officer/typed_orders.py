"""Act on a case that an officer names or describes in words: "close 12, the lamp is new".

Nothing is done to a case on words alone, except what its button does at once for a case that is named: accepting
and assigning. Everything else ends in the check, where the officer reads what will be sent to whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import DISPUTE_DAYS, Action
from domain.cases.queue import Tab
from domain.language.officer_intent import ORDERS, Intent
from domain.language.officer_order import CaseReference, case_reference, is_only_case, note_of
from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from domain.text.thai_text import fold
from handlers.access import custodians
from handlers.access.desk import scope_of
from handlers.access.permission import colleagues
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations import instruction
from handlers.conversations.officer import action, work_list
from handlers.conversations.officer.case_lists import CaseList
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.conversations.officer.intent import intent_of
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Cards, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.views import case_card, case_text

LIKELY_NAMED, LIKELY, SURE = 0.4, 0.6, 0.9
"""Minimum probability that a text orders something: one that names its case, another one, and one that may be a
cry for help, an accusation or a query."""
CERTAIN_INTENT = 0.45
"""Minimum probability of the intent itself; below it the officer chooses the act on the card."""
LABEL_LIMIT, SAID_LIMIT = 20, 300
"""https://developers.line.biz/en/reference/messaging-api/#message-action"""
LABELS = {
    Intent.ACCEPT: "button.accept",
    Intent.UPDATE: "button.update",
    Intent.ASK: "button.ask",
    Intent.WAIT: "button.wait",
    Intent.CLOSE: "button.close",
    Intent.ASSIGN: "button.assign",
    Intent.TRANSFER: "button.transfer",
    Intent.NOT_OURS: "button.not_ours",
    Intent.SEAL: "button.seal",
    Intent.URGE: "button.urge",
}
"""The word key of each intent's button, whose label may begin the text."""
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


@dataclass(frozen=True)
class TypedOrder:
    """`intent`: None if the officer must choose the act. `text`: as typed. `words`: without the button's label."""

    intent: Intent | None
    text: str
    words: str
    reference: CaseReference | None

    @property
    def note(self) -> str:
        if self.intent is None:
            return ""
        if self.intent is Intent.URGE:
            return self.words
        return note_of(self.words, self.intent, case_reference(self.words))


def answer(turn: Turn, officer: Officer, text: str, *, may_ask: bool) -> list[Reply]:
    """Return the next step of the order in a text; empty for another text. `may_ask`: it may be a query."""
    order = _order_of(turn, text, may_ask=may_ask)
    if order is None:
        return []
    if order.intent is Intent.REOPEN:
        return _reopening(turn, officer, order)
    gives_orders = order.intent is Intent.URGE and has_right(officer.role, Right.ORDER)
    if gives_orders and order.reference is None:
        department = _department_in(turn, text)
        if department or not order.words:
            return instruction.start(turn, department, order.words)
    found = _cases_meant(turn, officer, order)
    if not found:
        return _nothing(turn, officer, order)
    # Assigning asks for no confirmation, so the case must be named.
    is_clear = order.intent is not Intent.ASSIGN or order.reference is not None
    if len(found) == 1 and is_clear:
        return _act(turn, officer, order, found[0])
    return _which(turn, order, found)


def _order_of(turn: Turn, text: str, *, may_ask: bool) -> TypedOrder | None:
    translations = turn.uow.context.translations
    for intent, key in LABELS.items():
        words = translations.text_after_label(key, text)
        if words or text.lower() in translations.typed_forms(key):
            return TypedOrder(intent, text, words, case_reference(words))
    reference = case_reference(text)
    if is_only_case(text, reference):
        return None
    read = intent_of(turn, text)
    understood = turn.uow.understood(text)
    is_named = reference is not None and reference.is_certain
    needed = LIKELY_NAMED if is_named else LIKELY
    if understood.danger or understood.staff or may_ask:
        needed = SURE
    if read.of_orders < needed:
        return None
    is_certain = read.intent in ORDERS and read.probability >= CERTAIN_INTENT
    return TypedOrder(read.intent if is_certain else None, text, text, reference)


def _cases_meant(turn: Turn, officer: Officer, order: TypedOrder) -> Sequence[Complaint]:
    """Return the cases that an order may be about, at most LIST_LIMIT: the named one, else those described."""
    named = _named(turn, officer, order)
    if named:
        return named
    if order.reference is not None and order.reference.is_certain:
        return ()
    scope = scope_of(officer)
    if scope is None:
        return custodians.cases_in_custody_of(turn.uow, officer)[:LIST_LIMIT]
    for case_list in _described(turn, order):
        found = _listed(turn, officer, case_list)
        if found:
            return found
    return ()


def _described(turn: Turn, order: TypedOrder) -> Sequence[CaseList]:
    """Return the lists in which the case may be, the narrowest first."""
    understood = turn.uow.understood(order.words or order.text)
    village = (understood.place.village if understood.place else None) or 0
    topic = understood.guess.ranking[0] if understood.guess.margin else ""
    tab = Tab.NEW if order.intent is Intent.ACCEPT else Tab.SECTION
    narrow = [
        *([CaseList(tab, village, category=topic)] if village and topic else []),
        *([CaseList(tab, category=topic)] if topic else []),
        *([CaseList(tab, village)] if village else []),
    ]
    if order.intent is Intent.URGE:
        # An order that describes no case is one to a department.
        return narrow
    own = [] if order.intent is Intent.ACCEPT else [CaseList(Tab.MINE)]
    return (*narrow, *own, CaseList(tab), CaseList(Tab.SECTION))


def _named(turn: Turn, officer: Officer, order: TypedOrder) -> Sequence[Complaint]:
    """Return the case whose number an order names, of those that the officer may read."""
    named = order.reference
    if named is None:
        return ()
    part = f"-{named.running:06}-{'' if named.check is None else named.check}"
    kept = custodians.cases_in_custody_of(turn.uow, officer)
    found = [one for one in kept if part in one.number]
    return found or _listed(turn, officer, CaseList(Tab.ALL, number=part))


def _listed(turn: Turn, officer: Officer, case_list: CaseList) -> Sequence[Complaint]:
    scope = scope_of(officer)
    if scope is None:
        return ()
    query = case_list.filter(turn.uow, officer, scope)
    _, rows = turn.uow.tx.desk_queue.listed(query, 0, LIST_LIMIT)
    return [turn.uow.tx.complaints.get(row.id) for row in rows]


def _act(turn: Turn, officer: Officer, order: TypedOrder, case: Complaint) -> list[Reply]:
    """Begin the act, or show the case if the act is unclear, impossible now, or would be done at once."""
    is_named = order.reference is not None
    match order.intent:
        case Intent.ACCEPT if is_named and case.status is Status.NEW:
            return work_list.accept(turn, case.id)
        case Intent.URGE if has_right(officer.role, Right.ORDER) and case.is_open:
            return instruction.start_about(turn, case.id, order.note)
        case None | Intent.ACCEPT | Intent.URGE:
            return work_list.show(turn, case.id)
    act = ACTIONS[order.intent]
    if not case.is_open and act is not Action.SEAL:
        return work_list.show(turn, case.id)
    return action.start_with(turn, _draft(turn, order, case, act))


def _draft(turn: Turn, order: TypedOrder, case: Complaint, act: Action) -> OfficerActionDraft:
    """Return the draft of an action with what the order tells already."""
    note = order.note
    match act:
        case Action.ASSIGN:
            return OfficerActionDraft(case.id, act, _colleague_in(turn, order.words, case))
        case Action.TRANSFER:
            department = _department_in(turn, order.words)
            chosen = "" if department == case.department else department
            return OfficerActionDraft(case.id, act, chosen, note=_without_name(turn, note))
        case Action.SEAL:
            return OfficerActionDraft(case.id, act)
    return OfficerActionDraft(case.id, act, note=note)


def _colleague_in(turn: Turn, words: str, case: Complaint) -> str:
    """Return the id of the one colleague whose name stands in a text, "" for none or several."""
    folded = fold(words)
    found = [one for one in colleagues(turn.uow, case) if fold(one.name) in folded]
    return str(found[0].id) if len(found) == 1 else ""


def _department_in(turn: Turn, words: str) -> str:
    """Return the key of the first department that a text names, "" for none."""
    folded = fold(words)
    for department in turn.uow.context.catalog.departments:
        if any(name and fold(name) in folded for name in department.called):
            return department.key
    return ""


def _without_name(turn: Turn, note: str) -> str:
    """Return the note of a transfer; "" if it only names the department."""
    rest = fold(note)
    for department in turn.uow.context.catalog.departments:
        for name in sorted(map(fold, department.called), key=len, reverse=True):
            rest = rest.replace(name, "") if name else rest
    return note if len(rest.strip()) > LABEL_LIMIT // 2 else ""


def _which(turn: Turn, order: TypedOrder, found: Sequence[Complaint]) -> list[Reply]:
    """Ask which case is meant: a press says the order again, with the number of the case."""
    if order.intent is None:
        cards = tuple(
            case_card.summary(turn.uow, turn.translator, one, Button.SHOW_CASE) for one in found
        )
        return [Cards(turn.say("officer.which_case"), cards)]
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


def _reopening(turn: Turn, officer: Officer, order: TypedOrder) -> list[Reply]:
    """Tell how a closed case is opened again, below the case if it is named."""
    named = _named(turn, officer, order)
    shown = work_list.show(turn, named[0].id) if len(named) == 1 else []
    return [*shown, Text(turn.say("officer.how_reopen", days=DISPUTE_DAYS))]
