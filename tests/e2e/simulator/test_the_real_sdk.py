"""A small bot made with LINE's own SDK works with the simulator as with LINE."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    TextMessage,
)
from waitress import wasyncore
from waitress.server import create_server

from simulator.app import Server, running
from simulator.people import Roster
from simulator.settings import Settings

SECRET = "a secret of the channel"
TOKEN = "a token of the channel"
ROSTER = Roster.from_json(
    {
        "people": [{"key": "somchai", "name": "สมชาย"}, {"key": "malee", "name": "มาลี"}],
        "groups": [{"key": "staff", "name": "เจ้าหน้าที่", "members": ["somchai", "malee"]}],
    }
)


class EchoBot:
    """Answers every event that can be answered with its type, and keeps all events."""

    def __init__(self) -> None:
        self.events = []
        self.status = 200
        self.api = None

    def hear(self):
        if self.status != 200:
            return "", self.status
        parser = WebhookParser(SECRET)
        signature = request.headers.get("x-line-signature", "")
        try:
            events = parser.parse(request.get_data(as_text=True), signature)
        except InvalidSignatureError:
            return "", 400
        for event in events:
            self.events.append(event)
            if getattr(event, "reply_token", None):
                answer = TextMessage(text=f"ได้รับ {event.type}")
                self.api.reply_message(
                    ReplyMessageRequest(replyToken=event.reply_token, messages=[answer])
                )
        return "OK"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    sockets = {}
    http = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4)
    stopping = threading.Event()

    def run():
        while not stopping.is_set():
            wasyncore.loop(timeout=1.0, map=sockets, count=1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.effective_port}/callback"
    stopping.set()
    http.pull_trigger()
    thread.join()
    http.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


@pytest.fixture
def echo() -> EchoBot:
    return EchoBot()


@pytest.fixture
def line(echo) -> Iterator[Server]:
    app = Flask("echo")
    app.post("/callback")(echo.hear)
    with (
        served(app) as webhook_url,
        running(
            Settings(webhook_url, SECRET, TOKEN, ROSTER, redelivery_delays=(0.05, 0.05))
        ) as server,
        ApiClient(Configuration(host=server.base_url, access_token=TOKEN)) as client,
    ):
        echo.api = MessagingApi(client)
        echo.blobs = MessagingApiBlob(client)
        yield server
        client.rest_client.pool_manager.clear()


def ask(line: Server, path: str, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(line.base_url + path, data)) as answer:
        return json.load(answer)


def texts(line: Server, chat: str) -> list[tuple[str, str]]:
    records = ask(line, f"/_/chats/{chat}/messages")
    return [(record["from"], record["message"]["text"]) for record in records]


def test_words_go_out_as_a_signed_webhook_and_the_reply_comes_back_as_a_change(line, echo):
    before = ask(line, "/_/state")["seq"]
    done = ask(line, "/_/chats/somchai/say", {"text": "ไฟดับ", "wait": True})
    assert done["delivered"] == 200
    assert [event.message.text for event in echo.events] == ["ไฟดับ"]
    changes = ask(line, f"/_/changes?since={before}&wait=5")["changes"]
    assert [change["kind"] for change in changes] == ["message", "message", "wire", "wire", "read"]
    assert changes[1]["message"]["text"] == "ได้รับ message"
    assert changes[1]["via"] == "reply"


def test_a_reply_token_is_good_once(line, echo):
    ask(line, "/_/chats/somchai/say", {"text": "สวัสดี", "wait": True})
    again = ReplyMessageRequest(
        replyToken=echo.events[0].reply_token, messages=[TextMessage(text="อีกครั้ง")]
    )
    with pytest.raises(ApiException) as refused:
        echo.api.reply_message(again)
    assert (refused.value.status, json.loads(refused.value.body)) == (
        400,
        {"message": "Invalid reply token"},
    )


def test_a_push_with_the_same_retry_key_is_sent_once(line, echo):
    ask(line, "/_/chats/somchai/follow", {"wait": True})
    push = PushMessageRequest(
        to=ROSTER.people["somchai"].id, messages=[TextMessage(text="เสร็จแล้ว")]
    )
    key = "123e4567-e89b-12d3-a456-426614174000"
    echo.api.push_message(push, x_line_retry_key=key)
    with pytest.raises(ApiException) as refused:
        echo.api.push_message(push, x_line_retry_key=key)
    assert refused.value.status == 409
    assert texts(line, "somchai") == [("bot", "ได้รับ follow"), ("bot", "เสร็จแล้ว")]
    assert ask(line, "/_/state")["quota"] == {"limit": 300, "used": 1}


def test_the_group_hears_the_bot_only_after_it_joined(line, echo):
    ask(line, "/_/chats/staff/say", {"text": "มีใครอยู่ไหม", "as": "malee", "wait": True})
    ask(line, "/_/chats/staff/join", {"wait": True})
    ask(line, "/_/chats/staff/say", {"text": "งาน", "mention": True, "as": "malee", "wait": True})
    assert [event.type for event in echo.events] == ["join", "message"]
    assert echo.events[1].message.mention.mentionees[0].is_self is True
    assert echo.api.get_group_summary(ROSTER.groups["staff"].id).group_name == "เจ้าหน้าที่"


def test_a_webhook_the_bot_did_not_take_comes_again_and_says_so(line, echo):
    echo.status = 503
    first = ask(line, "/_/chats/somchai/say", {"text": "ถนนพัง", "wait": True})
    echo.status = 200
    seq = ask(line, "/_/state")["seq"]
    while not echo.events:
        seq = ask(line, f"/_/changes?since={seq}&wait=2")["seq"]
    assert first["delivered"] == 503
    assert echo.events[0].delivery_context.is_redelivery is True
    assert [echo.events[0].webhook_event_id] == first["webhookEventIds"]


def test_a_raw_webhook_is_carried_as_it_is_with_the_signature_asked_for(line, echo):
    answers = [
        ask(line, "/_/webhook", {"body": '{"destination":"U0","events":[]}', "signature": kind})
        for kind in ("good", "bad", "none")
    ]
    assert [answer["status"] for answer in answers] == [200, 400, 400]


def test_lines_own_check_of_the_address_reaches_the_bot(line, echo):
    found = echo.api.test_webhook_endpoint()
    assert (found.success, found.status_code) == (True, 200)


def test_a_photo_is_fetched_as_the_bytes_the_phone_sent(line, echo):
    ask(line, "/_/chats/somchai/photo", {"base64": "/9j/4AAQ", "wait": True})
    number = echo.events[0].message.id
    assert bytes(echo.blobs.get_message_content(number)) == b"\xff\xd8\xff\xe0\x00\x10"
