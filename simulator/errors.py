"""How the pretend LINE says no: an HTTP status and LINE's JSON body."""

from collections.abc import Mapping, Sequence
from typing import Any


class LineError(Exception):
    """A refusal in LINE's words.

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
    """400 for a request body with problems, each a (property, message)."""
    return LineError(
        400,
        f"The request body has {len(problems)} error(s)",
        [{"message": message, "property": place} for place, message in problems],
    )


class UnknownKeyError(LookupError):
    """The control API was asked for a chat, message or sample that does not exist."""


class NotPossibleError(ValueError):
    """The control API was asked for something a phone cannot do now."""
