"""The office's webhook for new and changed cases, and the signature of a delivery.

The scheme is Standard Webhooks:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Webhook:
    """`url`: of the receiver. `secret`: shared with it."""

    url: str
    secret: bytes = field(repr=False)

    def headers(self, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """Return the headers that identify a delivery and sign its body. `at`: when it is sent."""
        stamp = str(int(at.timestamp()))
        signed = f"{event_id}.{stamp}.".encode() + body
        signature = base64.b64encode(hmac.digest(self.secret, signed, hashlib.sha256)).decode()
        return {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature}",
        }
