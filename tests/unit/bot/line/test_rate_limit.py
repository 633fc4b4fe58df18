"""Of one person's events 300 a minute are handled; above that one notice is sent and the rest is set aside."""

import json
from random import Random

import pytest

from bot.line.inbound import parse
from bot.line.inbound.rate_limit import MAX_EVENTS, WINDOW, Throttle
from bot.line.inbound.webhook import event_id, read_events
from handlers.core.messages import EventKind
from storage.queues.inbox import THROTTLED
from tests.line_bodies import BOONMEE, NOON_STAMP, SOMSRI, TEAM, body, event, message, says
from tests.moments import NOON

START = NOON_STAMP / 1000


@pytest.fixture
def throttle():
    return Throttle(event_id)


def arrive(throttle, *sent, now=START):
    """Return the results of these events, stored from one webhook."""
    return throttle.judge(read_events(body(*sent)), now)


def burst(throttle, count, *, at=START, sender=SOMSRI):
    """Return the results of this number of messages in one second, as stored."""
    many = [says(str(n), sender=sender, timestamp=int(at * 1000)) for n in range(count)]
    return [(kind_of(one), one.state == THROTTLED) for one in arrive(throttle, *many, now=at)]


def kind_of(kept):
    return parse.read(json.loads(kept.raw), NOON).kind


HEARD, SET_ASIDE, TOLD = (
    (EventKind.TEXT, False),
    (EventKind.TEXT, True),
    (EventKind.THROTTLED, False),
)


def test_what_is_beyond_the_limit_is_set_aside_and_said_once(throttle):
    assert burst(throttle, 1000) == [HEARD] * MAX_EVENTS + [TOLD] + [SET_ASIDE] * (
        1000 - MAX_EVENTS
    )


def test_it_is_the_same_in_one_webhook_and_in_a_thousand(throttle):
    kept = [found for _ in range(1000) for found in burst(throttle, 1)]
    assert kept == [HEARD] * MAX_EVENTS + [TOLD] + [SET_ASIDE] * (1000 - MAX_EVENTS)


def test_who_goes_on_is_not_told_again_and_not_heard(throttle):
    burst(throttle, MAX_EVENTS + 1)
    # 350 a minute for ten minutes: never a pause, never a second notice.
    kept = [
        found
        for beat in range(3500)
        for found in burst(throttle, 1, at=START + beat * WINDOW / 350)
    ]
    assert kept == [SET_ASIDE] * 3500


def test_who_pauses_a_minute_is_heard_again_and_told_again_of_the_next_burst(throttle):
    burst(throttle, MAX_EVENTS + 5)
    assert burst(throttle, 1, at=START + WINDOW - 1) == [SET_ASIDE]
    assert burst(throttle, MAX_EVENTS, at=START + 2 * WINDOW) == [HEARD] * MAX_EVENTS
    assert burst(throttle, 2, at=START + 2 * WINDOW) == [TOLD, SET_ASIDE, SET_ASIDE]


def test_nobody_else_is_counted_with_them(throttle):
    burst(throttle, MAX_EVENTS + 5)
    assert burst(throttle, 5, sender=BOONMEE) == [HEARD] * 5


def test_five_a_second_is_no_burst(throttle):
    kept = [found for second in range(600) for found in burst(throttle, 4, at=START + second)]
    assert kept == [HEARD] * 2400


def test_fourteen_albums_of_twenty_photos_and_their_words_are_heard(throttle):
    for number in range(14):
        album = [
            event(message=message("image", imageSet={"id": f"E{number}", "index": n, "total": 20}))
            for n in range(1, 21)
        ]
        assert [one.state == THROTTLED for one in arrive(throttle, *album)] == [False] * 20
    assert burst(throttle, 20) == [HEARD] * 20


@pytest.mark.parametrize("order", ["as it was sent", "backwards", "any"])
def test_what_was_sent_over_hours_and_is_delivered_at_once_is_no_burst(throttle, order):
    """LINE delivers again what arrived during an outage, and promises no order."""
    backlog = [says(str(n), timestamp=NOON_STAMP - 1000 * (1000 - n)) for n in range(1000)]
    if order == "backwards":
        backlog.reverse()
    if order == "any":
        Random(7).shuffle(backlog)
    kept = arrive(throttle, *backlog, now=START + 3600)
    assert [one.state == THROTTLED for one in kept] == [False] * 1000


def test_what_is_said_now_among_a_backlog_is_heard_and_so_is_the_backlog(throttle):
    kept = [
        found
        for n in range(400)
        for at in (START, START - 3600 + 2 * n)
        for found in burst(throttle, 1, at=at if at < START else START + n)
    ]
    assert kept == [HEARD] * 800


def test_what_is_delivered_twice_is_counted_once(throttle):
    said = [says(str(n)) for n in range(MAX_EVENTS)]
    kept = [*arrive(throttle, *said), *arrive(throttle, *said[::-1])]
    assert [one.state == THROTTLED for one in kept] == [False] * 2 * MAX_EVENTS
    assert burst(throttle, 2) == [TOLD, SET_ASIDE, SET_ASIDE]


def test_a_flood_delivered_backwards_is_a_flood(throttle):
    flood = [says(str(n), timestamp=NOON_STAMP + 10 * n) for n in range(1000)]
    kept = arrive(throttle, *flood[::-1], now=START + 3600)
    assert [one.state == THROTTLED for one in kept] == [
        *[False] * (MAX_EVENTS + 1),
        *[True] * (1000 - MAX_EVENTS),
    ]


def test_what_line_tells_of_a_person_is_heard_in_any_burst(throttle):
    burst(throttle, MAX_EVENTS + 5)
    for told in (
        event("unsend", replyToken=None, unsend={"messageId": "1"}),
        event("unfollow", replyToken=None),
        event("follow"),
    ):
        assert [one.state == THROTTLED for one in arrive(throttle, told)] == [False]


def test_the_word_answers_the_first_that_is_not_read(throttle):
    burst(throttle, MAX_EVENTS)
    first = says("ไม่ถูกอ่าน")
    told, kept = arrive(throttle, first, now=START)
    said = json.loads(told.raw)
    assert parse.reply_token(said) == first["replyToken"]
    assert (told.sender, said["source"], kept.state == THROTTLED) == (SOMSRI, first["source"], True)
    assert "ไม่ถูกอ่าน" not in json.dumps(said, ensure_ascii=False)
    assert told.webhook_event_id != kept.webhook_event_id


def test_a_member_who_floods_a_group_is_counted_and_the_group_is_not(throttle):
    def turn(sender):
        return says("x", source={"type": "group", "groupId": TEAM, "userId": sender})

    arrive(throttle, *(turn(SOMSRI) for _ in range(MAX_EVENTS)))
    assert [one.state == THROTTLED for one in arrive(throttle, turn(SOMSRI))] == [False, True]
    assert [one.state == THROTTLED for one in arrive(throttle, turn(BOONMEE))] == [False]


@pytest.mark.parametrize("stamp", [None, "soon", 10**30, -(10**30), 1.5, True])
def test_a_time_that_is_none_counts_as_the_hour_of_arrival(throttle, stamp):
    kept = arrive(throttle, *(says("x", timestamp=stamp) for _ in range(MAX_EVENTS + 1)))
    assert [one.state == THROTTLED for one in kept] == [*[False] * (MAX_EVENTS + 1), True]


def test_whoever_has_paused_is_forgotten(throttle):
    for number in range(1000):
        burst(throttle, 1, sender=f"U{number:032}", at=START + number)
    assert len(throttle._senders) <= WINDOW + 1
