"""The context of every page of the console: units of work, sentences, and formatting of values."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.organisation import thai_dates
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.views import case_text

NO_BREAK = "\u00a0"
CleanPicture = Callable[[bytes], bytes | None]
"""Re-encodes a picture as a JPEG without metadata; None for anything that is not a picture."""


@dataclass(frozen=True)
class Desk:
    """`now`: the clock. `clean_picture`: for photos that officers send from the browser."""

    context: AppContext
    now: Callable[[], datetime]
    clean_picture: CleanPicture

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that only reads."""
        return self.context.read_only_uow(self.now())

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """A unit of work that is committed at the end of the block."""
        with self.context.uow(self.now()) as uow:
            yield uow

    def expire(self) -> None:
        """Make the next page show the change that was just made to the office's data."""
        if self.context.live:
            self.context.live.expire(self.context.store)

    @property
    def translator(self) -> Translator:
        return Translator(self.context.current.translations)

    def say(self, key: str, **facts: object) -> str:
        return self.translator.say(key, **facts)

    def reporter_name(self, uow: UnitOfWork, case: Complaint) -> str:
        """The reporter's name, or a text that says why it is not shown."""
        return case_text.reporter_name(uow, self.translator, case)

    def refusal(self, refusal: Refused) -> str:
        """The sentence for a refusal; if a colleague acted first, with the name and the time."""
        facts = dict(refusal.facts)
        officer_id, at = facts.get("officer_id"), facts.get("at")
        if isinstance(at, datetime):
            facts["hour"] = dates.hour(at)
            facts["officer"] = self.say("officer.the_reporter")
            if isinstance(officer_id, int):
                with self.reading() as uow:
                    facts["officer"] = uow.tx.officers.get(officer_id).name
        return self.say(f"refusals.{refusal.key}", **facts)


def unbroken(moment: datetime) -> str:
    """A day and a time, which a narrow page breaks only between the two."""
    whole, day = thai_dates.short_moment(moment), thai_dates.short_date(moment)
    time = whole.removeprefix(day).strip()
    return f"{day.replace(' ', NO_BREAK)} {time.replace(' ', NO_BREAK)}"


_WHOLE = re.compile(r"\d{1,2} \S+ \d{4}|เวลา [\d.]+ น\.|\d[\d,]* (?:วัน|เรื่อง|คน|ข้อความ)")
"""A day, a time, a number with its unit."""


def whole(sentence: object) -> str:
    """The sentence with its days, times and counts unbroken, as `unbroken` writes a moment."""
    return _WHOLE.sub(lambda found: found[0].replace(" ", NO_BREAK), str(sentence))


FILTERS: dict[str, Callable[..., str]] = {
    "day": thai_dates.short_date,
    "hour": unbroken,
    "clock": thai_dates.clock,
    "whole": whole,
}
"""Jinja filters that write dates and times as a Thai office does."""
