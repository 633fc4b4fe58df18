"""The control API: what people can do, what goes wrong on purpose, what survives a restart."""

import base64
import http.client
import io
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.simulator.app import Server, running
from bot.simulator.people import Roster
from bot.simulator.settings import Settings

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
    # Nobody listens at this address: webhooks are made, signed, tried and lost.
    return Settings(
        "http://127.0.0.1:9/callback", "secret", TOKEN, ROSTER, folder, redelivery=False
    )


@pytest.fixture
def line() -> Iterator[Server]:
    with running(settings()) as server:
        yield server


def call(line: Server, path: str, body=None, method: str | None = None, **headers: str):
    """(status, JSON or bytes) of a call with the token of the channel."""
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


def test_photos_sent_together_share_a_set_and_come_one_by_one(line):
    done = act(line, "somchai", "photo", samples=["pothole.jpg", "road-repaired.jpg"])
    sets = [event["message"]["imageSet"] for event in webhooks(line)]
    assert [(one["index"], one["total"]) for one in sets] == [(1, 2), (2, 2)]
    assert len({one["id"] for one in sets}) == 1
    status, data = call(line, f"/v2/bot/message/{done['messageIds'][0]}/content")
    assert (status, data) == call(line, "/_/samples/pothole.jpg")
    small = call(line, f"/v2/bot/message/{done['messageIds'][0]}/content/preview")[1]
    with Image.open(io.BytesIO(small)) as image:
        assert image.size == (240, 180)


def test_a_photo_may_be_late_gone_or_taken_back(line):
    late, gone, unsent = (
        act(line, "somchai", "photo", sample="pothole.jpg", content=fate)["messageIds"][0]
        for fate in ("late", "gone", "unsent")
    )
    act(line, "somchai", "say", text="สวัสดี")
    answers = [call(line, f"/v2/bot/message/{one}/content") for one in (late, gone, unsent)]
    assert answers == [
        (202, b""),
        (404, {"message": "not found"}),
        (410, {"message": "The content is gone"}),
    ]


def test_two_samples_carry_the_place_they_were_taken(line):
    names = call(line, "/_/samples")[1]
    assert len(names) == 8
    with_place = []
    for name in names:
        data = call(line, f"/_/samples/{name}")[1]
        assert len(data) <= 40_960
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == (800, 600)
            if image.getexif().get_ifd(0x8825):
                with_place.append(name)
    assert with_place == ["lamp-broken.jpg", "lamp-fixed.jpg", "pothole.jpg"]


def test_an_unsent_message_is_gone_for_the_bot_and_told(line):
    number = act(line, "somchai", "photo", sample="pothole.jpg")["messageIds"][0]
    act(line, "somchai", "unsend", message_id=number)
    assert webhooks(line)[-1]["unsend"] == {"messageId": number}
    assert call(line, f"/v2/bot/message/{number}/content")[0] == 410
    assert call(line, "/_/chats/somchai/messages")[1][0]["unsent"] is True


@pytest.mark.parametrize(
    ("action", "params", "postback"),
    [
        ({"type": "postback", "data": "a=1", "displayText": "เลือก"}, None, {"data": "a=1"}),
        (
            {"type": "datetimepicker", "data": "when", "mode": "date"},
            {"date": "2026-11-22"},
            {"data": "when", "params": {"date": "2026-11-22"}},
        ),
        (
            {"type": "richmenuswitch", "richMenuAliasId": "staff", "data": "go"},
            None,
            {
                "data": "go",
                "params": {"newRichMenuAliasId": "staff", "status": "RICHMENU_ALIAS_ID_NOTFOUND"},
            },
        ),
    ],
)
def test_a_press_does_what_the_phone_does(line, action, params, postback):
    act(line, "somchai", "press", action=action, params=params)
    assert [event["postback"] for event in webhooks(line)] == [postback]


def test_copying_and_opening_a_link_put_nothing_on_the_wire(line):
    for action in ({"type": "clipboard", "clipboardText": "1"}, {"type": "uri", "uri": "tel:1"}):
        assert act(line, "somchai", "press", action=action)["webhookEventIds"] == []


def test_who_blocked_the_bot_cannot_write_and_comes_back_as_unblocked(line):
    act(line, "somchai", "follow")
    act(line, "somchai", "unfollow")
    status, _ = call(line, "/_/chats/somchai/say", {"text": "สวัสดี"})
    assert status == 400
    assert call(line, f"/v2/bot/profile/{SOMCHAI}")[0] == 404
    act(line, "somchai", "follow")
    assert [event.get("follow") for event in webhooks(line)] == [
        {"isUnblocked": False},
        None,
        {"isUnblocked": True},
    ]
    assert call(line, f"/v2/bot/profile/{SOMCHAI}") == (
        200,
        {"displayName": "สมชาย", "userId": SOMCHAI, "language": "th"},
    )


def test_a_newcomer_is_announced_in_the_group_and_the_bot_can_leave_it(line):
    act(line, "staff", "join")
    act(line, "staff", "member_joined", member="somchai")
    group = ROSTER.groups["staff"].id
    assert call(line, f"/v2/bot/group/{group}/members/count") == (200, {"count": 2})
    assert call(line, f"/v2/bot/group/{group}/leave", b"{}")[0] == 200
    assert call(line, f"/v2/bot/group/{group}/summary")[0] == 404


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


def test_a_menu_appears_on_the_phone_with_its_picture(line):
    act(line, "somchai", "follow")
    area = {
        "bounds": {"x": 0, "y": 0, "width": 800, "height": 540},
        "action": {"type": "message", "text": "แจ้งเรื่อง"},
    }
    menu = {
        "size": {"width": 800, "height": 540},
        "selected": False,
        "name": "home",
        "chatBarText": "เมนู",
        "areas": [area],
    }
    number = call(line, "/v2/bot/richmenu", menu)[1]["richMenuId"]
    out = io.BytesIO()
    Image.new("RGB", (800, 540), "white").save(out, "PNG")
    upload = f"/v2/bot/richmenu/{number}/content"
    assert call(line, upload, out.getvalue(), Content_Type="image/png")[0] == 200
    assert call(line, f"/v2/bot/user/all/richmenu/{number}", b"")[0] == 200
    shown = call(line, "/_/state")[1]["people"][0]["menu"]
    assert (shown["chatBarText"], shown["areas"]) == ("เมนู", [area])
    assert call(line, shown["imageUrl"]) == (200, out.getvalue())


def test_a_restart_forgets_nothing_that_matters(tmp_path):
    with running(settings(tmp_path)) as line:
        act(line, "somchai", "follow")
        number = act(line, "somchai", "photo", sample="pothole.jpg")["messageIds"][0]
        push(line)
        before = call(line, "/_/state")[1]
        said = call(line, "/_/chats/somchai/messages")[1]
    with running(settings(tmp_path)) as line:
        after = call(line, "/_/state")[1]
        assert call(line, "/_/chats/somchai/messages")[1] == said
        assert call(line, f"/v2/bot/message/{number}/content")[0] == 200
        assert len(call(line, "/_/log")[1]) == 1
        push(line)
        assert [record["number"] for record in call(line, "/_/log")[1]] == [1, 2]
    assert (after["people"], after["quota"]) == (before["people"], {"limit": 300, "used": 1})
    assert after["seq"] >= before["seq"]


def test_a_reset_leaves_only_the_roster(line):
    act(line, "somchai", "follow")
    push(line)
    seq = call(line, "/_/state")[1]["seq"]
    call(line, "/_/reset", {})
    assert call(line, f"/_/changes?since={seq}")[1]["reset"] is True
    state = call(line, "/_/state")[1]
    assert (state["people"][0]["friend"], state["quota"]["used"]) == (False, 0)
    assert call(line, "/_/chats/somchai/messages") == (200, [])


def test_tokens_are_masked_on_the_wire_and_the_page_may_wait_for_news(line):
    seq = call(line, "/_/state")[1]["seq"]
    act(line, "somchai", "say", text="สวัสดี")
    [event] = webhooks(line)
    assert (len(event["replyToken"]), event["replyToken"][-1]) == (7, "…")
    news = call(line, f"/_/changes?since={seq}&wait=5")[1]
    assert [change["kind"] for change in news["changes"]] == ["message", "wire"]
    assert call(line, "/_/changes?since=99999&wait=0")[1]["reset"] is True


def test_an_unknown_chat_verb_or_sample_is_not_found(line):
    for path in ("/_/chats/nobody/say", "/_/chats/somchai/fly"):
        assert call(line, path, {"text": "ก"})[0] == 404
    assert call(line, "/_/samples/none.jpg")[0] == 404
    assert call(line, "/oauth2/v2.1/verify") == (404, {"message": "Not found"})


def test_small_files_and_sounds_can_be_sent(line):
    data = base64.b64encode(b"%PDF-1.7").decode()
    act(line, "somchai", "file", base64=data, fileName="สำเนา.pdf")
    sound = act(line, "somchai", "audio")["messageIds"][0]
    assert webhooks(line)[0]["message"]["fileSize"] == 8
    assert call(line, f"/v2/bot/message/{sound}/content/transcoding") == (
        200,
        {"status": "succeeded"},
    )


def test_clocks_set_back_show_on_phones_and_webhooks_but_do_not_move_the_quota(line):
    then = 1_759_300_000_000
    act(line, "somchai", "follow")
    assert call(line, "/_/clock", {"at": then})[0] == 200
    act(line, "somchai", "say", text="ไฟดับ")
    push(line)
    hours = [message["at"] for message in call(line, "/_/chats/somchai/messages")[1]]
    assert [then <= hour < then + 60_000 for hour in hours] == [True, True]
    assert then <= webhooks(line)[-1]["timestamp"] < then + 60_000
    assert call(line, "/_/state")[1]["quota"]["used"] == 1
    call(line, "/_/clock", {"at": None})
    act(line, "somchai", "say", text="ขอบคุณ")
    assert call(line, "/_/chats/somchai/messages")[1][-1]["at"] > then + 60_000


def test_people_of_the_background_live_without_a_phone_on_the_page():
    roster = Roster.from_json(
        {
            "people": [
                {"key": "somchai", "name": "สมชาย"},
                {"key": "crowd", "name": "ป้าแดง", "background": True},
            ]
        }
    )
    quiet = Settings("http://127.0.0.1:9/callback", "secret", TOKEN, roster, redelivery=False)
    with running(quiet) as line:
        act(line, "crowd", "say", text="น้ำไม่ไหล")
        state = call(line, "/_/state")[1]
        assert [person["key"] for person in state["people"]] == ["somchai"]
        assert state["background"] == {"crowd": "ป้าแดง"}
        assert len(call(line, "/_/chats/crowd/messages")[1]) == 1
