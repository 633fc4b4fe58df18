"""Tables of the hash chain over the audit: its secret, its entries and its daily seals."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from storage.db.column_types import Id, Instant, metadata

# A table of one row. `secret`: the key of all digests, encrypted; empty before the first entry. `unmarked_to`: the
# newest row of the audit when the chain was introduced; rows up to it have no mark.
audit_secret = Table(
    "audit_secret",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("unmarked_to", Id, nullable=False),
)

# The hash chain: numbered without gaps, each digest covers the previous one. A row of the audit has a second
# entry if its note was unsent or deleted by retention.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=False),
    Column("audit_id", Id, ForeignKey("audit.id"), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("note_digest", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_audit_chain_row", "audit_id", "seq"),
)

# The end of the chain on each day; also written to a file outside the database.
audit_seal = Table(
    "audit_seal",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("newest_row", BigInteger, nullable=False),
    Column("made_at", Instant, nullable=False),
)
