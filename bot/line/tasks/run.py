"""Runs errands: what people sent, profiles, an officer's menu, files to delete. Each is written down after."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from linebot.v3.messaging import ApiException
from urllib3.exceptions import HTTPError

from bot.line import menu
from bot.line.client import TIMEOUT, LineClient
from bot.line.tasks.download import (
    EVIDENCE_BYTES,
    PHOTO_BYTES,
    GoneError,
    NotReadyError,
    TooLargeError,
    fetch_content,
    fetch_profile,
)
from bot.line.tasks.file_type import sniff
from bot.line.tasks.image import NotAPictureError, clean
from handlers.core.unit_of_work import Desk, Office
from handlers.notify import push_quota
from handlers.routing import attachment_failures
from handlers.usecases import attachments
from storage.cases.attachments import Kind as Sort
from storage.cases.attachments import State
from storage.queues.tasks import Errand, Kind

log = logging.getLogger(__name__)
PATIENCE = timedelta(hours=24)
FEWEST_ATTEMPTS = 20
"""Some two hours of them. What LINE has not made ready by then and in a day is given up, its sender told."""
LONGEST_WAIT = timedelta(minutes=10)
MOST_ATTEMPTS_OF_THE_DEAD = 8
"""An errand that ends the process (a file that eats all memory) must not do so for ever."""
ONCE = {"_request_timeout": TIMEOUT}


def run_errand(
    office: Office,
    line: LineClient,
    run: Errand,
    now: Callable[[], datetime],
    *,
    is_stopping: Callable[[], bool],
) -> None:
    """One try. Whatever goes wrong, the errand is tried again, or given up and the sender told.

    `is_stopping`: asked during a download, which is then put off.
    """
    if run.orphaned and run.attempts > MOST_ATTEMPTS_OF_THE_DEAD:
        log.error("errand.given_up")
        with office.desk(now()) as desk:
            _give_up(desk, run, "it ended whoever ran it")
        return
    try:
        finish = _prepare(office, line, run, is_stopping)
        with office.desk(now()) as desk:
            finish(desk)
            desk.tx.errands.done(run)
    except NotReadyError as reason:
        with office.desk(now()) as desk:
            _later(desk, run, str(reason))
    except Exception as error:
        log.exception("errand.failed")
        with office.desk(now()) as desk:
            _later(desk, run, type(error).__name__)


def _prepare(
    office: Office,
    line: LineClient,
    run: Errand,
    is_stopping: Callable[[], bool],
) -> Callable[[Desk], None]:
    """The work outside any transaction; returns what to write down afterwards."""
    match run.kind:
        case Kind.ATTACHMENT:
            return _keep_attachment(office, line, run, is_stopping)
        case Kind.FORGET_FILE:
            return lambda desk: _forget_file(desk, run.subject)
        case Kind.PROFILE:
            profile = fetch_profile(line, run.subject)
            if profile is not None:
                return lambda desk: desk.tx.people.describe(
                    run.subject, profile.display_name, profile.language
                )
        case Kind.OFFICER_MENU:
            _give_menu(line, run.subject)
        case Kind.DEFAULT_MENU:
            _ask(lambda: line.api.unlink_rich_menu_id_from_user(run.subject, **ONCE))
        case Kind.QUOTA:
            return _quota(line, run)
        case Kind.GROUP_MEMBERS:
            count = _ask(lambda: line.api.get_group_member_count(run.subject, **ONCE)).count
            return lambda desk: desk.tx.groups.count_members(run.subject, int(count))
    return lambda _desk: None


def _give_menu(line: LineClient, line_user_id: str) -> None:
    try:
        menu.give(line.api, "officers", line_user_id)
    except (ApiException, HTTPError) as error:
        # 404: the menu was never published. The words work without it.
        if getattr(error, "status", None) != 404:
            raise NotReadyError(type(error).__name__) from error


def _quota(line: LineClient, run: Errand) -> Callable[[Desk], None]:
    """What the plan allows, and what was used of it: LINE counts what is sent by hand as well."""
    asked = _ask(lambda: line.api.get_message_quota(**ONCE))
    used = int(_ask(lambda: line.api.get_message_quota_consumption(**ONCE)).total_usage)
    allowance = None if asked.type == "none" else int(asked.value or 0)
    return lambda desk: push_quota.learn(desk, run.subject, allowance, used)


def _ask(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - an SDK answer
    """One call to LINE; raises NotReadyError for whatever may pass."""
    try:
        return call()
    except (ApiException, HTTPError, OSError) as error:
        raise NotReadyError(type(error).__name__) from error


def _keep_attachment(
    office: Office,
    line: LineClient,
    run: Errand,
    is_stopping: Callable[[], bool],
) -> Callable[[Desk], None]:
    """Pictures are made anew; anything else we know is kept as it came."""
    message_id = run.subject
    with office.store.read() as tx:
        wanted = tx.attachments.by_message(message_id)
    if wanted is None:
        return lambda _desk: None
    limit = PHOTO_BYTES if wanted.kind is Sort.IMAGE else EVIDENCE_BYTES
    try:
        content = fetch_content(line, message_id, limit, is_stopping)
        media_type = sniff(content)
        if wanted.kind is Sort.IMAGE or (media_type or "").startswith("image/"):
            content, media_type = clean(content), "image/jpeg"
    except GoneError:
        return lambda desk: attachment_failures.tell(desk, message_id, State.GONE, run.asker)
    except TooLargeError:
        return lambda desk: attachment_failures.tell(desk, message_id, State.TOO_LARGE, run.asker)
    except NotAPictureError:
        media_type = None
    if media_type is None:
        return lambda desk: attachment_failures.tell(desk, message_id, State.UNREADABLE, run.asker)
    file, kind = office.files.keep(content), _sort(media_type)

    def note(desk: Desk) -> None:
        desk.tx.attachments.hold_files()
        if not office.files.has(file):
            raise NotReadyError("forgotten meanwhile")
        attachments.kept(desk, message_id, kind, file, media_type)

    return note


def _forget_file(desk: Desk, name: str) -> None:
    """Inside the transaction: else the same content could be kept between the question and the deletion."""
    desk.tx.attachments.hold_files()
    if not desk.tx.attachments.is_used(name):
        desk.office.files.forget(name)


def _sort(media_type: str) -> Sort:
    """By what the content is: a photo sent as a file is a photo."""
    family = media_type.split("/", maxsplit=1)[0]
    return Sort(family) if family in {"image", "audio", "video"} else Sort.FILE


def _later(desk: Desk, run: Errand, reason: str) -> None:
    # Not by age alone: what was sent a day ago may have come only now, or our clock may be wrong.
    if desk.now - run.created_at > PATIENCE and run.attempts >= FEWEST_ATTEMPTS:
        _give_up(desk, run, reason)
        return
    delay = min(timedelta(seconds=2 ** min(run.attempts - 1, 20)), LONGEST_WAIT)
    desk.tx.errands.again(run, reason, desk.now + delay)


def _give_up(desk: Desk, run: Errand, reason: str) -> None:
    desk.tx.errands.give_up(run, reason)
    if run.kind is Kind.ATTACHMENT:
        attachment_failures.tell(desk, run.subject, State.GONE, run.asker)
