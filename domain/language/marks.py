"""What the lexicon finds in a text, as marks for the statistical model beside its runs of characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.language.classifier import Reading

_STEPS = (1.0, 3.0, 5.0, 8.0)


def marks_of(found: Reading) -> Iterator[str]:
    """Each mark starts with `<`, which no run of characters does when it is a mark."""
    moods = {group for hit in found.moods for group in hit.word.groups}
    yield from (f"<{mood}>" for mood in sorted(moods))
    score = max(found.scores.values(), default=0.0)
    yield from (f"<topic {step:g}>" for step in _STEPS if score >= step)
    if not moods and score < 1:
        yield "<nothing>"
    yield from sorted(f"<near {' '.join(pair.groups)}>" for pair in found.pairs)
    yield from sorted(f"<about {key}>" for key, value in found.scores.items() if value >= 3)
    if found.pairs:
        yield "<pair>"
