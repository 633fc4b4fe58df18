"""The monthly push quota: request it from LINE, store it, and alert officers when it runs low.

https://developers.line.biz/en/reference/messaging-api/#get-quota
"""

from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok, month_key
from domain.organisation.officers import Role
from handlers.core import dates
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.tasks import TaskKind

BUDGET = "budget"


def alert_if_low(uow: UnitOfWork) -> None:
    """Alert the responsible officers at 80 % and at 100 % of the quota, each once a month."""
    budget = uow.budget
    month = month_key(bangkok(uow.now).date())
    if not budget.is_low:
        return
    # Send the 100 % alert instead of the 80 % one, not both.
    level = "100" if budget.is_spent() else "80"
    if uow.tx.jobs.claim(BUDGET, f"{month}:{level}", uow.now):
        facts = {"spent": budget.spent, "allowance": budget.allowance, "forecast": budget.forecast}
        name = dates.month(month)
        sentence = uow.context.translations.say(f"budget.low_{level}", "th", month=name, **facts)
        # The 100 % alert is outdated by next month, so it is sent with a reply and not pushed then.
        weight = Weight.ALERT if budget.is_spent() else Weight.PROMPT
        for line_id in _responsible(uow):
            uow.notify(line_id, [Text(sentence)], weight)


def _responsible(uow: UnitOfWork) -> list[str]:
    """Return the LINE user ids of the administrators, the ปลัด, and the head of the EIT section."""
    section = uow.context.catalog.organisation.eit_section
    return [
        linked.line_user_id
        for linked in uow.tx.officers.linked()
        if linked.officer.role in {Role.ADMIN, Role.PALAD}
        or (linked.officer.role is Role.HEAD and linked.officer.department == section)
    ]


def request_quota(uow: UnitOfWork) -> None:
    """Enqueue the tasks that request the quota, its consumption and the member count of each group from LINE."""
    uow.tx.tasks.ask(TaskKind.QUOTA, month_key(bangkok(uow.now).date()), uow.now)
    for group in uow.tx.groups.all():
        uow.tx.tasks.ask(TaskKind.GROUP_MEMBERS, group.group_id, uow.now)


def store_quota(uow: UnitOfWork, month: str, allowance: int | None, used: int) -> None:
    """Store what LINE reports for a month.

    `month`: a key such as 2569-10. `allowance`: the quota in pushes, None without limit. `used`: the pushes that
    LINE counted; those that this program did not send were sent by hand.
    """
    ours = uow.tx.push_ledger.pushes_in(month) + _under_way(uow)
    uow.tx.push_ledger.store_quota(month, allowance, max(0, used - ours), uow.now)


def _under_way(uow: UnitOfWork) -> int:
    """Return the pushes being sent now, which LINE may have counted although the ledger has not."""
    members = {group.group_id: group.members for group in uow.tx.groups.all()}
    return sum(members.get(one) or 1 for one in uow.tx.delivery.pushes_under_way(uow.now))
