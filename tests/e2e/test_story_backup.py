"""A backup made while twenty residents write restores to a complete office that continues from that moment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources

import pytest
from sqlalchemy import text

from bot.wiring import attachment_files, vault
from storage.store import Store, open_store
from tests.chat import LAMP, Phone
from tests.databases import empty_database
from tests.running import PUBLIC_URL, SECRET, TOKEN, Bot, running_bot
from tests.street import PATIENCE_SECONDS, TOPIC, Street, eventually

NEIGHBOURS = 20
SAMPLES = resources.files("simulator") / "samples"
PHOTO = (SAMPLES / "lamp-broken.jpg").read_bytes()

pytestmark = [pytest.mark.both_databases, pytest.mark.long]


@pytest.fixture
def bot(tmp_path, database_url) -> Iterator[Bot]:
    with running_bot(tmp_path / "here", database_url, NEIGHBOURS) as bot:
        yield bot


@pytest.fixture
def elsewhere(kind, tmp_path, request) -> Iterator[str]:
    """The URL of a database without tables."""
    with empty_database(kind, tmp_path / "there", request) as url:
        yield url


def environment(bot: Bot, **changed: str) -> dict[str, str]:
    settings = bot.settings
    return {
        **os.environ,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_HOST": bot.line_url,
        "LINE_DATA_HOST": bot.line_url,
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "PUBLIC_URL": PUBLIC_URL,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        **changed,
    }


def bot_command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def rows(store: Store, table: str) -> set[tuple[object, ...]]:
    with store.read() as tx:
        return {tuple(row) for row in tx.connection.execute(text(f"SELECT * FROM {table}"))}


def values(store: Store, query: str) -> set[object]:
    with store.read() as tx:
        return set(tx.connection.scalars(text(query)))


def kept_files(store: Store) -> set[str]:
    with store.read() as tx:
        return set(tx.attachments.files())


def test_the_office_goes_on_elsewhere_where_it_stood(bot, tmp_path, elsewhere):
    Phone(bot, "somsri").says(LAMP).sees("เรื่องนี้ตรงกับประเภทใด")
    file, there = tmp_path / "backup.age", tmp_path / "there" / "data"
    street = Street(
        bot.line, bot.line_url, [f"neighbour-{n + 1}" for n in range(NEIGHBOURS)], PHOTO
    )
    with street.busy():
        # On a slow machine the first receipts may come before the first photo.
        eventually(lambda: kept_files(bot.office.store) != set())
        backed_up = bot_command(environment(bot), "backup", str(file))
    assert (backed_up.returncode, backed_up.stderr) == (0, "")
    bot.settle(PATIENCE_SECONDS)

    other = environment(bot, DATABASE_URL=elsewhere, DATA_DIR=str(there))
    restored = bot_command(other, "restore", str(file))
    assert (restored.returncode, restored.stderr) == (0, "")
    source, again = bot.office.store, open_store(elsewhere, vault(bot.settings))
    # A single moment during the writing: some cases, and everything that belongs to them.
    assert set() < rows(again, "complaint") < rows(source, "complaint")
    assert set() < rows(again, "audit") < rows(source, "audit")
    cases = values(again, "SELECT id FROM complaint")
    assert values(again, "SELECT complaint_id FROM audit") == cases
    assert values(again, "SELECT complaint_id FROM attachment") <= cases | {None}
    names = kept_files(again)
    again.close()
    mine, restored_files = attachment_files(bot.settings), attachment_files(bot.settings)
    restored_files.folder = there / "attachments"
    assert names
    assert {path.name for path in restored_files.folder.rglob("*") if path.is_file()} == names
    assert all(
        restored_files.path(name).read_bytes() == mine.path(name).read_bytes() for name in names
    )

    numbers = values(source, "SELECT number FROM complaint")
    with running_bot(there, elsewhere, NEIGHBOURS) as office:
        office.settle(PATIENCE_SECONDS)
        number = Phone(office, "somsri").says(TOPIC).says("ยืนยัน").number()
    # Nobody else ever received this number, not even in the days that were lost.
    assert number not in numbers
    assert {one[:-8] for one in numbers} == {number[:-8]}
