"""Calls that LINE refuses, and injected faults."""

import http.client

import pytest

from tests.e2e.simulator.calls import WORDS, act, call, push, webhooks


def test_a_call_without_the_token_is_refused_in_lines_words(line):
    status, body = call(line, "/v2/bot/info", Authorization="Bearer wrong")
    assert status == 401
    assert body["message"].startswith("Authentication failed due to the following reason")
    assert call(line, "/v2/bot/nowhere") == (404, {"message": "Not found"})


def test_a_body_that_is_no_json_is_refused_with_its_place(line):
    status, body = call(line, "/v2/bot/message/push", b'{"to": }')
    assert (status, body) == (
        400,
        {"message": "The request body could not be parsed as JSON (line: 1, column: 8)"},
    )


@pytest.mark.parametrize(
    ("fault", "status", "message"),
    [
        ("429-rate", 429, "The API rate limit has been exceeded. Try again later."),
        ("429-monthly", 429, "You have reached your monthly limit."),
        ("500", 500, "Internal Server Error"),
    ],
)
def test_a_fault_hits_as_often_as_asked_then_all_is_well(line, fault, status, message):
    act(line, "somchai", "follow")
    call(line, "/_/faults", {"api": [{"path": "push", "fault": fault, "times": 2}]})
    answers = [push(line)[0] for _ in range(3)]
    assert answers == [status, status, 200]
    call(line, "/_/faults", {"api": [{"path": "*", "fault": fault}]})
    assert push(line) == (status, {"message": message})


@pytest.mark.parametrize(("fault", "sent"), [("accept-then-drop", 1), ("reset", 0)])
def test_a_lost_answer_tells_the_bot_nothing_of_whether_it_was_sent(line, fault, sent):
    act(line, "somchai", "follow")
    call(line, "/_/faults", {"api": [{"path": "push", "fault": fault}]})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        push(line)
    assert len(call(line, "/_/log")[1]) == sent


def test_the_retry_after_a_lost_answer_is_told_it_was_accepted(line):
    act(line, "somchai", "follow")
    key = "123e4567-e89b-12d3-a456-426614174000"
    call(line, "/_/faults", {"api": [{"path": "push", "fault": "accept-then-drop"}]})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        push(line, X_Line_Retry_Key=key)
    status, body = push(line, X_Line_Retry_Key=key)
    assert (status, body["message"]) == (409, "The retry key is already accepted")
    [record] = call(line, "/_/log")[1]
    assert (record["chats"], record["messages"], record["retryKey"]) == (["somchai"], WORDS, key)


def test_a_webhook_is_doubled_on_purpose(line):
    call(line, "/_/faults", {"webhook": [{"fault": "twice"}]})
    act(line, "somchai", "say", text="สวัสดี")
    ids = [event["webhookEventId"] for event in webhooks(line)]
    assert len(ids) == 2
    assert len(set(ids)) == 1
