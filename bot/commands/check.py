"""The command `check`: tests what an installation needs and prints each finding, in English and in Thai.

The sentence about a fault also says what to do about it.
"""

import errno
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from itertools import groupby
from pathlib import Path

import typer
from linebot.v3.messaging import ApiException, TestWebhookEndpointRequest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from urllib3.exceptions import HTTPError

from bot import clock
from bot.commands.faults import explain, of_file
from bot.line.client import TIMEOUT, connect
from bot.line.sdk import Sdk, sdk
from bot.settings import Settings
from bot.wiring import build_context, read_translations
from domain.errors import Refused
from domain.organisation.calendar import BUDDHIST_ERA, bangkok, month_key
from handlers.core.i18n import Bilingual, Translations
from handlers.core.unit_of_work import AppContext
from storage.db.engines import parse_address
from storage.maintenance.disk_space import read_space
from storage.migrate import UnfitSchemaError, ensure_fit
from storage.organisation_data.reading import CatalogError
from storage.private_files import make_private_folder
from storage.recovery.backup import JOB as BACKUP

GOOD, NOTE, BAD = "ok  ", "note", "FAIL"
MAX_BACKUP_AGE_DAYS = 7
OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
WEBHOOK_PATH = "/line/webhook"
INDENT = " " * 6
Finding = tuple[str, Bilingual | str]
"""The mark and the text of a finding; a plain string already contains both languages."""


def run_checks(settings: Settings) -> int:
    """Print each finding immediately, in English and Thai, then the totals.

    Returns the exit code: 1 if anything failed, else 0.
    """
    found: dict[Finding, None] = {}
    for finding in _until_a_fault(_findings(settings)):
        # Several calls to LINE may fail for the same reason: print that reason once.
        if finding not in found:
            found[finding] = None
            _print(*finding)
    marks = [mark for mark, _ in found]
    bad = marks.count(BAD)
    total = _say(
        "total_bad" if bad else "total_good",
        bad=bad,
        notes=marks.count(NOTE),
        good=marks.count(GOOD),
    )
    typer.echo(f"\n{total.th}\n{total.en}")
    return int(bad > 0)


def _print(mark: str, found: Bilingual | str) -> None:
    """Print a finding on one line, and in Thai on the next."""
    if isinstance(found, str):
        typer.echo(f"{mark}  {found}")
        return
    typer.echo(f"{mark}  {found.en}\n{INDENT}{found.th}")


@cache
def _translations() -> Translations:
    return read_translations()


def _say(key: str, /, **facts: object) -> Bilingual:
    """Return a sentence of words/check.toml."""
    return _translations().both(f"check.{key}", **facts)


def _until_a_fault(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the findings; a fault of the check itself is the last finding instead of a traceback."""
    try:
        yield from findings
    except Exception as error:  # noqa: BLE001 - whatever it is, the findings so far are told
        yield BAD, explain(error) or _say("ended_early", kind=type(error).__name__)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from _storage(settings)
    yield from _env_file()
    yield from _public_url(settings)
    yield from _clock()
    try:
        context = build_context(settings)
    except CatalogError as error:
        for fault in error.faults:
            yield BAD, _say("organisation", fault=of_file(fault))
        return
    yield from _database(context)
    yield from _backup(context)
    yield from _holidays(context)
    yield from _unverified(context)
    yield from _word_templates(context)
    if context.road_map is not None:
        yield GOOD, _say("roads_good", lines=len(context.road_map.lines))
    line = sdk(connect(settings))
    yield from _ask_line(lambda: _token(line))
    yield from _ask_line(lambda: _quota(line, context))
    yield from _ask_line(lambda: _webhook(line, settings))
    context.store.close()


def _storage(settings: Settings) -> Iterator[Finding]:
    probe = settings.data_dir / f".check-{uuid.uuid4().hex}"
    try:
        make_private_folder(settings.data_dir)
        probe.write_bytes(b"rongtuk")
        probe.unlink()
    except OSError as error:
        key = _FOLDER_FAULTS.get(error.errno or 0, "folder_bad")
        yield BAD, _say(key, path=settings.data_dir, reason=error.strerror)
        return
    yield GOOD, _say("folder_good", path=settings.data_dir.resolve())
    space = read_space(settings.data_dir)
    if space.is_low:
        yield BAD, _say("space_low", free=f"{space.free / 1e9:.1f}")
    yield from _open_to_others(settings)


def _open_to_others(settings: Settings) -> Iterator[Finding]:
    """Name DATA_DIR, or a database elsewhere, if other users of the machine may read it."""
    paths = [settings.data_dir]
    url = parse_address(settings.database_url)
    database = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if (
        database
        and database.is_file()
        and settings.data_dir.resolve() not in database.resolve().parents
    ):
        paths.append(database)
    for path in paths:
        if path.stat().st_mode & OF_OTHERS:
            yield NOTE, _say("open_to_others", path=path.resolve())


_FOLDER_FAULTS = {
    errno.ENOSPC: "folder_full",
    errno.EDQUOT: "folder_full",
    errno.EROFS: "folder_read_only",
}
"""The word key of the sentence about DATA_DIR, by error number; any other is one of permissions."""


def _env_file() -> Iterator[Finding]:
    """List the unknown keys of .env, which are often misspelt."""
    path = Path(".env")
    if not path.is_file():
        return
    names = {name.upper() for name in Settings.names()}
    for line in path.read_text("utf-8-sig", errors="replace").splitlines():
        key, equals, _ = line.strip().removeprefix("export ").partition("=")
        key = key.strip().upper()
        if not equals or line.lstrip().startswith("#") or key in names:
            continue
        near = get_close_matches(key, names, 1)
        yield (
            NOTE,
            _say("key_misspelt", name=key, near=near[0]) if near else _say("key_unknown", name=key),
        )


def _public_url(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url.startswith("https://"):
        yield BAD, _say("no_https")


def _clock() -> Iterator[Finding]:
    yield GOOD, _say("clock", time=f"{bangkok(clock.now()):%d/%m %H:%M}")


def _database(context: AppContext) -> Iterator[Finding]:
    try:
        with context.store.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        ensure_fit(context.store.engine)
    except SQLAlchemyError as error:
        yield BAD, explain(error) or _say("database_bad")
    except UnfitSchemaError as reason:
        yield BAD, explain(reason) or str(reason)
    else:
        yield GOOD, _say("database_good", kind=context.store.engine.dialect.name)
        if not context.store.has_right_key():
            yield BAD, _say("wrong_key")


def _backup(context: AppContext) -> Iterator[Finding]:
    with suppress(SQLAlchemyError), context.store.read() as tx:
        last = tx.jobs.last_slot(BACKUP)
        if last is None:
            yield NOTE, _say("no_backup")
        elif (days := (clock.now() - datetime.fromisoformat(last)).days) >= MAX_BACKUP_AGE_DAYS:
            yield NOTE, _say("old_backup", days=days)


def _word_templates(context: AppContext) -> Iterator[Finding]:
    """Validate the office's own Word templates, so that a fault is found before a report is due."""
    # Imported here, because python-docx takes 8 MB, which only an office with own Word templates needs.
    for name, content in context.word_templates.items():
        from reports.formats.word_template import check_template  # noqa: PLC0415

        try:
            check_template(name, content)
        except Refused as refused:
            yield BAD, explain(refused) or refused.key
        else:
            yield GOOD, _say("template_good", name=name)


def _holidays(context: AppContext) -> Iterator[Finding]:
    today = bangkok(clock.now()).date()
    for year in {today.year, today.year + (today.month == 12)}:
        if not context.calendar.knows(today.replace(year=year, day=1)):
            yield NOTE, _say("no_holidays", year=year + BUDDHIST_ERA)


def _unverified(context: AppContext) -> Iterator[Finding]:
    entries = (entry.split(": ", 1) for entry in context.catalog.unverified())
    for file, found in groupby(entries, key=lambda entry: entry[0]):
        names = ", ".join(entry[1] for entry in found)
        yield NOTE, _say("unverified", file=file, names=names)


_REFUSALS = {401: "token_refused", 403: "channel_refused", 404: "no_webhook"}
"""The word key of the sentence about LINE's response, by HTTP status."""


def _ask_line(ask: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield ask()
    except ApiException as error:
        yield BAD, _say(_REFUSALS.get(error.status or 0, "line_answered"), status=error.status)
    except (HTTPError, OSError) as error:
        yield BAD, _say("line_away", kind=type(error).__name__)


def _token(line: Sdk) -> Finding:
    bot = line.api.get_bot_info(_request_timeout=TIMEOUT)
    return GOOD, _say("line_good", name=bot.display_name, id=bot.basic_id)


def _quota(line: Sdk, context: AppContext) -> Finding:
    quota = line.api.get_message_quota(_request_timeout=TIMEOUT)
    used = line.api.get_message_quota_consumption(_request_timeout=TIMEOUT).total_usage
    with context.store.read() as tx:
        counted = tx.push_ledger.pushes_in(month_key(bangkok(clock.now()).date()))
    if quota.type == "none":
        return GOOD, _say("plan_unlimited", used=used, ours=counted)
    return GOOD, _say("plan", limit=quota.value, used=used, ours=counted)


def _webhook(line: Sdk, settings: Settings) -> Finding:
    expected = settings.public_url.rstrip("/") + WEBHOOK_PATH
    registered = line.api.get_webhook_endpoint(_request_timeout=TIMEOUT)
    if registered.endpoint != expected:
        return BAD, _say("webhook_elsewhere", known=registered.endpoint, expected=expected)
    if not registered.active:
        return BAD, _say("webhook_off")
    tried = line.api.test_webhook_endpoint(
        TestWebhookEndpointRequest(endpoint=expected), _request_timeout=TIMEOUT
    )
    if tried.success:
        return GOOD, _say("webhook_good", expected=expected)
    if tried.status_code == 401:
        return BAD, _say("webhook_secret")
    return BAD, _say("webhook_bad", expected=expected, reason=tried.reason, detail=tried.detail)
