"""Send the events for the office's webhook, outside any transaction; failures are retried for three days."""

import logging
from datetime import datetime, timedelta

import urllib3
from urllib3.exceptions import HTTPError

from handlers.core.unit_of_work import AppContext
from handlers.core.webhook import Webhook
from handlers.usecases.doors import webhooks
from storage.queues.webhook_events import WebhookEvent

log = logging.getLogger(__name__)
BATCH = 20
LEASE = timedelta(minutes=5)
"""Longer than sending BATCH events takes."""
DELAYS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 720)
)
"""Delays after each failure; after the last one the event is given up."""
TIMEOUT = urllib3.Timeout(connect=5, read=5)
SUCCESS = range(200, 300)


def deliver(context: AppContext, now: datetime) -> int:
    """Send the events that are due, the oldest first; returns how many were delivered.

    After a failure the rest waits for the next run, so that a receiver that is down costs one timeout.
    """
    if context.webhook is None:
        return 0
    delivered = 0
    with urllib3.PoolManager(retries=False, timeout=TIMEOUT) as pool:
        while events := _claimed(context, now):
            for event in events:
                if not _is_sendable(context, event, now):
                    continue
                if not _send(pool, context.webhook, event, now):
                    _failed(context, event, now)
                    return delivered
                with context.store.begin() as tx:
                    tx.webhook_events.sent(event, now)
                delivered += 1
    return delivered


def _claimed(context: AppContext, now: datetime) -> list[WebhookEvent]:
    with context.store.begin() as tx:
        return tx.webhook_events.claim(now, now + LEASE, BATCH)


def _is_sendable(context: AppContext, event: WebhookEvent, now: datetime) -> bool:
    """Return whether an event may still be sent; one that may not is deleted."""
    with context.uow(now) as uow:
        if webhooks.may_send(uow, event.content):
            return True
        uow.tx.webhook_events.drop(event)
    return False


def _send(pool: urllib3.PoolManager, webhook: Webhook, event: WebhookEvent, now: datetime) -> bool:
    body = event.content.encode()
    headers = webhook.headers(event.event_id, now, body)
    try:
        answer = pool.request("POST", webhook.url, body=body, headers=headers, redirect=False)
    except HTTPError as error:
        log.warning("webhook.failed", extra={"reason": type(error).__name__})
        return False
    if answer.status not in SUCCESS:
        log.warning("webhook.failed", extra={"reason": str(answer.status)})
    return answer.status in SUCCESS


def _failed(context: AppContext, event: WebhookEvent, now: datetime) -> None:
    with context.store.begin() as tx:
        if event.attempts < len(DELAYS):
            tx.webhook_events.again(event, now + DELAYS[event.attempts])
        else:
            tx.webhook_events.give_up(event, now)
            log.error("webhook.given_up")
