"""Run tasks: download attachments and profiles, link menus, read quota and group size, delete files.

Calls to LINE are made outside any transaction; their results are stored afterwards.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

from urllib3.exceptions import HTTPError

from bot.line.client import LineClient, LineRefusedError
from bot.line.tasks import document, menu_link
from bot.line.tasks.download import (
    CONTENT_BYTES,
    GoneError,
    NotReadyError,
    TooLargeError,
    fetch_content,
    fetch_profile,
)
from bot.line.tasks.file_type import sniff
from bot.line.tasks.image import NotAPictureError, TooLargePictureError, clean
from handlers.access import evidence
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.notify import push_quota
from handlers.routing import albums, attachment_failures
from handlers.usecases import attachments
from storage.cases.attachments import AttachmentKind, AttachmentState
from storage.queues.tasks import Task, TaskKind

log = logging.getLogger(__name__)
MIN_AGE_TO_GIVE_UP = timedelta(hours=24)
MIN_ATTEMPTS = 20
"""A task is given up after this many attempts (about two hours) and MIN_AGE_TO_GIVE_UP, not before both."""
MAX_RETRY_DELAY = timedelta(minutes=10)
MAX_CRASHING_ATTEMPTS = 8
"""Attempts of a task that ends the process (such as a file that uses all memory) before it is given up."""
UNREADABLE = "unreadable"
"""The reason for one more download: the body may have been truncated, or be the error page of a proxy."""
_LOST = {
    GoneError: AttachmentState.GONE,
    TooLargeError: AttachmentState.TOO_LARGE,
    TooLargePictureError: AttachmentState.TOO_LARGE,
    NotAPictureError: AttachmentState.UNREADABLE,
    document.UnfitDocumentError: AttachmentState.UNREADABLE,
}


Result = TypeVar("Result")


def run_task(
    context: AppContext,
    line: LineClient,
    run: Task,
    now: Callable[[], datetime],
    *,
    is_stopping: Callable[[], bool],
) -> None:
    """Make one attempt at a task and store the result.

    After any error the task is scheduled again, or given up and the sender of an attachment is notified.
    `is_stopping`: called during a download, which is postponed if it returns True.
    """
    if run.orphaned and run.attempts > MAX_CRASHING_ATTEMPTS:
        log.error("task.given_up")
        with context.uow(now()) as uow:
            _give_up(uow, run, "it ended the process too often")
        return
    try:
        finish = _prepare(context, line, run, is_stopping)
        with context.uow(now()) as uow:
            finish(uow)
            uow.tx.tasks.done(run)
    except NotReadyError as reason:
        with context.uow(now()) as uow:
            _retry_or_give_up(uow, run, str(reason))
    except Exception as error:
        log.exception("task.failed")
        with context.uow(now()) as uow:
            _retry_or_give_up(uow, run, type(error).__name__)


def _prepare(
    context: AppContext,
    line: LineClient,
    run: Task,
    is_stopping: Callable[[], bool],
) -> Callable[[UnitOfWork], None]:
    """Do the work outside any transaction; returns a function that stores the result. Raises NotReadyError."""
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
            _link_officer_menu(line, run.subject)
        case TaskKind.DEFAULT_MENU:
            _ask(lambda: menu_link.unlink(line, run.subject))
        case TaskKind.QUOTA:
            return _quota(line, run)
        case TaskKind.ALBUM:
            return lambda uow: albums.answer_incomplete(
                uow, run.requester, run.subject, run.created_at
            )
        case TaskKind.GROUP_MEMBERS:
            path = f"/v2/bot/group/{quote(run.subject, safe='')}/members/count"
            count = int(_ask(lambda: line.call("GET", path)).data["count"])
            return lambda uow: uow.tx.groups.count_members(run.subject, count)
    return lambda _uow: None


def _link_officer_menu(line: LineClient, line_user_id: str) -> None:
    try:
        menu_link.link(line, "officers", line_user_id)
    except (LineRefusedError, HTTPError) as error:
        # 404: the menu was never published. Officers can type the commands instead.
        if getattr(error, "status", None) != 404:
            raise NotReadyError(type(error).__name__) from error


def _quota(line: LineClient, run: Task) -> Callable[[UnitOfWork], None]:
    """Read the plan's quota and its use from LINE, which also counts messages sent by hand."""
    quota = _ask(lambda: line.call("GET", "/v2/bot/message/quota")).data
    consumption = _ask(lambda: line.call("GET", "/v2/bot/message/quota/consumption")).data
    used = int(consumption["totalUsage"])
    allowance = None if quota["type"] == "none" else int(quota.get("value") or 0)
    return lambda uow: push_quota.store_quota(uow, run.subject, allowance, used)


def _ask(call: Callable[[], Result]) -> Result:
    """Make one call to LINE; raises NotReadyError for any error, so that the task is retried."""
    try:
        return call()
    except (LineRefusedError, HTTPError, OSError) as error:
        raise NotReadyError(type(error).__name__) from error


def _keep_attachment(
    context: AppContext,
    line: LineClient,
    run: Task,
    is_stopping: Callable[[], bool],
) -> Callable[[UnitOfWork], None]:
    """Download an attachment and store its file: pictures re-encoded, other accepted types unchanged."""
    message_id = run.subject
    with context.store.read() as tx:
        attachment = tx.attachments.by_message(message_id)
    if attachment is None:
        return lambda _uow: None
    try:
        content, media_type = _fetch(line, run, attachment.kind, is_stopping)
    except (GoneError, TooLargeError, NotAPictureError) as error:
        return _lost(run, _LOST[type(error)])
    if media_type is None:
        return _lost(run, AttachmentState.UNREADABLE)
    if _is_over_ceiling(context, run, len(content)):
        return _lost(run, AttachmentState.OVER_CEILING)
    try:
        cleaned = content if media_type == "image/jpeg" else document.clean(content, media_type)
    except document.UnfitDocumentError as error:
        return _lost(run, _LOST[type(error)])
    may_identify, content = cleaned is None, content if cleaned is None else cleaned
    file, kind = context.files.store(content), _kind(media_type)
    size = len(content)

    def store_result(uow: UnitOfWork) -> None:
        if run.counts_for:
            uow.tx.daily_use.add_to(run.counts_for, uow.now, size)
        uow.tx.attachments.lock_files()
        if not context.files.has(file):
            raise NotReadyError("forgotten meanwhile")
        if may_identify and not evidence.may_keep(uow, message_id):
            _lost(run, AttachmentState.UNREADABLE)(uow)
            uow.tx.tasks.ask(TaskKind.FORGET_FILE, file, uow.now)
            return
        attachments.mark_stored(uow, message_id, kind, file, media_type, tells=may_identify)

    return store_result


def _fetch(
    line: LineClient, run: Task, kind: AttachmentKind, is_stopping: Callable[[], bool]
) -> tuple[bytes, str | None]:
    """Download an attachment; returns its content, a picture re-encoded, and its media type.

    Raises NotReadyError if it must be retried, as unreadable content is once; GoneError, TooLargeError and
    NotAPictureError.
    """
    content = fetch_content(line, run.subject, CONTENT_BYTES, is_stopping)
    media_type = sniff(content, sent_as_voice=kind is AttachmentKind.AUDIO)
    if media_type is None and run.last_error != UNREADABLE:
        raise NotReadyError(UNREADABLE)
    if kind is not AttachmentKind.IMAGE and not (media_type or "").startswith("image/"):
        return content, media_type
    try:
        # A picture that is cut is fetched once more: the connection may have ended too early.
        return clean(content, keep_cut=run.last_error == UNREADABLE), "image/jpeg"
    except TooLargePictureError:
        raise
    except NotAPictureError as error:
        if run.last_error != UNREADABLE:
            raise NotReadyError(UNREADABLE) from error
        raise


def _lost(run: Task, state: AttachmentState) -> Callable[[UnitOfWork], None]:
    return lambda uow: attachment_failures.notify_sender(uow, run.subject, state, run.requester)


def _is_over_ceiling(context: AppContext, run: Task, size: int) -> bool:
    """Whether a file would exceed its sender's daily limit. Checked before it is written to the disk."""
    if not run.counts_for:
        return False
    with context.store.read() as tx:
        return tx.daily_use.amount_of(run.counts_for) + size > attachments.BYTES_A_DAY


def _forget_file(uow: UnitOfWork, name: str) -> None:
    """Delete a file that no attachment uses.

    Inside the transaction: otherwise an attachment with the same content could be stored between the check
    and the deletion.
    """
    uow.tx.attachments.lock_files()
    if not uow.tx.attachments.is_used(name):
        uow.context.files.forget(name)


def _kind(media_type: str) -> AttachmentKind:
    """The kind of an attachment by its content: a photo that was sent as a file is an image."""
    family = media_type.split("/", maxsplit=1)[0]
    return AttachmentKind(family) if family in {"image", "audio", "video"} else AttachmentKind.FILE


def _retry_or_give_up(uow: UnitOfWork, run: Task, reason: str) -> None:
    # Age alone is not enough, because an event may arrive a day late, or our clock may be wrong.
    if uow.now - run.created_at > MIN_AGE_TO_GIVE_UP and run.attempts >= MIN_ATTEMPTS:
        _give_up(uow, run, reason)
        return
    delay = min(timedelta(seconds=2 ** min(run.attempts - 1, 20)), MAX_RETRY_DELAY)
    uow.tx.tasks.again(run, reason, uow.now + delay)


def _give_up(uow: UnitOfWork, run: Task, reason: str) -> None:
    uow.tx.tasks.give_up(run, reason)
    if run.kind is TaskKind.ATTACHMENT:
        attachment_failures.notify_sender(uow, run.subject, AttachmentState.GONE, run.requester)
