"""`python -m bench.train_acts`: train the act model from PHRASES and write domain/data/act_model.json.

Same phrases, same weights: drawing and order are seeded, and only the standard library is used.
"""

import json
import math
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from bot.wiring import read_language
from domain.language.act_model import KEY_CHARACTERS, MOST, PADDING, ZERO, has_key, runs_of
from domain.language.understood import features_of

PHRASES = tuple(
    Path(__file__).with_name(name)
    for name in (
        "act_phrases.toml",
        "danger_phrases.toml",
        "everyday_phrases.toml",
        "detail_phrases.toml",
        "contrast_phrases.toml",
        "resident_phrases.toml",
        "spoken_phrases.toml",
    )
)
MODEL = Path(__file__).parents[1] / "domain" / "data" / "act_model.json"
SEED = 2569
ENDINGS = ("", "ค่ะ", "ครับ", "คับ", "คะ", "นะคะ", "จ้า", "ครับผม", "ค่า", "ฮะ", "จ้ะ", "เด้อ", "เจ้า", "งับ")
EPOCHS = 8
AVERAGED = 4
"""The weights are averaged over this number of last epochs, which reduces the noise of the drawing."""
RATE = 0.5
# The share of the features kept in one step (dropout), so that no act depends on a single feature.
KEPT = 0.5
# A feature of a single phrase is not informative; beyond MOST_RUNS the weights are too small to matter.
LEAST_TEXTS = 2
MOST_RUNS = 24_000

Sample = tuple[tuple[str, ...], str]


def main() -> None:
    """Train and write."""
    files = [tomllib.loads(path.read_text("utf-8")) for path in PHRASES]
    texts = [one for data in files for one in phrases(data)]
    typer.echo(f"{len(texts)} messages: {dict(Counter(act for _, act in texts))}")
    samples = list(_samples(texts))
    acts = tuple(files[0]["act"])
    weights = train(samples, acts)
    MODEL.write_text(packed(weights, acts), "utf-8")
    typer.echo(f"{MODEL.name}: {MODEL.stat().st_size // 1024} kB")


def phrases(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every whole message and as many of the mixed ones as each act draws, with their act."""
    # Not for secrets: the same messages are drawn each time.
    draw = random.Random(SEED)  # noqa: S311
    for act, entry in data["act"].items():
        mixed = {
            "".join(_part(data, draw, part) for part in draw.choice(entry["mix"])).strip()
            for _ in range(entry.get("draw", 0))
        }
        yield from ((text, act) for text in [*entry["texts"], *sorted(mixed)] if text)
        # Whole messages get one of the polite particles that people end messages with.
        for text in entry["texts"]:
            yield text + draw.choice(ENDINGS), act


def _part(data: Mapping[str, Any], draw: random.Random, part: str | list[str]) -> str:
    """Draw one entry of a list; `:name` refers to one of the shared lists."""
    one = part if isinstance(part, str) else draw.choice(part)
    return draw.choice(data["parts"][one[1:]]) if one.startswith(":") else one


def _samples(texts: list[tuple[str, str]]) -> Iterator[Sample]:
    language = read_language()
    for text, act in texts:
        message = language.dialect.read(text)
        found = language.lexicon.read(message.standard)
        rules = language.acts.read(message.squeezed)
        danger = language.emergencies.read(message.squeezed)
        asked = language.asked_for(message.standard)
        yield features_of(runs_of(message.squeezed), found, rules, danger, asked), act


def train(samples: list[Sample], acts: tuple[str, ...]) -> dict[str, list[float]]:
    """Weights by feature and act, by stochastic gradient descent with AdaGrad steps."""
    seen = Counter(feature for features, _ in samples for feature in features)
    kept = {feature for feature, times in seen.items() if times >= LEAST_TEXTS}
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(acts))
    summed: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(acts))
    spent: dict[str, list[float]] = defaultdict(lambda: [1e-3] * len(acts))
    share = {
        act: len(samples) / (len(acts) * n) for act, n in Counter(a for _, a in samples).items()
    }
    order = random.Random(SEED)  # noqa: S311
    for epoch in range(EPOCHS):
        order.shuffle(samples)
        loss = 0.0
        for every, act in samples:
            features = [one for one in every if one in kept and order.random() < KEPT]
            rows = [weights[one] for one in features] or [[0.0] * len(acts)]
            value = 1 / math.sqrt(len(features) or 1)
            totals = [value * sum(column) for column in zip(*rows, strict=True)]
            highest = max(totals)
            powers = [math.exp(total - highest) for total in totals]
            whole = sum(powers)
            loss -= math.log(powers[acts.index(act)] / whole)
            importance = share[act] ** 0.35
            for at, power in enumerate(powers):
                slope = (power / whole - (acts[at] == act)) * value * importance
                if abs(slope) < 1e-4:
                    continue
                for one in features:
                    weight, sums = weights[one], spent[one]
                    sums[at] += slope * slope
                    weight[at] -= RATE * slope / math.sqrt(sums[at])
        typer.echo(f"epoch {epoch + 1}: loss {loss / len(samples):.3f}")
        if epoch >= EPOCHS - AVERAGED:
            for one, weight in weights.items():
                summed[one] = [a + b for a, b in zip(summed[one], weight, strict=True)]
    return {one: [value / AVERAGED for value in row] for one, row in summed.items()}


def packed(weights: Mapping[str, list[float]], acts: tuple[str, ...], most: int = MOST_RUNS) -> str:
    """Encode the `most` features with the largest weights, each weight as one letter."""
    heaviest = sorted(weights, key=lambda run: (-max(map(abs, weights[run])), run))[:most]
    largest = sorted(abs(w) for run in heaviest for w in weights[run])[-len(heaviest) // 100]
    scale = MOST / largest
    rows = {
        run: "".join(chr(ZERO + max(-MOST, min(MOST, round(w * scale)))) for w in weights[run])
        for run in sorted(heaviest)
    }
    ngrams = [
        list(group) for _, group in groupby(filter(has_key, rows), key=lambda ngram: ngram[0])
    ]
    model = {
        "acts": acts,
        "scale": round(scale, 4),
        "ngrams": [
            "".join(one.ljust(KEY_CHARACTERS, PADDING) for one in group) for group in ngrams
        ],
        "rows": ["".join(rows[one] for one in group) for group in ngrams],
        "others": {one: row for one, row in rows.items() if not has_key(one)},
    }
    return json.dumps(model, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    typer.run(main)
