"""The states of a report, from draft to published, and its replacement by a later issue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import Refused


class IssueState(StrEnum):
    """The state of one issue of a report."""

    DRAFT = "draft"
    NUMBERED = "numbered"
    SIGNED = "signed"
    PERMITTED = "permitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


FOLLOWS = {
    IssueState.NUMBERED: IssueState.DRAFT,
    IssueState.SIGNED: IssueState.NUMBERED,
    IssueState.PERMITTED: IssueState.SIGNED,
    IssueState.PUBLISHED: IssueState.PERMITTED,
}
"""Each state and its predecessor. Any state but REPLACED may become REPLACED; PUBLISHED may become WITHDRAWN."""


@dataclass(frozen=True)
class Issue:
    """One issue of a report.

    `period`: a key such as 2569-10, 2570-Q1, 2570-H1 or 2570 (fiscal years). `figures`: canonical JSON; `sha256`:
    of that JSON. `slug`: the public name of a published issue, else "". `withdrawn_at`: when the last permission
    to publish it was withdrawn. `replaces`: the id of the earlier issue.
    """

    id: int
    report: str
    period: str
    figures: str
    sha256: str
    state: IssueState
    made_at: datetime
    document_number: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None
    permitted_by: str = ""
    permitted_at: datetime | None = None
    slug: str = ""
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""
    replaces: int | None = None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read its files; a later issue may have replaced it."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether there is a permission to withdraw."""
        return self.is_public or self.state is IssueState.PERMITTED


def check_step(issue: Issue, target: IssueState) -> None:
    """Raise Refused report_out_of_order unless `target` directly follows the state of the issue."""
    if FOLLOWS[target] is not issue.state:
        raise Refused("report_out_of_order")


def check_withdrawal(issue: Issue) -> None:
    """Raise Refused report_nothing_to_withdraw unless the issue may be published or is published."""
    if not issue.may_be_withdrawn:
        raise Refused("report_nothing_to_withdraw")


def listed(issues: Iterable[Issue]) -> list[Issue]:
    """Return the newest issue of each report, and the one that everybody reads until the newest is published."""
    found = list(issues)
    current = [one for one in found if one.state is not IssueState.REPLACED]
    unpublished = {(one.report, one.period) for one in current if one.published_at is None}
    still_read = {
        (one.report, one.period): one
        for one in sorted(found, key=lambda one: one.id)
        if one.is_public and (one.report, one.period) in unpublished
    }
    return [*current, *still_read.values()]
