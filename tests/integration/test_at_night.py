"""From eight in the evening to eight in the morning a push arrives and does not ring."""

from datetime import timedelta

import pytest

from domain.budget import Weight
from handlers.dialogue import Text

NIGHT = timedelta(hours=10)
"""After noon."""


@pytest.mark.parametrize(
    ("after_noon", "weight", "silent"),
    [
        (timedelta(0), Weight.PROMPT, False),
        (NIGHT, Weight.PROMPT, True),
        (NIGHT, Weight.ENDING, True),
        (NIGHT, Weight.EMERGENCY, False),
    ],
)
def test_only_an_emergency_rings_at_night(office, worker, line, clock, after_noon, weight, silent):
    clock.now += after_noon
    with office.desk(clock.now) as desk:
        desk.tell("U" + "0" * 32, [Text("สวัสดีค่ะ")], weight)
    worker.speak()
    (call,) = line.calls
    assert call.body["notificationDisabled"] is silent
