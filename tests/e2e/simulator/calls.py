"""Calls to the simulator in these tests: as the bot calls LINE, and as the page controls phones."""

import json
import urllib.error
import urllib.request
from pathlib import Path

from simulator.app import Server
from simulator.people import Roster
from simulator.settings import Settings

TOKEN = "a token of the channel"
ROSTER = Roster.from_json(
    {
        "people": [
            {"key": "somchai", "name": "สมชาย", "role": "ชาวบ้าน หมู่ 3"},
            {"key": "malee", "name": "มาลี"},
        ],
        "groups": [{"key": "staff", "name": "เจ้าหน้าที่", "members": ["malee"]}],
    }
)
SOMCHAI = ROSTER.people["somchai"].id
WORDS = [{"type": "text", "text": "เสร็จแล้ว"}]


def settings(folder: Path | None = None) -> Settings:
    # No server listens at this address: webhooks are made, signed, tried and lost.
    return Settings(
        "http://127.0.0.1:9/callback", "secret", TOKEN, ROSTER, folder, redelivery=False
    )


def call(line: Server, path: str, body=None, method: str | None = None, **headers: str):
    """Return status and JSON or bytes of a call with the channel's token."""
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    sent = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    request = urllib.request.Request(line.base_url + path, data, sent, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            raw, status, kind = answer.read(), answer.status, answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            raw, status, kind = error.read(), error.code, error.headers["Content-Type"]
    return status, json.loads(raw) if kind == "application/json" else raw


def act(line: Server, chat: str, verb: str, **body: object) -> dict:
    status, answer = call(line, f"/_/chats/{chat}/{verb}", {"wait": True, **body})
    assert status == 200, answer
    return answer


def webhooks(line: Server) -> list[dict]:
    changes = call(line, "/_/changes?since=0")[1]["changes"]
    return [
        change["request"]["events"][0]
        for change in changes
        if change["kind"] == "wire" and change["direction"] == "webhook"
    ]


def push(line: Server, to: str = SOMCHAI, **headers: str):
    return call(line, "/v2/bot/message/push", {"to": to, "messages": WORDS}, **headers)
