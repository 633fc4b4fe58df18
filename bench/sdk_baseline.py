"""The baseline of the intake benchmark: LINE's SDK parser in a minimal Flask app that stores nothing.

`python -m bench.sdk_baseline <port> [threads]`. It follows the SDK's own example, on waitress with one
thread for each connection of the benchmark.
"""

import sys

from flask import Flask, abort, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from waitress import serve

from bench.processes import SECRET

THREADS = 32
app = Flask(__name__)
parser = WebhookParser(SECRET)


@app.post("/line/webhook")
def webhook() -> str:
    body = request.get_data(as_text=True)
    try:
        parser.parse(body, request.headers["X-Line-Signature"])
    except InvalidSignatureError:
        abort(400)
    return ""


@app.get("/health/ready")
def ready() -> str:
    return ""


if __name__ == "__main__":
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else THREADS
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=threads, ident=None)
