"""All tables of the database, with a comment on the purpose of each. Rules and queries are in other modules."""

from storage.tables.cases import (
    attachment,
    audit,
    complaint,
    counter,
    custody,
    group_message,
    identity,
    inquiry,
    rating,
    receipt,
    resolution,
    unanswered_question,
)
from storage.tables.jobs import job_run, month_report
from storage.tables.messaging import (
    department_group,
    inbox,
    message_quota,
    outbox,
    push_ledger,
    task,
)
from storage.tables.people import (
    conversation,
    link_attempt,
    link_code,
    message_part,
    officer,
    officer_history,
    person,
)
from storage.tables.reports import report_file, report_issue

__all__ = [
    "attachment",
    "audit",
    "complaint",
    "conversation",
    "counter",
    "custody",
    "department_group",
    "group_message",
    "identity",
    "inbox",
    "inquiry",
    "job_run",
    "link_attempt",
    "link_code",
    "message_part",
    "message_quota",
    "month_report",
    "officer",
    "officer_history",
    "outbox",
    "person",
    "push_ledger",
    "rating",
    "receipt",
    "report_file",
    "report_issue",
    "resolution",
    "task",
    "unanswered_question",
]
