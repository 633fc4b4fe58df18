"""Addresses of our own pages. Those about one case or one file carry a signature nobody can guess.

LINE shows pictures and opens pages from https alone, so an office without it has no addresses.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

SIGNATURE_LENGTH = 32
"""Hex digits: 128 bits, which nobody tries out."""


class Page(StrEnum):
    """What is signed; a signature of one kind opens no other."""

    PHOTO = "photos"
    FILE = "files"
    CASE = "case"


@dataclass(frozen=True)
class Links:
    """`public_url` as in the settings; `key` signs, and is used for nothing else."""

    public_url: str
    key: bytes

    def photo(self, attachment_id: int) -> str | None:
        return self._signed(Page.PHOTO, attachment_id, ".jpg")

    def file(self, attachment_id: int) -> str | None:
        return self._signed(Page.FILE, attachment_id)

    def case(self, complaint_id: int) -> str | None:
        return self._signed(Page.CASE, complaint_id)

    def privacy(self) -> str | None:
        return self._whole("/privacy")

    def path(self, page: Page, thing: int) -> str:
        """The signed address within our own site."""
        return f"/{page}/{thing}-{self._sign(page, thing)}"

    def is_signed(self, page: Page, thing: int, signature: str) -> bool:
        return hmac.compare_digest(self._sign(page, thing).encode(), signature.encode())

    def _signed(self, page: Page, thing: int, ending: str = "") -> str | None:
        return self._whole(self.path(page, thing) + ending)

    def _whole(self, path: str) -> str | None:
        base = self.public_url.rstrip("/")
        return f"{base}{path}" if base.startswith("https://") else None

    def _sign(self, page: Page, thing: int) -> str:
        message = f"{page}/{thing}".encode()
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
