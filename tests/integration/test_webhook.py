"""LINE's webhook over HTTP: signed bodies are stored, others are refused, and nothing ends in a 5xx."""

from random import Random

import pytest
import urllib3
from sqlalchemy import select

from bot.event_writer import EventWriter
from bot.line.inbound.webhook import BODY_LIMIT
from bot.runtime.flask_app import create_app
from bot.runtime.web_server import WebServer
from storage.tables import inbox
from tests.line_bodies import BOONMEE, SOMSRI, TEAM, body, event, of_every_kind, says, signature
from tests.sealed import is_from, raw_of

HTTP = urllib3.PoolManager(retries=False, timeout=10)


@pytest.fixture
def web(settings, office, clock):
    """The URL of the webhook on the server of `bot web`."""
    event_writer = EventWriter(office.store, clock)
    server = WebServer(create_app(settings, office, event_writer, clock), "127.0.0.1", 0)
    server.start()
    yield f"http://127.0.0.1:{server.port}/line/webhook"
    server.stop()
    event_writer.close()


def post(web, raw, sign=signature, **headers):
    if sign is not None:
        headers["x-line-signature"] = sign(raw) if callable(sign) else sign
    return HTTP.request("POST", web, body=raw, headers=headers).status


def kept(store):
    with store.read() as tx:
        return list(tx.connection.execute(select(inbox).order_by(inbox.c.id)))


def ends(store, sent):
    """Return the state and the number of failures of each event with this name."""
    rows = {row.webhook_event_id: row for row in kept(store)}
    found = {name: rows[one["webhookEventId"]] for name, one in sent.items()}
    return {name: (row.state, row.attempts) for name, row in found.items()}


def hear_all(worker):
    while worker.handle_next_event():
        pass


def test_a_signed_event_is_kept_as_it_came(web, store):
    sent = says("ไฟดับค่ะ 🙏", future={"field": 1})
    assert post(web, body(sent)) == 200
    (row,) = kept(store)
    assert (is_from(row, SOMSRI), row.state, raw_of(row)) == (True, 0, sent)


FORGED = {
    "none": None,
    "empty": "",
    "junk": "not base64 at all",
    "no ascii": "é",
    "of another body": signature(body(says("another body"))),
    "by another secret": lambda raw: signature(raw, "another secret"),
    "cut": lambda raw: signature(raw)[:-4],
    "of more": lambda raw: signature(raw + b" "),
}


def test_an_event_not_signed_by_line_is_refused_and_not_kept(web, store):
    raw = body(says("ไฟดับ"))
    answers = {name: post(web, raw, sign) for name, sign in FORGED.items()}
    assert answers == dict.fromkeys(FORGED, 401)
    assert kept(store) == []


def test_line_s_verify_button_is_answered(web, store):
    assert post(web, body()) == 200
    assert kept(store) == []


NO_WEBHOOK_BODY = [
    b"",
    b"not json",
    b"\xff\xfe\x00",
    b"[]",
    b"null",
    b'"text"',
    b"1" * 5000,
    b'{"events": null}',
    b'{"events": {}}',
    b'{"events": 1}',
    b'{"events": [NaN]}',
    b'{"events": [{"timestamp": -Infinity}]}',
    b"[" * 100_000,
    b'{"events": [' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]}",
    b'{"events": [{"type": "message"',
]


def test_what_is_no_webhook_body_is_refused_though_it_is_signed(web, store):
    assert [post(web, raw) for raw in NO_WEBHOOK_BODY] == [400] * len(NO_WEBHOOK_BODY)
    assert kept(store) == []


def test_a_body_without_events_is_answered(web, store):
    assert post(web, b'{"destination": "U1"}') == 200
    assert post(web, b'{"events": [1, null, "x", []]}') == 200
    assert kept(store) == []


def test_a_body_too_large_is_refused(web, store):
    raw = body(says("ก" * BODY_LIMIT))
    assert post(web, raw) == 413
    assert kept(store) == []


def test_a_body_too_large_is_refused_also_when_its_size_is_not_declared(web, store):
    chunks = iter([body(says("ก" * BODY_LIMIT))])
    answer = HTTP.request("POST", web, body=chunks, headers={"x-line-signature": "x"}, chunked=True)
    assert answer.status == 413
    assert kept(store) == []


def test_only_post_is_answered(web):
    assert HTTP.request("GET", web).status == 405


def test_an_event_of_any_kind_is_kept_and_handled(web, store, worker):
    sent = of_every_kind()
    assert post(web, body(*sent.values())) == 200
    hear_all(worker)
    assert ends(store, sent) == dict.fromkeys(sent, (1, 0))


ODD = {
    f"odd {number}": one
    for number, one in enumerate(
        [
            says("ไฟดับ", source=None),
            says("ไฟดับ", source="user"),
            says("ไฟดับ", source={"type": "user"}),
            says("ไฟดับ", source={"type": "user", "userId": ""}),
            says("ไฟดับ", source={"type": "user", "userId": 7}),
            says("ไฟดับ", timestamp="noon"),
            says("ไฟดับ", timestamp=10**30),
            says("ไฟดับ", timestamp=-1),
            says("ไฟดับ", timestamp=None),
            says("ไฟดับ", replyToken=None),
            says("ไฟดับ", replyToken=7),
            says("ไฟดับ", mode=7),
            says(""),
            says("ไฟดับ\0หน้าวัด"),
            says("ไฟดับ \ud83d หน้าวัด"),
            says("\u202eไฟดับ\u200b"),
            event(message=None),
            event(message="text"),
            event(message={"type": "text"}),
            event(message={"type": "text", "text": 7, "id": 7}),
            event(message={"type": "text", "text": "ไฟดับ", "mention": {"mentionees": [None, 7]}}),
            event(message={"type": "image"}),
            event(message={"type": "location", "latitude": "13", "longitude": None}),
            event("postback", postback={"data": "complaint/category/\0/\ud83d"}),
            event("postback", postback={"data": "a/b/c/d", "params": {"date": "\ud83d\0"}}),
            event("postback", postback={"data": "/" * 300}),
            event("postback", postback={}),
            event(None),
        ]
    )
}


def test_an_event_in_an_odd_form_is_kept_and_does_not_come_back(web, store, worker):
    assert post(web, body(*ODD.values())) == 200
    hear_all(worker)
    too_old = {name: (2, 0) for name, one in ODD.items() if one.get("timestamp") == -1}
    assert ends(store, ODD) == dict.fromkeys(ODD, (1, 0)) | too_old


def test_an_event_without_an_id_is_known_by_its_content(web, store):
    one = says("ไฟดับ", webhookEventId=None)
    assert post(web, body(one)) == 200
    assert post(web, body({**one, "deliveryContext": {"isRedelivery": True}})) == 200
    assert post(web, body({**one, "timestamp": 5})) == 200
    assert len(kept(store)) == 2


def test_an_event_with_a_strange_id_is_kept_once(web, store):
    malformed = ["", "é", "x" * 81, "a\0b", "\ud83d", 7, None]
    for given in malformed:
        raw = body(says("ไฟดับ") | {"webhookEventId": given})
        assert [post(web, raw), post(web, raw)] == [200, 200]
    assert len(kept(store)) == len(malformed)


@pytest.mark.parametrize("malformed", ["U\0", "U\ud83d", "U" * 500])
def test_an_event_of_a_strange_account_blocks_nobody(web, store, worker, clock, malformed):
    ordinary = says("ไฟดับ")
    assert post(web, body(says("ไฟดับ", sender=malformed), ordinary)) == 200
    for _ in range(5):
        hear_all(worker)
        clock.now = max([clock.now, *(row.next_at for row in kept(store))])
    assert {row.state for row in kept(store)} <= {1, 2}
    stored_rows = [row for row in kept(store) if row.webhook_event_id == ordinary["webhookEventId"]]
    assert [row.state for row in stored_rows] == [1]


def test_several_events_of_several_people_are_kept_in_their_order(web, store):
    group = {"type": "group", "groupId": TEAM}
    sent = [
        says("หนึ่ง"),
        says("สอง", sender=BOONMEE),
        event("join", source=group),
        says("สาม"),
    ]
    assert post(web, body(*sent)) == 200
    for row, sender in zip(kept(store), (SOMSRI, BOONMEE, TEAM, SOMSRI), strict=True):
        assert is_from(row, sender)
    assert [raw_of(row) for row in kept(store)] == sent


def test_the_same_event_twice_is_kept_once(web, store):
    one, other = says("หนึ่ง"), says("สอง")
    assert post(web, body(one, other, one)) == 200
    assert post(web, body(one | {"deliveryContext": {"isRedelivery": True}})) == 200
    assert [raw_of(row) for row in kept(store)] == [one, other]


def test_no_signed_body_however_mangled_ends_in_a_5xx(web, store):
    chance = Random(2569)
    whole = body(*of_every_kind().values())
    answers = set()
    for _ in range(150):
        mangled = bytearray(whole[: chance.randrange(1, len(whole))])
        if chance.random() < 0.6:
            mangled = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            mangled[chance.randrange(len(mangled))] = chance.randrange(256)
        answers.add(post(web, bytes(mangled)))
    assert answers <= {200, 400}
    assert 200 in answers
