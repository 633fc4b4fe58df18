"""Unguessable URLs of our web pages and of the files that people sent.

The URL of a case contains a signature over the row's id and a value that no other row ever has, because SQLite and
a restored backup may assign the id of a deleted row again. So a URL never opens another case than the one it was
made for. The URLs of the photos on that page, and of files on cards of the previous release, work in the same
way, in ordinary cases only.

The URL of a file on a card contains an encrypted token with the file, the reader and the expiry. Whether this
reader may still open the file is checked again each time, see handlers.access.evidence.

LINE shows images and opens pages only from https, so there are no URLs if the public URL is not https.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.cases.complaint import Complaint
from domain.figures.report_life import Issue
from handlers.core.messages import row_key
from storage.cases.attachments import Attachment

SIGNATURE_LENGTH = 32
"""Hex digits: 128 bits, too many for a brute-force attack."""
NONCE = 12
MAX_TOKEN = 200
"""Maximum characters of a token: longer than any token that is issued."""


class Page(StrEnum):
    """The kind of page. The signature covers it, so a signature for one kind is not valid for another."""

    PHOTO = "photos"
    FILE = "files"
    CASE = "case"
    REPORT = "reports"


REPORTER = "reporter"
"""The reader of a file shown to a case's reporter, that is anybody with the chat or the page of the case."""


@dataclass(frozen=True)
class Opened:
    """The content of a token. `key`: the id of the attachment. `reader`: an officer's id, or REPORTER.

    `until`: when it expires. `digest`: of the attachment's message, which no other row ever has.
    """

    key: int
    reader: str
    until: datetime
    digest: str

    def is_of(self, one: Attachment) -> bool:
        """Whether the token was made for this attachment, and not for an earlier one with its id."""
        return hmac.compare_digest(self.digest, _digest(one))


@dataclass(frozen=True)
class SignedUrls:
    """Makes and verifies URLs.

    `public_url`: from the settings. `keys`: secrets; the first one signs, and signatures of all are valid.
    Methods that return `str | None` return None if `public_url` is not https.
    """

    public_url: str
    keys: Sequence[bytes]

    def photo(self, one: Attachment, reader: str, until: datetime) -> str | None:
        """Return the URL of a photo. `reader`: an officer's id or REPORTER. `until`: when it expires."""
        return self._whole(f"/{Page.PHOTO}/for/{self._token(Page.PHOTO, one, reader, until)}.jpg")

    def file(self, one: Attachment, reader: str, until: datetime) -> str | None:
        """Return the URL of a download. Arguments as in `photo`."""
        return self._whole(f"/{Page.FILE}/for/{self._token(Page.FILE, one, reader, until)}")

    def photo_path(self, one: Attachment) -> str:
        """Return the URL path of a photo of an ordinary case, for everybody who has the page of the case."""
        return f"/{Page.PHOTO}/{one.key}-{_sign(self.keys[0], Page.PHOTO, 0, one.key)}.jpg"

    def case(self, case: Complaint) -> str | None:
        return self._whole(self.path(Page.CASE, case.id, case.number))

    def survey(self, code: str) -> str | None:
        """Return the URL of the form behind a door with this code."""
        return self._whole(f"/s/{code}")

    def survey_of(self, code: str, token: str) -> str | None:
        """Return the URL of a form for the person in a token from `usecases.surveys.passes`."""
        return self._whole(f"/s/{code}?p={token}")

    def survey_qr(self, code: str) -> str | None:
        """Return the URL of the picture of a door's QR code."""
        return self._whole(f"/s/{code}/qr.png")

    def itas_qr(self) -> str | None:
        return self._whole("/s/itas.png")

    def report(
        self, issue: Issue, file_format: str, *, section: str = "", sheet: int = 1
    ) -> str | None:
        """Return the URL of a file of a stored report. `file_format`: the extension, such as pdf.

        `section`: a department, for its own page of the month. `sheet`: of a picture, from 1.
        """
        path = f"{self.path(Page.REPORT, issue.id, report_name(issue, section))}.{file_format}"
        asked = {"section": section, "sheet": str(sheet) if sheet > 1 else ""}
        query = urlencode({key: value for key, value in asked.items() if value})
        return self._whole(f"{path}?{query}" if query else path)

    def open_page(self) -> str | None:
        """Return the URL of the public figures."""
        return self._whole("/open")

    def desk(self, token: str = "") -> str | None:
        """Return the URL of the console, or of a one-time link into it."""
        return self._whole(f"/desk/in/{token}" if token else "/desk")

    def path(self, page: Page, key: int, name: str) -> str:
        """Return a signed URL path. `key`: the row's id. `name`: a value that no other row ever has."""
        return f"/{page}/{key}-{_sign(self.keys[0], page, key, name)}"

    def privacy(self) -> str | None:
        return self._whole("/privacy")

    def is_signed(self, page: Page, key: int, name: str, signature: str) -> bool:
        """Whether the signature was made for this row by any of the keys; compares in constant time."""
        expected = [_sign(secret, page, key, name) for secret in self.keys]
        return any(hmac.compare_digest(one.encode(), signature.encode()) for one in expected)

    def open(self, page: Page, token: str) -> Opened | None:
        """Decrypt the token of a file's URL; None if none of the keys made it for this kind of page."""
        if len(token) > MAX_TOKEN or not token.isascii():
            return None
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        for secret in self.keys:
            try:
                plain = _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], page.encode())
            except (InvalidTag, ValueError):
                continue
            key, reader, until, digest = plain.decode().split("/")
            return Opened(row_key(key), reader, datetime.fromtimestamp(int(until), UTC), digest)
        return None

    def _token(self, page: Page, one: Attachment, reader: str, until: datetime) -> str:
        nonce = os.urandom(NONCE)
        plain = f"{one.id}/{reader}/{int(until.timestamp())}/{_digest(one)}"
        sealed = _cipher(self.keys[0]).encrypt(nonce, plain.encode(), page.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def _whole(self, path: str) -> str | None:
        base = self.public_url.rstrip("/")
        return f"{base}{path}" if base.startswith("https://") else None


def report_name(issue: Issue, section: str = "") -> str:
    """Return the name that the signature of a report covers; it differs for the page of each department."""
    return f"{issue.sha256}/{section}" if section else issue.sha256


def _sign(secret: bytes, page: Page, key: int, name: str) -> str:
    message = f"{page}/{key}/{name}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"token", hashlib.sha256))


def _digest(one: Attachment) -> str:
    return hashlib.sha256(one.message.encode()).hexdigest()[:16]
