"""Addresses of our own pages. Those about one case or one file carry a signature nobody can guess.

What is signed is the row's id and what no other row ever has: SQLite gives an id that was deleted to the next,
and so does a restore. An address opens its one thing for ever, or nothing.

LINE shows pictures and opens pages from https alone, so an office without it has no addresses.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.cases.complaint import Complaint
from storage.cases.attachments import Attachment

SIGNATURE_LENGTH = 32
"""Hex digits: 128 bits, which nobody tries out."""


class Page(StrEnum):
    """What is signed; a signature of one kind opens no other."""

    PHOTO = "photos"
    FILE = "files"
    CASE = "case"


@dataclass(frozen=True)
class SignedUrls:
    """`public_url` as in the settings; the first of `keys` signs, what any of them signed is good."""

    public_url: str
    keys: Sequence[bytes]

    def photo(self, one: Attachment) -> str | None:
        return self._whole(self.photo_path(one))

    def photo_path(self, one: Attachment) -> str:
        """The address of a photo within our own site."""
        return f"{self.path(Page.PHOTO, one.id, one.message)}.jpg"

    def file(self, one: Attachment) -> str | None:
        return self._whole(self.path(Page.FILE, one.id, one.message))

    def case(self, case: Complaint) -> str | None:
        return self._whole(self.path(Page.CASE, case.id, case.number))

    def privacy(self) -> str | None:
        return self._whole("/privacy")

    def path(self, page: Page, key: int, name: str) -> str:
        """The signed address within our own site. `name`: what the row of this id has and no other ever had."""
        return f"/{page}/{key}-{_sign(self.keys[0], page, key, name)}"

    def is_signed(self, page: Page, key: int, name: str, signature: str) -> bool:
        """Whether this signature was made for this very row; takes as long for a wrong one."""
        signed = [_sign(secret, page, key, name) for secret in self.keys]
        return any(hmac.compare_digest(one.encode(), signature.encode()) for one in signed)

    def _whole(self, path: str) -> str | None:
        base = self.public_url.rstrip("/")
        return f"{base}{path}" if base.startswith("https://") else None


def _sign(secret: bytes, page: Page, key: int, name: str) -> str:
    message = f"{page}/{key}/{name}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
