"""The packed weights of the act model count what a plain dictionary of weights counts."""

import json
import math

import pytest

from bench.train_acts import packed
from domain.language.act_model import MOST, ActModel

ACTS = ("ask", "tell")
NGRAMS = ("กข", "กขค", "กขคง", " ข", "zz", "^ก", "ง$", "🎰", "ก🎰ข", "ก🎰", "\ud800a")
WEIGHTS = {one: [0.5 * at, 4.0 - at] for at, one in enumerate((*NGRAMS, "<service>", "<ok>"))}


def _model() -> ActModel:
    return ActModel.parse(json.loads(packed(WEIGHTS, ACTS)))


@pytest.mark.parametrize(
    "features",
    [
        ("กข",),
        ("กขคง", "<service>", "zz"),
        ("ก🎰ข", "🎰", "<ok>"),
        ("ก🎰ขคงจ", "กขค", "\ud800a"),
        tuple(WEIGHTS),
    ],
)
def test_each_known_feature_counts_with_its_own_weights(features: tuple[str, ...]) -> None:
    model = _model()
    rows = [WEIGHTS[one] for one in features if one in WEIGHTS]
    share = 1 / (model.scale * math.sqrt(len(features)))
    ask, tell = (
        sum(max(-MOST, min(MOST, round(row[at] * model.scale))) for row in rows) for at in (0, 1)
    )

    assert model.probabilities(features)["tell"] == pytest.approx(
        1 / (1 + math.exp((ask - tell) * share))
    )


@pytest.mark.parametrize("feature", ["กค", "ก", "กขคงจ", "🎰🎰", "<other>", "<no>", "\uffff" * 4])
def test_an_unknown_feature_counts_for_no_act(feature: str) -> None:
    model = _model()

    assert not model.knows_any([feature])
    assert model.probabilities([feature]) == {"ask": 0.5, "tell": 0.5}
    assert model.knows_any([feature, "กข"])
