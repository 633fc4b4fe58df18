"""What people can do on their phones, and the events that the bot receives for it."""

import base64
import io

import pytest
from PIL import Image

from tests.e2e.simulator.calls import ROSTER, SOMCHAI, act, call, webhooks


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


def test_small_files_and_sounds_can_be_sent(line):
    data = base64.b64encode(b"%PDF-1.7").decode()
    act(line, "somchai", "file", base64=data, fileName="สำเนา.pdf")
    sound = act(line, "somchai", "audio")["messageIds"][0]
    assert webhooks(line)[0]["message"]["fileSize"] == 8
    assert call(line, f"/v2/bot/message/{sound}/content/transcoding") == (
        200,
        {"status": "succeeded"},
    )


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
