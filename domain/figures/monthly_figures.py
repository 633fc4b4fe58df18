"""The figures of a monthly report. `storage.reporting` computes them."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from domain.anonymity import LEAST_SHOWN
from domain.figures.small_counts import StaffComplaints


@dataclass(frozen=True)
class OldCase:
    """A case that was open at the end of the month. `days`: calendar days since it was filed."""

    number: str
    category: str
    department: str
    days: int


@dataclass(frozen=True)
class ServiceScore:
    """The ratings of one service. `service`: its key, "" for all complaints. `mean`: 1 to 5."""

    service: str
    mean: float
    ratings: int


_INQUIRIES = frozenset({"questions", "questions_answered", "praise", "suggestions"})


@dataclass(frozen=True)
class MonthFigures:
    """The figures of one month in Bangkok time, as of its end; `month` is a key such as 2569-10.

    `received` is the sum of `answered_in_time` (answered before the deadline), `answer_not_due` (not answered,
    the deadline is later), `taken_back` (withdrawn before the deadline and before any answer) and
    `answered_late` (the rest). Reports frozen before `taken_back` existed have 0 there. Of the `closed` cases,
    `confirmed` were confirmed by their reporters and `unconfirmed` got no verdict in time; the others wait for
    a verdict or were disputed. `disputed`: disputes in the month. `reopened`: cases reopened in the month.
    `median_days`: days from filing to closing of the cases closed in the month, None without any.
    `satisfaction`: mean score of 1 to 5, None without ratings. `scores`: numbers of ratings 1, 2, 3, 4 and 5.
    `reasons`: reason key and count of low ratings. `topics`: category key and count; `villages`: village number
    and count. `pushes`: push messages sent; `message_plan`: the month's quota, None without limit;
    `pushes_to_reporters`: those to reporters about their own case. Staff complaints are counted only in
    `restricted` and `restricted_half_year`, each None if it is suppressed (see domain.figures.small_counts), and
    in the figures of pushes. `questions`, `questions_answered` (of those, by the end of the month), `praise` and
    `suggestions` are inquiries, which no other figure contains.
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
    restricted: int | None
    pushes: int
    pushes_to_reporters: int
    message_plan: int | None = None
    restricted_half_year: int | None = None
    taken_back: int = 0
    questions: int = 0
    questions_answered: int = 0
    praise: int = 0
    suggestions: int = 0

    def with_staff_complaints(self, counts: StaffComplaints) -> "MonthFigures":
        """A copy with these figures of the staff complaints."""
        return replace(self, restricted=counts.month, restricted_half_year=counts.half_year)

    @property
    def staff_complaints(self) -> StaffComplaints:
        """The published figures of staff complaints; a small number in older frozen figures is suppressed too."""
        month = self.restricted
        return StaffComplaints(
            month if month is not None and month >= LEAST_SHOWN else None, self.restricted_half_year
        )

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes.

        Figures of inquiries are left out while they are 0, so that months frozen before inquiries existed keep
        their digest.
        """
        facts = asdict(self)
        facts = {key: value for key, value in facts.items() if value or key not in _INQUIRIES}
        return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def pushes_per_case(self) -> float | None:
        """Mean number of pushes to reporters for each ordinary case received; None without cases."""
        return round(self.pushes_to_reporters / self.received, 1) if self.received else None

    @property
    def is_blank(self) -> bool:
        """Whether the month has no events; most likely the bot was not yet in use."""
        return not (self.received or self.closed or self.restricted or self.ratings)

    @property
    def sha256(self) -> str:
        """The SHA-256 digest of the canonical JSON text, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def from_json(text: str) -> MonthFigures:
    """The figures that `to_json` wrote. Raises KeyError or TypeError for missing or unknown fields."""
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
