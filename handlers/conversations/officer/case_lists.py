"""Lists of ordinary cases in the chat: a part of them, a search, page by page, with the other parts as buttons."""

from dataclasses import dataclass, replace
from urllib.parse import unquote

from domain.cases.due import soon_until
from domain.cases.queue import Tab
from domain.organisation.officers import Officer
from handlers.access.desk import DeskScope, scope_of
from handlers.access.work_list import LIST_LIMIT
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Choice, Reply, Text, row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.turn import Turn
from handlers.views import case_card
from storage.cases.case_words import terms_of
from storage.cases.queue_filter import QueueFilter

WORDS_LIMIT = 80
"""Characters of a search that a button carries: its data may have 300."""
VILLAGES = "villages"
MOST_CHOICES = 13
"""Quick replies of a message: https://developers.line.biz/en/reference/messaging-api/#quick-reply"""
OFFERED = (Tab.MINE, Tab.SECTION, Tab.LATE, Tab.SOON, Tab.NEW, Tab.WAITING)


@dataclass(frozen=True)
class CaseList:
    """What a list shows, as the button of its next page carries it. `skipped`: the cases before its page.

    `village`: 0 for every one. `number`: a part of a case number. `words`: what is searched, as typed.
    """

    tab: Tab
    village: int = 0
    department: str = ""
    category: str = ""
    number: str = ""
    words: str = ""
    skipped: int = 0

    def __str__(self) -> str:
        parts = (
            *(self.tab.value, self.village, self.department, self.category, self.number),
            *(self.skipped, self.words[:WORDS_LIMIT].replace("%", "%25").replace("/", "%2F")),
        )
        return ":".join(map(str, parts))

    @classmethod
    def parse(cls, value: str) -> "CaseList":
        """Read the value of a button; what is missing or unknown restricts nothing."""
        parts = [*value.split(":", 6), *[""] * 7][:7]
        tab, village, department, category, number, skipped, words = parts
        return cls(
            Tab(tab) if tab in set(Tab) else Tab.SECTION,
            row_key(village),
            department,
            category,
            number,
            unquote(words),
            row_key(skipped),
        )

    def filter(self, uow: UnitOfWork, officer: Officer, scope: DeskScope) -> QueueFilter:
        """The cases of the list within what the officer may see."""
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
        )


def cards_of(turn: Turn, officer: Officer, wanted: CaseList, heading: str) -> list[Reply]:
    """The page of a list: what it is and how many there are, the cards, and the ways to the rest and to others.

    Empty if it has no case. `heading`: the word key of the sentence with `count`.
    """
    scope = scope_of(officer)
    if scope is None:
        return []
    uow = turn.uow
    count, rows = uow.tx.desk_queue.listed(
        wanted.filter(uow, officer, scope), wanted.skipped, LIST_LIMIT
    )
    if not rows:
        return []
    cards = tuple(
        case_card.summary(uow, turn.translator, uow.tx.complaints.get(row.id), Button.SHOW_CASE)
        for row in rows
    )
    said = turn.say(heading, count=count)
    last = wanted.skipped + len(rows)
    if last < count or wanted.skipped:
        shown = turn.say("officer.page", first=wanted.skipped + 1, last=last, count=count)
        said = f"{said}\n{shown}"
    return [Text(said), Cards(said, cards, ways(turn, officer, wanted, last, count))]


def show(turn: Turn, officer: Officer, value: str) -> list[Reply]:
    """The page or the part that a button asks for."""
    if value == VILLAGES:
        return _villages(turn, officer)
    wanted = CaseList.parse(value)
    found = cards_of(turn, officer, wanted, _heading(wanted))
    return found or [Text(turn.say("lists.none"), ways(turn, officer, wanted, 0, 0))]


def ways(
    turn: Turn, officer: Officer, wanted: CaseList | None, last: int, count: int
) -> tuple[Choice, ...]:
    """The buttons below a list: its next page, then the other parts with how many cases each holds.

    `wanted`: the list that is shown; `last` of its `count` cases are seen.
    """
    scope = scope_of(officer)
    if scope is None:
        return ()
    found = []
    if wanted is not None and last < count:
        following = str(replace(wanted, skipped=last))
        found.append(buttons.choice(turn.translator, "lists.more", Button.LIST, following))
    counts = turn.uow.tx.desk_queue.counts(CaseList(Tab.ALL).filter(turn.uow, officer, scope))
    for tab in OFFERED:
        if counts[tab] and (
            wanted is None or wanted != replace(CaseList(tab), skipped=wanted.skipped)
        ):
            label = turn.say(f"lists.to_{_name_of(tab, scope)}", count=counts[tab])
            found.append(buttons.named_choice(label, Button.LIST, str(CaseList(tab))))
    if counts[Tab.SECTION]:
        found.append(buttons.choice(turn.translator, "lists.to_villages", Button.LIST, VILLAGES))
    return tuple(found)[:MOST_CHOICES]


def _villages(turn: Turn, officer: Officer) -> list[Reply]:
    """The villages with open cases, the most first."""
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


def _heading(wanted: CaseList) -> str:
    is_part = wanted == replace(CaseList(wanted.tab), skipped=wanted.skipped)
    return f"lists.of_{wanted.tab.value}" if is_part else "search.found"


def _name_of(tab: Tab, scope: DeskScope) -> str:
    return "open" if tab is Tab.SECTION and scope.department is None else tab.value
