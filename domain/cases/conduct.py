"""Staff complaints: the link between reporter and case, and the answers that the reporter gave besides the story.

domain.cases.accused determines whom such a case accuses, domain.cases.reader who may read it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.cases.sealed_text import Reader, opened, seal


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

    def sealed(self, case: str) -> "Conduct":
        """A copy with sealed texts. `case`: the number of the case."""
        return replace(
            self,
            who=seal(self.who, case),
            when=seal(self.when, case),
            evidence=seal(self.evidence, case),
        )

    def opened(self, reader: Reader) -> "Conduct":
        """A copy with readable texts. Raises SealedError for a reader of another case."""
        return replace(
            self,
            who=opened(self.who, reader),
            when=opened(self.when, reader),
            evidence=opened(self.evidence, reader),
        )
