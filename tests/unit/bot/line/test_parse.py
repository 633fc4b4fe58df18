"""Every kind of event of LINE is parsed as an act of a person, or ignored; none is refused."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linebot.v3 import webhooks

from bot.line.inbound import parse
from bot.line.inbound.webhook import read_events, sender_of
from handlers.core.messages import EventKind, Location, Postback

BODIES = Path(__file__).parents[3] / "line_events"
RECEIVED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ME, GROUP, ROOM = "U" + "5a" * 16, "C" + "6e" * 16, "R" + "7d" * 16

KINDS = {
    "text": [EventKind.TEXT],
    "text_with_emoji": [EventKind.TEXT],
    "text_with_unreadable_marks": [EventKind.TEXT],
    "text_quoting": [EventKind.TEXT],
    "text_in_group": [EventKind.TEXT],
    "text_in_room": [EventKind.TEXT],
    "text_mentioning_us": [EventKind.TEXT],
    "text_mentioning_all": [EventKind.TEXT],
    "text_mentioning_another": [EventKind.TEXT],
    "text_on_standby": [EventKind.IGNORED],
    "text_redelivered": [EventKind.TEXT],
    "text_with_unknown_fields": [EventKind.TEXT],
    "image": [EventKind.PHOTO],
    "images_together": [EventKind.PHOTO] * 3,
    "image_set_without_count": [EventKind.PHOTO],
    "image_from_elsewhere": [EventKind.PHOTO],
    "image_in_group": [EventKind.PHOTO],
    "video": [EventKind.VIDEO],
    "audio": [EventKind.VOICE],
    "file": [EventKind.FILE],
    "sticker": [EventKind.OTHER],
    "sticker_with_words": [EventKind.OTHER],
    "location": [EventKind.LOCATION],
    "location_without_words": [EventKind.LOCATION],
    "location_without_numbers": [EventKind.OTHER],
    "message_of_unknown_type": [EventKind.OTHER],
    "message_edited": [EventKind.EDIT],
    "unsend": [EventKind.UNSEND],
    "follow": [EventKind.FOLLOW],
    "follow_again": [EventKind.FOLLOW],
    "unfollow": [EventKind.UNFOLLOW],
    "join": [EventKind.JOIN],
    "join_room": [EventKind.JOIN],
    "leave": [EventKind.LEAVE],
    "member_joined": [EventKind.MEMBERS],
    "member_left": [EventKind.MEMBERS],
    "postback": [EventKind.POSTBACK],
    "postback_in_group": [EventKind.POSTBACK],
    "postback_of_another_bot": [EventKind.OTHER],
    "postback_with_a_date": [EventKind.POSTBACK],
    "postback_of_a_menu_switch": [EventKind.OTHER],
    "video_watched": [EventKind.IGNORED],
    "beacon": [EventKind.IGNORED],
    "account_link": [EventKind.IGNORED],
    "membership_joined": [EventKind.IGNORED],
    "membership_left": [EventKind.IGNORED],
    "module_attached": [EventKind.IGNORED],
    "activated": [EventKind.IGNORED],
    "deactivated": [EventKind.IGNORED],
    "bot_suspended": [EventKind.IGNORED],
    "bot_resumed": [EventKind.IGNORED],
    "delivery": [EventKind.IGNORED],
    "type_of_the_future": [EventKind.IGNORED],
    "source_of_the_future": [EventKind.IGNORED],
    "source_missing": [EventKind.IGNORED],
    "verify": [],
}


def events(name: str) -> list[dict]:
    return json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))["events"]


def read(name: str) -> parse.InboundEvent:
    (event,) = events(name)
    return parse.read(event, RECEIVED)


def test_every_body_is_in_the_table():
    assert {path.stem for path in BODIES.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_each_body_is_read_as_what_it_is(name):
    assert [parse.read(event, RECEIVED).kind for event in events(name)] == KINDS[name]


def test_every_type_of_event_and_message_that_lines_sdk_knows_has_a_body():
    bodies = [event for path in BODIES.glob("*.json") for event in events(path.stem)]
    known = webhooks.Event._Event__discriminator_value_class_map
    assert set(known) - {event["type"] for event in bodies} == set()
    known = webhooks.MessageContent._MessageContent__discriminator_value_class_map
    assert (
        set(known) - {event["message"]["type"] for event in bodies if "message" in event} == set()
    )


@pytest.mark.parametrize("name", KINDS)
def test_the_webhook_keeps_each_body_whole_under_its_own_id(name):
    body = (BODIES / f"{name}.json").read_bytes()
    kept = read_events(body)
    assert [json.loads(one.raw) for one in kept] == events(name)
    assert [one.webhook_event_id for one in kept] == [one["webhookEventId"] for one in events(name)]


def test_a_text_keeps_its_words_and_its_hour():
    (event,) = events("text")
    said = read("text")
    assert said.text == "ไฟถนนหน้าวัดดับมา 3 วันแล้ว"
    assert (said.sender, said.chat, said.in_group) == (ME, ME, False)
    assert said.message_id == event["message"]["id"]
    assert said.at == datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    assert parse.reply_token(event) == event["replyToken"]


def test_what_cannot_be_stored_or_would_disguise_is_taken_out():
    assert read("text_with_unreadable_marks").text == "น้ำไม่ไหล \ufffd"


def test_photos_sent_together_know_their_set_and_its_size():
    sets = [parse.read(event, RECEIVED) for event in events("images_together")]
    assert {(one.set_id, one.set_size) for one in sets} == {("A1" * 32, 3)}
    assert len({one.message_id for one in sets}) == 3
    assert (read("image").set_id, read("image").set_size) == ("", 1)
    assert read("image_set_without_count").set_size == 1


def test_a_place_has_its_numbers_and_what_the_map_calls_it():
    assert read("location").location == Location(13.4526, 101.2164, "วัดนาวังหิน อ.พนัสนิคม จ.ชลบุรี")
    assert read("location_without_words").location == Location(13.0, 101.5, "")


@pytest.mark.parametrize("degrees", [90.1, -181, 10**400, float("inf"), float("nan"), True, "13"])
def test_what_lies_nowhere_on_the_globe_is_no_place(degrees):
    message = {"type": "location", "id": "1", "latitude": degrees, "longitude": 101.5}
    whole = {"type": "message", "source": {"userId": ME}, "message": message}
    assert parse.read(whole, RECEIVED).kind is EventKind.OTHER


@pytest.mark.parametrize("name", ["", "U 1", "U\0", "U\ud83d", "ก", "U" * 41])
def test_a_name_that_line_does_not_give_is_nobodys(name):
    message = {"type": "text", "id": "1", "text": "ไฟดับ"}
    whole = {"type": "message", "source": {"userId": name}, "message": message}
    assert parse.read(whole, RECEIVED).kind is EventKind.IGNORED
    assert parse.read(whole, RECEIVED).sender == ""
    assert parse.reply_token({"replyToken": name + "\n"}) is None


def test_what_is_said_in_a_group_without_a_name_is_not_answered_as_if_alone():
    source = {"type": "group", "groupId": "C\n", "userId": ME}
    whole = {"type": "message", "source": source, "message": {"type": "text", "text": "ไฟดับ"}}
    assert parse.read(whole, RECEIVED).kind is EventKind.IGNORED


@pytest.mark.parametrize("mentionees", [7, "x", {"isSelf": True}, [7, None]])
def test_a_mention_in_an_odd_form_is_nobodys(mentionees):
    message = {"type": "text", "text": "ไฟดับ", "mention": {"mentionees": mentionees}}
    whole = {"type": "message", "source": {"userId": ME}, "message": message}
    assert parse.read(whole, RECEIVED).mentions_us is False


def test_a_button_names_a_row_only_when_there_can_be_one():
    values = ["7", "", "0", "-1", "٣", "1.0", "9" * 18, "9" * 19]
    keys = [Postback("track", "show", value).key for value in values]
    assert keys == [7, 0, 0, 0, 0, 0, int("9" * 18), 0]


def test_a_button_of_ours_is_read_back():
    assert read("postback").postback == Postback("complaint", "review", "yes", "0123456789ab")
    assert read("postback_in_group").postback == Postback("officer", "accept", "7", "")


@pytest.mark.parametrize(
    ("name", "chat"), [("text_in_group", GROUP), ("text_in_room", ROOM), ("image_in_group", GROUP)]
)
def test_in_a_group_the_answer_goes_to_the_group_and_the_sender_is_known(name, chat):
    said = read(name)
    assert (said.sender, said.chat, said.in_group) == (ME, chat, True)


@pytest.mark.parametrize(("name", "chat"), [("join", GROUP), ("join_room", ROOM)])
def test_a_group_that_takes_us_in_has_no_sender(name, chat):
    joined = read(name)
    assert (joined.sender, joined.chat, joined.in_group) == ("", chat, True)


@pytest.mark.parametrize(
    ("name", "spoken_to"),
    [
        ("text_mentioning_us", True),
        ("text_mentioning_all", False),
        ("text_mentioning_another", False),
        ("text_in_group", False),
    ],
)
def test_only_our_own_name_is_speaking_to_us(name, spoken_to):
    assert read(name).mentions_us is spoken_to


@pytest.mark.parametrize(
    "stamp",
    [
        None,
        "yesterday",
        True,
        0,
        10**18,
        int((RECEIVED + timedelta(days=1)).timestamp() * 1000),
        int((RECEIVED - timedelta(days=63)).timestamp() * 1000),
    ],
)
def test_an_hour_that_cannot_be_is_the_hour_of_receipt(stamp):
    event = {**events("text")[0], "timestamp": stamp}
    assert parse.read(event, RECEIVED).at == RECEIVED


def test_an_event_that_waited_for_us_keeps_its_own_hour():
    acted = RECEIVED - timedelta(days=3)
    event = {**events("text")[0], "timestamp": int(acted.timestamp() * 1000)}
    assert parse.read(event, RECEIVED).at == acted


@pytest.mark.parametrize(
    ("source", "sender"),
    [
        ({"type": "user", "userId": "U1"}, "U1"),
        ({"type": "group", "groupId": "C1", "userId": "U1"}, "U1"),
        ({"type": "group", "groupId": "C1"}, "C1"),
        ({"type": "room", "roomId": "R1"}, "R1"),
        ({"type": "group", "groupId": "C1", "userId": 7}, "C1"),
        ({}, "-"),
        (None, "-"),
        ("U1", "-"),
        ({"userId": "U" * 99}, "U" * 40),
    ],
)
def test_events_are_in_order_by_person_or_else_by_chat(source, sender):
    assert sender_of({"source": source}) == sender


def test_an_event_without_an_id_is_known_again_when_it_is_redelivered():
    event = {key: value for key, value in events("text")[0].items() if key != "webhookEventId"}
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    ids = {
        read_events(json.dumps({"events": [one]}).encode())[0].webhook_event_id
        for one in (event, again)
    }
    assert len(ids) == 1
    assert ids.pop().startswith("sha256:")


WORDS = ("type", "message", "source", "userId", "text", "id", "mention", "mentionees", "postback")
WORDS += ("data", "imageSet", "total", "latitude", "longitude", "mode", "timestamp", "location")
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(event=st.dictionaries(st.sampled_from(WORDS), JSON, max_size=6))
def test_whatever_json_comes_is_read_without_a_fault(event):
    assert parse.read(event, RECEIVED).kind in set(EventKind)
    assert len(read_events(json.dumps({"events": [event]}).encode())) == 1
