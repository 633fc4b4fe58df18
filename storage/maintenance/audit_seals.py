"""Seals the chain of the audit each day, and writes the seals to a file outside the database.

A seal is the number and the digest of the newest entry. Rewriting the whole chain undetected would also require
rewriting the file and the codes that executives received with the monthly report (`Seal.code`).
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from storage.db.upsert import insert_into
from storage.maintenance.audit_chain import append_new, read_end
from storage.private_files import make_private_folder, open_private
from storage.sealed.files import flush_folder
from storage.store import Store
from storage.tables import audit_chain, audit_seal

FILE = "audit-seals.txt"
CODE_DIGITS = 16
HEAD = "# Each day: number and digest of the audit's newest entry, time. Keep a copy elsewhere.\n"
RESTORED = "restored"


@dataclass(frozen=True)
class Seal:
    """`day`: in Bangkok, such as 2026-11-29. `seq`, `digest`: of the newest entry; a code has a part of it."""

    day: str
    seq: int
    digest: str
    made_at: datetime | None = None

    @property
    def code(self) -> str:
        """The short form for people, such as `1234-9f3ab2c4d5e6f708`."""
        return f"{self.seq}-{self.digest[:CODE_DIGITS]}"


def parse_code(code: str) -> Seal:
    """Parse a short form. Raises ValueError."""
    seq, dash, digest = code.strip().lower().partition("-")
    if not dash or not seq.isdecimal() or len(digest) < CODE_DIGITS or not _is_hex(digest):
        raise ValueError(code)
    return Seal("", int(seq), digest)


def seal(store: Store, folder: Path, day: str, now: datetime) -> None:
    """Seal the chain for a day, once, and update the file in `folder`."""
    with store.read() as tx:
        since = _newest_row_before_last(tx.connection)
    while append_new(store, since=since):
        pass
    with store.begin() as tx:
        end = read_end(tx.connection)
        if end.seq:
            newest = tx.connection.scalar(select(func.max(audit_chain.c.audit_id)))
            values = {"seq": end.seq, "digest": end.digest, "newest_row": newest, "made_at": now}
            tx.connection.execute(
                insert_into(audit_seal, tx.connection)
                .values(day=day, **values)
                .on_conflict_do_nothing()
            )
    with store.read() as tx:
        seals = seals_of(tx.connection)
    sealed_days = {one.day for one in read_file(folder)}
    _write_lines(
        folder,
        (
            f"{one.day} {one.seq} {one.digest} {one.made_at.isoformat() if one.made_at else '-'}"
            for one in seals
            if one.day not in sealed_days
        ),
    )


def seals_of(connection: Connection) -> list[Seal]:
    """Return the seals in the database, the oldest first."""
    rows = connection.execute(select(audit_seal).order_by(audit_seal.c.day))
    return [Seal(row.day, row.seq, row.digest, row.made_at) for row in rows]


def newest_seal(connection: Connection, up_to_day: str) -> Seal | None:
    """Return the newest seal of a day or earlier."""
    query = (
        select(audit_seal).where(audit_seal.c.day <= up_to_day).order_by(audit_seal.c.day.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return None if row is None else Seal(row.day, row.seq, row.digest, row.made_at)


def read_file(folder: Path) -> list[Seal]:
    """Return the valid seals in the file, without those made between a restored backup and its restore.

    Empty without a file. Raises ValueError for an invalid line.
    """
    path = folder / FILE
    seals: list[Seal] = []
    if not path.exists():
        return seals
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        raise ValueError(f"{path}: not UTF-8") from fault
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        try:
            first, second, *rest = line.split()
            if first == RESTORED:
                made_at = datetime.fromisoformat(second)
                seals = [one for one in seals if one.made_at and one.made_at <= made_at]
            else:
                digest, at = rest
                made = None if at == "-" else datetime.fromisoformat(at)
                seals.append(Seal(first, int(second), digest, made))
        except ValueError as fault:
            raise ValueError(f"{path}: {line}") from fault
    return seals


def note_restore(folder: Path, made_at: datetime, now: datetime) -> None:
    """Write to the file that the database was replaced by a backup made at `made_at`."""
    if (folder / FILE).exists():
        _write_lines(folder, [f"{RESTORED} {made_at.isoformat()} {now.isoformat()}"])


def _newest_row_before_last(connection: Connection) -> int:
    """Return the newest chained row of the seal before the last: later ones may have been committed late."""
    query = select(audit_seal.c.newest_row).order_by(audit_seal.c.day.desc())
    return connection.scalar(query.offset(1).limit(1)) or 0


def _write_lines(folder: Path, lines: Iterable[str]) -> None:
    new = "".join(f"{line}\n" for line in lines)
    if not new:
        return
    # The scheduler process may be the first to write to this folder.
    make_private_folder(folder)
    path = folder / FILE
    head = "" if path.exists() else HEAD
    with open(path, "a", encoding="utf-8", opener=open_private) as file:
        file.write(head + new)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(folder)


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
