"""The URL of a list of cases. It contains the whole state of the list, so that it can be bookmarked and shared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases import case_number
from domain.cases.complaint import Status
from domain.cases.due import soon_until
from domain.cases.queue import Sort, Tab
from domain.organisation.organisation import typed_village
from domain.organisation.periods import parse_period
from domain.text.thai_text import fold
from handlers.access.desk import DeskScope
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.case_words import terms_of
from storage.cases.queue_filter import QueueFilter

PAGE = 50
LAST_PAGE = 10_000
LONGEST_SEARCH = 200
RUNNING = re.compile(r"(?P<running>\d{1,6})(?:-(?P<check>\d))?$")
"""A running number as officers say it, with or without the check digit."""


@dataclass(frozen=True)
class QueueAddress:
    """The parameters of the URL. Unknown values fall back to the default. `page` counts from 1."""

    tab: Tab = Tab.MINE
    search: str = ""
    category: str = ""
    village: int = 0
    department: str = ""
    holder: int = 0
    status: str = ""
    period: str = ""
    sort: Sort = Sort.DUE
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str], first: Tab) -> "QueueAddress":
        """Parse the parameters of a URL. `first`: the tab of a URL that names none."""
        status = given.get("status", "")
        sort = given.get("sort", "")
        tab = given.get("tab", "")
        return cls(
            tab=Tab(tab) if tab in set(Tab) else first,
            search=given.get("q", "")[:LONGEST_SEARCH].strip(),
            category=given.get("category", "")[:20],
            village=min(row_key(given.get("village", "")), 999),
            department=given.get("department", "")[:40],
            holder=row_key(given.get("holder", "")),
            status=status if status in set(Status) else "",
            period=given.get("period", "") if _bounds(given.get("period", "")) else "",
            sort=Sort(sort) if sort in set(Sort) else Sort.DUE,
            page=min(max(1, row_key(given.get("page", ""))), LAST_PAGE),
        )

    def parameters(self, **changes: object) -> dict[str, object]:
        """The parameters with some changed, without default values; page 1 unless given."""
        new = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        named = {
            "tab": Tab(new.tab).value,
            "q": new.search,
            "category": new.category,
            "village": new.village or "",
            "department": new.department,
            "holder": new.holder or "",
            "status": new.status,
            "period": new.period,
            "sort": "" if new.sort is Sort.DUE else new.sort.value,
            "page": "" if new.page == 1 else new.page,
        }
        return {name: value for name, value in named.items() if value != ""}

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter excludes cases of the tab."""
        chosen = (self.search, self.category, self.village, self.department, self.holder)
        return any((*chosen, self.status, self.period))

    def filter(self, uow: UnitOfWork, officer_id: int, scope: DeskScope) -> QueueFilter:
        """The filter of this URL, limited to the cases that the officer may see.

        A search that consists of a village, such as "หมู่ 3", means the village, and a case number in any form is
        that number: "2570 58 2". A running number alone, such as "57", is that of the case, if there is one.
        """
        organisation = uow.context.catalog.organisation
        village = typed_village(self.search, organisation.villages)
        number = case_number.read(self.search, organisation.case_prefix)
        query = QueueFilter(
            tab=self.tab,
            officer_id=officer_id,
            department=scope.department,
            now=uow.now,
            soon=_soon(uow),
            terms=() if village else tuple(terms_of(str(number or self.search))),
            category=self.category,
            village=village or self.village,
            only_department=self.department,
            holder=self.holder,
            status=self.status,
            filed=_bounds(self.period),
            sort=self.sort,
        )
        running = RUNNING.match(fold(self.search))
        if running is None or village or number:
            return query
        part = f"-{int(running['running']):06}-{running['check'] or ''}"
        by_number = replace(query, terms=(), number=part)
        is_there = uow.tx.desk_queue.total(replace(by_number, tab=Tab.ALL))
        return by_number if is_there else query


def _bounds(period: str) -> tuple[datetime, datetime] | None:
    """The start and the end of a period such as "2569-10" or "2570"; None for any other text."""
    try:
        return parse_period(period).bounds
    except ValueError:
        return None


def _soon(uow: UnitOfWork) -> datetime:
    return soon_until(uow.now, uow.context.calendar)
