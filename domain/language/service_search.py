"""Search the counter services, with tolerance for typing errors.

Thai is written without spaces, so a query is compared by its trigrams and not by its words; of an English word the
beginning is compared. Trigrams that few services share weigh more, so that ขอ and การ count for little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.organisation.organisation import Service

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
_MOST = 5
# Characters of the longest query; a longer text is a report.
_LONGEST = 160


class ServiceSearch:
    """An index over the services, built once."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._services = {service.key: service for service in services}
        self._labels: list[tuple[Service, float]] = []
        labels = [
            (service, sorted(set(_runs(fold(label)))))
            for service in self._services.values()
            for label in (service.th, service.en, *service.aliases)
        ]
        owners = {(service.key, run) for service, runs in labels for run in runs}
        self._shared = Counter(run for _, run in owners)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for place, (service, runs) in enumerate(labels):
            self._labels.append((service, self._weight(runs)))
            for run in runs:
                self._holding[run].append(place)

    def find(self, query: str, most: int = _MOST) -> tuple[Service, ...]:
        """The matching services, best first, at most `most`; empty if none matches well enough."""
        return tuple(self._services[key] for key in self.keys(fold(query))[:most])

    def keys(self, folded: str) -> tuple[str, ...]:
        """The keys of the services that match a folded query, best first; empty for a long text.

        The score of a service is that of its best label: the share of the label found in the query (so that a
        sentence around it does no harm) or the share of the query found in the label (so that one word of a long
        name is enough).
        """
        if len(folded) > _LONGEST:
            return ()
        # Sorted, because a set has no fixed order and the rounding of the sums below depends on it.
        asked = sorted(set(_runs(folded)))
        whole = self._weight(asked)
        common: dict[int, float] = defaultdict(float)
        for run in asked:
            for place in self._holding.get(run, ()):
                common[place] += 1 / self._shared[run]
        scores: dict[str, float] = {}
        for place in sorted(common):
            service, weight = self._labels[place]
            scores[service.key] = max(
                common[place] / min(weight, whole), scores.get(service.key, 0)
            )
        fitting = [key for key, score in scores.items() if score >= _ENOUGH]
        return tuple(sorted(fitting, key=lambda key: -scores[key])[:_MOST])

    def _weight(self, runs: Iterable[str]) -> float:
        return sum(1 / self._shared.get(run, 1) for run in runs)


def _runs(folded: str) -> Iterator[str]:
    """The trigrams of the text as spelt and as it sounds, so that correct and wrong spellings match."""
    yield from (word[:_BEGINNING] for word in _WORD.findall(folded) if len(word) >= _RUN)
    spelt = _WORD.sub("", folded).replace(" ", "")
    if not spelt:
        return
    for plain in (spelt, spelt.translate(_ALIKE)):
        yield from (plain[at : at + _RUN] for at in range(max(1, len(plain) - _RUN + 1)))
