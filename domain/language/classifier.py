"""Find the lexicon's words in a message and rank the categories by them. Words and weights are data."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.language.word_scanner import Scanner, scanner
from domain.organisation.category_keys import CATEGORY_KEYS
from domain.text.thai_text import fold

# Factor for the weight of a word that only describes a place ("หน้าป้ายรถเมล์").
_AS_A_PLACE = 0.25
# Words in the first 120 characters weigh more: people name the matter first and explain it afterwards. Both values
# were tuned by hand on labelled messages.
_OPENING = 120
_OPENING_COUNTS = 1.2
# Characters of a message that are read: no topic comes later, and reading stays below 2 ms.
_READ_AT_MOST = 2_000
_TINY = 0.01
# A word of this weight describes a problem by itself; a lighter one only names a topic.
_TELLING = 5.0
_NAMING = 1.0
# Topics that people ask about as often as they complain about them; their words alone do not describe a problem.
_ASKED_ABOUT = frozenset({"welfare", "service", "suggestion"})
# Score thresholds that become features of the act model: _STEPS for the likeliest category, _ABOUT for each one.
_STEPS = (1.0, 3.0, 5.0, 8.0)
_ABOUT = 3.0


@dataclass(frozen=True, slots=True)
class Word:
    """The meaning of one word or phrase of the lexicon."""

    weights: Mapping[str, float]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One word found in a folded text, with its offsets in characters."""

    start: int
    end: int
    text: str
    word: Word


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups of words that weigh more together than apart."""

    groups: tuple[str, str]
    within: int
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """All categories, likeliest first, and the margin of the first: 0 when nothing was recognised."""

    ranking: tuple[str, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a text.

    `hits`: the words of a topic, in order; `pairs`: the pairs of groups found; `scores`: by category, and
    `best_score` the highest of them; `groups`: the groups of the words of intent; `tells_trouble`: the words
    describe a problem by themselves ("น้ำท่วม") and do not only name a topic.
    """

    hits: tuple[Hit, ...]
    pairs: tuple[Pair, ...]
    scores: Mapping[str, float]
    best_score: float
    groups: frozenset[str]
    tells_trouble: bool

    def features(self) -> Iterator[str]:
        """What was found, as features of the act model. Each starts with `<`, unlike its n-grams."""
        yield from (f"<{group}>" for group in sorted(self.groups))
        yield from (f"<topic {step:g}>" for step in _STEPS if self.best_score >= step)
        if not self.groups and self.best_score < _NAMING:
            yield "<nothing>"
        yield from sorted(f"<near {' '.join(pair.groups)}>" for pair in self.pairs)
        yield from sorted(f"<about {key}>" for key, value in self.scores.items() if value >= _ABOUT)
        if self.pairs:
            yield "<pair>"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The parsed `keywords.toml`, ready for `read`."""

    words: Mapping[str, Word]
    pairs: Mapping[str, tuple[Pair, ...]]
    places: frozenset[str]
    place_before: tuple[str, ...]
    kin: Mapping[str, tuple[str, ...]]
    prior: tuple[str, ...]
    topics: Scanner
    moods: Scanner
    labels: re.Pattern[str]

    @classmethod
    def parse(cls, data: Mapping[str, Any], longer: Iterable[str] = ()) -> Self:
        """Build the lexicon from `data`, the parsed TOML. Raises ValueError for inconsistent data.

        `longer`: words of longer_words.toml, neutral like the neutral words of the lexicon.
        """
        weights: dict[str, dict[str, float]] = defaultdict(dict)
        groups: dict[str, set[str]] = defaultdict(set)
        for key, by_weight in data["words"].items():
            for weight, words in by_weight.items():
                for word in map(fold, words):
                    if key in weights[word]:
                        raise ValueError(f"{word} is listed twice for {key}")
                    weights[word][key] = float(weight)
        for group, words in [*data["groups"].items(), *data["intent"].items()]:
            for word in map(fold, words):
                groups[word].add(group)
        neutral = set(map(fold, [*data["neutral"]["words"], *longer]))
        moods = {fold(word) for words in data["intent"].values() for word in words}
        topics = {*weights, *(fold(word) for words in data["groups"].values() for word in words)}
        pairs = _pairs(data["pairs"])
        _check(data, pairs)
        by_group: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            for group in set(pair.groups):
                by_group[group].append(pair)
        place = data["place"]
        return cls(
            words={
                text: Word(weights.get(text, {}), frozenset(groups.get(text, ())))
                for text in topics | moods | neutral
            },
            pairs={group: tuple(some) for group, some in by_group.items()},
            places=frozenset(map(fold, place["words"])),
            place_before=tuple(map(fold, place["before"])),
            kin={key: tuple(some) for key, some in data["kin"].items()},
            prior=tuple(data["prior"]["order"]),
            # Separate scanners, because a word of intent (มาซ่อม) must not hide a topic (ซ่อมแซมถนน) that starts
            # in it.
            topics=scanner(topics | neutral),
            moods=scanner(moods | neutral),
            labels=_labels(map(fold, place["labels"])),
        )

    def read(self, folded: str) -> Reading:
        """Find the words of the lexicon in a folded text and score the categories."""
        folded = self.labels.sub(" ", folded[:_READ_AT_MOST])
        hits = tuple(self._hits(self.topics, folded))
        fired = tuple(self._fired(hits))
        scores: dict[str, float] = defaultdict(float)
        best: dict[tuple[str, str], float] = {}
        for hit in hits:
            share = _AS_A_PLACE if self._only_a_place(hit, folded) else 1.0
            share *= _OPENING_COUNTS if hit.start < _OPENING else 1.0
            for key, weight in hit.word.weights.items():
                counted = (hit.text, key)
                best[counted] = max(best.get(counted, 0.0), weight * share)
        for (_, key), weight in best.items():
            scores[key] += weight
        for pair in fired:
            for key, weight in pair.weights.items():
                scores[key] += weight
        return Reading(
            hits,
            fired,
            scores,
            best_score=max(scores.values(), default=0.0),
            groups=frozenset().union(*(hit.word.groups for hit in self._hits(self.moods, folded))),
            tells_trouble=bool(fired) or any(_tells_trouble(hit.word) for hit in hits),
        )

    def _hits(self, scanner: Scanner, folded: str) -> Iterator[Hit]:
        for match in scanner.finditer(folded):
            text = match[0]
            yield Hit(match.start(), match.end(), text, self.words[text])

    def _fired(self, hits: Iterable[Hit]) -> Iterator[Pair]:
        ends: dict[str, int] = {}
        done: set[int] = set()
        for hit in hits:
            for group in hit.word.groups:
                for pair in self.pairs.get(group, ()):
                    one, two = pair.groups
                    end = ends.get(two if group == one else one)
                    if end is not None and hit.start - end <= pair.within and id(pair) not in done:
                        done.add(id(pair))
                        yield pair
            for group in hit.word.groups:
                ends[group] = hit.end

    def _only_a_place(self, hit: Hit, folded: str) -> bool:
        if hit.text not in self.places:
            return False
        return folded[: hit.start].rstrip().endswith(self.place_before)


def _tells_trouble(word: Word) -> bool:
    """Whether a word describes a problem by itself."""
    return "askable" not in word.groups and any(
        weight >= _TELLING and key not in _ASKED_ABOUT for key, weight in word.weights.items()
    )


def guess(text: str, lexicon: Lexicon) -> Guess:
    """The categories of a resident's message, likeliest first. Deterministic."""
    return rank_categories(lexicon.read(fold(text)), lexicon)


def rank_categories(found: Reading, lexicon: Lexicon) -> Guess:
    """The categories by the words found in a message, likeliest first."""
    scores = dict(found.scores)
    scored = {key: score for key, score in scores.items() if score > 0}
    order = {key: place for place, key in enumerate(lexicon.prior)}
    if scored:
        first = min(scored, key=lambda key: (-scored[key], order[key]))
        # Without other evidence, the categories that are easily confused with the first one come next.
        for place, key in enumerate(lexicon.kin.get(first, ())):
            scores[key] = scores.get(key, 0.0) + _TINY * (len(CATEGORY_KEYS) - place)
        scores["other"] = min(scores.get("other", 0.0), 0.0)
    ranking = sorted(CATEGORY_KEYS, key=lambda key: (-scores.get(key, 0.0), order[key]))
    lead = scores.get(ranking[0], 0.0) - scores.get(ranking[1], 0.0)
    return Guess(tuple(ranking), lead if scored else 0.0)


def rank(text: str, lexicon: Lexicon) -> list[str]:
    """The keys of all 15 categories, likeliest first."""
    return list(guess(text, lexicon).ranking)


def _pairs(rows: Iterable[Mapping[str, Any]]) -> list[Pair]:
    pairs = []
    for row in rows:
        one, two = row["near"]
        pairs.append(Pair((one, two), row.get("within", 30), row["add"]))
    return pairs


def _check(data: Mapping[str, Any], pairs: Iterable[Pair]) -> None:
    for table, named in (("words", data["words"]), ("prior.order", data["prior"]["order"])):
        if sorted(named) != sorted(CATEGORY_KEYS):
            raise ValueError(f"{table} must name each category once")
    named = {*data["kin"], *(key for some in data["kin"].values() for key in some)}
    unknown = (named | {key for pair in pairs for key in pair.weights}) - set(CATEGORY_KEYS)
    if unknown:
        raise ValueError(f"unknown categories: {sorted(unknown)}")
    groups = {*data["groups"], *data["intent"]}
    without_words = {group for pair in pairs for group in pair.groups} - groups
    if without_words:
        raise ValueError(f"pairs of unknown groups: {sorted(without_words)}")


def _labels(labels: Iterable[str]) -> re.Pattern[str]:
    """A pattern of labelled addresses ("ถนน: …"), whose words would be mistaken for the topic."""
    label = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    return re.compile(
        rf"(?:{label})[^:*#]{{0,12}}:[^*#]*?(?=(?:{label})[^:*#]{{0,12}}:|ปัญหา|[*#]|$)"
    )
