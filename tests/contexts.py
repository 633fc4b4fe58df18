"""Application contexts with the shipped data, which is read once a process because that takes longer than most tests."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.settings import Settings
from bot.wiring import attachment_files, build_context, derive_keys, vault
from handlers.core.signed_urls import SignedUrls
from handlers.core.unit_of_work import AppContext
from storage.store import Store, open_store
from tests.fake_line import settings_for


def shipped_context(settings: Settings, store: Store | None = None) -> AppContext:
    """Return what `build_context` returns for these settings. `store`: used instead of the one they name.

    All tests of a process share the data, because none changes it. An organisation's own files are not read.
    """
    return replace(
        _read_once(),
        store=store or open_store(settings.database_url, vault(settings)),
        files=attachment_files(settings),
        signed_urls=SignedUrls(settings.public_url, derive_keys(settings, "links")),
    )


@cache
def _read_once() -> AppContext:
    settings = settings_for("https://line.invalid", "sqlite://", Path())
    context = build_context(settings, open_store("sqlite://"))
    context.store.close()
    return context
