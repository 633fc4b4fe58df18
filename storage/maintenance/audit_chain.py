"""Links the rows of the audit to a hash chain, after they were committed.

A row is added to the chain in a separate transaction, so that turns never wait for each other's digests. The
chain has its own numbers without gaps: on PostgreSQL, ids are assigned before commits, so that a lower id may
appear later than a higher one, and the id of a transaction that was rolled back never appears. One process
appends at a time, under a lock.

Every entry covers the immutable fields of a row and a digest of its note in plain text, so that it stays valid
when a case is sealed or SECRET_KEY changes. If a note was unsent or deleted by retention, which is itself an
action in the audit log, the rows whose note changed get a second entry; a note that differs from its newest entry
was changed by somebody else.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, text, true, update

from storage.cases.audit import FORGOTTEN
from storage.cases.sealed_text import IS_STAFF_CASE, decrypt_case_text
from storage.db.upsert import insert_into
from storage.sealed.audit_digests import (
    FIRST,
    SECRET_BYTES,
    chain_digest,
    deed_of,
    is_marked,
    note_digest,
)
from storage.sealed.vault import UnreadableError, Vault
from storage.store import Store
from storage.tables import audit, audit_chain, audit_secret, complaint
from storage.transaction import Transaction

BATCH = 1000
MAX_SECONDS = 1.0
"""How long one call appends, so that a long backlog does not delay the end of a process."""
BEHIND = 1000
"""How many ids before the newest chained one are searched for rows that were committed late."""
LOCK = 0x41756469  # "Audi": key of a PostgreSQL advisory lock
FOUND, MARKED, FOREIGN = "found", "marked", "foreign"
"""The origins of a row: found when the chain was introduced, written by this program, or by something else."""
CHANGES_NOTES = frozenset({"unsend", "edit", "separated", FORGOTTEN})
"""The actions that change notes of earlier rows about the same case."""
_PLACE = audit_secret.name
_LIMIT_BYTES = 8
"""Length of the number at the end of the key of the digests: the newest row that needs no mark."""


@dataclass(frozen=True)
class End:
    """The newest entry of the chain; number 0 for an empty chain."""

    seq: int
    digest: str


def append_new(store: Store, *, since: int | None = None) -> int:
    """Append the rows that are not in the chain yet, for MAX_SECONDS; return how many entries were made.

    `since`: search all rows with a higher id; None for recently written ones.
    """
    made, deadline = 0, time.monotonic() + MAX_SECONDS
    while time.monotonic() < deadline:
        with store.read() as tx:
            first = newest_chained(tx.connection) - BEHIND if since is None else since
            waiting = tx.connection.scalar(unchained().where(audit.c.id > first).limit(1))
        if waiting is None:
            return made
        with store.begin() as tx:
            appended = _append(tx, waiting - 1)
        if not appended:
            return made
        made += appended
    return made


def unchained() -> Select[int]:
    """Return the query of the ids of the rows without an entry, in their order."""
    has_entry = select(true()).where(audit_chain.c.audit_id == audit.c.id).exists()
    return select(audit.c.id).where(~has_entry).order_by(audit.c.id)


def rows_with_case() -> Select[*tuple[Any, ...]]:
    """Return the query of all rows of the audit, with the columns of their case that `note_of` needs."""
    return select(audit, IS_STAFF_CASE).outerjoin(complaint, complaint.c.id == audit.c.complaint_id)


def note_of(vault: Vault, row: Row[*tuple[Any, ...]]) -> str:
    """Return a row's note in plain text, or its stored form if it cannot be decrypted, to detect changes."""
    try:
        return decrypt_case_text(vault, row.note, f"audit:{row.complaint_id}", row)
    except (UnreadableError, ValueError):
        return f"unreadable:{row.note}"


def origin_of(vault: Vault, row: Row[*tuple[Any, ...]], unmarked: range) -> str:
    """Return the origin of a row that is not in the chain yet. `unmarked`: the ids that need no mark."""
    if row.mark is None:
        return FOUND if row.id in unmarked else FOREIGN
    marked = is_marked(vault, row.mark, deed_of(row), note_of(vault, row))
    return MARKED if marked else FOREIGN


def entry_digest(secret: bytes, before: str, entry: Sequence[object], deed: list[object]) -> str:
    """Return the digest of an entry. `entry`: number, row id, origin and digest of the note."""
    return chain_digest(secret, before, [*entry, *deed])


def read_secret(tx: Transaction) -> bytes | None:
    """Return the key of the digests; None before the first entry. Raises UnreadableError."""
    row = tx.connection.execute(select(audit_secret)).first()
    if row is None or not row.secret:
        return None
    return tx.vault.open(row.secret, _PLACE)


def read_end(connection: Connection) -> End:
    """Return the newest entry."""
    newest = select(audit_chain.c.seq, audit_chain.c.digest).order_by(audit_chain.c.seq.desc())
    row = connection.execute(newest.limit(1)).first()
    return End(0, FIRST) if row is None else End(*row)


def unmarked_limit(tx: Transaction) -> int:
    """Return the newest row that needs no mark, as it was sealed when the chain began.

    Before that, the column that the migration wrote; afterwards nobody without SECRET_KEY can move the limit. A
    chain of an earlier release has no sealed limit, but has long chained what was there. Raises UnreadableError.
    """
    secret = read_secret(tx)
    if secret is None:
        return tx.connection.scalar(select(audit_secret.c.unmarked_to)) or 0
    return int.from_bytes(secret[SECRET_BYTES:], "big")


def unmarked_ids(tx: Transaction) -> range:
    """Return the ids of the rows that need no mark: those of earlier releases that are not in the chain yet.

    They are chained in the order of their ids, so that one below the newest chained row was inserted later.
    """
    return range(newest_chained(tx.connection) + 1, unmarked_limit(tx) + 1)


def newest_chained(connection: Connection) -> int:
    """Return the highest id in the chain."""
    return connection.scalar(select(func.max(audit_chain.c.audit_id))) or 0


def _append(tx: Transaction, after: int) -> int:
    """Append at most BATCH rows with an id above `after`; 0 if another process appends now."""
    if tx.connection.dialect.name == "postgresql" and not tx.connection.scalar(_TRY_LOCK):
        return 0
    secret = read_secret(tx) or _new_secret(tx)
    unmarked = unmarked_ids(tx)
    end, entries = read_end(tx.connection), list[dict[str, object]]()
    found = unchained().where(audit.c.id > after).limit(BATCH)
    ids = tx.connection.scalars(found).all()
    for row in tx.connection.execute(
        rows_with_case().where(audit.c.id.in_(ids)).order_by(audit.c.id)
    ):
        origin = origin_of(tx.vault, row, unmarked)
        for one, known_origin in [(row, origin), *_changed_by(tx, secret, row, origin)]:
            entry = {
                "seq": end.seq + 1,
                "audit_id": one.id,
                "origin": known_origin,
                "note_digest": note_digest(secret, one.id, note_of(tx.vault, one)),
            }
            end = End(
                end.seq + 1, entry_digest(secret, end.digest, list(entry.values()), deed_of(one))
            )
            entries.append({**entry, "digest": end.digest})
    if entries:
        tx.connection.execute(insert(audit_chain), entries)
    return len(entries)


def _changed_by(
    tx: Transaction, secret: bytes, row: Row[*tuple[Any, ...]], origin: str
) -> Iterator[tuple[Row[*tuple[Any, ...]], str]]:
    """Yield the chained rows whose note this row's action has changed, with their origin."""
    if row.action not in CHANGES_NOTES or row.complaint_id is None or origin != MARKED:
        return
    same_case = rows_with_case().where(
        audit.c.complaint_id == row.complaint_id, audit.c.id < row.id
    )
    for earlier in tx.connection.execute(same_case).all():
        newest = tx.connection.execute(
            select(audit_chain.c.note_digest, audit_chain.c.origin)
            .where(audit_chain.c.audit_id == earlier.id)
            .order_by(audit_chain.c.seq.desc())
            .limit(1)
        ).first()
        now = note_digest(secret, earlier.id, note_of(tx.vault, earlier))
        if newest is not None and newest.note_digest != now:
            yield earlier, newest.origin


def _new_secret(tx: Transaction) -> bytes:
    key = secrets.token_bytes(SECRET_BYTES)
    # The limit is a part of the key, so that it is sealed with it and releases before this one read it as the key.
    key += unmarked_limit(tx).to_bytes(_LIMIT_BYTES, "big")
    sealed = tx.vault.seal(key, _PLACE)
    tx.connection.execute(
        insert_into(audit_secret, tx.connection)
        .values(id=1, secret=sealed, unmarked_to=0)
        .on_conflict_do_nothing()
    )
    tx.connection.execute(update(audit_secret).values(secret=sealed))
    return key


_TRY_LOCK = text(f"SELECT pg_try_advisory_xact_lock({LOCK})")
