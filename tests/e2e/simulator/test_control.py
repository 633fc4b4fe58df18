"""The control API: state and changes for the page, the phones' clocks, and what a restart keeps."""

from simulator.app import running
from simulator.people import Roster
from simulator.settings import Settings
from tests.e2e.simulator.calls import TOKEN, act, call, push, settings, webhooks


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
