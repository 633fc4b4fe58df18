"""A minimal bot for the tests of the chat page: it repeats texts, and can send a card and a choice.

The replies of the real bot are tested elsewhere.
"""

import io
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

TOKEN = "a token of the pretend LINE"
SECRET = "a secret of the pretend LINE"
CARD = {
    "type": "flex",
    "altText": "เรื่อง นว-1: กำลังดำเนินการ",
    "contents": {
        "type": "bubble",
        "size": "kilo",
        "header": {
            "type": "box",
            "layout": "vertical",
            "backgroundColor": "#0F6B3F",
            "contents": [{"type": "text", "text": "กำลังดำเนินการ", "color": "#FFFFFF"}],
        },
        "body": {
            "type": "box",
            "layout": "horizontal",
            "contents": [
                {"type": "text", "text": "ประเภท", "size": "sm", "flex": 1},
                {"type": "text", "text": "ไฟฟ้า", "size": "sm", "flex": 3, "wrap": True},
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "color": "#0F6B3F",
                    "action": {
                        "type": "postback",
                        "label": "ยืนยัน",
                        "data": "confirm=1",
                        "displayText": "ยืนยัน",
                    },
                },
                {
                    "type": "button",
                    "action": {
                        "type": "clipboard",
                        "label": "คัดลอกเลขเรื่อง",
                        "clipboardText": "นว-2570-000123-4",
                    },
                },
            ],
        },
    },
}
CHOICE = {
    "type": "text",
    "text": "ใกล้เคียงกับข้อใดคะ",
    "quickReply": {
        "items": [
            {"type": "action", "action": {"type": "message", "label": "ไฟฟ้า", "text": "ไฟฟ้า"}},
            {
                "type": "action",
                "action": {
                    "type": "datetimepicker",
                    "label": "เลือกวัน",
                    "data": "day",
                    "mode": "date",
                },
            },
            {"type": "action", "action": {"type": "camera", "label": "ถ่ายรูป"}},
        ]
    },
}
MENU = {
    "size": {"width": 1200, "height": 405},
    "selected": True,
    "name": "เมนู",
    "chatBarText": "เมนูบริการ",
    "areas": [
        {
            "bounds": {"x": 600 * at, "y": 0, "width": 600, "height": 405},
            "action": {
                "type": "postback",
                "label": label,
                "data": f"menu={at}",
                "displayText": label,
            },
        }
        for at, label in enumerate(["แจ้งเรื่อง", "ติดตามเรื่อง"])
    ],
}


def answer_to(event: dict[str, Any]) -> dict[str, Any]:
    """Return the reply to an event, as a LINE message object."""
    if event["type"] == "postback":
        pressed = [event["postback"]["data"], *event["postback"].get("params", {}).values()]
        return {"type": "text", "text": f"กด {' '.join(pressed)}"}
    if event["type"] != "message":
        return {"type": "text", "text": "สวัสดีค่ะ"}
    message = event["message"]
    asked = {"การ์ด": CARD, "ตัวเลือก": CHOICE}
    said = message.get("text", message["type"])
    return asked.get(said, {"type": "text", "text": f"ได้รับ {said}"})


class TinyBot(BaseHTTPRequestHandler):
    """Serves a webhook that replies at once, on the thread that received the event."""

    line = ""  # base URL of the pretend LINE, known once it runs

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        for event in body["events"]:
            if token := event.get("replyToken"):
                reply = {"replyToken": token, "messages": [answer_to(event)]}
                # Some tests ask for a refusal, which the wire panel shows.
                with suppress(urllib.error.HTTPError):
                    call(f"{self.line}/v2/bot/message/reply", json.dumps(reply).encode())

    def log_message(self, *_: object) -> None:
        """Log nothing; failures are visible in the browser."""


def call(url: str, data: bytes | None = None, kind: str = "application/json") -> dict[str, Any]:
    """POST bytes, or {} for None, as the bot; return the JSON body of the response."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
    request = urllib.request.Request(url, data or b"{}", headers, method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def publish_menu(line: str) -> None:
    number = call(f"{line}/v2/bot/richmenu", json.dumps(MENU).encode())["richMenuId"]
    picture = io.BytesIO()
    Image.new("RGB", (1200, 405), "#14804a").save(picture, "PNG")
    call(f"{line}/v2/bot/richmenu/{number}/content", picture.getvalue(), "image/png")
    call(f"{line}/v2/bot/user/all/richmenu/{number}")


@contextmanager
def tiny_bot() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TinyBot)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/line/webhook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
