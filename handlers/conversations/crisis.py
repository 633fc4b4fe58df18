"""The conversation after a wish to die, or harm to a child: numbers that help, and no report unless it is wanted.

Nobody of the office sees what is written here before its writer has said twice that somebody should. It has no
topics and no card, which would treat a person as a defect.
"""

from dataclasses import dataclass, replace

from domain.language.acts import Act
from domain.language.staff_gate import Way
from handlers.conversations import staff_check
from handlers.conversations.manners import is_manners
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Exit, Flow, NotUnderstood, Step, SwitchTo
from handlers.engine.preamble import emergency_numbers
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import case_filing
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.views import case_card

NAME = "crisis"
TOPIC = "safety"
"""Key of the category whose officers are told at night too."""

_NAMED = 4.0
"""Minimum score of a topic whose problem a text names."""


@dataclass(frozen=True)
class CrisisDraft(Draft, flow=NAME):
    """`words`: what was written. `wanted`: its writer wants officers to read it, and `sent` confirms it.

    `suspected`: its writer must say whether it is about staff of the office.
    """

    words: str = typed_text()
    wanted: bool = False
    sent: bool = False
    suspected: bool = False

    @property
    def is_replaced(self) -> bool:
        return True


CrisisTurn = ConversationTurn[CrisisDraft]


def is_one(turn: Turn, text: str) -> bool:
    """Whether a text tells of a danger in which the office cannot help."""
    language = turn.uow.context.language
    return language.emergencies.is_for_helpers_alone(turn.uow.understood(text).perils)


def start(turn: Turn, text: str) -> list[Reply]:
    """Begin the conversation below the emergency numbers of this text; returns the first reply."""
    return conversation.begin(turn, FLOW, CrisisDraft(text[:DETAIL_LIMIT]))


def _ask(turn: CrisisTurn) -> list[Reply]:
    send = turn.button("button.tell_officers", "listen", "send")
    # Its writer may have taken the message back.
    first = next(iter(turn.draft.words.splitlines()), "")
    phones = " ".join(contact.phone for contact in emergency_numbers(turn.uow, first))
    return [Text(turn.say("emergency.listening", phones=phones), (send,))]


def _parse(turn: CrisisTurn, event: InboundEvent) -> CrisisDraft:
    draft = turn.draft
    if event.postback is not None and event.postback.value == "send":
        return replace(draft, wanted=True, suspected=staff_check.may_accuse(turn, draft.words))
    return _told_more(turn, event, "emergency.here")


def _told_more(turn: CrisisTurn, event: InboundEvent, key: str) -> CrisisDraft:
    """Return the draft with what was written added. Raises NotUnderstood with `key` if nothing was told."""
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not text or turn.uow.understood(text).command or is_manners(turn, text):
        raise NotUnderstood(key)
    _leave_for_another(turn, text)
    return replace(turn.draft, words=f"{turn.draft.words}\n{text}"[:DETAIL_LIMIT])


def _leave_for_another(turn: CrisisTurn, text: str) -> None:
    """Raise Exit for a text about a problem outside; what else is written belongs to the conversation."""
    understood = turn.uow.understood(text)
    found = turn.uow.context.language.lexicon.read(understood.folded)
    is_outside = understood.names_a_problem and found.best_score >= _NAMED
    is_asked = understood.asks_by_name and understood.act in {Act.QUESTION, Act.REQUEST}
    if not understood.danger and (is_outside or is_asked):
        raise Exit(text)


def _confirm(turn: CrisisTurn) -> list[Reply]:
    ways = turn.buttons("send", {"yes": "button.confirm", "back": "button.back"})
    return [Text(turn.say("emergency.ask_send", words=turn.draft.words), ways)]


def _parse_confirm(turn: CrisisTurn, event: InboundEvent) -> CrisisDraft:
    draft = turn.draft
    match event.postback.value if event.postback else "":
        case "yes":
            return replace(draft, sent=True)
        case "back":
            return replace(draft, wanted=False)
    return _told_more(turn, event, "complaint.press_needed")


def _parse_staff(turn: CrisisTurn, event: InboundEvent) -> CrisisDraft:
    match staff_check.way_chosen(turn, event):
        case Way.STAFF:
            raise SwitchTo(staff_check.staff_complaint(turn, turn.draft.words))
        case Way.ORDINARY:
            return replace(turn.draft, suspected=False)
    raise NotUnderstood("suspicion.choose")


def _finish(turn: CrisisTurn) -> list[Reply]:
    matter = case_filing.NewComplaint(category=TOPIC, detail=turn.draft.words)
    case = case_filing.file(turn.uow, turn.user.line_user_id, matter, turn.draft_id)
    return [case_card.receipt(turn.uow, turn.translator, case)]


FLOW = Flow(
    CrisisDraft,
    lambda _turn: (
        Step[CrisisDraft](
            "listen",
            lambda draft: not draft.wanted,
            _ask,
            _parse,
            lambda draft: replace(draft, wanted=False),
        ),
        Step[CrisisDraft](
            staff_check.STEP, lambda draft: draft.suspected, staff_check.question, _parse_staff
        ),
        Step[CrisisDraft]("send", lambda draft: not draft.sent, _confirm, _parse_confirm),
    ),
    _finish,
)
