"""The bot is killed between two taps of a survey: no answer is lost or counted twice, and no question comes twice."""

import random
import signal
import time
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.wiring import build_context
from domain.surveys.participation import ResponseState
from simulator.actions import buttons_in
from simulator.phone import Phone
from storage.tables import response
from tests.e2e.processes import REST_SECONDS, connected, is_at_rest, line_with, wait_until
from tests.surveys import current_answers

pytestmark = pytest.mark.long

PEOPLE = [f"คน {number}" for number in range(6)]
COUNTER = "ขอรับบริการเก็บขยะ"
SCALES = ("overall", "steps", "staff", "place", "channels")
LEVELS = ("น้อยที่สุด (1)", "น้อย (2)", "ปานกลาง (3)", "มาก (4)", "มากที่สุด (5)")


class Rater:
    """One person's chat on the pretend LINE."""

    def __init__(self, world, name):
        self.world, self.name = world, name

    @property
    def bubbles(self):
        with self.world.lock:
            found = self.world.chats.messages(self.name)
        return [one for one in found if one["from"] == "bot"]

    def asked(self, place):
        """Return the messages that ask the question at this place."""
        return [one for one in self.bubbles if f"ข้อ {place}/5" in str(one["message"])]

    def says(self, text):
        phone = Phone(self.world)
        self._deliver(phone.say(phone.act(self.name, None, None, 3.0), text))

    def presses(self, label):
        """Press the button of the newest message that has it."""
        action = next(
            action
            for one in reversed(self.bubbles)
            for action in buttons_in([one["message"], one.get("quickReply")])
            if action.get("label") == label
        )
        phone = Phone(self.world)
        self.act = phone.press(phone.act(self.name, None, None, None), action, None)

    def says_again_until_heard(self):
        """Deliver the last press as LINE does that got no 200."""
        deadline = time.monotonic() + REST_SECONDS
        (event,) = self.act.webhook_event_ids
        while self.world.redeliver(event, 3.0) != 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def _deliver(self, act):
        self.act = act
        if act.delivered != 200:
            self.says_again_until_heard()


@pytest.fixture
def world():
    with line_with(PEOPLE) as line:
        yield line


@pytest.fixture
def place(world, tmp_path, database_url):
    with connected(world, tmp_path, database_url) as place:
        yield place


@pytest.fixture
def office(place):
    office = build_context(place.settings)
    yield office
    office.store.close()


@pytest.mark.both_databases
def test_a_kill_between_two_taps_loses_doubles_and_repeats_nothing(kind, place, world, office):
    dice = random.Random(kind)
    commands = ["run"] if kind == "sqlite" else ["web", "worker"]
    parts = place.start(*commands)
    raters = [Rater(world.world, name) for name in PEOPLE]
    for one in raters:
        one.says("แบบสำรวจ")
    wait_until(lambda: all(COUNTER in str(one.bubbles) for one in raters))
    for one in raters:
        one.presses(COUNTER)
        one.says_again_until_heard()
    wait_until(lambda: all(one.asked(1) for one in raters))

    given = {name: {} for name in PEOPLE}
    for number, scale in enumerate(SCALES, 1):
        for one in raters:
            # A low score overall would be followed by a question for the reason.
            code = dice.randint(4 if scale == "overall" else 1, 5)
            given[one.name][scale] = (code,)
            one.presses(LEVELS[code - 1])
        if number % 2:
            time.sleep(dice.choice([0.0, 0.02, 0.05, 0.1]))
            for part in parts:
                part.tell(signal.SIGKILL)
                part.wait()
            parts = place.start(*commands)
        for one in raters:
            one.says_again_until_heard()
        if number < len(SCALES):
            following = number + 1
            wait_until(lambda: all(one.asked(following) for one in raters))  # noqa: B023 - awaited here

    wait_until(lambda: is_at_rest(office))
    answers = [sorted(one.items()) for one in current_answers(SimpleNamespace(office=office))]
    assert sorted(answers) == sorted(sorted(one.items()) for one in given.values())
    with office.store.read() as tx:
        states = tx.connection.scalars(select(response.c.state)).all()
    assert states == [ResponseState.COMPLETE] * len(PEOPLE)
    asked = [len(one.asked(number)) for one in raters for number in range(1, 6)]
    assert asked == [1] * len(PEOPLE) * len(SCALES)
