"""Handle messages outside any conversation, by their act."""

from dataclasses import replace

from domain.cases.case_number import CaseNumber, Mistyped
from domain.cases.complaint import Complaint
from domain.cases.inquiry import InquiryKind
from domain.language.acts import Act
from domain.language.after_filing import asks_after_report
from domain.language.after_thanks import question_after_thanks
from domain.language.double_edged import is_double_edged
from domain.language.topic_choice import is_bare_number
from domain.language.unanswered_question import as_unanswered_question
from domain.language.understood import Understood
from domain.organisation.officers import Role
from handlers.access import work_list
from handlers.conversations import (
    FLOWS,
    conduct,
    crisis,
    inquiry,
    main_menu,
    my_data,
    staff_check,
    told,
)
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint import foreign, several
from handlers.conversations.manners import is_by_rule, is_manners
from handlers.conversations.officer import custodian, intent, search
from handlers.conversations.reporter import (
    answer_or_dispute,
    follow_up,
    name_wish,
    staff_addition,
    tracking,
    unlinked_addition,
)
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.turn import Turn
from handlers.routing import heard_first, labelled, questions
from handlers.usecases import attachments, officers
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.usecases.conduct import read_code

CONFIRM = "button.confirm"
SENT_AT_ONCE = {Act.PRAISE: InquiryKind.PRAISE, Act.SUGGESTION: InquiryKind.SUGGESTION}
_ONE_WORD = 8
"""Characters of the longest text that is praise only if a rule says so."""
_ASKING = frozenset({"question", "request"})
"""Groups of keywords with which people ask for something."""
_BARE_PROBLEM = 20
"""Characters of the longest text that names a problem and tells nothing about it."""


def respond(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Handle a message outside any conversation; returns the replies.

    Attachments and locations begin or continue a matter; codes and case numbers are looked up; another text is
    about an own case, answers an officer's open question, or is handled by its intent.
    """
    if attachments.is_evidence(event):
        return sent_first(turn, event, follow_up.by_evidence(turn) or complaint.start(turn))
    if event.kind is EventKind.LOCATION and event.location is not None:
        return sent_first(turn, event, complaint.start(turn))
    if turn.understood is None:
        return main_menu.home(turn, "attachment.received")
    text = event.text.strip()
    found = _looked_up(turn, text, turn.understood) or follow_up.by_rating(turn, event, text)
    if not found and (how := _added_by_code(turn, text)) is not None:
        # It is kept nowhere, because beside this account it would tell whose the complaint is.
        return how
    replies = found or _by_words(turn, text, turn.understood)
    case = _case_offered(turn, text, turn.understood)
    if case is not None:
        return told.with_case(turn, text, replies, case)
    told.remember(turn, text, replies)
    is_vague_report = turn.understood.act is Act.CHAT and turn.understood.place is not None
    if is_vague_report and turn.officer is None:
        told.keep(turn, told.ToldDraft(text[:DETAIL_LIMIT], told.ANY_WAY), replies)
    return replies


def _added_by_code(turn: Turn, text: str) -> list[Reply] | None:
    """Return how to add a text to a staff complaint without a link; None if it belongs elsewhere."""
    own = follow_up.current_cases(turn)
    is_elsewhere = work_list.with_question(own) or staff_addition.is_waiting(turn, own)
    if is_elsewhere or labelled.begins_with_label(turn, text):
        return None
    return unlinked_addition.by_words(turn, text, follow_up.newest_ordinary(own))


def _case_offered(turn: Turn, text: str, understood: Understood) -> Complaint | None:
    """Return the own case to which a text may belong that was answered without being understood; else None."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    is_vague = understood.act in {Act.CHAT, Act.UNCLEAR} and not is_by_rule(turn, text)
    if running is not None or turn.officer is not None or not is_vague or understood.staff:
        return None
    has_words = as_unanswered_question(text) is not None and not is_bare_number(text)
    return follow_up.newest_ordinary(follow_up.current_cases(turn)) if has_words else None


def _looked_up(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Return the replies to a linking code, a receipt code or a case number; else an empty list."""
    if officers.looks_like_code(text):
        return _link(turn, text)
    code = read_code(text)
    if code:
        return tracking.show_code(turn, code)
    match understood.number:
        case CaseNumber() as number:
            return follow_up.by_number(turn, str(number), text)
        case Mistyped(seen):
            return [Text(turn.say("tracking.mistyped", seen=seen))]
    return []


def _by_words(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    accusing = turn.uow.context.translations.text_after_label("menu.conduct", text)
    if accusing:
        return conduct.start(turn, accusing)
    behind = labelled.behind_label(turn, text)
    if behind is not None:
        return behind
    return _about_own_case(turn, text, understood) or _by_meaning(turn, text, understood)


def _about_own_case(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Return the replies to a text about an own case or own data; empty if it may be about neither."""
    own = follow_up.current_cases(turn)
    asked = work_list.with_question(own)
    corrected = None if asked else follow_up.by_correction(turn, text, own)
    if corrected is not None:
        return corrected
    hidden = None if asked else name_wish.by_words(turn, text, own)
    replies = hidden or heard_first.respond(turn, text)
    if replies:
        return replies
    if asked:
        if not is_new_matter(turn, text, {case.category for case in asked}):
            return answer_or_dispute.start_answer(turn, asked, text)
        if understood.act is Act.COMPLAINT:
            return complaint.start(turn, detail=text[:DETAIL_LIMIT], answers=asked[0].id)
        return []
    if (addition := staff_addition.by_words(turn, text, own)) is not None:
        return addition
    if is_only_place(understood):
        more = follow_up.by_afterthought(turn, text, own)
        if more is not None:
            return more
    return (
        follow_up.by_words(turn, text, own)
        or follow_up.by_closed(turn, text)
        or follow_up.by_more(turn, text, own)
        or []
    )


def is_only_place(understood: Understood) -> bool:
    """Whether a text names only a place and no problem, like the answer to "where is it?"."""
    return understood.place is not None and not understood.guess.margin and not understood.danger


def is_new_matter(turn: Turn, text: str, topics: set[str]) -> bool:
    """Whether a text belongs to no case of these topics: another problem, a query, spam or an accusation."""
    if several.tells_another(turn, topics, text):
        return True
    understood = turn.uow.understood(text)
    # "88/1, the meter does not turn" names a service and answers; who asks for one says so.
    groups = turn.uow.context.language.lexicon.read(understood.folded).groups
    asks = understood.act in {Act.QUESTION, Act.REQUEST} and not groups.isdisjoint(_ASKING)
    is_query = asks and understood.asks_by_name
    about_staff = turn.uow.context.catalog.staff_category.key in topics
    is_accusation = understood.act is Act.CONDUCT and not about_staff
    is_sales = understood.act is Act.SPAM and is_by_rule(turn, text)
    return is_query or is_accusation or is_sales or is_manners(turn, text)


def by_intent(turn: Turn, text: str) -> list[Reply]:
    """Handle a text by its intent alone, without regard to open cases and questions; returns the replies."""
    behind = labelled.behind_label(turn, text)
    if behind is not None:
        return behind
    replies = _by_meaning(turn, text, turn.uow.understood(text))
    told.remember(turn, text, replies)
    return replies


def _by_meaning(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Handle a text that does not begin with a label, by its meaning."""
    if crisis.is_one(turn, text):
        return crisis.start(turn, text)
    if understood.act is Act.CONDUCT and intent.is_chatter(turn, text):
        return search.other(turn, text)
    if understood.act is Act.CONDUCT:
        is_custodian = turn.officer is not None and turn.officer.role is Role.INTEGRITY
        return custodian.of_wrong(turn) if is_custodian else conduct.offer(turn, text)
    if foreign.is_foreign(understood):
        return complaint.start_with(turn, foreign.draft_of(text))
    if understood.danger:
        return _reported(turn, text)
    if turn.officer is not None and _asks_for_cases(turn, understood):
        return search.other(turn, text)
    if turn.officer is not None and understood.act in SENT_AT_ONCE:
        return search.ask_if_praise(turn, text)
    if understood.act is Act.PRAISE and (understood.staff or is_double_edged(text)):
        return inquiry.ask_if_praise(turn, text)
    replies = _by_act(turn, text, understood)
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if not understood.staff or running is not None or turn.officer is not None:
        return replies
    return _with_beside(turn, replies, text)


def _with_beside(turn: Turn, replies: list[Reply], text: str) -> list[Reply]:
    """Return the replies and the offer of a staff complaint, with all their buttons below the last message."""
    *_, beside = staff_check.offer_beside(turn, text)
    names = {one.label for one in beside.choices}
    others = (one for one in replies[-1].choices if one.label not in names)
    return [
        *replies,
        replace(beside, choices=(*beside.choices, *others)[: conversation.MOST_CHOICES]),
    ]


def _asks_for_cases(turn: Turn, understood: Understood) -> bool:
    """Whether an officer names only a topic, or nothing recognisable, instead of reporting a problem."""
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    # "The waste cases" is classified as a question about an own case, but the officer has reported none.
    is_topic = understood.act is Act.FOLLOW_UP and understood.names_a_problem
    return (is_topic or understood.act in {Act.COMPLAINT, Act.SUGGESTION}) and not tells_trouble


def _by_act(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    if understood.act in questions.ANSWERS:
        return _small_talk(turn, text, understood)
    if _has_no_case(turn, text, understood):
        return inquiry.offer_without_case(turn, text)
    if _is_sent_at_once(turn, text, understood):
        is_praise = understood.act is Act.PRAISE
        replies = None if is_praise else follow_up.after_staff_complaint(turn, text)
        return replies or inquiry.send(turn, SENT_AT_ONCE[understood.act], text)
    match understood.act:
        case Act.COMPLAINT | Act.SUGGESTION:
            return _reported(turn, text)
        case Act.REQUEST if understood.names_a_problem:
            return questions.service(turn, text) or _reported(turn, text)
        case Act.FOLLOW_UP if understood.names_a_problem:
            # follow_up.by_words has found no case that the text could be about, so it is a new matter.
            return _reported(turn, text)
        case Act.FOLLOW_UP | Act.WITHDRAW if follow_up.has_reported(turn):
            return tracking.show_all(turn)
        case Act.DELETE_DATA:
            return my_data.show(turn)
        case Act.COMMAND if understood.command == "confirm":
            confirms = text.lower() in turn.uow.context.translations.typed_forms(CONFIRM)
            return main_menu.home(
                turn, "office.nothing_to_confirm" if confirms else "office.thanks"
            )
    return questions.asked(turn, text, understood)


def _is_sent_at_once(turn: Turn, text: str, understood: Understood) -> bool:
    """Whether a text is praise or a suggestion. One word is none because the model knows it from "full marks"."""
    is_word = understood.act is Act.PRAISE and len(text) <= _ONE_WORD
    is_guess = is_word and not is_by_rule(turn, text)
    return understood.act in SENT_AT_ONCE and not understood.staff and not is_guess


def _reported(turn: Turn, text: str) -> list[Reply]:
    """Begin a complaint; an own case to which it may belong is offered beside its topics.

    An officer who names a problem in a few words more often looks for cases of it, so they are asked.
    """
    understood = turn.uow.understood(text)
    is_bare = len(text) <= _BARE_PROBLEM and understood.place is None and not understood.danger
    if turn.officer is not None and is_bare:
        return search.find_or_report(turn, text, questions.report_button(turn, text))
    belongs = follow_up.may_belong(turn, text)
    return complaint.start(turn, detail=text[:DETAIL_LIMIT], answers=belongs)


def _has_no_case(turn: Turn, text: str, understood: Understood) -> bool:
    """Whether a resident without a case asks after an earlier report, or withdraws one."""
    is_about_case = understood.act is Act.WITHDRAW or (
        understood.act is Act.FOLLOW_UP and not understood.names_a_problem
    )
    is_asked = is_about_case or asks_after_report(text)
    return is_asked and turn.officer is None and not follow_up.has_reported(turn)


def _small_talk(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Answer with one sentence, or the question that stands behind thanks."""
    is_of_resident = turn.officer is None or is_by_rule(turn, text)
    if (
        understood.act is Act.THANKS
        and is_of_resident
        and (question := question_after_thanks(text))
    ):
        return by_intent(turn, question)
    return questions.small_talk(turn, text, understood)


def sent_first(turn: Turn, event: InboundEvent, begun: list[Reply]) -> list[Reply]:
    """Add an attachment or a location to the conversation that it has just begun.

    `begun`: the first replies of that conversation, which are returned if no conversation is running. The other
    photos of a set arrive later, in the running conversation.
    """
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None:
        return begun
    return conversation.advance(turn.at(running), FLOWS[running.flow], event)


def _link(turn: Turn, text: str) -> list[Reply]:
    linked = officers.link(turn.uow, turn.user.line_user_id, text)
    return [Text(turn.say("officer.linked", name=linked.name))]
