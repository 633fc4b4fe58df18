"""Runs errands at LINE: photos, profiles, an officer's menu. What was found is kept in a transaction after."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from linebot.v3.messaging import ApiException
from urllib3.exceptions import HTTPError

from bot.line import menu
from bot.line.client import LineClient
from bot.line.media import GoneError, NotReadyError, fetch_photo, fetch_profile
from bot.line.pictures import NotAPictureError, clean
from handlers import photos
from handlers.desk import Desk, Office
from storage.errands import Errand, Kind
from storage.files import PhotoFiles
from storage.photos import State

log = logging.getLogger(__name__)
PATIENCE = timedelta(hours=24)
"""A photo that LINE has not made ready by then is given up, and its sender told."""
LONGEST_WAIT = timedelta(minutes=10)


def run_errand(
    office: Office,
    line: LineClient,
    files: PhotoFiles,
    run: Errand,
    now: Callable[[], datetime],
) -> None:
    """One try. Whatever goes wrong, the errand is tried again, or given up and the sender told."""
    try:
        finish = _prepare(line, files, run)
    except NotReadyError as reason:
        with office.desk(now()) as desk:
            _later(desk, run, str(reason))
        return
    except Exception as error:
        log.exception("errand.failed", extra={"errand": run.id, "kind": run.kind.value})
        with office.desk(now()) as desk:
            _later(desk, run, type(error).__name__)
        return
    with office.desk(now()) as desk:
        finish(desk)
        desk.tx.errands.done(run)


def _prepare(line: LineClient, files: PhotoFiles, run: Errand) -> Callable[[Desk], None]:
    """The work on the network; returns what to write down afterwards."""
    match run.kind:
        case Kind.PHOTO:
            try:
                sha256 = files.keep(clean(fetch_photo(line, run.subject)))
            except GoneError:
                return lambda desk: photos.lost(desk, run.subject, State.GONE)
            except NotAPictureError:
                return lambda desk: photos.lost(desk, run.subject, State.UNREADABLE)
            return lambda desk: photos.kept(desk, run.subject, sha256)
        case Kind.PROFILE:
            profile = fetch_profile(line, run.subject)
            if profile is None:
                return lambda _desk: None
            return lambda desk: desk.tx.people.describe(
                run.subject, profile.display_name, profile.language
            )
        case Kind.OFFICER_MENU:
            try:
                menu.give(line.api, "officers", run.subject)
            except (ApiException, HTTPError) as error:
                # 404: the menu was never published. The words work without it.
                if getattr(error, "status", None) != 404:
                    raise NotReadyError(type(error).__name__) from error
            return lambda _desk: None


def _later(desk: Desk, run: Errand, reason: str) -> None:
    if desk.now - run.created_at > PATIENCE:
        desk.tx.errands.give_up(run, reason)
        if run.kind is Kind.PHOTO:
            photos.lost(desk, run.subject, State.GONE)
        return
    delay = min(timedelta(seconds=2 ** min(run.attempts - 1, 20)), LONGEST_WAIT)
    desk.tx.errands.again(run, reason, desk.now + delay)
