"""The evidence of a fiscal year for measures and disclosure items, and the official scores."""

from dataclasses import dataclass
from datetime import date

from domain.errors import Refused
from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.officers import Officer
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import monthly_report
from storage.cases.audit import Entry
from storage.reporting.evidence import NewEvidence, OfficialScore

MOST_BYTES = 20_000_000
TEXT_LIMIT = 1000
FILE_NAME_LIMIT = 120
TOOLS = ("total", "IIT", "EIT", "OIT")
"""The official scores: of the whole assessment and of its three tools."""


@dataclass(frozen=True)
class Done:
    """A piece of evidence: what was done on a day, for a measure or an item. `file`: name and content, or None."""

    done_on: date
    what: str
    measure: str = ""
    item: str = ""
    url: str = ""
    file: tuple[str, bytes] | None = None


def may_keep(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer may read and add evidence: executives, and the department that runs the surveys."""
    return monthly_report.receives_report(uow, officer)


def keep(uow: UnitOfWork, by: Officer | None, done: Done) -> int:
    """Store a piece of evidence; returns its id. `by`: None for the administrator on the terminal.

    Raises Refused not_allowed, evidence_what_missing, evidence_about_nothing, evidence_in_future,
    evidence_address_wrong or evidence_file_wrong.
    """
    _ensure(uow, by)
    what = " ".join(done.what.split())[:TEXT_LIMIT]
    year, disclosure = fiscal_year(done.done_on), uow.context.disclosure
    if not what:
        raise Refused("evidence_what_missing")
    if done.done_on > bangkok(uow.now).date():
        raise Refused("evidence_in_future")
    items = {one.key for one in disclosure.of_year(year)}
    is_measure = bool(done.measure) and disclosure.measure(done.measure) is not None
    if not (is_measure or done.measure == "") or not (done.item in items or done.item == ""):
        raise Refused("evidence_about_nothing", year=year)
    if not (done.measure or done.item):
        raise Refused("evidence_about_nothing", year=year)
    if done.url and not done.url.startswith(("https://", "http://")):
        raise Refused("evidence_address_wrong")
    name, content = done.file or ("", None)
    # The end of a long name, because it tells the kind of file.
    name = name[-FILE_NAME_LIMIT:]
    if content is not None and not 0 < len(content) <= MOST_BYTES:
        raise Refused("evidence_file_wrong")
    kind = "" if content is None else "application/octet-stream"
    new = NewEvidence(
        year, done.done_on, what, done.measure, done.item, done.url, name, kind, content
    )
    key = uow.tx.evidence.add(new, by.id if by else None, uow.now)
    _record(uow, by, "evidence_kept", f"{key} {year}")
    return key


def take_back(uow: UnitOfWork, by: Officer | None, key: int) -> None:
    """Withdraw a piece of evidence. Raises Refused not_allowed or no_such_evidence."""
    _ensure(uow, by)
    if not uow.tx.evidence.take_back(key):
        raise Refused("no_such_evidence")
    _record(uow, by, "evidence_taken_back", str(key))


def type_in(uow: UnitOfWork, by: Officer | None, score: OfficialScore) -> None:
    """Store an official score with its source. Raises Refused not_allowed or evidence_score_wrong."""
    _ensure(uow, by)
    source = " ".join(score.source.split())[:TEXT_LIMIT]
    if score.tool not in TOOLS or not source or not 0 <= score.score <= 100:
        raise Refused("evidence_score_wrong")
    uow.tx.evidence.type_in(OfficialScore(score.year, score.tool, score.score, source), uow.now)
    _record(uow, by, "evidence_score", f"{score.tool} {score.year}")


def _ensure(uow: UnitOfWork, by: Officer | None) -> None:
    if by is not None and not may_keep(uow, by):
        raise Refused("not_allowed")


def _record(uow: UnitOfWork, by: Officer | None, action: str, note: str) -> None:
    actor = f"officer:{by.id}" if by else "system"
    uow.tx.audit.add(Entry(uow.now, actor, action, None, None, note))
