"""Text of a staff complaint that cannot be formatted, joined or logged, only opened with a Reader.

It subclasses `str` so that a field of a case has one type, but its content as a string is PLACEHOLDER. Code that
bypasses the methods below, such as a JSON encoder, therefore writes PLACEHOLDER and no word of the complaint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn, Self

PLACEHOLDER = "(ปกปิด)"


class SealedError(TypeError):
    """Sealed text was used without a reader, or with one of another case."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The right to read one staff complaint. Only handlers.access creates readers, after deciding that they may.

    `who`: `officer:ID`, `reporter` or `system`. `case`: the number of the case. `why`: the reason, in a word.
    """

    who: str
    case: str
    why: str


class SealedText(str):
    """`content`: the text. `case`: the number of the case, which the reader must have too."""

    __slots__ = ("_case", "_content")
    _case: str
    _content: str

    def __new__(cls, content: str, case: str) -> Self:
        made = super().__new__(cls, PLACEHOLDER)
        made._content = content
        made._case = case
        return made

    def open(self, reader: Reader) -> str:
        """Return the text. Raises SealedError for a reader of another case."""
        if reader.case != self._case:
            raise SealedError("a reader of another case")
        return self._content

    def __bool__(self) -> bool:
        """True: empty text is never sealed."""
        return True

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedText) and (self._content, self._case) == (
            other._content,
            other._case,
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((SealedText, self._content, self._case))

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise SealedError("sealed text is not copied out of its process")

    def _refuse(self, *_args: Any, **_more: Any) -> NoReturn:  # noqa: ANN401 - of any method of str
        raise SealedError("sealed text is used without a reader")


_ALLOWED = frozenset(
    {
        *(
            "__new__",
            "__init__",
            "__class__",
            "__doc__",
            "__getattribute__",
            "__dir__",
            "__slots__",
        ),
        *("__repr__", "__eq__", "__ne__", "__hash__", "__reduce__", "__reduce_ex__", "__sizeof__"),
        *("__init_subclass__", "__subclasshook__", "__setattr__", "__delattr__", "__module__"),
        *("__getstate__", "__firstlineno__", "__static_attributes__", "open"),
    }
)
for _name in dir(str):
    if _name not in _ALLOWED and callable(getattr(str, _name)):
        setattr(SealedText, _name, SealedText._refuse)  # noqa: SLF001 - of this module
SealedText.__radd__ = SealedText._refuse  # type: ignore[attr-defined]  # noqa: SLF001


def seal(text: str, case: str) -> str:
    """Return text as sealed text of a case; empty text and sealed text are returned unchanged."""
    return text if not text or isinstance(text, SealedText) else SealedText(text, case)


def opened(text: str, reader: Reader | None) -> str:
    """Return a text, sealed or not, as plain text. Raises SealedError for sealed text without its reader."""
    if not isinstance(text, SealedText):
        return text
    if reader is None:
        raise SealedError("sealed text is used without a reader")
    return text.open(reader)
