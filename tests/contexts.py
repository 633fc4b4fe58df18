"""The context of an office with the shipped data, which is read once a process: it takes longer than most tests."""

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
    """What `build_context` makes of these settings; `store` in place of the one they name.

    The data is never changed, so all tests of a process share it. An organisation's own files are not read.
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
