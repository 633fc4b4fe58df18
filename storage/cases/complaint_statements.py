"""The statements of the repository of complaints, built once.

Building a statement takes several times as long as running it, and these run for every message.
"""

from sqlalchemy import Executable, bindparam, func, or_, select, text, update

from domain.cases.complaint import Status
from storage.db.upsert import Insert, InsertByDialect
from storage.tables import complaint, counter

CASE_IDS = "complaint.id"
"""Name of the counter for the case ids that a restore on SQLite skips; no series of numbers has this name."""
FIRST_STAFF_ID = 10**15
"""The ids of staff complaints begin here; those of ordinary cases count from 1. Ids are part of URLs: in a common
series, the gaps between ordinary cases would reveal the number of staff complaints."""


_HAS_ID = complaint.c.id == bindparam("key")
_IS_REPORTER = complaint.c.reporter.in_(bindparam("who", expanding=True))
NEWEST_ORDINARY_ID = select(func.coalesce(func.max(complaint.c.id), 0)).where(
    complaint.c.id < FIRST_STAFF_ID
)
# On SQLite the next id after the newest ordinary one, and after those that a restore skips (see
# storage.recovery.after_restore): SQLite itself would continue after the highest id, that of a staff complaint.
_NEXT_ID = 1 + func.max(
    NEWEST_ORDINARY_ID.scalar_subquery(),
    func.coalesce(select(counter.c.value).where(counter.c.name == CASE_IDS).scalar_subquery(), 0),
)
ADD_STAFF_CASE = complaint.insert().returning(complaint.c.id)
ADD = {
    "sqlite": complaint.insert().values(id=_NEXT_ID).returning(complaint.c.id),
    "postgresql": complaint.insert().returning(complaint.c.id),
}
SAVE = update(complaint).where(_HAS_ID)
GET = select(complaint).where(_HAS_ID)
LOCK = GET.with_for_update()
PUSHES = select(complaint.c.pushes).where(_HAS_ID)
COUNT_PUSH = SAVE.values(pushes=complaint.c.pushes + 1)
BY_NUMBER = select(complaint).where(complaint.c.number == bindparam("number"))
OWN_WITH_NUMBER = select(complaint.c.id).where(
    complaint.c.number == bindparam("number"), _IS_REPORTER
)
OWN_WITH_ID = select(complaint.c.id).where(_HAS_ID, _IS_REPORTER)
BY_DRAFT = select(complaint).where(complaint.c.draft_id == bindparam("draft"))
OF_REPORTER = (
    select(complaint)
    .where(_IS_REPORTER)
    .order_by(complaint.c.filed_at.desc(), complaint.c.id.desc())
    .limit(bindparam("limit"))
)
COUNT_OF_REPORTER = select(func.count()).select_from(complaint).where(_IS_REPORTER)
CURRENT_OF_REPORTER = (
    select(complaint)
    .where(
        _IS_REPORTER,
        complaint.c.ended_at.is_(None),
        or_(complaint.c.filed_at >= bindparam("since"), complaint.c.status == Status.ASKED),
    )
    .order_by(complaint.c.filed_at.desc(), complaint.c.id.desc())
)

OPEN = (
    select(complaint)
    .where(complaint.c.ended_at.is_(None))
    .order_by(complaint.c.due_at, complaint.c.id)
    .limit(bindparam("limit"))
)
OPEN_IN_DEPARTMENT = OPEN.where(complaint.c.department == bindparam("department"))
AROUND = (
    select(complaint)
    .where(
        complaint.c.category == bindparam("category"),
        complaint.c.id != bindparam("not_id"),
        complaint.c.filed_at >= bindparam("since"),
    )
    .order_by(complaint.c.filed_at.desc())
    .limit(bindparam("limit"))
)
COUNT_OPEN = select(func.count()).select_from(complaint).where(complaint.c.ended_at.is_(None))
COUNT_OPEN_IN_DEPARTMENT = COUNT_OPEN.where(complaint.c.department == bindparam("department"))
ASSIGNED = (
    select(complaint)
    .where(complaint.c.officer_id == bindparam("officer"), complaint.c.ended_at.is_(None))
    .order_by(complaint.c.id)
)
ASSIGNED_LOCKED = ASSIGNED.with_for_update()
WITHOUT_VERDICT = (
    select(complaint)
    # The verdict is a literal: SQLite uses a partial index only if the query contains its condition.
    .where(text("complaint.verdict = 'pending'"), complaint.c.ended_at < bindparam("ended_before"))
    .order_by(complaint.c.ended_at, complaint.c.id)
    .with_for_update(skip_locked=True)
)
FILED_SINCE = (
    select(func.count()).select_from(complaint).where(complaint.c.filed_at > bindparam("since"))
)
FILED_BY_REPORTER_SINCE = FILED_SINCE.where(_IS_REPORTER)


def _increment(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + 1}
    ).returning(counter.c.value)


INCREMENT = InsertByDialect(counter, _increment)
