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
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.notify import push_quota
from handlers.routing import attachment_failures
from handlers.usecases import attachments
from storage.cases.attachments import AttachmentKind, AttachmentState
from storage.queues.tasks import Task, TaskKind

log = logging.getLogger(__name__)
PATIENCE = timedelta(hours=24)
FEWEST_ATTEMPTS = 20
"""Some two hours of them. What LINE has not made ready by then and in a day is given up, its sender told."""
LONGEST_WAIT = timedelta(minutes=10)
MAX_CRASHING_ATTEMPTS = 8
"""An errand that ends the process (a file that eats all memory) must not do so for ever."""
ONCE = {"_request_timeout": TIMEOUT}


def run_task(
    context: AppContext,
    line: LineClient,
    run: Task,
    now: Callable[[], datetime],
    *,
    is_stopping: Callable[[], bool],
) -> None:
    """One try. Whatever goes wrong, the errand is tried again, or given up and the sender told.

    `is_stopping`: asked during a download, which is then put off.
    """
    if run.orphaned and run.attempts > MAX_CRASHING_ATTEMPTS:
        log.error("errand.given_up")
        with context.uow(now()) as uow:
            _give_up(uow, run, "it ended whoever ran it")
        return
    try:
        finish = _prepare(context, line, run, is_stopping)
        with context.uow(now()) as uow:
            finish(uow)
            uow.tx.tasks.done(run)
    except NotReadyError as reason:
        with context.uow(now()) as uow:
            _later(uow, run, str(reason))
    except Exception as error:
        log.exception("errand.failed")
        with context.uow(now()) as uow:
            _later(uow, run, type(error).__name__)


def _prepare(
    context: AppContext,
    line: LineClient,
    run: Task,
    is_stopping: Callable[[], bool],
) -> Callable[[UnitOfWork], None]:
    """The work outside any transaction; returns what to write down afterwards."""
    match run.kind:
        case TaskKind.ATTACHMENT:
            return _keep_attachment(context, line, run, is_stopping)
        case TaskKind.FORGET_FILE:
            return lambda uow: _forget_file(uow, run.subject)
        case TaskKind.PROFILE:
            profile = fetch_profile(line, run.subject)
            if profile is not None:
                return lambda uow: uow.tx.people.describe(
                    run.subject, profile.display_name, profile.language
                )
        case TaskKind.OFFICER_MENU:
            _give_menu(line, run.subject)
        case TaskKind.DEFAULT_MENU:
            _ask(lambda: line.api.unlink_rich_menu_id_from_user(run.subject, **ONCE))
        case TaskKind.QUOTA:
            return _quota(line, run)
        case TaskKind.GROUP_MEMBERS:
            count = _ask(lambda: line.api.get_group_member_count(run.subject, **ONCE)).count
            return lambda uow: uow.tx.groups.count_members(run.subject, int(count))
    return lambda _desk: None


def _give_menu(line: LineClient, line_user_id: str) -> None:
    try:
        menu.give(line.api, "officers", line_user_id)
    except (ApiException, HTTPError) as error:
        # 404: the menu was never published. The words work without it.
        if getattr(error, "status", None) != 404:
            raise NotReadyError(type(error).__name__) from error


def _quota(line: LineClient, run: Task) -> Callable[[UnitOfWork], None]:
    """What the plan allows, and what was used of it: LINE counts what is sent by hand as well."""
    asked = _ask(lambda: line.api.get_message_quota(**ONCE))
    used = int(_ask(lambda: line.api.get_message_quota_consumption(**ONCE)).total_usage)
    allowance = None if asked.type == "none" else int(asked.value or 0)
    return lambda uow: push_quota.learn(uow, run.subject, allowance, used)


def _ask(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - an SDK answer
    """One call to LINE; raises NotReadyError for whatever may pass."""
    try:
        return call()
    except (ApiException, HTTPError, OSError) as error:
        raise NotReadyError(type(error).__name__) from error


def _keep_attachment(
    context: AppContext,
    line: LineClient,
    run: Task,
    is_stopping: Callable[[], bool],
) -> Callable[[UnitOfWork], None]:
    """Pictures are made anew; anything else we know is kept as it came."""
    message_id = run.subject
    with context.store.read() as tx:
        wanted = tx.attachments.by_message(message_id)
    if wanted is None:
        return lambda _desk: None
    limit = PHOTO_BYTES if wanted.kind is AttachmentKind.IMAGE else EVIDENCE_BYTES
    try:
        content = fetch_content(line, message_id, limit, is_stopping)
        media_type = sniff(content)
        if wanted.kind is AttachmentKind.IMAGE or (media_type or "").startswith("image/"):
            content, media_type = clean(content), "image/jpeg"
    except GoneError:
        return lambda uow: attachment_failures.tell(
            uow, message_id, AttachmentState.GONE, run.asker
        )
    except TooLargeError:
        return lambda uow: attachment_failures.tell(
            uow, message_id, AttachmentState.TOO_LARGE, run.asker
        )
    except NotAPictureError:
        media_type = None
    if media_type is None:
        return lambda uow: attachment_failures.tell(
            uow, message_id, AttachmentState.UNREADABLE, run.asker
        )
    file, kind = context.files.store(content), _sort(media_type)

    def note(uow: UnitOfWork) -> None:
        uow.tx.attachments.hold_files()
        if not context.files.has(file):
            raise NotReadyError("forgotten meanwhile")
        attachments.mark_stored(uow, message_id, kind, file, media_type)

    return note


def _forget_file(uow: UnitOfWork, name: str) -> None:
    """Inside the transaction: else the same content could be kept between the question and the deletion."""
    uow.tx.attachments.hold_files()
    if not uow.tx.attachments.is_used(name):
        uow.context.files.forget(name)


def _sort(media_type: str) -> AttachmentKind:
    """By what the content is: a photo sent as a file is a photo."""
    family = media_type.split("/", maxsplit=1)[0]
    return AttachmentKind(family) if family in {"image", "audio", "video"} else AttachmentKind.FILE


def _later(uow: UnitOfWork, run: Task, reason: str) -> None:
    # Not by age alone: what was sent a day ago may have come only now, or our clock may be wrong.
    if uow.now - run.created_at > PATIENCE and run.attempts >= FEWEST_ATTEMPTS:
        _give_up(uow, run, reason)
        return
    delay = min(timedelta(seconds=2 ** min(run.attempts - 1, 20)), LONGEST_WAIT)
    uow.tx.tasks.again(run, reason, uow.now + delay)


def _give_up(uow: UnitOfWork, run: Task, reason: str) -> None:
    uow.tx.tasks.give_up(run, reason)
    if run.kind is TaskKind.ATTACHMENT:
        attachment_failures.tell(uow, run.subject, AttachmentState.GONE, run.asker)
