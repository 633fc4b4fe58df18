"""The commands `audit verify` and `audit accept`."""

from collections.abc import Iterator, Sequence

from bot import clock
from bot.commands.office import unit_of_work
from bot.commands.sentences import InvalidError
from bot.settings import Settings
from bot.wiring import read_translations, vault
from domain.organisation.calendar import bangkok
from storage.cases.audit import Entry
from storage.maintenance.audit_chain import read_secret
from storage.maintenance.audit_seals import Seal, parse_code, read_file
from storage.maintenance.audit_verify import ACCEPTED, Fault, Finding, Verdict, verify
from storage.migrate import ensure_fit
from storage.store import open_store

LINES = {
    Fault.CHANGED: "operator.audit_changed",
    Fault.NOTE_CHANGED: "operator.audit_note_changed",
    Fault.REMOVED: "operator.audit_removed",
    Fault.INSERTED: "operator.audit_inserted",
    Fault.GAP: "operator.audit_gap",
    Fault.SEAL: "operator.audit_seal",
}
SHOWN = 20
"""Maximum faults listed; the first one is the relevant one."""


def verify_audit(settings: Settings, codes: Sequence[str]) -> tuple[list[str], bool]:
    """Compare the audit with its chain and with every seal.

    `codes`: from the monthly reports. Returns the lines to print, the first fault first, and whether everything is
    unchanged. Raises InvalidError for an invalid code or an unreadable seals file.
    """
    seals = _seals(settings, codes)
    store = open_store(settings.database_url, vault(settings))
    try:
        ensure_fit(store.engine)
        store.ensure_right_key()
        verdict = verify(store, seals)
    finally:
        store.close()
    return list(_lines(verdict)), not verdict.faults


def accept(settings: Settings, row: int, reason: str) -> str:
    """Record in the audit log that the office knows why a row differs; returns what to print."""
    with unit_of_work(settings) as uow:
        # With another SECRET_KEY the row's mark would prove nothing.
        read_secret(uow.tx)
        uow.tx.audit.add(Entry(uow.now, "system", ACCEPTED, None, None, f"{row} {reason}"))
    return _say("operator.audit_accepted", row=row, reason=reason)


def _seals(settings: Settings, codes: Sequence[str]) -> list[Seal]:
    try:
        return [*read_file(settings.data_dir), *map(parse_code, codes)]
    except ValueError as fault:
        raise InvalidError(_say("operator.audit_no_seal", line=str(fault))) from fault


def _lines(verdict: Verdict) -> Iterator[str]:
    faults = verdict.faults
    for one in faults[:SHOWN]:
        yield f"FAIL  {_about(one)}"
    if len(faults) > SHOWN:
        yield _say("operator.audit_more", count=len(faults) - SHOWN)
    for one in verdict.findings:
        if one.accepted is not None:
            yield f"note  {_about(one)} {_say('operator.audit_accepted', row=one.row, reason=one.accepted)}"
    if not faults:
        counts = {"rows": verdict.rows, "seals": verdict.seals, "waiting": verdict.waiting}
        end = Seal(bangkok(clock.now()).date().isoformat(), verdict.end.seq, verdict.end.digest)
        yield f"ok    {_say('operator.audit_whole', code=end.code, **counts)}"


def _about(one: Finding) -> str:
    at = f"{bangkok(one.at):%Y-%m-%d %H:%M}" if one.at else "-"
    day = one.day or "-"
    return _say(
        f"operator.audit_{one.fault}", row=one.row, at=at, action=one.action or "-", day=day
    )


def _say(key: str, **facts: object) -> str:
    both = read_translations().both(key, **facts)
    return f"{both.th} / {both.en}"
