"""A short `make fuzz` on each database; the fake of LINE that it uses is strict."""

import pytest

from bot.line.client import LineRefusedError
from tests.addresses import file_of, photo_of
from tests.databases import on_sqlite
from tests.fuzz.bodies import Body
from tests.fuzz.files import hostile_files
from tests.fuzz.run import Bot, fuzz, memory_faults, whole_bot
from tests.fuzz.strict_line import StrictLine
from tests.line_bodies import body, event, message

BODIES, SEED = 120, 2569


def test_whatever_is_posted_is_answered_handled_and_leaves_nobody_stuck(database_url):
    outcome = fuzz(database_url, BODIES, SEED, print)
    assert outcome.faults == []
    assert set(outcome.answers) == {200, 400, 401}
    assert outcome.ends.keys() == {"done"}
    assert outcome.said > BODIES


def test_memory_that_grows_to_the_end_is_a_broken_promise():
    assert list(memory_faults([150, 170, 178])) == []
    assert list(memory_faults([150, 170, 179])) == [
        "memory grew from 170 to 179 MB in the last third"
    ]


@pytest.mark.parametrize("text", ["", "x" * 5001, "\ud83d", "\U0001f600" * 2501])
def test_the_far_end_refuses_what_line_would(text):
    line = StrictLine(tokens={"t": "U1"})
    body = {"replyToken": "t", "messages": [{"type": "text", "text": text}]}
    with pytest.raises(LineRefusedError):
        line.call("POST", "/v2/bot/message/reply", body, {})
    assert (len(line.refused), line.accepted) == (1, 0)


def sends(bot: Bot, number: int, content: bytes) -> None:
    """A file of another type than its name says, sent by a person who only sends files."""
    sent = event(sender=f"U{number:032x}", message=message("file", fileName="page.html"))
    bot.line.files[sent["message"]["id"]] = content
    assert bot.post(Body(body(sent))) == 200
    bot.rest()


@on_sqlite
def test_a_hostile_file_is_a_picture_of_ours_or_a_download_or_nothing(database_url, tmp_path):
    files = hostile_files()
    with whole_bot(database_url, tmp_path) as bot:
        for number, (content, _) in enumerate(files.values(), 1):
            sends(bot, number, content)
        served = {}
        for number, name in enumerate(files, 1):
            answers = [bot.web.get(of(bot.office, number)) for of in (photo_of, file_of)]
            found = [answer for answer in answers if answer.status_code == 200]
            served[name] = found[0].content_type if found else None
            for answer in found:
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                is_download = answer.headers.get("Content-Disposition", "").startswith(
                    "attachment;"
                )
                assert is_download != (answer.content_type == "image/jpeg")
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none';")
    assert served == {name: media_type for name, (_, media_type) in files.items()}
