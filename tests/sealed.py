"""Decrypts rows of inbox and outbox with the key of the tests."""

import json
from dataclasses import replace

from domain.cases.sealed_text import Reader, opened
from tests.databases import VAULT


def raw_of(row):
    """Return the event of an inbox row; None if it was scrubbed."""
    about = f"inbox:{row.webhook_event_id}"
    return json.loads(VAULT.open(row.raw, about)) if row.raw else None


def is_from(row, sender):
    return row.sender == VAULT.index("inbox", sender)


def letter_of(row):
    """Return recipient and replies of an outbox row as data; None if it was scrubbed."""
    if not row.payload:
        return None
    recipient, _, replies = (
        VAULT.open(row.payload, f"outbox:{row.retry_key}").decode().partition("\n")
    )
    return recipient, json.loads(replies)


def opened_case(case):
    """Return a case with its text, for a test that checks its stored fields."""
    return case.opened_for(_reader(case))


def opened_entries(entries, case):
    """Return the audit entries of a case with their text."""
    return [replace(one, note=opened(one.note, _reader(case))) for one in entries]


def _reader(case):
    return Reader("test", case.number, "looked at by a test")
