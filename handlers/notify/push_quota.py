"""Knowing the message plan: LINE is asked what it is, and who must know hears when it runs low."""

from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok, month_key
from domain.organisation.officers import Role
from handlers.core import dates
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.tasks import TaskKind

BUDGET = "budget"


def watch(uow: UnitOfWork) -> None:
    """At four fifths of the plan and at its end, tell who must know; each once a month."""
    now = uow.budget
    month = month_key(bangkok(uow.now).date())
    if not now.is_low:
        return
    # Whoever hears that it is used up need not hear that it is going to be.
    level = "100" if now.is_spent() else "80"
    if uow.tx.jobs.claim(BUDGET, f"{month}:{level}", uow.now):
        facts = {"spent": now.spent, "allowance": now.allowance, "forecast": now.forecast}
        name = dates.month(month)
        sentence = uow.context.translations.say(f"budget.low_{level}", "th", month=name, **facts)
        # Of a plan that is used up nobody need hear from the next one: it only rides.
        weight = Weight.ALERT if now.is_spent() else Weight.PROMPT
        for line_id in _answerable(uow):
            uow.notify(line_id, [Text(sentence)], weight)


def _answerable(uow: UnitOfWork) -> list[str]:
    """The administrator, the head of the section that keeps the figures, and the ปลัด."""
    section = uow.context.catalog.organisation.eit_section
    return [
        linked.line_user_id
        for linked in uow.tx.officers.linked()
        if linked.officer.role in {Role.ADMIN, Role.PALAD}
        or (linked.officer.role is Role.HEAD and linked.officer.department == section)
    ]


def ask(uow: UnitOfWork) -> None:
    """Have LINE asked what the plan is, what was used of it, and how many there are in each group."""
    uow.tx.tasks.ask(TaskKind.QUOTA, month_key(bangkok(uow.now).date()), uow.now)
    for group in uow.tx.groups.all():
        uow.tx.tasks.ask(TaskKind.GROUP_MEMBERS, group.group_id, uow.now)


def learn(uow: UnitOfWork, month: str, allowance: int | None, used: int) -> None:
    """What LINE says of a month: its plan and all that was sent, the messages sent by hand too."""
    ours = uow.tx.push_ledger.pushes_in(month) + _under_way(uow)
    uow.tx.push_ledger.learn(month, allowance, max(0, used - ours), uow.now)


def _under_way(uow: UnitOfWork) -> int:
    """What LINE may have counted of our own pushes before they are in the ledger."""
    members = {group.group_id: group.members for group in uow.tx.groups.all()}
    return sum(members.get(one) or 1 for one in uow.tx.delivery.pushes_under_way(uow.now))
