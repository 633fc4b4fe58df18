"""Spans of a text that was composed of several messages, with a line break between them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """The characters from `start` up to but not including `end`."""

    start: int
    end: int

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)

    def within(self, length: int) -> "Span":
        """The part of the span that lies in a text of `length` characters."""
        return Span(min(max(self.start, 0), length), min(max(self.end, 0), length))


@dataclass(frozen=True)
class Exchanged:
    """A text after the replacement of one span. `span`: of the new words; `growth`: increase of its length."""

    text: str
    span: Span
    growth: int

    def span_of(self, other: Span) -> Span:
        """The position in the new text of another span of the old text."""
        return other.moved(self.growth) if other.start >= self.span.start else other


def exchange(text: str, span: Span, words: str) -> Exchanged:
    """Replace a span of `text` by `words`. If `words` is empty, the line break beside the span is removed too."""
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
    """The span that `after` adds below `before`; None if `before` is empty or `after` does not begin with it."""
    if not before or not after.startswith(f"{before}\n"):
        return None
    return Span(len(before) + 1, len(after))
