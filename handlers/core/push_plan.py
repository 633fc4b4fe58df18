"""The push quota of the current month."""

from datetime import datetime

from domain.figures.push_budget import Budget
from domain.organisation.calendar import bangkok, month_after, month_bounds, month_key
from domain.organisation.organisation import Organisation
from storage.transaction import Transaction


def budget(tx: Transaction, organisation: Organisation, now: datetime) -> Budget:
    """Return the state of this month's quota.

    Counted as spent: pushes sent, pushes waiting in the outbox, and those sent by hand outside this program.
    """
    month = month_key(bangkok(now).date())
    start, end = month_bounds(month)
    quota_use = tx.push_ledger.quota_use(month, organisation.message_plan)
    return Budget(
        allowance=quota_use.allowance,
        spent=quota_use.spent,
        elapsed=(now - start) / (end - start),
        alert_share=organisation.alert_share,
    )


def next_month(now: datetime) -> datetime:
    """Return the moment when the next month's quota begins."""
    return month_bounds(month_after(month_key(bangkok(now).date())))[0]
