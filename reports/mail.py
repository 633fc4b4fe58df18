"""Store reports to send by e-mail until the mail server has accepted them, and send those that are due.

A message is leased before it is sent, so that two processes do not send it at once. After a failure it is retried
for ever, with increasing delays. If a process dies after the server accepted a message, it is sent again with the
same Message-ID, and mail programs show it once.
"""

import logging
import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from domain.figures.report_life import Issue
from handlers.core.i18n import Translator
from handlers.core.mail_server import MailServer
from handlers.core.unit_of_work import AppContext, UnitOfWork
from reports.issues import MEDIA_TYPES, FileFormat, count_volumes, render
from reports.statistics.period_names import period_name
from storage.reporting.mail import Letter

log = logging.getLogger(__name__)
TIMEOUT = 20
"""Seconds to wait for the mail server."""
BATCH = 20
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=5), timedelta(hours=6)
SUBMISSION, SMTPS = 587, 465


class Connection(Protocol):
    """The used part of `smtplib.SMTP`."""

    def send_message(self, msg: EmailMessage) -> object: ...


Connect = Callable[[MailServer], AbstractContextManager[Connection]]


def queue(uow: UnitOfWork, issue: Issue) -> None:
    """Store the e-mails with a report, each once; does nothing without a mail server."""
    server = uow.context.mail
    if server is None or not issue.id:
        return
    translator = Translator(uow.context.translations)
    name = period_name(translator, issue.period)
    title = translator.say(f"publication.report_{issue.report}", period=name)
    office = uow.context.catalog.organisation.name_th
    for recipient in server.recipients:
        letter = Letter(
            recipient=recipient,
            subject=f"{office}: {title}",
            body=translator.say("periodic.mail", title=title, office=office),
            issue_id=issue.id,
        )
        uow.tx.mail.add(letter, uow.now)


def send_due(context: AppContext, now: datetime, connect: Connect | None = None) -> int:
    """Send the e-mails that are due; returns how many the server accepted. `connect`: opens the connection."""
    server = context.mail
    if server is None:
        return 0
    with context.store.begin() as tx:
        due = tx.mail.lease(now, now + FIRST_DELAY, BATCH)
    sent = 0
    for letter in due:
        try:
            message = _message(context, server, letter)
            with (connect or connection)(server) as smtp:
                smtp.send_message(message)
        except Exception as fault:  # noqa: BLE001 - see below
            # The message is kept after any failure. Only the kind is logged, because the text may contain
            # addresses.
            kind = type(fault).__name__
            log.warning("mail.delayed", extra={"letter": letter.id, "fault": kind})
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(letter.attempts, 10))
            with context.store.begin() as tx:
                tx.mail.delay(letter.id, now + delay, kind)
        else:
            with context.store.begin() as tx:
                tx.mail.mark_sent(letter.id, now)
            sent += 1
    return sent


def connection(server: MailServer) -> smtplib.SMTP:
    """Return a connection to the mail server, encrypted unless its address begins with smtp+plain."""
    address = urlsplit(server.url)
    host = address.hostname or ""
    if address.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, address.port or SMTPS, timeout=TIMEOUT)
    else:
        smtp = smtplib.SMTP(host, address.port or SUBMISSION, timeout=TIMEOUT)
        if address.scheme == "smtp":
            smtp.starttls()
    if address.username:
        smtp.login(unquote(address.username), unquote(address.password or ""))
    return smtp


@dataclass(frozen=True)
class _Attachment:
    name: str
    content: bytes
    file_format: FileFormat


def _message(context: AppContext, server: MailServer, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = server.sender
    message["To"] = letter.recipient
    message["Message-ID"] = f"<report-{letter.id}@{server.sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(letter.written_at)
    message.set_content(letter.body)
    attachment = _attachment(context, letter)
    if attachment is not None:
        maintype, _, subtype = MEDIA_TYPES[attachment.file_format].partition("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name
        )
    return message


def _attachment(context: AppContext, letter: Letter) -> _Attachment | None:
    with context.store.read() as tx:
        issue = tx.report_issues.find(letter.issue_id)
    if issue is None:
        return None
    # Many volumes on paper would be too large for a mail server.
    file_format = FileFormat.PDF if count_volumes(issue) == 1 else FileFormat.XLSX
    content = render(context.refreshed(), issue, file_format)
    return _Attachment(f"{issue.report}-{issue.period}.{file_format}", content, file_format)
