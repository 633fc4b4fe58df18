"""Recognise messages about an existing case: by its number, or by words that can only refer to an open case."""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import DISPUTE_DAYS, Action
from domain.language.acts import Act
from domain.language.after_filing import (
    corrects_place,
    is_only_correction,
    says_it_adds,
    tells_more,
)
from domain.language.draft_talk import Talk, draft_talk
from domain.language.follow_up import FRESH, JUST_NOW
from domain.language.said_aside import TELEPHONE, Said, heard
from domain.language.told_place import village_told
from domain.language.topic_choice import is_bare_number
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.complaint import again
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint.several import tells_another
from handlers.conversations.manners import is_by_rule
from handlers.conversations.reporter import answer_or_dispute, tracking, verdict
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.engine.turn import Turn

_TELLING = frozenset(
    {Act.COMPLAINT, Act.UNCLEAR, Act.CHAT, Act.SUGGESTION, Act.FOLLOW_UP, Act.INSULT}
)
"""Acts of texts that may tell more of a case."""
_BY_WORDS_ALONE = _TELLING - {Act.COMPLAINT}
"""Acts of these that, if a rule recognised them, are more of a case only by words that refer to it."""
_UNJUDGED = frozenset({Verdict.PENDING, Verdict.SILENT})
_CONTENT = 3
"""The lowest level of whoever is not asked whether their case is fixed."""
_ADDS = frozenset({Talk.PHOTO, Talk.PLACE, Talk.DETAIL})
"""What people want to do to a report that they have just sent."""
_SURELY_A_NUMBER = 0.8
"""Minimum probability that a text gives a telephone number and tells nothing else."""


def by_number(turn: Turn, number: str, text: str) -> list[Reply]:
    """Return the case of a typed number; if the text contains more, begin to add it to one's own open case.

    Raises Refused not_found as `tracking.show_number` does.
    """
    context = turn.uow.context
    case = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    adds = not context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix)
    if case is not None and case.is_open and adds:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    return tracking.show_number(turn, number)


def current_cases(turn: Turn) -> Sequence[Complaint]:
    """Return the writer's own cases that a message may be about, the newest first."""
    uow = turn.uow
    return work_list.own_current(uow, turn.user.line_user_id, uow.now - FRESH)


def has_reported(turn: Turn) -> bool:
    """Whether the writer has cases or questions of their own; officers who have none ask about those of others."""
    user = turn.user.line_user_id
    return bool(work_list.own_count(turn.uow, user) or turn.uow.tx.inquiries.waiting_of(user, 1))


def by_evidence(turn: Turn) -> list[Reply] | None:
    """Begin a message about a case from an attachment without text; None if it can be about no case.

    It answers an officer's question, or is added to a case filed just now, whose receipt may ask for a photo. A
    staff complaint is no exception: the photo may show the accused.
    """
    own = current_cases(turn)
    if asked := work_list.with_question(own):
        return answer_or_dispute.start_answer(turn, asked)
    if not own or not is_just_filed(turn, own[0]):
        return None
    return answer_or_dispute.start(turn, own[0], Action.ADD)


def by_afterthought(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Begin an addition from a text without meaning of its own ("14/3"); None if no case was filed just now.

    `own`: as `current_cases` returns them.
    """
    case = _filed_just_now(turn, own)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD, text)


def after_staff_complaint(turn: Turn, text: str) -> list[Reply] | None:
    """Begin an addition to the writer's staff complaint that was filed just now; None if there is none.

    For a text that would reach an officer at once: it may belong to the complaint, and that officer be accused.
    """
    own = current_cases(turn)
    if not own or not is_just_filed(turn, own[0]) or may_leave_by(Outlet.ORDINARY_CASE, own[0]):
        return None
    return answer_or_dispute.start(turn, own[0], Action.ADD, text)


def by_correction(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Begin an addition that corrects the place of the newest ordinary case; None if the text corrects none.

    `own`: as `current_cases` returns them.
    """
    understood = turn.uow.understood(text)
    case = newest_ordinary(own)
    if case is None or understood.danger or not corrects_place(text):
        return None
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    may_accuse = understood.staff and not is_only_correction(text)
    if may_accuse or (tells_trouble and tells_another(turn, {case.category}, text)):
        return None
    return answer_or_dispute.start(turn, case, Action.ADD, text)


def by_more(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Begin an addition from a text that tells more of the newest ordinary case; None for another text.

    Right after the filing any text does that asks for nothing and tells no other problem. Later its words must
    refer to what was told. Its writer can still make it a matter of its own.
    """
    understood = turn.uow.understood(text)
    case, refers = newest_ordinary(own), tells_more(text)
    # The emergency numbers stand above the offer in any case.
    if case is None or (understood.danger and not refers):
        return None
    if gives_a_telephone(turn, text) and not understood.staff:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    if understood.act not in _TELLING and not (refers and understood.act is Act.PRAISE):
        return None
    if understood.act in _BY_WORDS_ALONE and is_by_rule(turn, text) and not refers:
        return None
    is_fresh = is_just_filed(turn, case) and understood.act is not Act.CHAT
    if not (refers or is_fresh) or _tells_another(turn, case, text, refers=refers):
        return None
    return answer_or_dispute.start(turn, case, Action.ADD, text)


def gives_a_telephone(turn: Turn, text: str) -> bool:
    """Whether a text only gives the number at which its writer can be called."""
    is_number = TELEPHONE.search(text) is not None
    return is_number and heard(text, turn.uow.context.language)[Said.PHONE] >= _SURELY_A_NUMBER


def _tells_another(turn: Turn, case: Complaint, text: str, *, refers: bool) -> bool:
    """Whether a text asks something or reports another problem than that of a case."""
    understood, language = turn.uow.understood(text), turn.uow.context.language
    groups = language.lexicon.read(understood.folded).groups
    if "?" in text or "question" in groups:
        return True
    if understood.act is Act.COMPLAINT and understood.place is not None and not refers:
        return True
    village = village_told((text,), turn.uow.context.catalog.organisation)
    if village is not None and case.place.village not in {None, village}:
        return True
    if says_it_adds(text):
        return False
    if refers:
        return tells_another(turn, {case.category}, text)
    return again.names_another(turn, case, text)


def may_belong(turn: Turn, text: str) -> int | None:
    """Return the id of the newest ordinary case to which a new complaint may belong; None for none."""
    case = newest_ordinary(current_cases(turn))
    is_other = case is None or tells_another(turn, {case.category}, text)
    return None if case is None or is_other else case.id


def newest_ordinary(own: Sequence[Complaint]) -> Complaint | None:
    """Return the newest of the writer's open cases, unless that is a staff complaint."""
    case = own[0] if own else None
    return case if case is not None and may_leave_by(Outlet.ORDINARY_CASE, case) else None


def by_words(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Return the replies to a message about one's own open case; None if it is about none.

    A question about progress is answered with the case, and can still be sent to the officer. A message right
    after a staff complaint may belong to it, so it is never added to an ordinary case.
    `own`: as `current_cases` returns them.
    """
    if draft_talk(text) in _ADDS and (filed := _filed_just_now(turn, own)) is not None:
        return answer_or_dispute.start(turn, filed, Action.ADD)
    ordinary = [case for case in own if may_leave_by(Outlet.ORDINARY_CASE, case)]
    if not ordinary or (ordinary[0] is not own[0] and is_just_filed(turn, own[0])):
        return None
    context, uow = turn.uow.context, turn.uow
    understood = uow.understood(text)
    case = context.follow_ups.case_meant(understood.folded, understood.guess, ordinary, uow.now)
    if case is None:
        return None
    shown = tracking.show_one(turn, case.id) if context.follow_ups.asks_progress(text) else []
    if shown and context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(turn, case, Action.ADD, text)]


def by_closed(turn: Turn, text: str) -> list[Reply] | None:
    """Ask whether a text says that one's own closed case is not fixed; None if it is about no such case.

    It is what people type below "please check whether it is fixed", instead of pressing a button.
    """
    understood, follow_ups = turn.uow.understood(text), turn.uow.context.follow_ups
    if understood.danger:
        return None
    is_about_earlier = understood.act is Act.FOLLOW_UP and not (
        follow_ups.asks_progress(text) or follow_ups.says_fixed(text)
    )
    is_back = understood.act in _TELLING and follow_ups.says_it_is_back(text)
    is_back = is_back or understood.command == "not_fixed"
    if not (is_about_earlier or is_back):
        return None
    closed = [one for one in _closed_lately(turn) if _may_be_meant(turn, one, text)]
    open_again = [one for one in closed if one.verdict in _UNJUDGED]
    if open_again:
        return answer_or_dispute.start_dispute(turn, open_again[0], text)
    return _reported_again(turn, closed[0], text) if closed and is_back else None


def by_rating(turn: Turn, event: InboundEvent, text: str) -> list[Reply] | None:
    """Rate the newest closed case that waits for it, if a text is nothing but a rating; None for another text.

    Whoever rates a case without complaint confirms that it is fixed, as the button would.
    """
    level = turn.uow.context.survey_answers.rating(text)
    waiting = [one for one in _closed_lately(turn) if one.verdict in _UNJUDGED]
    understood = turn.uow.understood(text)
    if understood.staff and (level is None or level <= _CONTENT):
        # What may accuse somebody is heard as such.
        return None
    is_greeting = understood.act is Act.GREETING and not any(map(str.isspace, text.strip()))
    if level is None or not waiting or is_bare_number(text) or is_greeting:
        return None
    if understood.danger or understood.command == "confirm":
        return None
    if level < _CONTENT:
        return verdict.ask_verdict(turn, waiting[0])
    return verdict.confirm_with(turn, waiting[0], event)


def waits_for_verdict(turn: Turn) -> bool:
    """Whether a case of the writer was closed lately and they have not said whether it is fixed."""
    return any(one.verdict in _UNJUDGED for one in _closed_lately(turn))


def _reported_again(turn: Turn, case: Complaint, text: str) -> list[Reply]:
    """Begin a complaint with the topic and the place of a case that its reporter has confirmed as fixed."""
    lead = Text(turn.say("own.reported_again", number=case.number))
    return [lead, *complaint.start_with(turn, again.draft_of(turn, case, text))]


def _closed_lately(turn: Turn) -> list[Complaint]:
    """Return the writer's closed cases of the time in which they may be disputed, the newest first."""
    uow = turn.uow
    return [
        case
        for case in work_list.own_newest(uow, turn.user.line_user_id)
        if case.status is Status.CLOSED
        and case.ended_at is not None
        and uow.now - case.ended_at <= timedelta(days=DISPUTE_DAYS)
        and may_leave_by(Outlet.ORDINARY_CASE, case)
    ]


def _may_be_meant(turn: Turn, case: Complaint, text: str) -> bool:
    """Whether a text may be about a case: its village and a topic like its own, or neither is named."""
    village = village_told((text,), turn.uow.context.catalog.organisation)
    if village is not None and case.place.village not in {None, village}:
        return False
    return not again.names_another(turn, case, text)


def _filed_just_now(turn: Turn, own: Sequence[Complaint]) -> Complaint | None:
    """Return the newest of the writer's own cases if it was filed just now and is not about staff."""
    if not own or not is_just_filed(turn, own[0]):
        return None
    return own[0] if may_leave_by(Outlet.ORDINARY_CASE, own[0]) else None


def is_just_filed(turn: Turn, case: Complaint) -> bool:
    """Whether a case was filed so recently that what follows may be more of it."""
    return case.filed_at >= turn.uow.now - JUST_NOW
