"""Classifies LINE's responses: sent, retry, push instead, hold or give up. The rest is tested over HTTP."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError

from bot.line.client import Answer, LineRefusedError
from bot.line.outbound.sender import LineSender, Outcome
from domain.figures.push_budget import Weight
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from storage.queues.outbox_delivery import OutboxRow

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


class FakeClient:
    """Answers every call with the next of `answers`, and records the calls."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.calls = []

    def call(self, _method, path, body, headers):
        call = path.rpartition("/")[2]
        self.calls.append((call, body.get("replyToken") or headers["X-Line-Retry-Key"]))
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return Answer({}, {"X-Line-Request-Id": "r-1"})


def row(**different) -> OutboxRow:
    usual = {
        "id": 1,
        "retry_key": "key-1",
        "recipient": "U1",
        "reply_token": None,
        "reply_until": None,
        "weight": Weight.REPLY,
        "attempts": 1,
        "doubtful": False,
        "tried_at": NOW,
        "created_at": NOW,
        "replies": encode_replies([Text("สวัสดี")]),
    }
    return OutboxRow(**{**usual, **different})


REPLY = {"reply_token": "token-1", "reply_until": NOW + timedelta(seconds=30)}


def refusal(status: int, message: str = "") -> LineRefusedError:
    headers = {"x-line-request-id": "r-2", "Date": "Sun, 22 Nov 2026 05:00:40 GMT"}
    return LineRefusedError(status, json.dumps({"message": message}), headers)


def outcome(answer, one: OutboxRow) -> Outcome:
    # A refused card is sent once more as plain text: both get the same response here.
    return LineSender(FakeClient(answer, answer)).send(one, NOW).outcome


@pytest.mark.parametrize(
    ("answer", "pushed", "replied"),
    [
        (None, Outcome.PUSHED, Outcome.REPLIED),
        (refusal(409, "The retry key is already accepted"), Outcome.PUSHED, None),
        (refusal(429, "You have reached your monthly limit."), Outcome.HOLD, None),
        (refusal(429, "The API rate limit has been exceeded."), Outcome.AGAIN, Outcome.AGAIN),
        (refusal(500), Outcome.AGAIN, Outcome.AGAIN),
        (refusal(503), Outcome.AGAIN, Outcome.AGAIN),
        (refusal(401), Outcome.AGAIN, Outcome.AGAIN),
        (refusal(403), Outcome.AGAIN, Outcome.AGAIN),
        (refusal(400, "Invalid reply token"), None, Outcome.PUSH_INSTEAD),
        (
            refusal(400, "A message in the request body is invalid"),
            Outcome.GIVE_UP,
            Outcome.GIVE_UP,
        ),
        (refusal(400, "Failed to send messages"), Outcome.GIVE_UP, Outcome.GIVE_UP),
        (refusal(413), Outcome.GIVE_UP, Outcome.GIVE_UP),
        (refusal(404), Outcome.GIVE_UP, Outcome.GIVE_UP),
        (NewConnectionError(None, "refused"), Outcome.AGAIN, Outcome.AGAIN),
        (ReadTimeoutError(None, "", "timed out"), Outcome.AGAIN, Outcome.AGAIN),
        (ProtocolError("broken"), Outcome.AGAIN, Outcome.AGAIN),
    ],
)
def test_each_answer_of_line_has_its_place(answer, pushed, replied):
    if pushed is not None:
        assert outcome(answer, row()) is pushed
    if replied is not None:
        assert outcome(answer, row(**REPLY)) is replied


def test_a_dead_token_after_a_lost_answer_counts_as_sent():
    dead = refusal(400, "Invalid reply token")
    assert outcome(dead, row(**REPLY, doubtful=True, attempts=2)) is Outcome.REPLIED


def test_a_fresh_token_is_used_and_an_old_one_is_not():
    client = FakeClient()
    LineSender(client).send(row(**REPLY), NOW)
    LineSender(client).send(row(**REPLY), NOW + timedelta(seconds=31))
    assert client.calls == [("reply", "token-1"), ("push", "key-1")]


def test_the_reason_kept_names_what_was_wrong_and_never_what_was_said():
    error = refusal(400)
    error.body = json.dumps(
        {
            "message": "The request body has 1 error(s)",
            "details": [{"message": "ไฟถนนหน้าวัดดับ", "property": "messages[0].text"}],
        }
    )
    result = LineSender(FakeClient(error, error)).send(row(), NOW)
    assert "messages[0].text" in result.error
    assert "ไฟถนน" not in result.error
