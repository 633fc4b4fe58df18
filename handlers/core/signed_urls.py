"""URLs of our web pages. The URL of a case or a file holds a token or a signature that cannot be guessed.

A token is encrypted: it tells no row id, which anyone could count. It covers the row's id and a value that no
other row ever has, because SQLite and a restored backup may assign the id of a deleted row again. So a URL never
opens another case or file than it was made for. A file's token also names its reader and expires.

LINE shows images and opens pages only from https, so there are no URLs if the public URL is not https.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.cases.complaint import Complaint
from storage.cases.attachments import Attachment

SIGNATURE_LENGTH = 32
"""Hex digits: 128 bits, too many to try out."""


NONCE = 12


class Page(StrEnum):
    """The kind of page. A token covers it, so a token of one kind is not valid for another."""

    PHOTO = "photos"
    FILE = "files"
    CASE = "case"


@dataclass(frozen=True)
class Reader:
    """For whom an address is made, and until when. `name`: `officer:<id>`, or empty for the reporter."""

    name: str
    until: datetime


@dataclass(frozen=True)
class Opened:
    """What a token names: a row, its name, its reader and its end in seconds since 1970, 0 for none."""

    key: int
    name: str
    reader: str
    until: int


@dataclass(frozen=True)
class SignedUrls:
    """Makes and verifies URLs.

    `public_url`: from the settings. `keys`: secrets; the first one signs, and signatures of all are valid.
    Methods that return `str | None` return None if `public_url` is not https.
    """

    public_url: str
    keys: Sequence[bytes]

    def photo(self, one: Attachment, reader: Reader) -> str | None:
        return self._whole(self.photo_path(one, reader))

    def photo_path(self, one: Attachment, reader: Reader) -> str:
        """Return the URL path of a photo."""
        return f"/{Page.PHOTO}/{self._token(Page.PHOTO, one, reader)}.jpg"

    def file(self, one: Attachment, reader: Reader) -> str | None:
        return self._whole(self.file_path(one, reader))

    def file_path(self, one: Attachment, reader: Reader) -> str:
        """Return the URL path of any other file."""
        return f"/{Page.FILE}/{self._token(Page.FILE, one, reader)}"

    def case(self, case: Complaint) -> str | None:
        return self._whole(self.case_path(case.id, case.number))

    def case_path(self, complaint_id: int, number: str) -> str:
        """Return the URL path of a case's page, which does not expire."""
        return f"/{Page.CASE}/{self._seal(Page.CASE, complaint_id, number, '', 0)}"

    def opened(self, page: Page, token: str) -> Opened | None:
        """Return what a token of this kind of page names; None if it is not one of ours."""
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            return None
        for key in self.keys:
            try:
                opened = _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], page.encode())
            except (InvalidTag, ValueError):
                continue
            key_id, name, reader, until = opened.decode().split("\n")
            return Opened(int(key_id), name, reader, int(until))
        return None

    def _token(self, page: Page, one: Attachment, reader: Reader) -> str:
        return self._seal(page, one.id, one.message, reader.name, round(reader.until.timestamp()))

    def _seal(self, page: Page, key: int, name: str, reader: str, until: int) -> str:
        content = f"{key}\n{name}\n{reader}\n{until}".encode()
        nonce = os.urandom(NONCE)
        sealed = nonce + _cipher(self.keys[0]).encrypt(nonce, content, page.encode())
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def privacy(self) -> str | None:
        return self._whole("/privacy")

    def is_signed(self, page: Page, key: int, name: str, signature: str) -> bool:
        """Whether a former release made this signature for this row; compares in constant time."""
        expected = [_sign(secret, page, key, name) for secret in self.keys]
        return any(hmac.compare_digest(one.encode(), signature.encode()) for one in expected)

    def _whole(self, path: str) -> str | None:
        base = self.public_url.rstrip("/")
        return f"{base}{path}" if base.startswith("https://") else None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"tokens", hashlib.sha256))


def _sign(secret: bytes, page: Page, key: int, name: str) -> str:
    message = f"{page}/{key}/{name}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
