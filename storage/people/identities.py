"""Who stands behind a case about staff: a sealed account, or a code that only the reporter holds.

Whose account it is can be compared without being opened, by a stand-in that needs the key.
"""

import hashlib
import secrets

from sqlalchemy import Connection, select

from storage.sealed.vault import Vault
from storage.tables import identity, receipt

SEALED, NOBODY = "sealed:", "nobody:"


class Identities:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def pseudonym(self, line_user_id: str) -> str:
        """What stands in a sealed case where the reporter would."""
        return SEALED + self._vault.index("reporter", line_user_id)

    def nobody(self) -> str:
        """What stands in a case without a link: chance."""
        return NOBODY + secrets.token_hex(16)

    def store(self, complaint_id: int, line_user_id: str) -> None:
        sealed = self._vault.seal(line_user_id.encode(), _about(complaint_id))
        self._connection.execute(
            identity.insert().values(complaint_id=complaint_id, account=sealed)
        )

    def open(self, complaint_id: int) -> str:
        """The account behind a sealed case. Whoever calls this writes it into the audit."""
        sealed = self._connection.execute(
            select(identity.c.account).where(identity.c.complaint_id == complaint_id)
        ).scalar_one()
        return self._vault.open(sealed, _about(complaint_id)).decode()

    def keep_code(self, complaint_id: int, code: str) -> None:
        self._connection.execute(
            receipt.insert().values(code_hash=_hash(code), complaint_id=complaint_id)
        )

    def by_code(self, code: str) -> int | None:
        """The case whose code this is."""
        found: int | None = self._connection.scalar(
            select(receipt.c.complaint_id).where(receipt.c.code_hash == _hash(code))
        )
        return found


def names_of(vault: Vault, reporter: str) -> list[str]:
    """Everything that may stand in a case whose reporter this is."""
    return [reporter, *(SEALED + index for index in vault.indices("reporter", reporter))]


def _about(complaint_id: int) -> str:
    return f"identity:{complaint_id}"


def _hash(code: str) -> str:
    """Slow on purpose (20 ms): a code has 59 bits, too few for a fast hash. Needs no key, so none can be lost."""
    return hashlib.scrypt(code.encode(), salt=b"receipt", n=2**13, r=8, p=1, dklen=32).hex()
