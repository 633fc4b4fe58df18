"""What lies sealed in the boxes, opened with the key of the tests."""

import json

from tests.databases import VAULT


def raw_of(row):
    """The event of an inbox row; None once it is scrubbed."""
    about = f"inbox:{row.webhook_event_id}"
    return json.loads(VAULT.open(row.raw, about)) if row.raw else None


def is_from(row, sender):
    return row.sender == VAULT.index("inbox", sender)


def letter_of(row):
    """Recipient and replies of an outbox row, as data; None once it is scrubbed."""
    if not row.payload:
        return None
    recipient, _, replies = (
        VAULT.open(row.payload, f"outbox:{row.retry_key}").decode().partition("\n")
    )
    return recipient, json.loads(replies)
