"""The office's webhook: signed, told once of each change, retried while the receiver is down, nothing personal."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Action
from domain.organisation.officers import Role
from handlers.core.webhook import Webhook
from handlers.usecases import case_filing, complaints, conduct, officers, sealing
from handlers.usecases.case_filing import NewComplaint
from scheduler import webhook_delivery
from scheduler.webhook_delivery import DELAYS, deliver
from storage.tables import webhook_event
from tests.moments import DAY, MINUTE

SECRET = b"aRz0e8Qm5Tt2kq1vY7wLx3uJp9sDf4Gh"
STORY = "ไฟหน้าบ้านนางทองดี โทร 0811111111 ดับ"


class Receiver(HTTPServer):
    """`got`: headers and body of every delivery. `status`: what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def told(office, receiver):
    """An office with a webhook."""
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    return replace(office, webhook=Webhook(url, SECRET))


def file(office, clock, draft="first"):
    with office.uow(clock()) as uow:
        return case_filing.file(uow, "Uthongdi", NewComplaint("light", STORY), draft)


def waiting(office):
    with office.store.read() as tx:
        return tx.connection.execute(
            select(webhook_event).where(webhook_event.c.sent_at.is_(None))
        ).all()


def test_a_new_and_a_changed_case_are_told_once_signed_and_without_anything_personal(
    told, receiver, clock
):
    case = file(told, clock)
    with told.uow(clock()) as uow:
        complaints.reporter_acts(uow, "Uthongdi", case.id, Action.ADD, note="ดับสองต้น")
    assert deliver(told, clock()) == 2
    assert deliver(told, clock()) == 0
    events = [json.loads(body) for _, body in receiver.got]
    assert [one["type"] for one in events] == ["case.new", "case.changed"]
    assert (
        events[1]["data"] | {"action": "add", "service_request_id": case.number}
        == events[1]["data"]
    )
    for headers, body in receiver.got:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        for secret in ("ทองดี", "0811111111", "Uthongdi", "สองต้น"):
            assert secret not in json.loads(body).__repr__()


def test_a_staff_complaint_is_never_told(told, receiver, clock):
    with told.uow(clock()) as uow:
        new = NewComplaint(conduct.category_of(uow), "ปลัดเรียกรับเงิน")
        conduct.file(uow, "Uthongdi", new, Conduct(ReporterLink.NAMED), "staff")
    assert deliver(told, clock()) == 0
    assert receiver.got == []


def seals(office, clock, case):
    with office.uow(clock()) as uow:
        palad, _ = officers.add(uow, "นายวิชัย มั่นคง", Role.PALAD, None)
        sealing.seal(uow, palad, case.id)


def test_of_a_case_that_is_sealed_before_its_events_were_sent_nothing_goes_out_or_stays(
    told, receiver, clock
):
    receiver.status = 503
    sealed, other = file(told, clock), file(told, clock, "second")
    assert deliver(told, clock()) == 0
    seals(told, clock, sealed)
    receiver.status = 204
    receiver.got.clear()
    clock.now += 6 * MINUTE
    assert deliver(told, clock()) == 1
    assert [json.loads(body)["data"]["service_request_id"] for _, body in receiver.got] == [
        other.number
    ]
    with told.store.read() as tx:
        kept = tx.connection.scalars(select(webhook_event.c.content)).all()
    assert not any(sealed.number in one for one in kept)


def test_what_was_leased_when_its_case_was_sealed_is_decided_when_it_is_sent(
    told, receiver, clock, monkeypatch
):
    sealed = file(told, clock)
    claimed = webhook_delivery._claimed

    def sealed_meanwhile(context, now):
        events = claimed(context, now)
        if events:
            seals(told, clock, sealed)
        return events

    monkeypatch.setattr(webhook_delivery, "_claimed", sealed_meanwhile)
    assert deliver(told, clock()) == 0
    assert receiver.got == []


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_fails_waits_longer_each_time_keeps_its_order_and_is_given_up_at_last(
    told, receiver, clock, status
):
    receiver.status = status
    for draft in ("first", "second"):
        file(told, clock, draft)
    for delay in DELAYS:
        assert deliver(told, clock()) == 0
        assert deliver(told, clock()) == 0
        clock.now += max(delay, 6 * MINUTE)
    tries = len(receiver.got)
    assert tries >= len(DELAYS)
    receiver.status = 204
    assert deliver(told, clock() + DAY) >= 1
    assert len(waiting(told)) <= 1


def test_what_was_stored_while_the_receiver_was_down_arrives_afterwards(told, receiver, clock):
    receiver.status = 503
    file(told, clock)
    assert deliver(told, clock()) == 0
    receiver.status = 200
    clock.now += 2 * MINUTE
    assert deliver(told, clock()) == 1
    ids = {headers["webhook-id"] for headers, _ in receiver.got}
    assert len(ids) == 1
    assert not waiting(told)


def test_without_a_webhook_nothing_is_stored(office, clock):
    file(office, clock)
    assert deliver(office, clock()) == 0
    assert not waiting(office)


def test_what_is_rolled_back_is_never_told(told, receiver, clock):
    with pytest.raises(RuntimeError), told.uow(clock()) as uow:
        case_filing.file(uow, "Uthongdi", NewComplaint("light", STORY), "first")
        raise RuntimeError
    assert deliver(told, clock()) == 0
    assert receiver.got == []
