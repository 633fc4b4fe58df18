"""Search the counter services and the directory, with tolerance for typing errors.

Thai is written without spaces, so a query is compared by its trigrams and not by its words; of an English word the
beginning is compared. Trigrams that few entries share weigh more, so that ขอ and การ count for little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Searchable(Protocol):
    """What the index needs of an entry: its key, its two names, and what residents call it."""

    @property
    def key(self) -> str: ...
    @property
    def th(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=Searchable)

# Maps letters that sound alike to one letter and removes tone marks.
_ALIKE = str.maketrans(
    "ศษณฎฏฐฑฒธญฬใีืูฆฌภ",
    "สสนดตถทททยลไิึุคชพ",
    "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c",
)
_RUN = 3
_WORD = re.compile("[a-z]+")
_BEGINNING = 5
"""Letters of an English word that are compared: "collected" matches "collection", "tomorrow" not "borrow"."""
# Tuned on about 70 queries: a lower value finds services of other offices, a higher one misses misspellings.
_ENOUGH = 0.5
_WHOLE_LABEL = 0.7
_EXACT, _BY_NAME, _ABOUT_IT = 0.95, 0.7, 0.45
_MOST = 5
# Characters of the longest query; a longer text is a report.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits a query, by its best label.

    `of_label`, `of_query`: the shares (0-1) of the label that is in the query and of the query that is in the
    label, rare runs weighing more. `share`: the latter with all runs weighing alike, to compare two indices.
    """

    of_label: float
    of_query: float
    share: float

    @property
    def is_by_name(self) -> bool:
        """Whether the query is hardly more than the label."""
        return self.of_label >= _WHOLE_LABEL and self.share >= _BY_NAME

    @property
    def is_exact(self) -> bool:
        """Whether the query is the label, apart from spelling."""
        return self.of_label >= _EXACT and self.share >= _EXACT

    @property
    def is_about_it(self) -> bool:
        """Whether the label makes up a good part of the query."""
        return self.of_label >= _WHOLE_LABEL and self.share >= _ABOUT_IT


class ServiceSearch(Generic[T]):
    """An index over entries with names and aliases, built once."""

    def __init__(self, entries: Iterable[T], *, whole_label: bool = False) -> None:
        """`whole_label`: a query must hold most of a label, so that one word of a long label is not enough."""
        self._entries = {entry.key: entry for entry in entries}
        self._whole_label = whole_label
        self._enough = _WHOLE_LABEL if whole_label else _ENOUGH
        self._labels: list[tuple[str, float]] = []
        labels = [
            (entry.key, sorted(set(_runs(fold(label)))))
            for entry in self._entries.values()
            for label in (entry.th, entry.en, *entry.aliases)
        ]
        owners = {(key, run) for key, runs in labels for run in runs}
        shared = Counter(run for _, run in owners)
        self._weights = {run: 1 / count for run, count in shared.items()}
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, (key, runs) in enumerate(labels):
            self._labels.append((key, self._weight(runs)))
            for run in runs:
                self._holding[run].append(place)

    def find(self, query: str, most: int = _MOST) -> tuple[T, ...]:
        """The entries that fit, best first, at most `most`; empty when none fits well enough."""
        return tuple(self._entries[key] for key in [*self.fits(asked_runs(fold(query)))][:most])

    def fits(self, asked: Sequence[str]) -> Mapping[str, Fit]:
        """The entries that fit a query by their key, best first, at most five. `asked`: from `asked_runs`.

        An entry fits as well as the best of its labels: by how much of the label is in the
        query (a whole sentence around it does no harm) or of the query in the label (one word of
        a long name is enough, unless `whole_label`).
        """
        whole = self._weight(asked)
        common: dict[int, float] = defaultdict(float)
        for run in asked:
            for place in self._holding.get(run, ()):
                common[place] += self._weights[run]
        fits: dict[str, Fit] = {}
        for place in sorted(common):
            key, weight = self._labels[place]
            of_label, of_query = common[place] / weight, common[place] / whole
            if self._score(of_label, of_query) < self._enough:
                continue
            held = sum(place in self._holding.get(run, ()) for run in asked)
            fit = Fit(of_label, of_query, held / len(asked))
            if key not in fits or self._rank(fit) > self._rank(fits[key]):
                fits[key] = fit
        return dict(sorted(fits.items(), key=lambda one: -self._rank(one[1])[0])[:_MOST])

    def _score(self, of_label: float, of_query: float) -> float:
        return of_label if self._whole_label else max(of_label, of_query)

    def _rank(self, fit: Fit) -> tuple[float, float, float]:
        return self._score(fit.of_label, fit.of_query), fit.share, fit.of_label

    def _weight(self, runs: Iterable[str]) -> float:
        return sum(self._weights.get(run, 1.0) for run in runs)


def asked_runs(folded: str) -> list[str]:
    """The distinct runs of a folded query; none for a text so long that it is a report.

    They are sorted: a set has no fixed order, and sums over them would be rounded by it.
    """
    return sorted(set(_runs(folded))) if len(folded) <= _LONGEST else []


def _runs(folded: str) -> Iterator[str]:
    """The trigrams of the text as spelt and as it sounds, so that correct and wrong spellings match."""
    yield from (word[:_BEGINNING] for word in _WORD.findall(folded) if len(word) >= _RUN)
    spelt = _WORD.sub("", folded).replace(" ", "")
    if not spelt:
        return
    for plain in (spelt, spelt.translate(_ALIKE)):
        yield from (plain[at : at + _RUN] for at in range(max(1, len(plain) - _RUN + 1)))
