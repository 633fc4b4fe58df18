"""Recognise what belongs to the writer's own staff complaint, and offer to add it there before anything else.

"He came in a white car" names no officer and no misconduct. Read as a new matter it would go to the section that
looks after traffic, and there to the one it describes. So right after a complaint everything belongs to it that is
not clearly another matter: a telephone number, a place, a witness, a sum, what is not understood at all.
"""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.acts import Act
from domain.language.follow_up import FRESH, JUST_NOW
from domain.language.more_told import adds_more, describes, tells_of_somebody
from domain.language.said_aside import TELEPHONE, Said, heard
from domain.language.staff_gate import LIKELY, asks_who_sees
from domain.language.unanswered_question import as_unanswered_question
from handlers.access import custodians
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.manners import is_by_rule
from handlers.conversations.reporter import answer_or_dispute
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn

_DETAILS = (Said.HAS_PROOF, Said.WHO, Said.WHEN, Said.DETAIL, Said.FIX_TEXT)
"""Labels of texts that tell a detail of something told before."""
_NEVER = frozenset(
    {Act.GREETING, Act.THANKS, Act.OPENER, Act.ANNOUNCE, Act.DELETE_DATA, Act.COMMAND, Act.SPAM}
)
_OWN_BY_RULE = frozenset({Act.FOLLOW_UP, Act.PRAISE, Act.WITHDRAW})
"""Acts of another matter, if a rule and not the model recognised them."""


def by_words(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Ask whether a text is an addition to the writer's open staff complaint; None if it can be none.

    `own`: the writer's cases as `follow_up.current_cases` returns them. A staff complaint without a link to its
    reporter is not among them.
    """
    case = _newest(turn, own)
    if case is None:
        return None
    understood, said = turn.uow.understood(text), heard(text, turn.uow.context.language)
    is_recent = _is_within(turn, case, JUST_NOW)
    if is_recent and asks_who_sees(text, said):
        custodian = custodians.posts_of(turn.uow, case)
        return [Text(turn.say("conduct.filed_who_sees", number=case.number, custodian=custodian))]
    is_cry = bool(understood.danger) and not understood.staff
    is_later = understood.act not in _NEVER and not is_cry and _is_told_later(turn, text)
    belongs = may_belong(turn, text) if is_recent else is_later
    return answer_or_dispute.start(turn, case, Action.ADD, text) if belongs else None


def is_waiting(turn: Turn, own: Sequence[Complaint]) -> bool:
    """Whether the writer has just sent a staff complaint with a link, to which a text may be added."""
    case = _newest(turn, own)
    return case is not None and _is_within(turn, case, JUST_NOW)


def may_belong(turn: Turn, text: str) -> bool:
    """Whether a text may belong to a staff complaint that its writer has just sent: it is no other matter."""
    understood = turn.uow.understood(text)
    # The model takes short details for advertisements.
    is_guess = understood.act is Act.SPAM and not is_by_rule(turn, text)
    if (understood.act in _NEVER and not is_guess) or (not understood.staff and _cries(turn, text)):
        return False
    if _is_other_problem(turn, text):
        return False
    if _tells(turn, text):
        return True
    has_words = as_unanswered_question(text) is not None or TELEPHONE.search(text) is not None
    return has_words and not _is_own_matter(turn, text)


def _is_told_later(turn: Turn, text: str) -> bool:
    """Whether a text refers to what was told some time ago, and tells more of it."""
    speaks_of_it = tells_of_somebody(text) and not turn.uow.understood(text).names_a_problem
    refers = adds_more(text) or speaks_of_it
    return refers and _tells(turn, text) and not _is_other_problem(turn, text)


def _tells(turn: Turn, text: str) -> bool:
    """Whether a text speaks of staff or of somebody told of before, or tells a detail."""
    said = heard(text, turn.uow.context.language)
    is_detail = said.any_of(_DETAILS) >= LIKELY or describes(text)
    return turn.uow.understood(text).staff or tells_of_somebody(text) or is_detail


def _cries(turn: Turn, text: str) -> bool:
    """Whether a rule finds danger in a text. A guess of the model adds the numbers, but is no other matter."""
    if not turn.uow.understood(text).danger:
        return False
    language = turn.uow.context.language
    return bool(language.emergencies.read(language.dialect.read(text).squeezed).names)


def _is_own_matter(turn: Turn, text: str) -> bool:
    """Whether a text asks for a service, a contact or an own case, or says what a rule recognises."""
    understood = turn.uow.understood(text)
    if is_by_rule(turn, text) and understood.act in _OWN_BY_RULE:
        return True
    asks = understood.act in {Act.QUESTION, Act.REQUEST}
    return understood.contact or (asks and understood.asks_by_name)


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
