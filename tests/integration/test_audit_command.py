"""`audit verify` and `audit accept` on the command line, and the seal in the monthly report."""

import pytest

from domain.organisation.calendar import bangkok, month_bounds
from domain.organisation.officers import Role
from handlers.usecases import officers
from handlers.usecases.case_filing import NewComplaint, file
from reports.monthly.plain_text import month_lines
from reports.monthly.send import report
from scheduler.audit_chainer import AuditChainer
from scheduler.jobs import seal_audit
from storage.cases.audit import Entry
from storage.maintenance.audit_seals import FILE, read_file
from tests.contexts import shipped_context
from tests.integration.storage.maintenance.audit_rows import force
from tests.moments import DAY, NOON


@pytest.fixture
def office(settings):
    """An office with the key of the command's settings."""
    context = shipped_context(settings)
    yield context
    context.store.close()


@pytest.fixture
def history(office):
    """An office whose audit log is chained, with three rows that concern nobody."""
    with office.uow(NOON) as uow:
        file(uow, "Usomsri", NewComplaint("light", "ไฟดับ"), "draft-1")
        ids = [uow.tx.audit.add(Entry(NOON, "system", "x", None, None, f"{n}")) for n in range(3)]
    assert AuditChainer(office.store).append()
    return ids


def test_a_whole_history(typed, history):
    code, lines = typed("audit", "verify")
    assert (code, len(lines)) == (0, 2)
    assert lines[1].startswith("note  ")
    assert "There is no seal in audit-seals.txt" in lines[1]
    assert lines[0].startswith("ok    ประวัติการดำเนินการครบถ้วน")
    assert "4 rows compared, 0 seals fit, 0 rows wait" in lines[0]


def test_the_first_changed_row_is_named_first(typed, office, history):
    force(office.store, f"UPDATE audit SET actor = 'officer:3' WHERE id = {history[2]}")
    force(office.store, f"DELETE FROM audit WHERE id = {history[1]}")
    code, lines = typed("audit", "verify")
    assert (code, len(lines)) == (1, 2)
    assert f"Row {history[1]} was removed." in lines[0]
    assert f"Row {history[2]} (2026-11-17 12:00 x) was changed" in lines[1]


def test_what_the_office_accepts_is_named_and_no_fault(typed, office, history):
    force(office.store, f"UPDATE audit SET note = 'mended' WHERE id = {history[0]}")
    assert typed("audit", "verify")[0] == 1
    assert typed("audit", "accept", str(history[0]), "an old release")[0] == 0
    code, lines = typed("audit", "verify")
    assert code == 0
    assert lines[0].startswith("note  ")
    assert lines[0].endswith("an old release")
    assert lines[1].startswith("ok    ")


def test_only_a_fault_that_is_there_is_accepted_once_and_with_a_reason(typed, office, history):
    row = history[0]
    for words in ((row, "ok"), (999999, "later"), (row, "  ")):
        code, lines = typed("audit", "accept", *words)
        assert (code, len(lines)) == (1, 1), lines
    force(office.store, f"UPDATE audit SET actor = 'officer:3' WHERE id = {row}")
    code, lines = typed("audit", "accept", row, "")
    assert code == 1
    assert "Give the reason." in lines[0]
    assert typed("audit", "accept", row, "an old release")[0] == 0
    code, lines = typed("audit", "accept", row, "again")
    assert code == 1
    assert f"names no fault of row {row} now" in lines[0]
    assert typed("audit", "verify")[0] == 0


@pytest.mark.parametrize(
    "later",
    ["UPDATE audit SET actor = 'officer:4' WHERE id = {}", "DELETE FROM audit WHERE id = {}"],
)
def test_an_acceptance_does_not_cover_what_is_done_to_the_row_later(typed, office, history, later):
    row = history[0]
    force(office.store, f"UPDATE audit SET actor = 'officer:3' WHERE id = {row}")
    assert typed("audit", "accept", row, "an old release")[0] == 0
    force(office.store, later.format(row))
    code, lines = typed("audit", "verify")
    assert code == 1
    assert f"Row {row} " in lines[0]


def test_seals_that_one_side_lacks_are_told(typed, office, history, settings):
    for day in range(2):
        seal_audit(office, NOON + day * DAY)
    file = settings.data_dir / FILE
    kept = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(kept[:-1]), "utf-8")
    code, lines = typed("audit", "verify")
    assert code == 0
    assert "audit-seals.txt lacks the seals of 2026-11-18, which the database has" in lines[1]
    file.write_text("".join(kept), "utf-8")
    force(office.store, "DELETE FROM audit_seal WHERE day = '2026-11-17'")
    code, lines = typed("audit", "verify")
    assert "The database lacks the seals of 2026-11-17, which audit-seals.txt has" in lines[1]


def test_another_secret_key(typed, history):
    for words in (("audit", "verify"), ("audit", "accept", "1", "why")):
        code, lines = typed(*words, key="iy-eXRj8J2qz8kTtg4w8lyBaNrRFnmpx")
        assert (code, len(lines)) == (1, 1)
        assert "SECRET_KEY" in lines[0]


def test_a_code_that_is_none_and_a_file_that_cannot_be_read(typed, history, settings):
    assert typed("audit", "verify", "--seal", "nonsense")[0] != 0
    (settings.data_dir / FILE).write_text("nonsense\n")
    code, lines = typed("audit", "verify")
    assert code != 0
    assert "nonsense" in lines[-1]
    (settings.data_dir / FILE).write_bytes("2026-11-17 4 ab -".encode("utf-16"))
    code, lines = typed("audit", "verify")
    assert code != 0
    assert FILE in lines[-1]


def test_the_chain_goes_on_while_the_database_is_away(office, history):
    chainer = AuditChainer(office.store)
    force(office.store, "ALTER TABLE audit_chain RENAME TO elsewhere")
    with office.uow(NOON) as uow:
        uow.tx.audit.add(Entry(NOON, "system", "x", None, None, ""))
    assert not chainer.append()
    force(office.store, "ALTER TABLE elsewhere RENAME TO audit_chain")
    assert chainer.append()


def test_stopping_chains_what_is_there(office, history, typed):
    chainer = AuditChainer(office.store)
    chainer.start()
    assert chainer.is_alive()
    with office.uow(NOON) as uow:
        uow.tx.audit.add(Entry(NOON, "system", "x", None, None, ""))
    chainer.stop()
    assert not chainer.is_alive()
    assert "0 rows wait" in typed("audit", "verify")[1][0]


def test_the_seal_travels_with_the_month(office, history, typed):
    with office.uow(NOON) as uow:
        _, code = officers.add(uow, "นายก", Role.NAYOK, None)
        assert officers.link(uow, "Unayok", code)
    _, ended = month_bounds("2569-11")
    first = bangkok(ended)
    for day in range(2):
        seal_audit(office, first + day * DAY)
    sealed, later = read_file(office.files.folder.parent)
    assert (sealed.day, later.day) == ("2026-12-01", "2026-12-02")
    with office.uow(first) as uow:
        assert any(sealed.code in line for line in month_lines(uow, "2569-11"))
        assert not any("รับรอง" in line for line in month_lines(uow, "2569-09"))
        report(uow, "2569-11")
        (replies_of_month,) = [
            replies for _, replies in uow.tx.outbox.deferred_for("Unayok", 9)
        ] or [uow.tx.outbox.replies_to("Unayok", 1)]
    assert sealed.code in replies_of_month
    assert typed("audit", "verify", "--seal", sealed.code)[0] == 0
