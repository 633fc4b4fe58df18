"""The errors of the pretend LINE, with the HTTP status and the JSON body of the real one."""

from collections.abc import Mapping, Sequence
from typing import Any


class LineError(Exception):
    """A refused call, with LINE's status and error message.

    https://developers.line.biz/en/reference/messaging-api/#error-responses
    """

    def __init__(
        self,
        status: int,
        message: str,
        details: Sequence[Mapping[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 - JSON
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"message": message}
        if details is not None:
            self.body["details"] = list(details)
        self.body.update(more)


def body_errors(*problems: tuple[str, str]) -> LineError:
    """LineError 400 for a request body; each problem is a property and a message."""
    return LineError(
        400,
        f"The request body has {len(problems)} error(s)",
        [{"message": message, "property": place} for place, message in problems],
    )


class UnknownKeyError(LookupError):
    """A chat, message or sample of the control API does not exist."""


class NotPossibleError(ValueError):
    """A phone cannot do what the control API asked for."""
