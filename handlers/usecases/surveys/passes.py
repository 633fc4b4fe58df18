"""Encrypted tokens of the form, with the person, the subject and the expiry.

A link from the chat contains a token for its person; an opened form contains one for submitting it.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.answering import Form
from storage.sealed.vault import UnreadableError

LINK, SEND = "survey_link", "survey_send"
"""Purposes: a pass for one is not valid for the other."""
LINK_VALID = timedelta(minutes=30)
SEND_VALID = timedelta(hours=24)
"""Longer than the life of a link, so that nobody loses a form that they began to fill in."""


@dataclass(frozen=True)
class Pass:
    """`person`, `subject`: as in `answering.Form`. `until`: ISO time."""

    person: str
    subject: str
    until: str

    def is_valid(self, now: datetime) -> bool:
        return now < datetime.fromisoformat(self.until)


def issue(uow: UnitOfWork, purpose: str, code: str, person: str, subject: str) -> str:
    """Return a token for the door of this code."""
    valid = LINK_VALID if purpose == LINK else SEND_VALID
    content = json.dumps(asdict(Pass(person, subject, (uow.now + valid).isoformat())))
    sealed = uow.tx.vault.seal(content.encode(), f"{purpose}:{code}")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(uow: UnitOfWork, purpose: str, code: str, token: str) -> Pass | None:
    """Return the content of a token; None if it was not issued by us for this purpose and door."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return Pass(**json.loads(uow.tx.vault.open(sealed, f"{purpose}:{code}")))
    except (UnreadableError, ValueError, TypeError, binascii.Error):
        return None


def link(uow: UnitOfWork, form: Form) -> str | None:
    """Return the address of the form for this person, valid for LINK_VALID; None without a public https URL."""
    token = issue(uow, LINK, form.door.code, form.person, form.subject)
    return uow.context.signed_urls.survey_of(form.door.code, token)
