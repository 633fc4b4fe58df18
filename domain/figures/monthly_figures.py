"""The month on one page: which figures it has and how two months compare. Counting is storage's work."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class OldCase:
    """A case still open when the month ended. `days`: calendar days since it was filed."""

    number: str
    category: str
    department: str
    days: int


@dataclass(frozen=True)
class ServiceScore:
    """How one service was rated. `service`: its key, or empty for complaints taken together."""

    service: str
    mean: float
    ratings: int


@dataclass(frozen=True)
class MonthFigures:
    """One Bangkok month such as 2569-10, as things stood when it ended.

    `answered_in_time` + `answer_not_due` + `taken_back` + `answered_late` = `received`: answered within the
    promised days, not answered but the promise still runs, withdrawn while it ran and before any answer, and
    the rest; months frozen before `taken_back` was counted have none. Of the `closed`, `confirmed` were said to
    be fixed by their reporters, `unconfirmed` not judged in time; the others wait for a verdict or were
    disputed. `disputed`: verdicts of "not fixed" in the month. `median_days`: days from filing to
    closing of the cases closed in the month, None when none was. `satisfaction`: mean of 1-5, None when
    nobody rated. `reopened`: cases that were opened again. `scores`: how many gave 1, 2, 3, 4 and 5;
    `reasons`: why the low ones, by key. `pushes` of `message_plan` (None without limit) were sent, of them
    `pushes_to_reporters` about somebody's own case. Restricted cases appear in `restricted` alone, as a
    count, and in what is counted of ratings and pushes.
    """

    month: str
    received: int
    answered_in_time: int
    answer_not_due: int
    answered_late: int
    closed: int
    confirmed: int
    unconfirmed: int
    disputed: int
    reopened: int
    withdrawn: int
    not_ours: int
    median_days: float | None
    open_at_end: int
    oldest: tuple[OldCase, ...]
    satisfaction: float | None
    ratings: int
    scores: tuple[int, ...]
    reasons: tuple[tuple[str, int], ...]
    services: tuple[ServiceScore, ...]
    topics: tuple[tuple[str, int], ...]
    villages: tuple[tuple[int, int], ...]
    restricted: int
    pushes: int
    pushes_to_reporters: int
    message_plan: int | None = None
    taken_back: int = 0

    def to_json(self) -> str:
        """The one canonical form: same figures, same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def pushes_per_case(self) -> float | None:
        """How often the reporter of a case of this month was pushed to; None when there was none."""
        cases = self.received + self.restricted
        return round(self.pushes_to_reporters / cases, 1) if cases else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing happened at all: most likely the bot was not there yet."""
        return not (self.received or self.closed or self.restricted or self.ratings)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def from_json(text: str) -> MonthFigures:
    facts: dict[str, Any] = json.loads(text)
    return MonthFigures(
        **{
            **facts,
            "oldest": tuple(OldCase(**case) for case in facts["oldest"]),
            "topics": tuple((key, count) for key, count in facts["topics"]),
            "scores": tuple(facts["scores"]),
            "reasons": tuple((key, count) for key, count in facts["reasons"]),
            "services": tuple(ServiceScore(**service) for service in facts["services"]),
            "villages": tuple((number, count) for number, count in facts["villages"]),
        }
    )
