"""Questions, praise and suggestions: messages to a department that are not complaints and have no due date."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InquiryKind(StrEnum):
    """What a resident wants from the department. Only a question expects an answer."""

    QUESTION = "question"
    PRAISE = "praise"
    SUGGESTION = "suggestion"


@dataclass(frozen=True)
class Inquiry:
    """A stored inquiry.

    `department`: key of the department it is for. `sender`: the LINE user id, "" after it was deleted.
    `answer`: the officer's text, "" while there is none.
    """

    id: int
    kind: InquiryKind
    department: str
    sender: str
    words: str
    sent_at: datetime
    answered_at: datetime | None = None
    answered_by: int | None = None
    answer: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it is a question without an answer."""
        return self.kind is InquiryKind.QUESTION and self.answered_at is None
