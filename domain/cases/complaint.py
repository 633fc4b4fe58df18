"""The complaint and its states. The transitions between the states are in domain.cases.lifecycle."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from domain.cases.conduct import Conduct
from domain.cases.sealed_text import Reader, opened, seal


class Status(StrEnum):
    """The state of a case; docs/glossary.md gives the Thai names."""

    NEW = "new"
    IN_HAND = "in_hand"
    ASKED = "asked"
    WAITING = "waiting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOT_OURS = "not_ours"


OPEN = frozenset({Status.NEW, Status.IN_HAND, Status.ASKED, Status.WAITING})
PAUSED = frozenset({Status.ASKED, Status.WAITING})
"""States in which the office waits for somebody else; the due date is suspended."""


class Verdict(StrEnum):
    """The judgement of a closed case by its reporter. Only CONFIRMED counts as solved; SILENT means no answer."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    SILENT = "silent"
    DISPUTED = "disputed"
    TAKEN_BACK = "taken_back"
    """The case was opened again without a verdict on the work: by the office, or because its reporter disagrees
    that it is another agency's duty."""


class WaitingFor(StrEnum):
    """The reason of a pause."""

    BUDGET = "budget"
    PROCUREMENT = "procurement"
    OTHER_AGENCY = "other_agency"
    REPORTER = "reporter"


@dataclass(frozen=True)
class Place:
    """Where the problem is: coordinates in degrees, a village number (หมู่ที่), words, or any of them."""

    latitude: float | None = None
    longitude: float | None = None
    village: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Complaint:
    """A stored case.

    `reporter`: the LINE user id, which officers never see; in a staff complaint (`conduct` is set) it may be a
    pseudonym that only the vault can resolve, or a random value. `due_at`: the due date, moved only by a pause
    or a dispute. `answer_by`: the deadline for an answer, never moved. `paused_at`: start of the current pause.
    `review_at`: when a waiting case is reviewed. `ended_at`, `ended_by` and `verdict` belong to the last ending.
    `reopened`: how often it was opened again, by a dispute or the office. `question`: what the office asked.
    In a staff complaint `detail`, `question` and the texts of `conduct` are sealed; `opened_for` unseals them.
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

    def __post_init__(self) -> None:
        if self.restricted:
            self._seal()

    def _seal(self) -> None:
        # The class is frozen: https://docs.python.org/3/library/dataclasses.html#frozen-instances
        object.__setattr__(self, "detail", seal(self.detail, self.number))
        object.__setattr__(self, "question", seal(self.question, self.number))
        if self.conduct is not None:
            object.__setattr__(self, "conduct", self.conduct.sealed(self.number))

    def opened_for(self, reader: Reader) -> "OpenedCase":
        """The case with its texts readable, for its reader. Raises SealedError for a reader of another case."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        values["detail"] = opened(self.detail, reader)
        values["question"] = opened(self.question, reader)
        values["conduct"] = self.conduct and self.conduct.opened(reader)
        return OpenedCase(**{**values, "reader": reader})

    def as_staff_complaint(
        self, category: str, department: str, reporter: str, about: Conduct
    ) -> "Complaint":
        """The case as a staff complaint. Its place becomes part of the story, because only the story is sealed.

        The arguments are the fields of the same names; `about` is the field `conduct`.
        """
        return replace(
            self,
            restricted=True,
            category=category,
            department=department,
            detail="\n".join(filter(None, (self.detail, self.place.words))),
            place=Place(),
            hide_name=True,
            reporter=reporter,
            question="",
            conduct=about,
        )

    @property
    def is_open(self) -> bool:
        """Whether the office still works on the case or waits for somebody."""
        return self.status in OPEN


@dataclass(frozen=True)
class OpenedCase(Complaint):
    """A case with its texts readable for one reader. It must not be stored: store `sealed()` instead."""

    reader: Reader | None = None

    def _seal(self) -> None:
        """Leave the texts unsealed."""

    def sealed(self) -> Complaint:
        """The case without a reader."""
        return Complaint(**{one.name: getattr(self, one.name) for one in fields(Complaint)})


def words_in(text: str, case: Complaint) -> str:
    """The readable form of a text that belongs to a case.

    Raises SealedError for a text of a staff complaint that was not opened for a reader.
    """
    return opened(text, case.reader if isinstance(case, OpenedCase) else None)


@dataclass(frozen=True)
class Proof:
    """The proof of a closing: the number of photos taken afterwards, or the reason why there is none."""

    photos: int = 0
    no_photo_reason: str = ""

    @property
    def why_no_photo(self) -> str:
        """The reason for a missing photo; "" when there is one."""
        return "" if self.photos else self.no_photo_reason.strip()
