"""Recognise what belongs to the writer's own staff complaint, and offer to add it there before anything else.

"He came in a white car" names no officer and no misconduct. Read as a new matter it would go to the section that
looks after traffic, and there to the one it describes.
"""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.acts import Act
from domain.language.follow_up import FRESH, JUST_NOW
from domain.language.more_told import adds_more, describes, tells_of_somebody
from domain.language.said_aside import Said, heard
from domain.language.staff_gate import LIKELY, asks_who_sees
from handlers.access import custodians
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.reporter import answer_or_dispute
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn

_DETAILS = (Said.HAS_PROOF, Said.WHO, Said.WHEN, Said.DETAIL, Said.FIX_TEXT)
"""Labels of texts that tell a detail of something told before."""
_NEVER = frozenset(
    {Act.GREETING, Act.THANKS, Act.OPENER, Act.ANNOUNCE, Act.DELETE_DATA, Act.COMMAND, Act.SPAM}
)


def by_words(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Ask whether a text is an addition to the writer's open staff complaint; None if it can be none.

    `own`: the writer's cases as `follow_up.current_cases` returns them. A staff complaint without a link to its
    reporter is not among them.
    """
    case = _newest(turn, own)
    if case is None:
        return None
    understood = turn.uow.understood(text)
    said = heard(text, turn.uow.context.language)
    is_recent = _is_within(turn, case, JUST_NOW)
    if is_recent and asks_who_sees(text, said):
        custodian = custodians.posts_of(turn.uow, case)
        return [Text(turn.say("conduct.filed_who_sees", number=case.number, custodian=custodian))]
    if understood.act in _NEVER or (understood.danger and not understood.staff):
        return None
    speaks = tells_of_somebody(text)
    tells = understood.staff or speaks or said.any_of(_DETAILS) >= LIKELY or describes(text)
    is_told_later = adds_more(text) or (speaks and not understood.names_a_problem)
    if not (tells and (is_recent or is_told_later)) or _is_other_problem(turn, text):
        return None
    return answer_or_dispute.start(turn, case, Action.ADD, text)


def _newest(turn: Turn, own: Sequence[Complaint]) -> Complaint | None:
    """Return the newest open staff complaint among these cases."""
    return next(
        (
            case
            for case in own
            if case.is_open
            and not may_leave_by(Outlet.ORDINARY_CASE, case)
            and _is_within(turn, case, FRESH)
        ),
        None,
    )


def _is_within(turn: Turn, case: Complaint, time: timedelta) -> bool:
    return case.filed_at >= turn.uow.now - time


def _is_other_problem(turn: Turn, text: str) -> bool:
    """Whether a text reports an ordinary problem and speaks of nobody, such as "my street lamp is out too"."""
    understood = turn.uow.understood(text)
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    is_problem = understood.names_a_problem and tells_trouble
    return is_problem and not (understood.staff or tells_of_somebody(text))
