"""Encrypts values with AES-256-GCM. The master keys are stored neither in the database nor in its backup.

Envelope encryption: each value has its own data key, which is encrypted ("wrapped") with a master key. A change of
the master key therefore only wraps the data keys again (`rewrap`) and decrypts no content. Without the master keys
nothing can be decrypted. Format, with lengths in bytes:

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
    """The value cannot be decrypted: unknown key, other associated data, or changed bytes."""


class Vault:
    """`keys`: master keys of 32 bytes. The first one, the newest, encrypts; all of them decrypt."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._masters = {_key_id(key): AESGCM(key) for key in keys}
        self._index_keys = [hmac.digest(key, b"index", hashlib.sha256) for key in keys]
        self._head = VERSION + _key_id(keys[0])

    def seal(self, content: bytes, associated_data: str) -> bytes:
        """Encrypt `content`.

        `associated_data`: the location of the value (table or column, and row), to which the value is bound: a
        copy in another row cannot be decrypted.
        """
        random = os.urandom(KEY + NONCE + NONCE)
        data_key, wrap_nonce, nonce = random[:KEY], random[KEY:-NONCE], random[-NONCE:]
        master = self._masters[self._head[1:]]
        return b"".join(
            (
                self._head,
                wrap_nonce,
                master.encrypt(wrap_nonce, data_key, self._head),
                nonce,
                AESGCM(data_key).encrypt(nonce, content, associated_data.encode()),
            )
        )

    def open(self, sealed: bytes, associated_data: str) -> bytes:
        """Decrypt what `seal` returned, with the same `associated_data`. Raises UnreadableError."""
        nonce, content = sealed[CONTENT_AT : CONTENT_AT + NONCE], sealed[CONTENT_AT + NONCE :]
        try:
            return AESGCM(self._data_key(sealed)).decrypt(nonce, content, associated_data.encode())
        except (InvalidTag, ValueError) as error:
            raise UnreadableError(associated_data.partition(":")[0]) from error

    def seal_text(self, text: str, associated_data: str) -> str:
        """Encrypt text for a text column; returns base64."""
        return base64.b64encode(self.seal(text.encode(), associated_data)).decode()

    def open_text(self, sealed: str, associated_data: str) -> str:
        """Decrypt what `seal_text` returned. Raises UnreadableError."""
        return self.open(base64.b64decode(sealed), associated_data).decode()

    def rewrap(self, sealed: bytes) -> bytes:
        """Return the value with its data key wrapped by the newest master key. Raises UnreadableError."""
        if self.is_newest(sealed):
            return sealed
        data_key, nonce = self._data_key(sealed), os.urandom(NONCE)
        master = self._masters[self._head[1:]]
        wrapped = master.encrypt(nonce, data_key, self._head)
        return self._head + nonce + wrapped + sealed[CONTENT_AT:]

    def can_open(self, sealed: bytes) -> bool:
        """Return whether the vault has the master key of the value; the content is not decrypted."""
        try:
            self._data_key(sealed)
        except UnreadableError:
            return False
        return True

    def is_newest(self, sealed: bytes) -> bool:
        """Return whether the newest master key encrypted the value."""
        return sealed[:HEAD] == self._head

    def index(self, purpose: str, text: str | bytes) -> str:
        """Return a pseudonym of `text`: 32 hexadecimal digits of an HMAC-SHA256 with the newest key.

        Equal texts of one `purpose` have the same pseudonym; without the key it cannot be computed or reversed.
        """
        return _index(self._index_keys[0], purpose, text)

    def indices(self, purpose: str, text: str) -> list[str]:
        """Return the pseudonyms of `text` under every key, the newest first, to find rows of older keys."""
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
    """Return a vault with a random key that is not stored, for processes that decrypt nothing."""
    return Vault([os.urandom(KEY)])


def _key_id(key: bytes) -> bytes:
    return hmac.digest(key, b"id", hashlib.sha256)[: HEAD - 1]


def _index(key: bytes, purpose: str, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    return hmac.digest(key, purpose.encode() + b"\0" + content, hashlib.sha256).hex()[:32]
