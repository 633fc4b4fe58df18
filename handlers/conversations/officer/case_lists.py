"""Lists of ordinary cases in the chat: a tab or a search, page by page, with buttons for the other tabs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from domain.cases.complaint import Complaint
from domain.cases.due import soon_until
from domain.cases.queue import Tab, counted
from domain.language.officer_order import CaseReference
from domain.organisation.officers import Officer
from handlers.access import custodians
from handlers.access.desk import DeskScope, scope_of
from handlers.access.work_list import LIST_LIMIT
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Choice, Reply, Text, row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.conversation import MOST_CHOICES
from handlers.engine.turn import Turn
from handlers.views import case_card
from storage.cases.case_words import terms_of
from storage.cases.desk_queue import SearchResult
from storage.cases.queue_filter import QueueFilter

WORDS_LIMIT = 80
"""Maximum characters of a search in the data of a button, which may have 300."""
VILLAGES = "villages"
OFFERED = (Tab.MINE, Tab.SECTION, Tab.LATE, Tab.SOON, Tab.NEW, Tab.WAITING)


@dataclass(frozen=True)
class CaseList:
    """The filter and page of a list, as stored in a button. `skipped`: the cases before the page.

    `village`: 0 for all. `number`: a part of a case number. `words`: the search text as typed. `holder`: the id of
    the officer whose cases are listed, 0 for all.
    """

    tab: Tab
    village: int = 0
    department: str = ""
    category: str = ""
    number: str = ""
    words: str = ""
    skipped: int = 0
    holder: int = 0

    def __str__(self) -> str:
        parts = (
            *(self._first_part, self.village, self.department, self.category, self.number),
            *(self.skipped, self.words[:WORDS_LIMIT].replace("%", "%25").replace("/", "%2F")),
        )
        return ":".join(map(str, parts))

    @property
    def _first_part(self) -> str:
        # Behind the tab, because buttons without it are in old messages.
        return f"{self.tab.value}@{self.holder}" if self.holder else self.tab.value

    @classmethod
    def parse(cls, value: str) -> "CaseList":
        """Parse the value of a button; a missing or unknown part filters nothing."""
        parts = [*value.split(":", 6), *[""] * 7][:7]
        first, village, department, category, number, skipped, words = parts
        tab, _, holder = first.partition("@")
        return cls(
            Tab(tab) if tab in set(Tab) else Tab.SECTION,
            row_key(village),
            department,
            category,
            number,
            unquote(words),
            row_key(skipped),
            row_key(holder),
        )

    def filter(self, uow: UnitOfWork, officer: Officer, scope: DeskScope) -> QueueFilter:
        """The filter of the list, limited to the cases that the officer may see."""
        return QueueFilter(
            tab=self.tab,
            officer_id=officer.id,
            department=scope.department,
            now=uow.now,
            soon=soon_until(uow.now, uow.context.calendar),
            terms=tuple(terms_of(self.words)),
            category=self.category,
            village=self.village,
            only_department=self.department,
            number=self.number,
            holder=self.holder,
        )


def cards_of(turn: Turn, officer: Officer, case_list: CaseList, heading: str) -> list[Reply]:
    """Return a page of a list: heading with the number of cases, cards, buttons for the next page and other tabs.

    A search that finds nothing returns the cases with similar words, on one page. Empty if there are none either.
    `heading`: the word key of the sentence with `count`.
    """
    scope = scope_of(officer)
    if scope is None:
        return []
    uow = turn.uow
    found = _found(uow, case_list, case_list.filter(uow, officer, scope))
    if not found.rows:
        return []
    cards = tuple(
        case_card.summary(uow, turn.translator, uow.tx.complaints.get(row.id), Button.SHOW_CASE)
        for row in found.rows
    )
    if found.is_near:
        text = turn.say("search.near", words=case_list.words)
        return [Text(text), Cards(text, cards, ways(turn, officer, None, 0, 0))]
    count = found.total
    of_all = counted(count, is_search=bool(case_list.words))
    text = turn.say(heading, count=of_all)
    last = case_list.skipped + len(found.rows)
    if last < count or case_list.skipped:
        page = turn.say("officer.page", first=case_list.skipped + 1, last=last, count=of_all)
        text = f"{text}\n{page}"
    return [Text(text), Cards(text, cards, ways(turn, officer, case_list, last, count))]


def _found(uow: UnitOfWork, case_list: CaseList, query: QueueFilter) -> SearchResult:
    """A page of the list. Words that are in no case are looked for as in the console; an empty tab stays empty."""
    if query.terms:
        return uow.tx.desk_queue.search(query, case_list.skipped, LIST_LIMIT)
    rows = uow.tx.desk_queue.listed(query, case_list.skipped, LIST_LIMIT)
    return SearchResult(*rows, case_list.tab)


def show(turn: Turn, officer: Officer, value: str) -> list[Reply]:
    """Return the page or tab that a button asks for."""
    if value == VILLAGES:
        return _villages(turn, officer)
    case_list = CaseList.parse(value)
    found = cards_of(turn, officer, case_list, _heading(case_list))
    return found or [Text(turn.say("lists.none"), ways(turn, officer, case_list, 0, 0))]


def ways(
    turn: Turn, officer: Officer, case_list: CaseList | None, last: int, count: int
) -> tuple[Choice, ...]:
    """Return the buttons below a list: its next page, then the other tabs with their numbers of cases.

    `wanted`: the list that is shown. `last`: how many of its `count` cases have been shown.
    """
    scope = scope_of(officer)
    if scope is None:
        return ()
    found = []
    if case_list is not None and last < count:
        following = str(replace(case_list, skipped=last))
        found.append(buttons.choice(turn.translator, "lists.more", Button.LIST, following))
    counts = turn.uow.tx.desk_queue.counts(CaseList(Tab.ALL).filter(turn.uow, officer, scope))
    for tab in OFFERED:
        if counts[tab] and (
            case_list is None or case_list != replace(CaseList(tab), skipped=case_list.skipped)
        ):
            label = turn.say(f"lists.to_{_name_of(tab, scope)}", count=counts[tab])
            found.append(buttons.named_choice(label, Button.LIST, str(CaseList(tab))))
    if counts[Tab.SECTION]:
        found.append(buttons.choice(turn.translator, "lists.to_villages", Button.LIST, VILLAGES))
    return tuple(found)[:MOST_CHOICES]


def _villages(turn: Turn, officer: Officer) -> list[Reply]:
    """Return buttons for the villages with open cases, the village with the most first."""
    scope = scope_of(officer)
    if scope is None:
        return []
    held = turn.uow.tx.desk_queue.by_village(
        CaseList(Tab.SECTION).filter(turn.uow, officer, scope), MOST_CHOICES
    )
    choices = tuple(
        buttons.named_choice(
            turn.say("lists.village", village=village, count=count),
            Button.LIST,
            str(CaseList(Tab.SECTION, village)),
        )
        for village, count in held
    )
    return [Text(turn.say("lists.which_village" if choices else "lists.no_village"), choices)]


def _heading(case_list: CaseList) -> str:
    is_part = case_list == replace(CaseList(case_list.tab), skipped=case_list.skipped)
    return f"lists.of_{case_list.tab.value}" if is_part else "search.found"


def _name_of(tab: Tab, scope: DeskScope) -> str:
    return "open" if tab is Tab.SECTION and scope.department is None else tab.value


def with_number(turn: Turn, officer: Officer, one: CaseReference) -> Sequence[Complaint]:
    """Return the case with this number, if the officer may read it."""
    part = f"-{one.running:06}-{'' if one.check is None else one.check}"
    kept = custodians.cases_in_custody_of(turn.uow, officer)
    found = [case for case in kept if part in case.number]
    return found or listed(turn, officer, CaseList(Tab.ALL, number=part))


def listed(turn: Turn, officer: Officer, case_list: CaseList) -> Sequence[Complaint]:
    """Return the first cases of a list, at most LIST_LIMIT, of those that the officer may read."""
    scope = scope_of(officer)
    if scope is None:
        return ()
    query = case_list.filter(turn.uow, officer, scope)
    _, rows = turn.uow.tx.desk_queue.listed(query, 0, LIST_LIMIT)
    return [turn.uow.tx.complaints.get(row.id) for row in rows]
