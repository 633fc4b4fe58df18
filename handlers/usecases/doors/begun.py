"""The sealed token of a web form: it identifies the report and contains its receipt code.

With it, a form that is sent twice is one case, and the second answer shows the same number and code as the first.
"""

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import conduct
from storage.sealed.vault import UnreadableError

VALID = timedelta(hours=24)
"""Long enough for people who are interrupted while writing."""
MOST = 1000
"""Maximum characters of a token: longer than any token that is issued."""


@dataclass(frozen=True)
class Begun:
    """A report that is being written. `key`: random. `code`: its receipt code. `until`: ISO time."""

    key: str
    code: str
    until: str

    @property
    def draft_id(self) -> str:
        return f"d{self._digest('draft')[:15]}"

    @property
    def owner(self) -> str:
        """The owner of the attachments, which identifies no case and no person."""
        return f"draft:{self._digest('owner')[:32]}"

    def _digest(self, purpose: str) -> str:
        return hashlib.sha256(f"{purpose}:{self.key}".encode()).hexdigest()


def begin(uow: UnitOfWork, purpose: str) -> str:
    """Return the token of a new report. `purpose`: the form that it is for."""
    content = Begun(secrets.token_hex(16), conduct.new_code(), (uow.now + VALID).isoformat())
    return sealed(uow, purpose, json.dumps(asdict(content)))


def read(uow: UnitOfWork, purpose: str, token: str) -> Begun | None:
    """Return the content of a token; None if it is too old or was not made by us for this form."""
    content = opened(uow, purpose, token)
    if content is None:
        return None
    found = Begun(**json.loads(content))
    return found if uow.now < datetime.fromisoformat(found.until) else None


def sealed(uow: UnitOfWork, purpose: str, content: str) -> str:
    """Return an encrypted token that only `opened` can decrypt, for the same purpose."""
    token = uow.tx.vault.seal(content.encode(), purpose)
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def opened(uow: UnitOfWork, purpose: str, token: str) -> str | None:
    """Return the content of a token; None if it was not made by us for this purpose."""
    if len(token) > MOST:
        return None
    try:
        content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return uow.tx.vault.open(content, purpose).decode()
    except (UnreadableError, ValueError, binascii.Error):
        return None
