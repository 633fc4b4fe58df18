"""Configures logging: one line of JSON for each record, never with message texts, tokens or LINE ids.

Other packages use the standard library's logging. This module adds the ids of the current work (event,
message, task, job) to every record, and removes what may contain words or identities of people.
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

from storage.db.fault_code import fault_code

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_OURS = re.compile(r"(bot|handlers|storage|scheduler|web|reports)(\.|$)")
_LINE_ID = re.compile(r"\b[UCR][0-9a-f]{32}\b")
_work: ContextVar[dict[str, object] | None] = ContextVar("work", default=None)


@contextmanager
def log_context(**facts: object) -> Iterator[None]:
    """Add these facts, and those that `bind` adds in the block, to every line logged in the block."""
    token = _work.set({**(_work.get() or {}), **facts})
    try:
        yield
    finally:
        _work.reset(token)


def bind(**facts: object) -> None:
    """Add facts to the current `log_context`; does nothing outside of one, as in a terminal command."""
    work = _work.get()
    if work is not None:
        work.update(facts)


class JsonLines(logging.Formatter):
    """Formats a log record as one line of JSON in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """A JSON object with time, level, event, logger name and the facts of the record and its context."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event_text(record),
            "from": record.name,
            **(_work.get() or {}),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            # Only the class, the code and the location: an exception's message may quote what a person wrote.
            line["error"] = record.exc_info[0].__name__
            if record.exc_info[1] is not None and (code := fault_code(record.exc_info[1])):
                line["code"] = code
            line["where"] = _where(record.exc_info[2])
        # json.dumps escapes everything outside ASCII: some Unicode characters end a line or reverse its
        # direction in a viewer. No code logs a LINE id; the substitution is a second safeguard.
        return _LINE_ID.sub("(account)", json.dumps(line, default=str))


def set_up(level: int = logging.INFO) -> None:
    """Log every record of this process to stderr as JSON, including uncaught exceptions of threads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("apscheduler", "urllib3", "uvicorn", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    threading.excepthook = _thread_died


def _thread_died(died: threading.ExceptHookArgs) -> None:
    name = died.thread.name if died.thread else ""
    logging.getLogger(__name__).critical(
        "thread.died",
        extra={"loop": name},
        exc_info=(died.exc_type, died.exc_value or died.exc_type(), died.exc_traceback),
    )


def _event_text(record: logging.LogRecord) -> str:
    """The record's message; for other libraries, its format string unless all arguments are numbers.

    Their arguments may contain a signed address or what a person wrote.
    """
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
