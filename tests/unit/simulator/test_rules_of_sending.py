"""Tokens, keys, quota and reach: which messages the simulator accepts."""

import itertools

import pytest

from simulator import ids
from simulator.chats import Chats
from simulator.errors import LineError
from simulator.friends import Friends
from simulator.people import Roster, line_id
from simulator.quota import Quota
from simulator.sending import Sending
from simulator.store import Store
from simulator.tokens import ReplyTokens
from simulator.wire import Feed

ROSTER = Roster.from_json(
    {
        "people": [{"key": key, "name": key} for key in ("somchai", "malee", "prasit")],
        "groups": [{"key": "staff", "name": "เจ้าหน้าที่", "members": ["malee", "prasit"]}],
    }
)
WORDS = [{"type": "text", "text": "เสร็จแล้ว"}]
KEY = "123e4567-e89b-12d3-a456-426614174000"
NOVEMBER, DECEMBER = 1_795_300_000_000, 1_796_100_000_000


class Office:
    """The sending side of the simulator without HTTP, on a clock of the test."""

    def __init__(self) -> None:
        store, feed = Store(None), Feed(0)
        self.friends = Friends(ROSTER, store, feed)
        self.chats = Chats(store, feed)
        self.tokens = ReplyTokens(store, 60)
        self.quota = Quota(store, 3)
        self.sending = Sending(store, self.friends, self.chats, self.tokens, self.quota)
        self.calls = itertools.count(1)

    def push(self, to: str, key: str | None = None) -> dict:
        return self.sending.push({"to": to, "messages": WORDS}, key, f"call-{next(self.calls)}")

    def heard(self, chat: str) -> list[str]:
        return [record["message"]["text"] for record in self.chats.messages(chat)]

    def used(self) -> int:
        return self.quota.read(ids.now_ms())["used"]


@pytest.fixture
def clock(monkeypatch):
    moment = [NOVEMBER]
    monkeypatch.setattr(ids, "now_ms", lambda: moment[0])
    return moment


@pytest.fixture
def office(clock) -> Office:
    return Office()


def somchai() -> str:
    return ROSTER.people["somchai"].id


def refused(call, *args, **kwargs) -> tuple[int, str]:
    with pytest.raises(LineError) as error:
        call(*args, **kwargs)
    return error.value.status, error.value.body["message"]


def test_a_reply_token_lives_for_a_minute_from_its_webhook(office, clock):
    token = office.tokens.issue("somchai")
    clock[0] += 30_000
    office.tokens.start_minute(token)
    clock[0] += 60_000
    assert office.tokens.chat_of(token) == "somchai"
    clock[0] += 1
    assert refused(office.tokens.chat_of, token) == (400, "Invalid reply token")


def test_a_redelivery_gives_a_token_a_new_minute_for_twenty_minutes(office, clock):
    token = office.tokens.issue("somchai")
    office.tokens.start_minute(token)
    clock[0] += 20 * 60_000
    office.tokens.start_minute(token)
    assert office.tokens.chat_of(token) == "somchai"
    clock[0] += 60_001
    office.tokens.start_minute(token)
    assert refused(office.tokens.chat_of, token) == (400, "Invalid reply token")


def test_a_reply_with_a_bad_message_sends_nothing_and_leaves_the_token(office):
    token = office.tokens.issue("somchai")
    body = {"replyToken": token, "messages": [*WORDS, {"type": "text", "text": ""}]}
    assert refused(office.sending.reply, body, None, "r")[0] == 400
    assert office.heard("somchai") == []
    office.sending.reply({"replyToken": token, "messages": WORDS}, None, "r")
    assert office.heard("somchai") == ["เสร็จแล้ว"]
    assert office.used() == 0


def test_a_reply_takes_no_retry_key(office):
    body = {"replyToken": office.tokens.issue("somchai"), "messages": WORDS}
    assert refused(office.sending.reply, body, KEY, "r")[0] == 400
    assert office.heard("somchai") == []


def test_a_retry_key_is_good_again_after_a_day(office, clock):
    office.friends.set_standing("somchai", friend=True)
    first = office.push(somchai(), KEY)
    with pytest.raises(LineError) as again:
        office.push(somchai(), KEY.upper())
    assert again.value.status == 409
    assert again.value.body == {"message": "The retry key is already accepted", **first}
    assert again.value.headers == {"x-line-accepted-request-id": "call-1"}
    clock[0] += 24 * 3_600_000
    office.push(somchai(), KEY)
    assert office.heard("somchai") == ["เสร็จแล้ว", "เสร็จแล้ว"]


def test_a_retry_key_must_be_a_uuid(office):
    assert refused(office.push, somchai(), "เลขที่-1")[0] == 400


def test_a_push_to_who_cannot_hear_is_taken_and_not_counted(office):
    office.friends.set_standing("somchai", friend=False, blocked=True)
    office.push(somchai())
    assert (office.heard("somchai"), office.used()) == ([], 0)


def test_who_wrote_within_seven_days_hears_without_being_a_friend(office, clock):
    office.friends.note_writing("somchai", clock[0])
    office.push(somchai())
    clock[0] += 7 * 86_400_000
    office.push(somchai())
    assert office.heard("somchai") == ["เสร็จแล้ว"]


def test_a_push_to_nobody_or_to_a_group_not_joined_fails(office):
    stranger = line_id("U", "a stranger")
    assert refused(office.push, stranger) == (400, "Failed to send messages")
    assert refused(office.push, ROSTER.groups["staff"].id) == (400, "Failed to send messages")
    assert refused(office.push, "somchai") == (
        400,
        "The property, 'to', in the request body is invalid (line: -, column: -)",
    )


def test_a_push_to_a_group_counts_its_members_and_the_month_has_an_end(office, clock):
    office.friends.set_group("staff", joined=True)
    office.push(ROSTER.groups["staff"].id)
    assert office.used() == 2
    assert refused(office.push, ROSTER.groups["staff"].id) == (
        429,
        "You have reached your monthly limit.",
    )
    clock[0] = DECEMBER
    office.push(ROSTER.groups["staff"].id)
    assert office.used() == 2


def test_a_multicast_names_the_place_of_a_bad_id(office):
    body = {"to": [somchai(), "U123"], "messages": WORDS}
    assert refused(office.sending.multicast, body, None, "m") == (
        400,
        "The property, to[1], in the request body is invalid (line: -, column: -)",
    )


def test_a_broadcast_reaches_friends_only(office):
    office.friends.set_standing("malee", friend=True)
    office.sending.broadcast({"messages": WORDS}, None, "b")
    assert {key: office.heard(key) for key in ("malee", "somchai")} == {
        "malee": ["เสร็จแล้ว"],
        "somchai": [],
    }
