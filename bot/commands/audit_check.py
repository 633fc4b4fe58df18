"""The commands `audit verify` and `audit accept`."""

from collections.abc import Iterator, Sequence

from bot import clock
from bot.commands.office import unit_of_work
from bot.commands.sentences import InvalidError, invalid
from bot.settings import Settings
from bot.wiring import read_translations, vault
from domain.organisation.calendar import bangkok
from storage.cases.audit import Entry
from storage.maintenance.audit_chain import read_secret
from storage.maintenance.audit_seals import FILE, Seal, parse_code, read_file, seals_of
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
        with store.read() as tx:
            inside = seals_of(tx.connection)
    finally:
        store.close()
    lines = [*_lines(verdict), *_notes(verdict, seals, inside)]
    return lines, not verdict.faults


def _notes(verdict: Verdict, outside: Sequence[Seal], inside: Sequence[Seal]) -> Iterator[str]:
    """Yield what the verdict cannot prove: it is no fault, but an operator must know it."""
    if verdict.unmarked:
        yield f"note  {_say('operator.audit_unmarked', count=verdict.unmarked)}"
    if verdict.rows and not outside:
        if not verdict.faults:
            yield f"note  {_say('operator.audit_no_seals', file=FILE)}"
        return
    days, kept = {one.day for one in outside if one.day}, {one.day for one in inside}
    for key, missing in (("outside", kept - days), ("inside", days - kept)):
        if missing:
            listed = ", ".join(sorted(missing)[:SHOWN])
            yield f"note  {_say(f'operator.audit_lacks_{key}', file=FILE, days=listed)}"


def accept(settings: Settings, row: int, reason: str) -> str:
    """Record in the audit log that the office knows why a row differs; returns what to print.

    Only a fault that `verify` names now, as the row is now: an acceptance given in advance would hide what
    somebody does to the row later. Raises InvalidError for any other row, and without a reason.
    """
    said = " ".join(reason.split())
    if not said:
        raise invalid("no_reason")
    with unit_of_work(settings) as uow:
        # With another SECRET_KEY the row's mark would prove nothing.
        read_secret(uow.tx)
        verdict = verify(uow.context.store)
        named = [one for one in verdict.faults if one.row == row and one.content]
        if not named:
            raise invalid("no_audit_fault", row=row)
        note = f"{named[0].acceptance} {said}"
        uow.tx.audit.add(Entry(uow.now, "system", ACCEPTED, None, None, note))
    return _say("operator.audit_accepted", row=row, reason=said)


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
