"""Verifies the audit against its chain, its marks and the seals outside the database. Reads only.

It detects a row that was changed (its fields, or its note without a recorded reason), a row that was removed, a
row that this program did not write, a gap in the chain, and a chain that does not match a seal because it was
truncated or computed again.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select

from storage.cases.sealed_text import IS_STAFF_CASE
from storage.maintenance.audit_chain import (
    CHANGES_NOTES,
    FOREIGN,
    FOUND,
    MARKED,
    End,
    entry_digest,
    note_of,
    origin_of,
    read_end,
    read_secret,
    rows_with_case,
    unchained,
    unmarked_ids,
)
from storage.maintenance.audit_seals import Seal, seals_of
from storage.sealed.audit_digests import (
    CONTENT_DIGITS,
    FIRST,
    content_digest,
    deed_of,
    note_digest,
)
from storage.store import Store
from storage.tables import audit, audit_chain, complaint
from storage.transaction import Transaction

BATCH = 2000
LOWEST = -(2**63)
ACCEPTED = "audit_accepted"
"""The action by which the office accepts a fault. Its note is the row's id, `=` and the digest of the row's
content, and the reason. Earlier releases wrote no digest; theirs hold for rows that were there at the time."""
_BOUND = re.compile(
    rf"(?P<row>-?\d+) (?:=(?P<digest>[0-9a-f]{{{CONTENT_DIGITS}}}) )?(?P<reason>.*)", re.DOTALL
)


class Fault(StrEnum):
    """What is wrong with a row, an entry of the chain or a seal."""

    CHANGED = "changed"
    NOTE_CHANGED = "note_changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    GAP = "gap"
    SEAL = "seal"


_OF_THE_CHAIN = frozenset({Fault.GAP, Fault.SEAL})
"""Faults that concern no row of the audit; nobody can accept them."""


@dataclass(frozen=True)
class Finding:
    """`row`: id in the audit, or the number of an entry for GAP and SEAL.

    `at`, `action`: of the row, if known. `day`: of a seal; empty for a code. `accepted`: the reason why the office
    accepts it, or None. `content`: the digest of what the row is now; empty for a GAP and a SEAL.
    """

    fault: Fault
    row: int
    at: datetime | None = None
    action: str = ""
    day: str = ""
    accepted: str | None = None
    content: str = ""

    @property
    def acceptance(self) -> str:
        """The beginning of the note by which the office accepts this finding."""
        return f"{self.row} ={self.content}"


@dataclass
class Verdict:
    """`rows`: how many were compared. `waiting`: rows that are not in the chain yet. `findings`: by row.

    `seals`: how many match. `unmarked`: rows without a mark, from before the chain, whose origin nothing proves.
    """

    rows: int = 0
    waiting: int = 0
    seals: int = 0
    unmarked: int = 0
    end: End = field(default_factory=lambda: End(0, FIRST))
    findings: list[Finding] = field(default_factory=list)

    @property
    def faults(self) -> list[Finding]:
        """The findings that the office has not accepted."""
        return [one for one in self.findings if one.accepted is None]


def verify(store: Store, seals: Sequence[Seal] = ()) -> Verdict:
    """Compare every row of the audit, in one snapshot. `seals`: from outside the database.

    Raises UnreadableError for a wrong SECRET_KEY.
    """
    verdict = Verdict()
    with store.read() as tx:
        secret = read_secret(tx)
        to_fit = [*seals, *seals_of(tx.connection)]
        found = list(_in_waiting(tx, verdict))
        if secret is not None:
            found += _in_chain(tx, secret, verdict, to_fit)
        elif read_end(tx.connection).seq:
            # Whoever empties the key cannot be told from one who wrote the chain.
            found.append(Finding(Fault.GAP, 1))
        found += [
            Finding(Fault.SEAL, one.seq, day=one.day) for one in to_fit if one.seq > verdict.end.seq
        ]
        found += _copies(tx)
        unique = {(one.fault, one.row, one.day): one for one in found}
        rows = {one.row for one in found if one.fault not in _OF_THE_CHAIN}
        contents = _contents(tx, secret, rows)
        accepted = _accepted(tx)
    for one in sorted(unique.values(), key=lambda one: (one.fault is Fault.SEAL, one.row)):
        content = "" if one.fault in _OF_THE_CHAIN else contents.get(one.row, "")
        reason = next(
            (why for to, why in accepted.get(one.row, ()) if content and to in {content, ""}), None
        )
        verdict.findings.append(replace(one, content=content, accepted=reason))
    return verdict


def _contents(tx: Transaction, secret: bytes | None, rows: Collection[int]) -> Mapping[int, str]:
    """Return the digest of what each of these rows is now, also of one that is gone; none without a chain."""
    if secret is None:
        return {}
    found = {row: content_digest(secret, row, ["removed"]) for row in rows}
    ids = sorted(rows)
    for start in range(0, len(ids), BATCH):
        some = rows_with_case().where(audit.c.id.in_(ids[start : start + BATCH]))
        for row in tx.connection.execute(some):
            content = [*deed_of(row), note_of(tx.vault, row)]
            found[row.id] = content_digest(secret, row.id, content)
    return found


def _in_waiting(tx: Transaction, verdict: Verdict) -> Iterator[Finding]:
    """Yield the faults of rows without an entry, and count them."""
    unmarked = unmarked_ids(tx)
    after = LOWEST
    while ids := tx.connection.scalars(unchained().where(audit.c.id > after).limit(BATCH)).all():
        for row in tx.connection.execute(rows_with_case().where(audit.c.id.in_(ids))):
            verdict.waiting += 1
            if origin_of(tx.vault, row, unmarked) == FOREIGN:
                yield Finding(Fault.INSERTED, row.id, row.at, row.action)
        after = ids[-1]


def _in_chain(
    tx: Transaction, secret: bytes, verdict: Verdict, seals: Sequence[Seal]
) -> Iterator[Finding]:
    """Iterate over the chain from its first entry and yield every fault."""
    explained = _cases_with_changes_waiting(tx)
    end = End(0, FIRST)
    while entries := tx.connection.execute(_entries_after(end.seq)).all():
        for entry in entries:
            if entry.seq != end.seq + 1:
                yield Finding(Fault.GAP, end.seq + 1)
            yield from _of_entry(secret, end.digest, entry)
            if entry.is_newest and entry.id is not None:
                verdict.rows += 1
                verdict.unmarked += entry.origin == FOUND
                now = note_digest(secret, entry.id, note_of(tx.vault, entry))
                if now != entry.note_digest and entry.complaint_id not in explained:
                    yield Finding(Fault.NOTE_CHANGED, entry.id, entry.at, entry.action)
            end = End(entry.seq, entry.digest)
            for one in (one for one in seals if one.seq == entry.seq):
                if entry.digest.startswith(one.digest):
                    verdict.seals += 1
                else:
                    yield Finding(Fault.SEAL, one.seq, day=one.day)
    verdict.end = end


def _of_entry(secret: bytes, before: str, entry: Row[*tuple[Any, ...]]) -> Iterator[Finding]:
    """Yield the faults of an entry or its row. `before`: the digest of the entry before."""
    if entry.id is None:
        yield Finding(Fault.REMOVED, entry.audit_id)
        return
    facts = [entry.seq, entry.audit_id, entry.origin, entry.note_digest]
    if entry_digest(secret, before, facts, deed_of(entry)) != entry.digest:
        yield Finding(Fault.CHANGED, entry.id, entry.at, entry.action)
    elif entry.origin == FOREIGN:
        yield Finding(Fault.INSERTED, entry.id, entry.at, entry.action)
    elif entry.origin == MARKED and not entry.mark:
        yield Finding(Fault.CHANGED, entry.id, entry.at, entry.action)


def _entries_after(seq: int) -> Select[*tuple[Any, ...]]:
    later = audit_chain.alias()
    is_newest = ~(
        select(later.c.seq)
        .where(later.c.audit_id == audit_chain.c.audit_id, later.c.seq > audit_chain.c.seq)
        .exists()
    )
    return (
        select(audit_chain, audit, IS_STAFF_CASE, is_newest.label("is_newest"))
        .outerjoin(audit, audit.c.id == audit_chain.c.audit_id)
        .outerjoin(complaint, complaint.c.id == audit.c.complaint_id)
        .where(audit_chain.c.seq > seq)
        .order_by(audit_chain.c.seq)
        .limit(BATCH)
    )


def _cases_with_changes_waiting(tx: Transaction) -> set[int]:
    """Return the cases with notes whose change is recorded in a row that is not in the chain yet."""
    query = unchained().where(audit.c.action.in_(CHANGES_NOTES))
    ids = tx.connection.scalars(query).all()
    unmarked = unmarked_ids(tx)
    return {
        row.complaint_id
        for row in tx.connection.execute(rows_with_case().where(audit.c.id.in_(ids)))
        if row.complaint_id and origin_of(tx.vault, row, unmarked) == MARKED
    }


def _copies(tx: Transaction) -> Iterator[Finding]:
    """Yield the rows that are copies of another, with its mark."""
    twice = (
        select(audit.c.mark)
        .where(audit.c.mark.is_not(None))
        .group_by(audit.c.mark)
        .having(func.count() > 1)
    )
    seen: set[str] = set()
    for row in tx.connection.execute(
        select(audit).where(audit.c.mark.in_(twice)).order_by(audit.c.id)
    ):
        if row.mark in seen:
            yield Finding(Fault.INSERTED, row.id, row.at, row.action)
        seen.add(row.mark)


def _accepted(tx: Transaction) -> dict[int, list[tuple[str, str]]]:
    """Return for each row the acceptances: the digest of its content, "" of an earlier release, and the reason."""
    entered = select(audit_chain.c.origin).where(audit_chain.c.audit_id == audit.c.id).limit(1)
    query = rows_with_case().add_columns(entered.scalar_subquery().label("origin"))
    found: dict[int, list[tuple[str, str]]] = {}
    for row in tx.connection.execute(query.where(audit.c.action == ACCEPTED)):
        said = _BOUND.fullmatch(row.note)
        if said is None or (row.origin or origin_of(tx.vault, row, range(0))) != MARKED:
            continue
        key, digest = int(said["row"]), said["digest"] or ""
        if digest or key < row.id:
            found.setdefault(key, []).append((digest, said["reason"]))
    return found
