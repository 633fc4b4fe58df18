"""All tables of the database, with a comment on the purpose of each. Rules and queries are in other modules."""

from storage.tables.cases import (
    attachment,
    audit,
    complaint,
    counter,
    group_message,
    identity,
    rating,
    receipt,
    resolution,
    unanswered_question,
)
from storage.tables.console import (
    case_words,
    console_login,
    console_session,
    instruction,
    office_change,
    referral,
    sign_in_attempt,
    sign_in_link,
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
    person,
)
from storage.tables.reports import report_file, report_issue

__all__ = [
    "attachment",
    "audit",
    "case_words",
    "complaint",
    "console_login",
    "console_session",
    "conversation",
    "counter",
    "department_group",
    "group_message",
    "identity",
    "inbox",
    "instruction",
    "job_run",
    "link_attempt",
    "link_code",
    "message_part",
    "message_quota",
    "month_report",
    "office_change",
    "officer",
    "outbox",
    "person",
    "push_ledger",
    "rating",
    "receipt",
    "referral",
    "report_file",
    "report_issue",
    "resolution",
    "sign_in_attempt",
    "sign_in_link",
    "task",
    "unanswered_question",
]
