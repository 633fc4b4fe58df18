"""Finds cases by the name or telephone of reporters without LINE, which are stored encrypted.

The contacts are decrypted for each search and forgotten after it: 10,000 take a sixth of a second, those of
open cases milliseconds. They are fewer than the cases, since most reporters have LINE and contacts are deleted
after some years. An index, also one of keyed pseudonyms, would tell whoever copies the database which cases are
of the same person.
"""

import json
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from domain.cases.origin import NOBODY, Contact
from domain.language.telephone import digits_of, searched_digits
from domain.text.near import NearWord, faults_allowed
from domain.text.thai_text import fold, squeeze
from storage.cases.sealed_text import AMONG_ORDINARY_CASES
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import case_origin, complaint

MOST_READ = 10_000
"""Maximum contacts that a search decrypts, the newest first."""
MOST_FOUND = 1_000
"""Maximum cases of callers with a name that is searched for."""
SHORTEST_NAME = 2


class Callers:
    """The contacts of ordinary cases whose reporters do not hide their names, read once for all terms of a search.

    `department`: whose cases the reader may see, None for every department.
    """

    def __init__(self, connection: Connection, vault: Vault, department: str | None) -> None:
        self._connection = connection
        self._vault = vault
        self._department = department
        self._read: dict[bool, list[tuple[int, str, str]]] = {}

    def ids_of(self, term: str, *, among_open: bool) -> list[int]:
        """Return the cases whose reporter has this folded text in the name, or these digits in the telephone."""
        digits = searched_digits(term)
        if digits:
            return self._ids(lambda _, phone: digits in phone, among_open=among_open)
        if not _may_be_name(term):
            return []
        return self._ids(
            lambda name, _: term in name or term in squeeze(name), among_open=among_open
        )

    def ids_near(self, term: str) -> list[int]:
        """Return the cases whose reporter has a word like this one in the name."""
        if not _may_be_name(term) or not faults_allowed(term):
            return []
        near = NearWord(term)
        return self._ids(lambda name, _: near.is_in(name), among_open=False)

    def _ids(self, is_wanted: Callable[[str, str], bool], *, among_open: bool) -> list[int]:
        contacts = self._contacts(among_open=among_open)
        return [key for key, name, phone in contacts if is_wanted(name, phone)][:MOST_FOUND]

    def _contacts(self, *, among_open: bool) -> Sequence[tuple[int, str, str]]:
        if among_open not in self._read:
            query = (
                select(case_origin.c.complaint_id, case_origin.c.contact)
                .join_from(case_origin, complaint)
                .where(
                    case_origin.c.contact.is_not(None),
                    AMONG_ORDINARY_CASES,
                    ~complaint.c.hide_name,
                )
                .order_by(case_origin.c.complaint_id.desc())
                .limit(MOST_READ)
            )
            if among_open:
                query = query.where(complaint.c.ended_at.is_(None))
            if self._department is not None:
                query = query.where(complaint.c.department == self._department)
            self._read[among_open] = [
                (row.complaint_id, fold(given.name), digits_of(given.phone))
                for row in self._connection.execute(query)
                for given in (contact_in(self._vault, row.complaint_id, row.contact),)
            ]
        return self._read[among_open]


def contact_in(vault: Vault, complaint_id: int, sealed: bytes | None) -> Contact:
    """Decrypt the stored contact of a case, for lists; NOBODY also for one that no key opens any more."""
    if sealed is None:
        return NOBODY
    try:
        return opened_contact(vault, complaint_id, sealed)
    except UnreadableError:
        return NOBODY


def opened_contact(vault: Vault, complaint_id: int, sealed: bytes) -> Contact:
    """Decrypt the stored contact of a case. Raises UnreadableError."""
    return Contact(**json.loads(vault.open(sealed, associated_data(complaint_id))))


def associated_data(complaint_id: int) -> str:
    """The row to which a stored contact is bound, see `Vault.seal`."""
    return f"case_origin:{complaint_id}"


def _may_be_name(term: str) -> bool:
    return len(term) >= SHORTEST_NAME and not any(map(str.isdigit, term))
