"""The register of a month and its volumes on paper."""

import json

import pytest

from domain.reporting.register import (
    LINES_A_VOLUME,
    RegisterFigures,
    RegisterLine,
    Volume,
    from_json,
    volumes,
)


def register(count):
    lines = tuple(
        RegisterLine(
            f"{n:06}", "2026-10-05", "light", None, "health", "", "2026-10-12", "", "", "new"
        )
        for n in range(count)
    )
    return RegisterFigures("2569-10", lines)


@pytest.mark.parametrize("count", [0, 1, LINES_A_VOLUME])
def test_a_short_register_is_one_volume_as_it_is(count):
    stored = register(count).to_json()
    assert volumes(stored) == (stored,)


def test_a_long_register_is_divided_without_losing_or_repeating_a_line():
    whole = register(2 * LINES_A_VOLUME + 1)
    found = [from_json(one) for one in volumes(whole.to_json())]
    assert tuple(line for one in found for line in one.lines) == whole.lines
    lines = len(whole.lines)
    assert [one.volume for one in found] == [
        Volume(1, 3, 1, lines),
        Volume(2, 3, LINES_A_VOLUME + 1, lines),
        Volume(3, 3, lines, lines),
    ]


def test_figures_stored_before_there_were_volumes_can_be_read():
    stored = json.loads(register(1).to_json())
    del stored["volume"]
    assert from_json(json.dumps(stored)).volume is None
