"""The command `check`: tests what an installation needs and prints one line for each finding.

A line about a fault also says what to do about it.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from linebot.v3.messaging import ApiException, TestWebhookEndpointRequest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from urllib3.exceptions import HTTPError

from bot import clock
from bot.commands.faults import explain
from bot.line.client import TIMEOUT, connect
from bot.line.sdk import Sdk, sdk
from bot.settings import Settings
from bot.wiring import build_context
from domain.errors import Refused
from domain.organisation.calendar import bangkok, month_key
from handlers.core.unit_of_work import AppContext
from scheduler.timetable import ZONE
from storage.maintenance.disk_space import read_space
from storage.migrate import UnfitSchemaError, ensure_fit
from storage.organisation_data.reading import CatalogError
from storage.recovery.backup import JOB as BACKUP

GOOD, NOTE, BAD = "ok  ", "note", "FAIL"
MAX_BACKUP_AGE_DAYS = 7
WEBHOOK_PATH = "/line/webhook"
Finding = tuple[str, str]


def run_checks(settings: Settings) -> int:
    """Print one line for each finding as it is found, then the totals.

    Returns the exit code: 1 when anything failed, else 0.
    """
    found: dict[Finding, None] = {}
    for finding in _until_a_fault(_findings(settings)):
        # Several calls to LINE may fail for the same reason: print that reason once.
        if finding not in found:
            found[finding] = None
            typer.echo(f"{finding[0]}  {finding[1]}")
    marks = [mark for mark, _ in found]
    bad = marks.count(BAD)
    verdict = f"{bad} to be mended (FAIL, above)" if bad else "nothing to be mended"
    typer.echo(f"\n{verdict}; {marks.count(NOTE)} notes, {marks.count(GOOD)} in order.")
    return int(bad > 0)


def _until_a_fault(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the findings; a fault of the check itself is the last finding instead of a traceback."""
    try:
        yield from findings
    except Exception as error:  # noqa: BLE001 - whatever it is, the findings so far are told
        yield BAD, explain(error) or f"The check ended early: {type(error).__name__}."


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from _storage(settings)
    yield from _env_file()
    yield from _public_url(settings)
    yield from _zone()
    try:
        context = build_context(settings)
    except CatalogError as error:
        for fault in error.faults:
            yield BAD, f"Organisation data: {fault}"
        return
    yield from _database(context)
    yield from _backup(context)
    yield from _holidays(context)
    yield from _unverified(context)
    yield from _word_templates(context)
    line = sdk(connect(settings))
    yield from _ask_line(lambda: _token(line))
    yield from _ask_line(lambda: _quota(line, context))
    yield from _ask_line(lambda: _webhook(line, settings))
    context.store.close()


def _storage(settings: Settings) -> Iterator[Finding]:
    probe = settings.data_dir / f".check-{uuid.uuid4().hex}"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"rongtuk")
        probe.unlink()
    except OSError as error:
        yield (
            BAD,
            f"DATA_DIR {settings.data_dir}: {error.strerror}. Give the bot's user write access.",
        )
        return
    yield GOOD, f"DATA_DIR {Path(settings.data_dir).resolve()} can be written."
    space = read_space(settings.data_dir)
    if space.is_low:
        yield BAD, f"The disk of DATA_DIR has only {space.free / 1e9:.1f} GB left: free some space."


def _env_file() -> Iterator[Finding]:
    """Name the keys of .env that the bot does not know, which are often misspelt."""
    path = Path(".env")
    if not path.is_file():
        return
    known = {name.upper() for name in Settings.names()}
    for line in path.read_text("utf-8-sig", errors="replace").splitlines():
        key, equals, _ = line.strip().removeprefix("export ").partition("=")
        key = key.strip().upper()
        if not equals or line.lstrip().startswith("#") or key in known:
            continue
        near = get_close_matches(key, known, 1)
        yield NOTE, f".env: {key} is unknown." + (f" Is {near[0]} meant?" if near else "")


def _public_url(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url.startswith("https://"):
        yield BAD, "PUBLIC_URL must begin with https://: LINE shows pictures from nowhere else."


def _zone() -> Iterator[Finding]:
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        yield BAD, f"Time zone {ZONE} is unknown here: install the package tzdata."
        return
    yield GOOD, f"Time zone {ZONE}; it is {bangkok(clock.now()):%Y-%m-%d %H:%M} there."


def _database(context: AppContext) -> Iterator[Finding]:
    try:
        with context.store.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        ensure_fit(context.store.engine)
    except SQLAlchemyError as error:
        yield BAD, explain(error) or "The database cannot be used."
    except UnfitSchemaError as reason:
        yield BAD, str(reason)
    else:
        yield GOOD, f"Database {context.store.engine.dialect.name} has a schema that fits."
        if not context.store.has_right_key():
            yield (
                BAD,
                "SECRET_KEY does not open what this database holds: put the former one back.",
            )


def _backup(context: AppContext) -> Iterator[Finding]:
    with suppress(SQLAlchemyError), context.store.read() as tx:
        last = tx.jobs.last_slot(BACKUP)
        if last is None:
            yield NOTE, "No backup was ever made: see docs/operations.md."
        elif (days := (clock.now() - datetime.fromisoformat(last)).days) >= MAX_BACKUP_AGE_DAYS:
            yield NOTE, f"The last backup is {days} days old: see docs/operations.md."


def _word_templates(context: AppContext) -> Iterator[Finding]:
    """Try the office's own Word files, so that a faulty one is found before a report is due."""
    # Here, not above: python-docx takes 8 MB, which only an office with own Word files needs.
    for name, content in context.word_templates.items():
        from reports.formats.word_template import check_template  # noqa: PLC0415

        try:
            check_template(name, content)
        except Refused as refused:
            yield BAD, explain(refused) or refused.key
        else:
            yield GOOD, f"documents/{name}.docx: reports are made from it."


def _holidays(context: AppContext) -> Iterator[Finding]:
    today = bangkok(clock.now()).date()
    for year in {today.year, today.year + (today.month == 12)}:
        if not context.calendar.knows(today.replace(year=year, day=1)):
            yield (
                NOTE,
                f"No holidays for {year + 543}: add them to holidays.toml, or clocks run short.",
            )


def _unverified(context: AppContext) -> Iterator[Finding]:
    entries = (entry.split(": ", 1) for entry in context.catalog.unverified())
    for file, found in groupby(entries, key=lambda entry: entry[0]):
        names = ", ".join(entry[1] for entry in found)
        yield NOTE, f"Not yet confirmed by the office, in {file}: {names}"


def _ask_line(ask: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield ask()
    except ApiException as error:
        advice = {
            401: "LINE_CHANNEL_ACCESS_TOKEN is not accepted: issue a new one in LINE Developers.",
            403: "This channel may not do that: see its settings in LINE Developers.",
            404: "No webhook URL is set: see docs/install-th.md, step on webhooks.",
        }
        yield BAD, advice.get(error.status or 0, f"LINE answered {error.status}.")
    except (HTTPError, OSError) as error:
        yield (
            BAD,
            f"LINE cannot be reached ({type(error).__name__}): check the network, LINE_API_HOST.",
        )


def _token(line: Sdk) -> Finding:
    bot = line.api.get_bot_info(_request_timeout=TIMEOUT)
    return GOOD, f"LINE knows us as {bot.display_name} ({bot.basic_id})."


def _quota(line: Sdk, context: AppContext) -> Finding:
    quota = line.api.get_message_quota(_request_timeout=TIMEOUT)
    used = line.api.get_message_quota_consumption(_request_timeout=TIMEOUT).total_usage
    with context.store.read() as tx:
        ours = tx.push_ledger.pushes_in(month_key(bangkok(clock.now()).date()))
    if quota.type == "none":
        return GOOD, f"Message plan without limit; {used} used this month, {ours} by the bot."
    return GOOD, f"Message plan {quota.value} a month; {used} used, {ours} by the bot."


def _webhook(line: Sdk, settings: Settings) -> Finding:
    expected = settings.public_url.rstrip("/") + WEBHOOK_PATH
    known = line.api.get_webhook_endpoint(_request_timeout=TIMEOUT)
    if known.endpoint != expected:
        return (
            BAD,
            f"LINE sends webhooks to {known.endpoint}: set it to {expected} in LINE Developers.",
        )
    if not known.active:
        return BAD, "Webhooks are switched off: switch on 'Use webhook' in LINE Developers."
    tried = line.api.test_webhook_endpoint(
        TestWebhookEndpointRequest(endpoint=expected), _request_timeout=TIMEOUT
    )
    if tried.success:
        return GOOD, f"LINE reaches {expected} and the channel secret fits."
    if tried.status_code == 401:
        return (
            BAD,
            "The webhook refuses LINE's signature: LINE_CHANNEL_SECRET is not this channel's.",
        )
    return (
        BAD,
        f"LINE cannot use {expected}: {tried.reason} {tried.detail}. Is the bot running, is TLS right?",
    )
