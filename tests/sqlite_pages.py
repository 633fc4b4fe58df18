"""Searches the raw pages of an SQLite database and of its write-ahead log, overwritten versions included.

Formats: https://sqlite.org/fileformat2.html, "Pages" and "WAL File Format".
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

LOG_HEAD, FRAME_HEAD = 32, 24


def tables_in_pages(database: Path, *words: str) -> set[str]:
    """Return the tables whose pages, past or present, contain one of the words; an index counts as its table.

    A page that is not the root page of a table is returned as its number.
    """
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        owners = dict(connection.execute("SELECT rootpage, tbl_name FROM sqlite_master"))
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    wanted = [word.encode() for word in words]
    return {
        str(owners.get(number, number))
        for number, page in _pages(database, size)
        if any(word in page for word in wanted)
    }


def _pages(database: Path, size: int) -> Iterator[tuple[int, bytes]]:
    kept = database.read_bytes()
    for start in range(0, len(kept), size):
        yield start // size + 1, kept[start : start + size]
    log = database.with_name(f"{database.name}-wal").read_bytes()
    for start in range(LOG_HEAD, len(log), FRAME_HEAD + size):
        page = log[start + FRAME_HEAD : start + FRAME_HEAD + size]
        yield int.from_bytes(log[start : start + 4], "big"), page
