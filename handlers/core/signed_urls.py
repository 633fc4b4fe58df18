"""URLs of our web pages. The URL of a case or a file contains a signature that cannot be guessed.

The signature covers the row's id and a value that no other row ever has, because SQLite and a restored backup
may assign the id of a deleted row again. So a URL never opens another case or file than it was made for.

LINE shows images and opens pages only from https, so there are no URLs if the public URL is not https.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.cases.complaint import Complaint
from domain.figures.report_life import Issue
from storage.cases.attachments import Attachment

SIGNATURE_LENGTH = 32
"""Hex digits: 128 bits, too many to try out."""


class Page(StrEnum):
    """The kind of page. The signature covers it, so a signature for one kind is not valid for another."""

    PHOTO = "photos"
    FILE = "files"
    CASE = "case"
    REPORT = "reports"


@dataclass(frozen=True)
class SignedUrls:
    """Makes and verifies URLs.

    `public_url`: from the settings. `keys`: secrets; the first one signs, and signatures of all are valid.
    Methods that return `str | None` return None if `public_url` is not https.
    """

    public_url: str
    keys: Sequence[bytes]

    def photo(self, one: Attachment) -> str | None:
        return self._whole(self.photo_path(one))

    def photo_path(self, one: Attachment) -> str:
        """Return the URL path of a photo."""
        return f"{self.path(Page.PHOTO, one.id, one.message)}.jpg"

    def file(self, one: Attachment) -> str | None:
        return self._whole(self.path(Page.FILE, one.id, one.message))

    def case(self, case: Complaint) -> str | None:
        return self._whole(self.path(Page.CASE, case.id, case.number))

    def survey(self, code: str) -> str | None:
        """Return the URL of the form behind a door with this code."""
        return self._whole(f"/s/{code}")

    def survey_of(self, code: str, token: str) -> str | None:
        """Return the URL of a form for the person of a token, see `sign_text`."""
        return self._whole(f"/s/{code}?p={token}")

    def itas_qr(self) -> str | None:
        return self._whole("/s/itas.png")

    def sign_text(self, purpose: str, text: str) -> str:
        """Return the signature of a text for one purpose."""
        return _sign_text(self.keys[0], purpose, text)

    def is_signed_text(self, purpose: str, text: str, signature: str) -> bool:
        """Whether the signature was made for this text by any of the keys; compares in constant time."""
        expected = [_sign_text(secret, purpose, text) for secret in self.keys]
        return any(hmac.compare_digest(one.encode(), signature.encode()) for one in expected)

    def report(self, issue: Issue, file_format: str) -> str | None:
        """Return the URL of a file of a stored report. `file_format`: the extension, such as pdf."""
        return self._whole(f"{self.path(Page.REPORT, issue.id, issue.sha256)}.{file_format}")

    def privacy(self) -> str | None:
        return self._whole("/privacy")

    def path(self, page: Page, key: int, name: str) -> str:
        """Return a signed URL path. `key`: the row's id. `name`: a value that no other row ever has."""
        return f"/{page}/{key}-{_sign(self.keys[0], page, key, name)}"

    def is_signed(self, page: Page, key: int, name: str, signature: str) -> bool:
        """Whether the signature was made for this row by any of the keys; compares in constant time."""
        expected = [_sign(secret, page, key, name) for secret in self.keys]
        return any(hmac.compare_digest(one.encode(), signature.encode()) for one in expected)

    def _whole(self, path: str) -> str | None:
        base = self.public_url.rstrip("/")
        return f"{base}{path}" if base.startswith("https://") else None


def _sign(secret: bytes, page: Page, key: int, name: str) -> str:
    message = f"{page}/{key}/{name}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]


def _sign_text(secret: bytes, purpose: str, text: str) -> str:
    message = f"{purpose}\0{text}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
