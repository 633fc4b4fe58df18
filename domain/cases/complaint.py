"""A complaint: what it is and the states it can be in. How it moves is in domain.cases.lifecycle."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.cases.conduct import Conduct


class Status(StrEnum):
    NEW = "new"
    IN_HAND = "in_hand"
    ASKED = "asked"
    WAITING = "waiting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOT_OURS = "not_ours"


OPEN = frozenset({Status.NEW, Status.IN_HAND, Status.ASKED, Status.WAITING})
PAUSED = frozenset({Status.ASKED, Status.WAITING})
"""While somebody else has the next move, the clock stands still."""


class Verdict(StrEnum):
    """What the resident says of a closing. Only a confirmed one counts as solved."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    SILENT = "silent"
    DISPUTED = "disputed"


class WaitingFor(StrEnum):
    BUDGET = "budget"
    PROCUREMENT = "procurement"
    OTHER_AGENCY = "other_agency"
    REPORTER = "reporter"


@dataclass(frozen=True)
class Place:
    """Where it is, as far as the resident told: a pin, a village (หมู่ที่), words, or any of them."""

    latitude: float | None = None
    longitude: float | None = None
    village: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Complaint:
    """A kept, numbered, clocked case.

    `reporter` is the LINE user id and is never shown to officers; of a case about staff (`conduct`) it may
    be a stand-in that only the vault can undo, or nothing but chance. `due_at` is the promise for finishing,
    moved only by a pause; `answer_by` the promise for an answer, never moved. While `paused_at` is set
    the clock stands still; `review_at` is the day somebody looks again. `ended_at` and `verdict` speak
    of the last ending; `reopened` counts how often the resident said it was not fixed.
    """

    id: int
    number: str
    category: str
    department: str
    restricted: bool
    detail: str
    place: Place
    hide_name: bool
    reporter: str
    status: Status
    filed_at: datetime
    due_at: datetime
    answer_by: datetime
    officer_id: int | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    paused_at: datetime | None = None
    waiting_for: WaitingFor | None = None
    review_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    verdict: Verdict | None = None
    reopened: int = 0
    question: str = ""
    conduct: Conduct | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@dataclass(frozen=True)
class Proof:
    """What an officer lays beside a closing: photos taken afterwards, or the reason why there is none."""

    photos: int = 0
    no_photo_reason: str = ""

    @property
    def why_no_photo(self) -> str:
        """Empty where there is a photo."""
        return "" if self.photos else self.no_photo_reason.strip()
