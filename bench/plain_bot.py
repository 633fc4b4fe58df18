"""The Python competitor in the intake benchmark: LINE's SDK parser in Flask, and a commit for each webhook.

`python -m bench.plain_bot <port> <database>`, on waitress as `bench.sdk_baseline`.
"""

import sqlite3
import sys
import threading

from flask import Flask, abort, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from waitress import serve

from bench.processes import SECRET
from bench.sdk_baseline import THREADS

app = Flask(__name__)
parser = WebhookParser(SECRET)
database = sqlite3.connect(sys.argv[2], check_same_thread=False)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute(
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE, raw TEXT NOT NULL)"
)
one_at_a_time = threading.Lock()


@app.post("/line/webhook")
def webhook() -> str:
    body = request.get_data(as_text=True)
    try:
        events = parser.parse(body, request.headers["X-Line-Signature"])
    except InvalidSignatureError:
        abort(400)
    with one_at_a_time, database:
        database.executemany(
            "INSERT OR IGNORE INTO inbox (event, raw) VALUES (?, ?)",
            [(event.webhook_event_id, event.to_json()) for event in events],
        )
    return ""


@app.get("/health/ready")
def ready() -> str:
    return ""


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS, ident=None)
