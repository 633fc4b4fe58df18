"""Stores the link from a case about staff to its reporter: an encrypted account, or the hash of a receipt code.

A keyed pseudonym allows comparing a reporter with an account without decrypting the account.
"""

import hashlib
import secrets

from sqlalchemy import Connection, select

from storage.sealed.vault import Vault
from storage.tables import identity, receipt

MOST_PREPARED = 8
_prepared: dict[str, str] = {}
"""Slow hashes by code, each for one look-up."""
SEALED, UNLINKED = "sealed:", "nobody:"
"""Prefixes in the column `reporter`: of a pseudonym, and of a random value in a case without a link."""


class Identities:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def pseudonym(self, line_user_id: str) -> str:
        """Return the pseudonym that a case about staff contains instead of the reporter's account."""
        return SEALED + self._vault.index("reporter", line_user_id)

    def is_pseudonym(self, reporter: str) -> bool:
        """Return whether this is what `pseudonym` returns, and the account is stored encrypted."""
        return reporter.startswith(SEALED)

    def unlinked(self) -> str:
        """Return the random value that a case without a link contains instead of the reporter's account."""
        return UNLINKED + secrets.token_hex(16)

    def store(self, complaint_id: int, line_user_id: str) -> None:
        """Store the encrypted account of the reporter of a case."""
        sealed = self._vault.seal(line_user_id.encode(), _associated_data(complaint_id))
        self._connection.execute(
            identity.insert().values(complaint_id=complaint_id, account=sealed)
        )

    def open(self, complaint_id: int) -> str:
        """Return the decrypted account of the reporter of a case. The caller must write this to the audit.

        Raises UnreadableError, and sqlalchemy.exc.NoResultFound for a case without a stored account.
        """
        sealed = self._connection.execute(
            select(identity.c.account).where(identity.c.complaint_id == complaint_id)
        ).scalar_one()
        return self._vault.open(sealed, _associated_data(complaint_id)).decode()

    def store_code(self, complaint_id: int, code: str) -> None:
        """Store the hash of the receipt code of a case."""
        self._connection.execute(
            receipt.insert().values(code_hash=_hash(code), complaint_id=complaint_id)
        )

    def replace_code(self, complaint_id: int, code: str) -> None:
        """Store the hash of a new receipt code of a case; the earlier code becomes invalid."""
        self.end_code(complaint_id)
        self.store_code(complaint_id, code)

    def end_code(self, complaint_id: int) -> None:
        """Make the receipt code of a case invalid."""
        self._connection.execute(receipt.delete().where(receipt.c.complaint_id == complaint_id))

    def by_code(self, code: str) -> int | None:
        """Return the id of the case with this receipt code, None if there is none.

        Slow unless `prepare_code` was called for it just before.
        """
        found: int | None = self._connection.scalar(
            select(receipt.c.complaint_id).where(
                receipt.c.code_hash == (_prepared.pop(code, "") or _hash(code))
            )
        )
        return found


def prepare_code(code: str) -> None:
    """Compute the slow hash of a receipt code outside any transaction, for `Identities.by_code` right after."""
    while len(_prepared) >= MOST_PREPARED:
        _prepared.pop(next(iter(_prepared)), None)
    _prepared[code] = _hash(code)


def is_prepared(code: str) -> bool:
    """Return whether the slow hash of a receipt code is known."""
    return code in _prepared


def names_of(vault: Vault, reporter: str) -> list[str]:
    """Return the values that the column `reporter` can have in cases of this reporter.

    These are `reporter` itself, and the pseudonyms of it under every key of the vault.
    """
    return [reporter, *(SEALED + index for index in vault.indices("reporter", reporter))]


def _associated_data(complaint_id: int) -> str:
    return f"identity:{complaint_id}"


def _hash(code: str) -> str:
    """Return the scrypt hash of a receipt code.

    It takes 20 ms on purpose: a code has 59 bits, which a fast hash does not protect from guessing. It needs no
    key, so that a code also works after the loss of the keys.
    """
    return hashlib.scrypt(code.encode(), salt=b"receipt", n=2**13, r=8, p=1, dklen=32).hex()
