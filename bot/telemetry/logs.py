"""Logs: one line of JSON each, facts by name. Never a message's text, a token or an account's id.

The standard library's logging, so that storage/ and handlers/ log without knowing how; what this adds is
the ids of the piece of work under way, and silence about what people said.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_OURS = re.compile(r"(bot|handlers|storage|scheduler|web|reports)(\.|$)")
_LINE_ID = re.compile(r"\b[UCR][0-9a-f]{32}\b")
_work: ContextVar[dict[str, object] | None] = ContextVar("work", default=None)


@contextmanager
def piece_of_work(**facts: object) -> Iterator[None]:
    """Every line logged in this block, by whomever, carries these facts and those bound on the way."""
    token = _work.set({**(_work.get() or {}), **facts})
    try:
        yield
    finally:
        _work.reset(token)


def bind(**facts: object) -> None:
    """Add facts to the piece of work under way; none is under way in a command on the terminal."""
    work = _work.get()
    if work is not None:
        work.update(facts)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _sentence(record),
            "from": record.name,
            **(_work.get() or {}),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            # The class and the place, never the words: an exception may quote what a person wrote.
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        # All in ASCII: some marks of Unicode break a line, or turn it round, where it is read.
        # Nobody logs an account's id; should somebody begin to, it does not get far.
        return _LINE_ID.sub("(account)", json.dumps(line, default=str))


def set_up(level: int = logging.INFO) -> None:
    """From here on every line of this process is one of JSON, also the last words of a dying thread."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("apscheduler", "urllib3", "waitress", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    threading.excepthook = _thread_died


def _thread_died(died: threading.ExceptHookArgs) -> None:
    name = died.thread.name if died.thread else ""
    logging.getLogger(__name__).critical(
        "thread.died",
        extra={"loop": name},
        exc_info=(died.exc_type, died.exc_value or died.exc_type(), died.exc_traceback),
    )


def _sentence(record: logging.LogRecord) -> str:
    """What others log may have an address with its signature, or a person's words, filled in."""
    if _OURS.match(record.name) or not record.args:
        return record.getMessage()
    are_numbers = isinstance(record.args, tuple) and all(
        isinstance(value, int | float) for value in record.args
    )
    return record.getMessage() if are_numbers else str(record.msg)


def _where(trace: TracebackType | None) -> str:
    frames = []
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-6:])
