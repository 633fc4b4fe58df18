"""The reply templates that an officer can choose for an action, with the facts of the case filled in."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.organisation.thai_dates import short_date
from handlers.core.unit_of_work import UnitOfWork

WITH_WORDS = (
    *(Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE),
    *(Action.TRANSFER, Action.NOT_OURS),
)


@dataclass(frozen=True)
class Filled:
    """A template of the list, and the text that it inserts into the field. `key`: unique among all templates."""

    key: str
    name: str
    text: str


def of(uow: UnitOfWork, case: Complaint | None) -> dict[str, list[Filled]]:
    """The templates by action; without a case only those without placeholders for its facts.

    A template that promises the due date is left out once that day is over.
    """
    found: dict[str, list[Filled]] = {action.value: [] for action in WITH_WORDS}
    for template in uow.context.catalog.templates:
        if template.action not in found:
            continue
        if case is not None and template.category not in {"", case.category}:
            continue
        text = _filled(uow, case, template.th)
        if text is not None:
            found[template.action].append(Filled(template.key, template.name, text))
    return found


def _filled(uow: UnitOfWork, case: Complaint | None, text: str) -> str | None:
    catalog = uow.context.catalog
    if case is None:
        return text if "{" not in text else None
    if "{due}" in text and case.due_at < uow.now:
        return None
    department = catalog.departments_by_key.get(case.department)
    return text.format(
        number=case.number,
        topic=catalog.category(case.category).th,
        section=department.th if department else "",
        due=short_date(case.due_at),
        phone=(department.phone if department else "") or catalog.organisation.phone,
    )
