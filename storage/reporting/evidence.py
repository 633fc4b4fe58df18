"""Stores the evidence of a fiscal year and the official scores that officers entered."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.organisation.calendar import BANGKOK, bangkok
from storage.db.upsert import insert_into
from storage.tables import evidence, ita_score


@dataclass(frozen=True)
class NewEvidence:
    """A new piece of evidence. `year`: the Buddhist fiscal year. `measure`, `item`: keys of the data files, or "".

    `url`: of its publication, or "". `file_name`, `media_type`, `content`: of a file, or None.
    """

    year: int
    done_on: date
    what: str
    measure: str = ""
    item: str = ""
    url: str = ""
    file_name: str = ""
    media_type: str = ""
    content: bytes | None = None


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence without the content of its file."""

    id: int
    year: int
    measure: str
    item: str
    done_on: date
    what: str
    url: str
    file_name: str


@dataclass(frozen=True)
class OfficialScore:
    """An official result. `tool`: total, IIT, EIT or OIT. `score`: 0 to 100. `source`: where it was read."""

    year: int
    tool: str
    score: float
    source: str


class EvidenceOfYears:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewEvidence, officer_id: int | None, now: datetime) -> int:
        """Store a piece of evidence; returns its id."""
        values = {**vars(new), "done_on": datetime.combine(new.done_on, time(), BANGKOK)}
        key: int = self._connection.execute(
            insert(evidence)
            .values(**values, added_by=officer_id, added_at=now)
            .returning(evidence.c.id)
        ).scalar_one()
        return key

    def take_back(self, key: int) -> bool:
        """Withdraw a piece of evidence; False if it does not exist."""
        changed = self._connection.execute(
            update(evidence)
            .where(evidence.c.id == key, ~evidence.c.taken_back)
            .values(taken_back=True)
            .returning(evidence.c.id)
        )
        return changed.first() is not None

    def of_year(self, year: int) -> list[Evidence]:
        """Return the evidence of a fiscal year, the earliest first."""
        rows = self._connection.execute(
            select(*_COLUMNS)
            .where(evidence.c.year == year, ~evidence.c.taken_back)
            .order_by(evidence.c.done_on, evidence.c.id)
        )
        return [_evidence(row) for row in rows]

    def content(self, key: int) -> bytes | None:
        """Return the content of the file of a piece of evidence, or None."""
        found: bytes | None = self._connection.scalar(
            select(evidence.c.content).where(evidence.c.id == key)
        )
        return found

    def type_in(self, score: OfficialScore, now: datetime) -> None:
        """Store an official score in place of an earlier one of this year and tool."""
        values = {
            "year": score.year,
            "tool": score.tool,
            "hundredths": round(score.score * 100),
            "source": score.source,
            "typed_at": now,
        }
        self._connection.execute(
            insert_into(ita_score, self._connection)
            .values(values)
            .on_conflict_do_update(index_elements=["year", "tool"], set_=values)
        )

    def scores(self) -> list[OfficialScore]:
        """Return the official scores, the earliest year first."""
        rows = self._connection.execute(select(ita_score).order_by(ita_score.c.year))
        return [OfficialScore(row.year, row.tool, row.hundredths / 100, row.source) for row in rows]


_COLUMNS = (
    evidence.c.id,
    evidence.c.year,
    evidence.c.measure,
    evidence.c.item,
    evidence.c.done_on,
    evidence.c.what,
    evidence.c.url,
    evidence.c.file_name,
)


def _evidence(row: Any) -> Evidence:  # noqa: ANN401 - a row of the columns above
    return Evidence(
        row.id,
        row.year,
        row.measure,
        row.item,
        bangkok(row.done_on).date(),
        row.what,
        row.url,
        row.file_name,
    )
