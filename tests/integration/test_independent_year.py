"""The figures of a generated year are those that pandas computes from the same tables."""

import json
from dataclasses import replace

import pytest

from bench import independent, reports, surveys
from reports.issues import new_issue

CASES, ANSWERS = 1_500, 1_000


@pytest.fixture
def issues(office):
    reports.write_cases(office, CASES)
    surveys.write(office.store, office.question_sets["counter"], ANSWERS)
    with office.uow(reports.AFTER) as uow:
        return {code: new_issue(uow, code, period) for code, period in reports.PERIODS.items()}


def test_every_figure_is_computed_twice_with_the_same_result(office, issues):
    assert set(independent.CHECKS) <= set(issues)
    assert independent.differences(office.store, issues) == []


def test_a_wrong_figure_is_found(office, issues):
    facts = json.loads(issues["M8"].figures)
    wrong = json.dumps({**facts, "done": facts["done"] + 1})
    found = independent.differences(office.store, {"M8": replace(issues["M8"], figures=wrong)})
    assert [one.split(":")[0] for one in found] == ["M8 done"]
