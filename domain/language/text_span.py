"""A stretch of a text that several messages made up, a line break between them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)

    def within(self, length: int) -> "Span":
        """What a text of `length` characters has of it."""
        return Span(min(max(self.start, 0), length), min(max(self.end, 0), length))


@dataclass(frozen=True)
class Exchanged:
    """A text one of whose spans was exchanged. `span`: the new words; `growth`: by how much it is longer."""

    text: str
    span: Span
    growth: int

    def span_of(self, other: Span) -> Span:
        """Where another span of the old text stands in the new one."""
        return other.moved(self.growth) if other.start >= self.span.start else other


def exchange(text: str, span: Span, words: str) -> Exchanged:
    """`text` with `words` in place of a span. Where there are none, the line break beside the span goes too."""
    span = span.within(len(text))
    before, after = text[: span.start], text[span.end :]
    if not words and after:
        after = after.removeprefix("\n")
    elif not words:
        before = before.removesuffix("\n")
    changed = f"{before}{words}{after}"
    stands = Span(len(before), len(before) + len(words))
    return Exchanged(changed, stands, len(changed) - len(text))


def added(before: str, after: str) -> Span | None:
    """What stands below the text of before; None when that is empty, or `after` does not begin with it."""
    if not before or not after.startswith(f"{before}\n"):
        return None
    return Span(len(before) + 1, len(after))
