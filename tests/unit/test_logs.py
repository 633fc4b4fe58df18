"""A log line is JSON with facts by name, and never what a person wrote, nor a secret."""

import io
import json
import logging

import pytest

from bot.logs import JsonLines

SECRETS = ("ไฟถนนหน้าวัดดับ", "a-channel-token", "U" + "5a" * 16)


@pytest.fixture
def log():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, out
    logger.removeHandler(handler)
    logger.propagate = True


def fail(error: Exception) -> None:
    raise error


def test_a_line_is_one_object_with_its_facts(log):
    logger, out = log
    logger.warning("event.failed", extra={"inbox": 7, "attempt": 2})
    line = json.loads(out.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "warning",
        "event": "event.failed",
        "from": "tests.logs",
        "inbox": 7,
        "attempt": 2,
    }


def test_an_exception_tells_its_class_and_place_and_none_of_its_words(log):
    logger, out = log
    try:
        fail(ValueError(*SECRETS))
    except ValueError:
        logger.exception("event.failed")
    line = json.loads(out.getvalue())
    assert line["error"] == "ValueError"
    assert line["where"].startswith("tests.unit.test_logs:")
    assert [secret for secret in SECRETS if secret in out.getvalue()] == []


def test_the_exceptions_an_exception_came_from_are_as_silent(log):
    logger, out = log
    failure = RuntimeError(SECRETS[1])
    failure.__cause__ = KeyError(SECRETS[0])
    try:
        fail(failure)
    except RuntimeError:
        logger.exception("event.failed")
    assert [secret for secret in SECRETS if secret in out.getvalue()] == []
