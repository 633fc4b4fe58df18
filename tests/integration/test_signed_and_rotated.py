"""An office with signed papers and evidence rotates its key, backs up, checks and restores, as it is typed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, text

from bot.settings import Secret
from bot.wiring import build_context, vault
from domain.cases.conduct import Conduct, ReporterLink
from handlers.usecases import conduct
from handlers.usecases.case_filing import NewComplaint
from storage.db.column_types import metadata
from storage.maintenance.sealed_values import PLAIN_BYTES, sealed_bytes
from storage.store import open_store
from storage.tables import evidence, outbox, report_file, report_issue
from tests.databases import on_sqlite
from tests.moments import NOON

PAPER = b"%PDF-1.7 the signed paper"
NEW_KEY = "q9ZtR3vXw1LkP7mYc5BhN2sFd8GjU4aEoT6iKzQxWv0="


@pytest.fixture
def signed(store, settings):
    """An office with a case about staff, a signed report and a file of evidence, sealed with its SECRET_KEY."""
    office = build_context(settings)
    told = Conduct(ReporterLink.SEALED, who="ชายใส่แว่น")
    with office.uow(NOON) as uow:
        conduct.file(uow, "Usomsri", NewComplaint("corruption", "เรียกรับเงิน"), told, "draft-1")
        uow.tx.outbox.enqueue("Usomsri", "[]", NOON)
        run = uow.tx.connection.execute
        issue = {
            "report": "M1",
            "period": "2569-10",
            "figures": "{}",
            "sha256": "0",
            "state": "signed",
        }
        run(insert(report_issue).values(id=1, made_at=NOON, **issue))
        file = {"kind": "scan", "media_type": "application/pdf", "content": PAPER, "sha256": "0"}
        run(insert(report_file).values(issue_id=1, **file))
        run(
            insert(evidence).values(year=2570, done_on=NOON, what="x", content=PAPER, added_at=NOON)
        )
    yield office
    office.store.close()


def of_store(settings):
    return settings.secret_key.get_secret_value()


@on_sqlite
def test_a_signed_report_and_evidence_stand_in_the_way_of_nothing(
    signed, typed, settings, monkeypatch, tmp_path
):
    monkeypatch.setenv("OLD_SECRET_KEYS", of_store(settings))
    assert typed("rotate-keys", key=NEW_KEY)[0] == 0
    monkeypatch.delenv("OLD_SECRET_KEYS")
    backup = tmp_path / "x.age"
    code, lines = typed("backup", backup, key=NEW_KEY)
    assert code == 0, lines
    code, lines = typed("backup", "check", backup, key=NEW_KEY)
    assert code == 0, lines
    signed.store.close()
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink()
    code, lines = typed("restore", backup, key=NEW_KEY)
    assert code == 0, lines
    restored = open_store(settings.database_url)
    with restored.read() as tx:
        for table in ("report_file", "evidence"):
            assert tx.connection.scalar(text(f"SELECT content FROM {table}")) == PAPER
    restored.close()


@on_sqlite
def test_what_a_rotation_left_half_way_is_brought_to_its_end(signed, typed, settings, monkeypatch):
    keys = {"secret_key": Secret(NEW_KEY), "old_secret_keys": settings.secret_key}
    both = replace(settings, **keys)
    store = open_store(settings.database_url, vault(both))
    with store.begin() as tx:
        for key, sealed in tx.connection.execute(text("SELECT id, payload FROM outbox")).all():
            values = {"payload": tx.vault.rewrap(sealed)}
            tx.connection.execute(outbox.update().where(outbox.c.id == key).values(**values))
    store.close()
    monkeypatch.setenv("OLD_SECRET_KEYS", of_store(settings))
    assert typed("rotate-keys", key=NEW_KEY)[0] == 0
    monkeypatch.delenv("OLD_SECRET_KEYS")
    code, lines = typed("rotate-keys", key=NEW_KEY)
    assert (code, lines[0]) == (
        0,
        "Every value and every file is under this SECRET_KEY already: nothing changed.",
    )


@on_sqlite
def test_a_value_that_no_key_opens_is_named_and_nothing_is_written(
    signed, typed, settings, monkeypatch, tmp_path
):
    with signed.store.begin() as tx:
        tx.outbox.enqueue("Uother", "[]", NOON)
        newest = tx.connection.scalar(text("SELECT max(id) FROM outbox"))
        tx.connection.execute(
            outbox.update().where(outbox.c.id == newest).values(payload=b"\x01" * 90)
        )
    monkeypatch.setenv("OLD_SECRET_KEYS", of_store(settings))
    before = dump(signed)
    code, lines = typed("rotate-keys", key=NEW_KEY)
    assert (code, len(lines)) == (1, 1), lines
    assert f"outbox.payload, row {newest}: " in lines[0]
    assert dump(signed) == before
    monkeypatch.delenv("OLD_SECRET_KEYS")
    assert typed("backup", tmp_path / "x.age")[0] == 0
    code, lines = typed("backup", "check", tmp_path / "x.age")
    assert code == 1
    assert f"outbox.payload, row {newest}: " in lines[0]


def dump(office):
    with office.store.read() as tx:
        return [
            sorted(map(repr, tx.connection.execute(column.table.select())))
            for column, _ in sealed_bytes()
        ]


@on_sqlite
def test_a_file_that_no_key_opens_is_named_before_anything_is_written(
    signed, typed, settings, monkeypatch
):
    folder = settings.data_dir / "attachments" / "ab"
    folder.mkdir(parents=True)
    (folder / "ab00").write_bytes(b"\x01" * 90)
    monkeypatch.setenv("OLD_SECRET_KEYS", of_store(settings))
    before = dump(signed)
    code, lines = typed("rotate-keys", key=NEW_KEY)
    assert (code, len(lines)) == (1, 1), lines
    assert "attachments, row ab00: " in lines[0]
    assert dump(signed) == before
    shutil.rmtree(folder)
    assert typed("rotate-keys", key=NEW_KEY)[0] == 0


def test_every_column_of_bytes_is_known_as_encrypted_or_plain():
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    plain = {f"{column.table.name}.{column.name}" for column in PLAIN_BYTES}
    encrypted = {f"{column.table.name}.{column.name}" for column, _ in sealed_bytes()}
    assert plain == {"evidence.content", "report_file.content"}
    assert encrypted == found - plain
    assert len(encrypted) == 18, (
        "A new column of bytes: is it encrypted, or does it belong to PLAIN_BYTES?"
    )
