"""Staff complaints: what links the reporter to the case, and what they told besides the story.

Whom such a case accuses is in domain.cases.accused, who may read it in domain.cases.reader.
"""

from dataclasses import dataclass
from enum import StrEnum


class ReporterLink(StrEnum):
    """What links the reporter to the case: the LINE account, an encrypted pseudonym, or nothing."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


@dataclass(frozen=True)
class Conduct:
    """The details of a staff complaint besides the story.

    `who`: the reporter's words about the person concerned, one answer a line. `departments`: keys of the
    departments they chose. `when` and `evidence`: their words.
    """

    link: ReporterLink
    who: str = ""
    departments: tuple[str, ...] = ()
    when: str = ""
    evidence: str = ""
