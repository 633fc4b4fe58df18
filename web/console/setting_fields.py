"""The fields of a setting: rendering in a form, and parsing of the entry into a TOML value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Any

from domain.errors import Refused
from domain.organisation.thai_dates import arabic_digits, typed_day
from domain.text.graphemes import count_graphemes

LONGEST = 2000
STEP_PARTS = ("what", "time", "responsible")
STEP_MARK = "|"


class Kind(StrEnum):
    """The format of a field. LINES: a list, one item a line. STEPS: a list of steps with parts separated by bars.

    CONFIRMED: the list of fields that the office has not confirmed, shown as a choice of the confirmed ones.
    """

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DECIMAL = "decimal"
    FLAG = "flag"
    LINES = "lines"
    STEPS = "steps"
    CLOCK = "clock"
    DAY = "day"
    CHOICE = "choice"
    CONFIRMED = "confirmed"


WRONG = {
    Kind.NUMBER: "field_wrong_number",
    Kind.DECIMAL: "field_wrong_decimal",
    Kind.CLOCK: "field_wrong_clock",
    Kind.DAY: "field_wrong_day",
    Kind.STEPS: "field_wrong_steps",
}
"""The refusal of an unreadable value, for each kind of field that can have one."""

Choices = Callable[[Mapping[str, Mapping[str, Any]]], Sequence[tuple[str, str]]]
"""The values that a CHOICE offers and their names, from the office's files."""


@dataclass(frozen=True)
class Field:
    """A field of an entry. `most`: maximum graphemes. `is_needed`: it must not be blank.

    A blank optional field is left out of the entry, unless `keeps_blank`. `names`: of a CONFIRMED field.
    `asks_above`: a larger NUMBER is saved only after the form was sent once more, since it may be a slip.
    """

    name: str
    kind: Kind = Kind.TEXT
    most: int = LONGEST
    is_needed: bool = True
    keeps_blank: bool = False
    choices: Choices | None = None
    names: tuple[str, ...] = ()
    asks_above: int | None = None

    def shown(self, value: Any) -> str:  # noqa: ANN401 - what TOML can hold
        """The content of the form field for a value."""
        if value is None:
            return ""
        match self.kind:
            case Kind.LINES:
                return "\n".join(value)
            case Kind.STEPS:
                return "\n".join(
                    f" {STEP_MARK} ".join(step[part] for part in STEP_PARTS) for step in value
                )
            case Kind.CLOCK:
                return f"{value:%H:%M}"
            case Kind.DAY:
                return str(value.isoformat())
        return str(value)

    def read(self, form: Mapping[str, str], ticked: Sequence[str]) -> Any:  # noqa: ANN401 - what TOML can hold
        """Parse an entry; None to leave the field out.

        `ticked`: the checked boxes of a CONFIRMED field. Raises Refused field_blank, field_long, or one of WRONG,
        with the name in the fact `field`.
        """
        if self.kind is Kind.FLAG:
            return self.name in form
        if self.kind is Kind.CONFIRMED:
            return [name for name in self.names if name not in ticked]
        typed = form.get(self.name, "").replace("\r\n", "\n").strip()
        if not typed:
            if self.is_needed:
                raise Refused("field_blank", field=self.name)
            return "" if self.keeps_blank else None
        if count_graphemes(typed) > self.most:
            raise Refused("field_long", field=self.name, most=self.most)
        try:
            return self._value(typed)
        except (ValueError, IndexError):
            raise Refused(WRONG[self.kind], field=self.name) from None

    def _value(self, typed: str) -> Any:  # noqa: ANN401 - what TOML can hold
        match self.kind:
            case Kind.NUMBER:
                return _whole(typed)
            case Kind.DECIMAL:
                return float(arabic_digits(typed))
            case Kind.CLOCK:
                return time.fromisoformat(arabic_digits(typed).replace(".", ":"))
            case Kind.DAY:
                return typed_day(typed)
            case Kind.LINES:
                return [line.strip() for line in typed.split("\n") if line.strip()]
            case Kind.STEPS:
                return [_step(line) for line in typed.split("\n") if line.strip()]
        return typed


def _whole(typed: str) -> int:
    number = int(arabic_digits(typed))
    if number < 1:
        raise ValueError(typed)
    return number


def _step(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(STEP_MARK)]
    if len(parts) != len(STEP_PARTS) or not all(parts):
        raise ValueError(line)
    return dict(zip(STEP_PARTS, parts, strict=True))
