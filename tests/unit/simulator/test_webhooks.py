"""Webhooks of one chat come in order, those of other chats do not wait, failed ones are retried."""

import queue
import threading

import pytest

from simulator import events
from simulator.people import Roster
from simulator.webhooks import Delivery, DeliveryQueues

ROSTER = Roster.from_json({"people": [{"key": "somchai", "name": "สมชาย"}]})


class FakeBot:
    """Records every delivery and fails the next `failures` times."""

    def __init__(self) -> None:
        self.seen = queue.Queue()
        self.failures = 0
        self.gates = {}

    def deliver(self, delivery: Delivery) -> int | None:
        if gate := self.gates.get(delivery.chat):
            gate.wait(5)
        self.seen.put((delivery.chat, delivery.event["n"], delivery.tries))
        if self.failures:
            self.failures -= 1
            return None
        return 200

    def next(self, count: int) -> list[tuple[str, int, int]]:
        return [self.seen.get(timeout=5) for _ in range(count)]


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def queues(bot):
    queues = DeliveryQueues(bot.deliver, 4, (0.01, 0.01), lambda: True)
    yield queues
    queues.close()


def test_a_chat_keeps_its_order_while_another_overtakes_it(bot, queues):
    gate = bot.gates["slow"] = threading.Event()
    for n in range(20):
        queues.put(Delivery("slow", {"n": n}))
    queues.put(Delivery("quick", {"n": 0}))
    assert bot.next(1) == [("quick", 0, 0)]
    gate.set()
    assert bot.next(20) == [("slow", n, 0) for n in range(20)]


def test_a_failed_webhook_comes_again_as_often_as_there_are_delays(bot, queues):
    bot.failures = 10
    queues.put(Delivery("somchai", {"n": 1}))
    assert bot.next(3) == [("somchai", 1, tries) for tries in (0, 1, 2)]
    with pytest.raises(queue.Empty):
        bot.seen.get(timeout=0.1)


def test_what_waits_for_another_attempt_can_be_forgotten(bot, queues):
    queues.put_later(Delivery("somchai", {"n": 1}), 0.05)
    queues.forget()
    with pytest.raises(queue.Empty):
        bot.seen.get(timeout=0.1)


def test_the_signature_is_that_of_lines_published_example():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    signature = events.sign("8c570fa6dd201bb328f1c1eac23a96d8", body)
    assert signature == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_an_event_has_lines_shape_and_a_redelivery_differs_in_one_word():
    place = events.source(ROSTER.people["somchai"], None)
    first = events.event(
        "follow", place, 1_795_300_000_000, "t" * 32, follow={"isUnblocked": False}
    )
    assert len(first.pop("webhookEventId")) == 26
    assert first == {
        "type": "follow",
        "follow": {"isUnblocked": False},
        "deliveryContext": {"isRedelivery": False},
        "timestamp": 1_795_300_000_000,
        "source": {"type": "user", "userId": ROSTER.people["somchai"].id},
        "replyToken": "t" * 32,
        "mode": "active",
    }
    assert events.redelivered(first) == {**first, "deliveryContext": {"isRedelivery": True}}
