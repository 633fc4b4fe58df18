"""Monthly figures: equal figures have equal bytes, and decode to the same values."""

import json
from dataclasses import fields, replace

from domain.figures.monthly_figures import MonthFigures, OldCase, ServiceScore, from_json


def figures(**different) -> MonthFigures:
    numbers = {
        field.name: number
        for number, field in enumerate(fields(MonthFigures))
        if field.type in {"int", int}
    }
    usual = {
        "month": "2569-11",
        "restricted": 7,
        "median_days": 3.5,
        "oldest": (OldCase("นว-2570-000001-2", "light", "engineering", 12),),
        "satisfaction": 4.25,
        "scores": (0, 1, 0, 2, 5),
        "reasons": (("slow", 2), ("rude", 1)),
        "services": (ServiceScore("", 4.5, 6), ServiceScore("tax", 3.0, 2)),
        "topics": (("light", 7), ("road", 2)),
        "villages": ((3, 5), (7, 1)),
    }
    return MonthFigures(**{**numbers, **usual, **different})


def test_figures_come_back_as_they_were_frozen():
    assert from_json(figures().to_json()) == figures()


def test_a_month_without_closings_or_ratings_comes_back_too():
    empty = figures(median_days=None, satisfaction=None, oldest=(), topics=(), villages=())
    assert from_json(empty.to_json()) == empty


def test_a_month_frozen_before_withdrawals_were_counted_apart_is_read():
    frozen = json.loads(figures(taken_back=0).to_json())
    del frozen["taken_back"]
    assert from_json(json.dumps(frozen)) == figures(taken_back=0)


def test_the_same_figures_are_the_same_bytes():
    assert figures().sha256 == figures().sha256
    assert figures().to_json() == from_json(figures().to_json()).to_json()


def test_any_other_figure_is_another_sum():
    assert replace(figures(), received=figures().received + 1).sha256 != figures().sha256


def test_thai_is_kept_readable():
    assert "นว-2570" in figures().to_json()


def test_pushes_a_case_do_not_tell_how_many_staff_complaints_there_were():
    assert figures(received=40, restricted=20, pushes_to_reporters=60).pushes_per_case == 1.5
    assert figures(received=0, restricted=5, pushes_to_reporters=9).pushes_per_case is None
