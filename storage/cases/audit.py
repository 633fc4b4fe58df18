"""Stores who did what to a case, when and why. Rows are added, never deleted.

The database refuses to change or delete rows. Only the text of a note is replaced, when its reporter unsends it
or its retention period is over. A mark proves that this program wrote the row; storage.maintenance.audit_chain
links the rows to a hash chain.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from domain.cases.complaint import Complaint
from storage.cases.sealed_text import (
    IS_ORDINARY,
    IS_STAFF_CASE,
    decrypt_note,
    encrypt_case_text,
)
from storage.db.column_types import milliseconds
from storage.sealed.audit_digests import deed_of, mark
from storage.sealed.vault import Vault
from storage.tables import audit, complaint

FORGOTTEN = "forgotten"
"""The action that deletes the notes about a case whose retention period is over."""
CODE_ISSUED, MOVED, LINKED = "officer_code", "officer_changed", "officer_linked"
"""Actions: a code was issued, a post was changed, and an officer's LINE account was linked by a code."""
DESK_LINK = "officer_desk_link"
"""The action: a link was issued by which an officer without LINE signs in to the console."""
APPOINTING = ("officer_added", CODE_ISSUED, "officer_phone_lost", MOVED, DESK_LINK)
"""Actions that decide who acts as whom; their notes begin with that officer's id. The first three issue a code."""
AT_ONCE = frozenset({MOVED, DESK_LINK})
"""Those that count from the moment they were done."""


@dataclass(frozen=True)
class Entry:
    """An action. `actor`: `officer:<id>`, `reporter` or `system`; the reporter's account is only in the case.

    `reporter:<id>`: what a reporter without LINE said to the officer of this id, who typed it.
    `note`: sealed in an entry of a staff complaint that was read from the database.
    """

    at: datetime
    actor: str
    action: str
    from_status: str | None
    to_status: str | None
    note: str

    @property
    def is_by_reporter(self) -> bool:
        """Whether the reporter did it, or an officer typed it in the reporter's name."""
        return self.actor.partition(":")[0] == "reporter"


class Audit:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, entry: Entry, case: Complaint | None = None) -> int:
        """Store an entry; return its row id. The note is encrypted if the case is about staff."""
        complaint_id = None if case is None else case.id
        note = encrypt_case_text(self._vault, entry.note, f"audit:{complaint_id}", case)
        key = self._connection.execute(
            _ADD,
            {
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "complaint_id": complaint_id,
                "from_status": entry.from_status,
                "to_status": entry.to_status,
                "note": note,
                "mark": mark(self._vault, _deed(entry, complaint_id), entry.note),
            },
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def replace_note(self, entry_id: int, note: str, case: Complaint | None) -> None:
        """Replace the text of a row's note; the caller records why in another row. `case`: the row's case."""
        complaint_id = None if case is None else case.id
        row = self._connection.execute(select(audit).where(audit.c.id == entry_id)).first()
        if row is None:
            return
        values = {"note": encrypt_case_text(self._vault, note, f"audit:{complaint_id}", case)}
        # A row of an earlier release has no mark and must not get one, which would seem to prove its origin.
        if row.mark:
            values["mark"] = mark(self._vault, deed_of(row), note)
        self._connection.execute(update(audit).where(audit.c.id == entry_id).values(**values))

    def forget_notes(self, case: Complaint, now: datetime) -> None:
        """Delete the texts of all notes about a case, and record that they were deleted."""
        rows = self._connection.scalars(
            select(audit.c.id).where(audit.c.complaint_id == case.id, audit.c.note != "")
        ).all()
        for entry_id in rows:
            self.replace_note(entry_id, "", case)
        status = case.status.value
        self.add(Entry(now, "system", FORGOTTEN, status, status, ""), case)

    def naming(self, action: str, case: Complaint) -> list[tuple[int, int]]:
        """Return the ids of an action's entries whose note is a case's number, with their ordinary cases' ids.

        They are newer than the first entry of the case, so only the newer part of the table is searched.
        """
        first = select(func.min(audit.c.id)).where(audit.c.complaint_id == case.id)
        rows = self._connection.execute(
            select(audit.c.id, audit.c.complaint_id)
            .join_from(audit, complaint)
            .where(
                audit.c.id > first.scalar_subquery(),
                audit.c.action == action,
                audit.c.note == case.number,
                IS_ORDINARY,
            )
            .order_by(audit.c.id)
        )
        return [(row.id, row.complaint_id) for row in rows]

    def put_in_place_since(
        self, since: datetime, *, with_unused_codes: bool = False
    ) -> list[tuple[int, int]]:
        """Return pairs of officer ids: who put whom in their place since then.

        By a post given in the console, by a link to sign in, or by a code, issued at any time, that linked an
        account since then. A code that nobody used changes nothing. A newer code replaces the one before it.
        `with_unused_codes`: also by codes that may still be used.
        """
        rows = self._connection.execute(
            select(audit.c.at, audit.c.actor, audit.c.action, audit.c.note)
            .where(audit.c.complaint_id.is_(None), audit.c.action.in_((*APPOINTING, LINKED)))
            .order_by(audit.c.id)
        )
        found: list[tuple[int, int]] = []
        issuers: dict[int, int | None] = {}
        for row in rows:
            actor = _officer_id(row.actor)
            if row.action == LINKED:
                issuer = None if actor is None else issuers.pop(actor, None)
                if actor is not None and issuer is not None and row.at >= since:
                    found.append((issuer, actor))
                continue
            officer = int(row.note.partition(" ")[0])
            if row.action not in AT_ONCE:
                issuers[officer] = actor
            elif actor is not None and row.at >= since:
                found.append((actor, officer))
        if with_unused_codes:
            found += [(by, officer) for officer, by in issuers.items() if by is not None]
        return found

    def of(self, complaint_id: int) -> list[Entry]:
        """Return the entries of a case, the oldest first. Raises UnreadableError."""
        return [entry for _, entry in self.numbered(complaint_id)]

    def newest_of(self, complaint_id: int, ignoring: Collection[str] = ()) -> int:
        """Return the id of a case's newest entry, 0 if it has none. `ignoring`: actions that do not count."""
        newest = select(func.max(audit.c.id)).where(
            audit.c.complaint_id == complaint_id, audit.c.action.not_in(ignoring)
        )
        return self._connection.scalar(newest) or 0

    def numbered(self, complaint_id: int) -> list[tuple[int, Entry]]:
        """Return the entries of a case with their ids, the oldest first. Raises UnreadableError."""
        rows = self._connection.execute(
            select(
                audit.c.id,
                audit.c.at,
                audit.c.actor,
                audit.c.action,
                audit.c.from_status,
                audit.c.to_status,
                audit.c.note,
                IS_STAFF_CASE,
                complaint.c.number,
            )
            .join_from(audit, complaint)
            .where(audit.c.complaint_id == complaint_id)
            .order_by(audit.c.id)
        )
        associated_data = f"audit:{complaint_id}"
        return [
            (
                row.id,
                Entry(*row[1:6], decrypt_note(self._vault, row, associated_data)),
            )
            for row in rows
        ]


def _officer_id(actor: str) -> int | None:
    """The id in `officer:<id>`; None for the server and for residents."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "officer" else None


def _deed(entry: Entry, complaint_id: int | None) -> list[object]:
    at = milliseconds(entry.at)
    statuses = [entry.from_status, entry.to_status]
    return [at, entry.actor, entry.action, complaint_id, *statuses]


_ADD = audit.insert()
