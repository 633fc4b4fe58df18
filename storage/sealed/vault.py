"""Seals what must not lie in the clear: AES-256-GCM, with keys that never touch the database or its backup.

Each record has a data key of its own, wrapped by the master key, so that a new master key only wraps
anew what it finds (`rewrap`) and reads no content. Losing the master keys loses everything they sealed.

    sealed = version (1) | key id (4) | nonce (12) | wrapped data key (48) | nonce (12) | content, tag (16)
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY, NONCE, HEAD = 32, 12, 5
WRAPPED = KEY + 16
CONTENT_AT = HEAD + NONCE + WRAPPED


class UnreadableError(Exception):
    """It was sealed with a key we do not have, for another place, or was changed since."""


class Vault:
    """`keys`: master keys of 32 bytes; the first one seals, all of them open."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._masters = {_key_id(key): AESGCM(key) for key in keys}
        self._index_keys = [hmac.digest(key, b"index", hashlib.sha256) for key in keys]
        self._head = VERSION + _key_id(keys[0])

    def seal(self, content: bytes, about: str) -> bytes:
        """`about` names the place (table, column and row): moved to another, it cannot be opened."""
        fresh = os.urandom(KEY + NONCE + NONCE)
        data_key, wrap_nonce, nonce = fresh[:KEY], fresh[KEY:-NONCE], fresh[-NONCE:]
        master = self._masters[self._head[1:]]
        return b"".join(
            (
                self._head,
                wrap_nonce,
                master.encrypt(wrap_nonce, data_key, self._head),
                nonce,
                AESGCM(data_key).encrypt(nonce, content, about.encode()),
            )
        )

    def open(self, sealed: bytes, about: str) -> bytes:
        """Raises UnreadableError."""
        nonce, content = sealed[CONTENT_AT : CONTENT_AT + NONCE], sealed[CONTENT_AT + NONCE :]
        try:
            return AESGCM(self._data_key(sealed)).decrypt(nonce, content, about.encode())
        except (InvalidTag, ValueError) as error:
            raise UnreadableError(about.partition(":")[0]) from error

    def seal_text(self, text: str, about: str) -> str:
        """The same for a column of text."""
        return base64.b64encode(self.seal(text.encode(), about)).decode()

    def open_text(self, sealed: str, about: str) -> str:
        return self.open(base64.b64decode(sealed), about).decode()

    def rewrap(self, sealed: bytes) -> bytes:
        """The same content under the newest master key. Raises UnreadableError."""
        if sealed[:HEAD] == self._head:
            return sealed
        data_key, nonce = self._data_key(sealed), os.urandom(NONCE)
        master = self._masters[self._head[1:]]
        wrapped = master.encrypt(nonce, data_key, self._head)
        return self._head + nonce + wrapped + sealed[CONTENT_AT:]

    def can_open(self, sealed: bytes) -> bool:
        """Whether it was sealed with a key we have; its content is not read."""
        try:
            self._data_key(sealed)
        except UnreadableError:
            return False
        return True

    def index(self, purpose: str, text: str | bytes) -> str:
        """A stand-in of 32 letters to find and compare by; without the key nobody can make or undo it."""
        return _index(self._index_keys[0], purpose, text)

    def indices(self, purpose: str, text: str) -> list[str]:
        """The stand-ins under every key we have, the newest first."""
        return [_index(key, purpose, text) for key in self._index_keys]

    def _data_key(self, sealed: bytes) -> bytes:
        head, nonce = sealed[:HEAD], sealed[HEAD : HEAD + NONCE]
        master = self._masters.get(head[1:])
        if master is None or head[:1] != VERSION:
            raise UnreadableError("unknown key")
        try:
            return master.decrypt(nonce, sealed[HEAD + NONCE : CONTENT_AT], head)
        except (InvalidTag, ValueError) as error:
            raise UnreadableError("data key") from error


def throwaway_vault() -> Vault:
    """For whoever opens a database without reading what is sealed: its key is gone with the process."""
    return Vault([os.urandom(KEY)])


def _key_id(key: bytes) -> bytes:
    return hmac.digest(key, b"id", hashlib.sha256)[: HEAD - 1]


def _index(key: bytes, purpose: str, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    return hmac.digest(key, purpose.encode() + b"\0" + content, hashlib.sha256).hex()[:32]
