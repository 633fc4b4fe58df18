"""Stores the earlier names, posts and LINE accounts of officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from domain.organisation.officers import Role
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import officer, officer_history


@dataclass(frozen=True)
class Post:
    """The state of an officer at one time.

    `names`: the name and the other names. `account`: a keyed pseudonym of the LINE account, "" if none is known.
    """

    officer_id: int
    names: tuple[str, ...]
    role: Role
    department: str | None
    active: bool
    account: str


class OfficerHistory:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def remember(self, officer_id: int, now: datetime) -> None:
        """Add an officer's present name, post and account to their history. Call it before a change."""
        row = self._connection.execute(
            select(officer).where(officer.c.id == officer_id).with_for_update()
        ).one()
        self._connection.execute(
            officer_history.insert().values(
                officer_id=officer_id,
                name=row.name,
                other_names=row.other_names,
                role=row.role,
                department=row.department,
                account=row.line_user_id
                and self._vault.seal(row.line_user_id.encode(), _associated_data(officer_id)),
                until=now,
            )
        )

    def posts(self) -> Sequence[Post]:
        """Return the present post of every officer, also of those removed, and all earlier posts."""
        now = self._connection.execute(select(officer).order_by(officer.c.id)).all()
        past = self._connection.execute(select(officer_history).order_by(officer_history.c.id))
        return [
            *(
                Post(
                    row.id,
                    _names(row.name, row.other_names),
                    Role(row.role),
                    row.department,
                    row.active,
                    self._pseudonym(row.line_user_id),
                )
                for row in now
            ),
            *(
                Post(
                    row.officer_id,
                    _names(row.name, row.other_names),
                    Role(row.role),
                    row.department,
                    active=False,
                    account=self._pseudonym(self._opened(row.officer_id, row.account)),
                )
                for row in past
            ),
        ]

    def ever_had(self, line_user_id: str) -> bool:
        """Whether a LINE account is or was linked to an officer, also to a removed one."""
        account = self._pseudonym(line_user_id)
        return bool(account) and any(post.account == account for post in self.posts())

    def _opened(self, officer_id: int, account: bytes | None) -> str:
        try:
            opened = self._vault.open(account, _associated_data(officer_id)) if account else b""
        except UnreadableError:
            return ""
        return opened.decode()

    def _pseudonym(self, line_user_id: str | None) -> str:
        return self._vault.index("officer", line_user_id) if line_user_id else ""


def _names(name: str, other_names: str) -> tuple[str, ...]:
    return (name, *filter(None, map(str.strip, other_names.splitlines())))


def _associated_data(officer_id: int) -> str:
    return f"officer:{officer_id}"
