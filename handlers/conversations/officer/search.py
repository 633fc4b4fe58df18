"""Answer queries that officers and executives type: a month's figures, a list of cases, a search."""

from domain.cases.case_number import CaseNumber
from domain.cases.queue import Tab
from domain.figures.month_page import decisions
from domain.language.acts import Act
from domain.language.intended_query import intended_query, searched_words
from domain.language.officer_intent import LISTS, Intent
from domain.language.officer_order import question_answered
from domain.language.officer_query import OfficerQuery, asks_narrower, read_query
from domain.organisation.calendar import bangkok
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from domain.text.thai_text import fold
from handlers.access.desk import scope_of
from handlers.conversations import question_reply
from handlers.conversations.officer import (
    case_lists,
    custodian,
    desk_link,
    figures,
    how_to,
    internal_note,
    typed_orders,
    work_list,
)
from handlers.conversations.officer.case_lists import CaseList
from handlers.conversations.officer.figures import lines_by_department, ways
from handlers.conversations.officer.intent import NAME_LENGTH, intent_of
from handlers.conversations.survey_office import comments, overview
from handlers.core.messages import Cards, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.surveys import comments as survey_comments
from handlers.views import case_card, inquiry_card
from handlers.views.decision_card import decision_card

SHORTEST_SENTENCE = 5
"""Characters; the model reads sentences, and a shorter text is a number or a name."""
_MAYBE_FIND = 0.1
"""Minimum probability that a text looks for a case, if one with its words is open."""
_NO_SEARCH = frozenset({Act.GREETING, Act.THANKS, Act.OPENER, Act.ANNOUNCE, Act.INSULT})


def answer(turn: Turn, text: str) -> list[Reply]:
    """Return the answer to an officer's order or query; empty for another text or for a resident."""
    officer = turn.officer
    if officer is None:
        return []
    answered = question_answered(text)
    if answered is not None:
        return question_reply.start_with(turn, *answered)
    noted = internal_note.answer(turn, officer, text)
    if noted:
        return noted
    departments = turn.uow.context.catalog.departments
    by_pattern = read_query(text, departments, bangkok(turn.uow.now).date())
    # The name of a department or a village alone orders nothing, whatever the model reads into it.
    names_only = by_pattern is not None and by_pattern.is_only_name
    may_ask = by_pattern is not None
    ordered = [] if names_only else typed_orders.answer(turn, officer, text, may_ask=may_ask)
    if ordered:
        return ordered
    if officer.role not in DEPARTMENTAL | EXECUTIVES:
        return custodian.answer(turn, officer, text)
    if isinstance(turn.uow.understood(text).number, CaseNumber):
        # Complete case numbers are handled by the general look-up, which also finds the officer's own reports.
        return []
    query = _query_of(turn, text, by_pattern)
    if query is None:
        explained = how_to.answer(turn, officer, text, ways(turn))
        return explained or _perhaps_found(turn, officer, text)
    return _answered(turn, officer, query, text)


def _query_of(turn: Turn, text: str, by_pattern: OfficerQuery | None) -> OfficerQuery | None:
    """Return the query in a text: what the model is sure of, else what the patterns found."""
    if by_pattern is not None and (by_pattern.running is not None or by_pattern.is_only_name):
        return by_pattern
    read = intent_of(turn, text)
    # Who asks for figures of complaints, or who complained, does not ask for complaints about staff.
    is_for_pattern = by_pattern is not None and read.intent in {Intent.ACCUSED, *LISTS}
    if not read.is_sure or is_for_pattern or len(text) < SHORTEST_SENTENCE:
        return by_pattern
    departments, today = turn.uow.context.catalog.departments, bangkok(turn.uow.now).date()
    return intended_query(text, read.intent, departments, today) or by_pattern


def _answered(turn: Turn, officer: Officer, query: OfficerQuery, text: str) -> list[Reply]:
    if query.person:
        return _of_person(turn, officer, text)
    if query.decisions:
        return _decisions(turn, officer)
    if query.information and (understood := turn.uow.understood(text)).act is not Act.COMPLAINT:
        is_known = understood.asks_by_name or understood.contact
        return [] if is_known else [Text(turn.say("search.no_info"), ways(turn))]
    if query.month:
        narrower = asks_narrower(text) or bool(turn.uow.understood(text).guess.margin)
        said = [Text(turn.say("search.whole_office"))] if narrower else []
        return [*said, *figures.show(turn, officer, query.month)]
    for name, replies in _ANSWERS.items():
        if getattr(query, name):
            return replies(turn)
    return _cases(turn, officer, query)


def _questions(turn: Turn) -> list[Reply]:
    waiting = question_reply.cards(turn)
    return waiting or [Text(turn.say("search.no_questions"), ways(turn))]


def _reporter(turn: Turn) -> list[Reply]:
    return [Text(turn.say("search.no_reporter"), ways(turn))]


def _accused(turn: Turn) -> list[Reply]:
    return [Text(turn.say("search.accused"), ways(turn))]


def _surveys(turn: Turn) -> list[Reply]:
    return overview.show(turn) if overview.may_see(turn) else []


def _comments(turn: Turn) -> list[Reply]:
    """Return the comments to read; if there are none, the overview, which says so and shows the rounds."""
    if turn.officer is None or not overview.may_see(turn):
        return []
    waits = survey_comments.count_unread(turn.uow, turn.officer)
    return comments.show(turn) if waits else overview.show(turn)


_ANSWERS = {
    "work": work_list.work,
    "questions": _questions,
    "reporter": _reporter,
    "accused": _accused,
    "surveys": _surveys,
    "comments": _comments,
    "documents": desk_link.offer,
}
"""The answer to each kind of query that has no filter, by the name of its field."""


def other(turn: Turn, text: str) -> list[Reply]:
    """Answer an officer's text that is neither a query nor a report: cases with its topic or words, else help."""
    officer = turn.officer
    understood = turn.uow.understood(text)
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return [Text(turn.say("search.help"), ways(turn))]
    read = intent_of(turn, text)
    is_talk = read.intent is Intent.OTHER and read.is_sure
    if len(text) > NAME_LENGTH or understood.act in _NO_SEARCH or is_talk:
        return [Text(turn.say("search.help"), ways(turn))]
    case_list = CaseList(Tab.ALL, words=text)
    if understood.guess.margin:
        case_list = CaseList(Tab.SECTION, category=understood.guess.ranking[0])
    found = case_lists.cards_of(turn, officer, case_list, "search.found")
    nothing = "search.none" if case_list.category and understood.names_a_problem else "search.help"
    if read.intent is Intent.INFO:
        nothing = "search.no_info"
    return found or [Text(turn.say(nothing), ways(turn))]


def find_or_report(turn: Turn, text: str, report: Choice) -> list[Reply]:
    """Return the cases with the topic or words of a problem that an officer names, and the button to report it."""
    ask = Text(turn.say("search.find_or_report"), (report, *ways(turn)))
    found = other(turn, text)
    return [*found, ask] if isinstance(found[0], Cards) else [ask]


def ask_if_praise(turn: Turn, text: str) -> list[Reply]:
    """Ask an officer whether a kind text is praise for the section, which nobody gets before the press."""
    praise = inquiry_card.say_button(turn.translator, "button.is_praise", words=text)
    return [Text(turn.say("search.ask_if_praise"), (praise, *ways(turn)))]


def _decisions(turn: Turn, officer: Officer) -> list[Reply]:
    """Return a card for each case to decide now, of an officer's own department or of all for an executive."""
    found = decisions(
        case
        for case in turn.uow.tx.month_pages.open_at(turn.uow.now)
        if officer.role in EXECUTIVES or case.department == officer.department
    )
    if not found:
        return [Text(turn.say("month_page.nothing_to_decide"), ways(turn))]
    cards = tuple(decision_card(turn.uow, officer, one) for one in found)
    return [Cards(turn.say("month_page.to_decide_alt", count=len(cards)), cards)]


def _cases(turn: Turn, officer: Officer, query: OfficerQuery) -> list[Reply]:
    department = query.department
    if officer.role in DEPARTMENTAL:
        if department not in {"", officer.department}:
            return [Text(turn.say("search.only_own"), ways(turn))]
        department = officer.department or ""
    topic = _topic_alone(turn, query.words)
    case_list = CaseList(
        _part(query),
        query.village or 0,
        # For officers of a department the list contains only that department anyway.
        department if officer.role in EXECUTIVES else "",
        number=_number(query),
        category=topic,
        words="" if topic else query.words,
    )
    key = "search.late_found" if query.late else "search.found"
    found = case_lists.cards_of(turn, officer, case_list, key)
    if not found:
        none = "search.none_own" if officer.role in DEPARTMENTAL else "search.none"
        nothing = none if _part(query) is Tab.ALL else "search.none_listed"
        return [Text(turn.say("search.late_none" if query.late else nothing), ways(turn))]
    whole = _whole_if_one(turn, officer, case_list)
    if whole or not query.late or officer.role not in EXECUTIVES or department:
        return whole or found
    lines = "\n".join(lines_by_department(turn, case_list))
    return [Text(turn.say("search.late_by_department", lines=lines)), *found]


def _topic_alone(turn: Turn, words: str) -> str:
    """Return the key of the topic if the words are only a word for it, as "road" is; else empty.

    "The road cases" are those about roads, not every case that has the word: a lamp may stand by the road.
    """
    guess = turn.uow.understood(words).guess
    is_word = words in turn.uow.context.language.lexicon.words
    return guess.ranking[0] if is_word and guess.margin else ""


def _perhaps_found(turn: Turn, officer: Officer, text: str) -> list[Reply]:
    """Return the cases with the words of a text that may look for one; empty if there are none.

    "The hole before the temple" looks for a case, or reports one. Below the cases, a button reports it.
    """
    if intent_of(turn, text).probabilities[Intent.FIND] < _MAYBE_FIND or len(text) > NAME_LENGTH:
        return []
    guess = turn.uow.understood(text).guess
    by_words = CaseList(Tab.SECTION, words=searched_words(fold(text)))
    by_topic = [CaseList(Tab.SECTION, category=guess.ranking[0])] if guess.margin else []
    for case_list in (by_words, *by_topic):
        found = case_lists.cards_of(turn, officer, case_list, "search.found")
        if found:
            break
    else:
        return []
    report = inquiry_card.say_button(
        turn.translator, "button.report_this", sends="menu.report", words=text
    )
    return [*found, Text(turn.say("search.or_report"), (report,))]


def _of_person(turn: Turn, officer: Officer, text: str) -> list[Reply]:
    """Return the open cases of the officers whom a text names, as far as the reader sees them."""
    folded = fold(text)
    named = [one for one in turn.uow.tx.officers.all() if one.active and fold(one.name) in folded]
    found = []
    for one in named[:1]:
        case_list = CaseList(Tab.SECTION, holder=one.id)
        none = Text(turn.say("search.person_none", name=one.name), ways(turn))
        found = case_lists.cards_of(turn, officer, case_list, "search.found") or [none]
    return found


def _part(query: OfficerQuery) -> Tab:
    """Return the tab of a query; ALL for a query with words, a number or a village."""
    parts = (
        (query.mine, Tab.MINE),
        (query.late, Tab.LATE),
        (query.soon, Tab.SOON),
        (query.new, Tab.NEW),
        (query.waiting, Tab.WAITING),
        (query.is_open, Tab.SECTION),
    )
    asked = next((tab for is_asked, tab in parts if is_asked), None)
    if asked is not None:
        return asked
    is_narrow = query.words or query.running is not None or query.village is not None
    return Tab.ALL if is_narrow else Tab.SECTION


def _number(query: OfficerQuery) -> str:
    """Return the part of a case number in a query, or ""."""
    if query.running is None:
        return ""
    return f"-{query.running:06}-{'' if query.check is None else query.check}"


def _whole_if_one(turn: Turn, officer: Officer, case_list: CaseList) -> list[Reply]:
    """Return the full card if the list has exactly one case; else an empty list."""
    scope = scope_of(officer)
    assert scope is not None
    count, rows = turn.uow.tx.desk_queue.listed(case_list.filter(turn.uow, officer, scope), 0, 1)
    if count != 1:
        return []
    case = turn.uow.tx.complaints.get(rows[0].id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, officer, heading=heading)]
