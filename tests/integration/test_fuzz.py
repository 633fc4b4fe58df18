"""`make fuzz` in short, on each database; and the far end it leans on is strict."""

import pytest
from linebot.v3.messaging import ApiException

from tests.fuzz.run import fuzz
from tests.fuzz.strict_line import StrictLine

BODIES, SEED = 240, 2569


def test_whatever_is_posted_is_answered_handled_and_leaves_nobody_stuck(database_url):
    outcome = fuzz(database_url, BODIES, SEED, print)
    assert outcome.faults == []
    assert set(outcome.answers) == {200, 400, 401}
    assert outcome.ends.keys() == {"done"}
    assert outcome.said > BODIES


@pytest.mark.parametrize("text", ["", "x" * 5001, "\ud83d", "\U0001f600" * 2501])
def test_the_far_end_refuses_what_line_would(text):
    line = StrictLine(tokens={"t": "U1"})
    body = {"replyToken": "t", "messages": [{"type": "text", "text": text}]}
    with pytest.raises(ApiException):
        line.call_api("/v2/bot/message/reply", "POST", header_params={}, body=body)
    assert (len(line.refused), line.accepted) == (1, 0)
