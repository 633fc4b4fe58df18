"""A log line is JSON with named facts, without texts of people and without secrets."""

import errno
import io
import json
import logging
import threading

import pytest
from sqlalchemy.exc import OperationalError

from bot.telemetry.logs import JsonLines, _thread_died, bind, log_context

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
    assert line["where"].startswith("tests.unit.bot.test_logs:")
    assert [secret for secret in SECRETS if secret in out.getvalue()] == []


def driver_error(**codes) -> OperationalError:
    cause = Exception(SECRETS[0])
    vars(cause).update(codes)
    return OperationalError("insert", {"words": SECRETS[0]}, cause)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (driver_error(sqlite_errorname="SQLITE_FULL"), "SQLITE_FULL"),
        (driver_error(sqlstate="53100"), "53100"),
        (driver_error(sqlstate=None), None),
        (OSError(errno.ENOSPC, SECRETS[0]), "ENOSPC"),
        (OSError(SECRETS[0]), None),
    ],
)
def test_an_error_of_the_database_or_the_system_tells_its_code_and_none_of_its_words(
    log, error, code
):
    logger, out = log
    try:
        fail(error)
    except type(error):
        logger.exception("intake.failed")
    assert json.loads(out.getvalue()).get("code") == code
    assert SECRETS[0] not in json.loads(out.getvalue()).values()
    assert "insert" not in out.getvalue()


def test_the_exceptions_an_exception_came_from_are_as_silent(log):
    logger, out = log
    failure = RuntimeError(SECRETS[1])
    failure.__cause__ = KeyError(SECRETS[0])
    try:
        fail(failure)
    except RuntimeError:
        logger.exception("event.failed")
    assert [secret for secret in SECRETS if secret in out.getvalue()] == []


def test_every_line_carries_the_ids_of_the_work_under_way_and_none_after_it(log):
    logger, out = log
    with log_context(job="scrub"):
        with log_context():
            bind(inbox=7)
            logger.warning("inside")
        logger.warning("around")
    logger.warning("after")
    bind(inbox=8)
    logger.warning("long after")
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    ids = [{key: line[key] for key in ("job", "inbox") if key in line} for line in lines]
    assert ids == [{"job": "scrub", "inbox": 7}, {"job": "scrub"}, {}, {}]


def test_work_in_another_thread_has_ids_of_its_own(log):
    logger, out = log
    with log_context(inbox=7):
        thread = threading.Thread(target=logger.warning, args=("elsewhere",))
        thread.start()
        thread.join()
    assert "inbox" not in json.loads(out.getvalue())


def test_an_accounts_id_that_somebody_logs_all_the_same_is_taken_out(log):
    logger, out = log
    logger.warning("event.failed", extra={"sender": SECRETS[2], "all": ["C" + "0f" * 16]})
    assert json.loads(out.getvalue())["sender"] == "(account)"
    assert json.loads(out.getvalue())["all"] == ["(account)"]


def test_what_a_library_fills_in_is_left_out_but_for_numbers(log):
    _, out = log
    library = logging.getLogger("waitress")
    library.addHandler(log[0].handlers[0])
    library.propagate = False
    library.warning("Exception while serving %s", "/case/12-a-signature")
    library.warning("Task queue depth is %d", 5)
    library.removeHandler(log[0].handlers[0])
    library.propagate = True
    events = [json.loads(line)["event"] for line in out.getvalue().splitlines()]
    assert events == ["Exception while serving %s", "Task queue depth is 5"]


def test_a_thread_that_dies_says_where_and_not_what_it_held(log, monkeypatch):
    logger, out = log
    dying = logging.getLogger("bot.telemetry.logs")
    dying.addHandler(logger.handlers[0])
    monkeypatch.setattr(threading, "excepthook", _thread_died)
    thread = threading.Thread(target=fail, args=(ValueError(SECRETS[0]),), name="inbox-0")
    thread.start()
    thread.join()
    dying.removeHandler(logger.handlers[0])
    line = json.loads(out.getvalue())
    assert (line["event"], line["loop"], line["error"]) == ("thread.died", "inbox-0", "ValueError")
    assert SECRETS[0] not in out.getvalue()
