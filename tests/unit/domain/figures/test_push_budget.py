"""Which messages are pushed at once and which are deferred to the next reply."""

from datetime import UTC, datetime

import pytest

from domain.figures.push_budget import Budget, Weight, rings


def budget(spent=0, elapsed=0.5, allowance=300, alert_share=0.5):
    return Budget(allowance, spent, elapsed, alert_share)


def allowed(budget, **facts):
    return {weight for weight in Weight if budget.allows(weight, **facts)}


EVERYTHING = set(Weight)
OPTIONAL = {Weight.NEWS, Weight.ALERT, Weight.GROUP}


def test_while_the_month_goes_well_everything_is_pushed():
    assert allowed(budget(spent=100)) == EVERYTHING


def test_beyond_the_alert_share_alerts_wait_for_the_digest():
    assert allowed(budget(spent=150)) == EVERYTHING - {Weight.ALERT}


def test_ahead_of_its_pace_the_office_keeps_what_is_optional():
    assert allowed(budget(spent=170)) == EVERYTHING - OPTIONAL


def test_at_the_very_end_even_the_digest_gives_way_to_residents():
    assert allowed(budget(spent=292, elapsed=0.99)) == EVERYTHING - OPTIONAL - {Weight.DIGEST}


def test_a_plan_that_is_used_up_pushes_nothing():
    assert allowed(budget(spent=300)) == set()


def test_without_a_limit_only_the_cap_a_case_stays():
    free = budget(spent=100_000, allowance=None)
    assert allowed(free) == EVERYTHING
    assert allowed(free, case_pushes=3) == EVERYTHING - {Weight.NEWS, Weight.CALL, Weight.ENDING}


@pytest.mark.parametrize(
    ("case_pushes", "may_go"),
    [
        (0, {Weight.NEWS, Weight.CALL, Weight.ENDING}),
        (1, {Weight.CALL, Weight.ENDING}),
        (2, {Weight.ENDING}),
        (3, set()),
    ],
)
def test_of_a_cases_three_pushes_the_last_is_for_the_closing_and_one_for_a_question(
    case_pushes, may_go
):
    to_resident = {Weight.NEWS, Weight.CALL, Weight.ENDING}
    assert allowed(budget(), case_pushes=case_pushes) & to_resident == may_go


@pytest.mark.parametrize(("members", "pushed"), [(3, True), (4, False)])
def test_a_group_that_would_cost_much_gets_its_notice_on_a_reply(members, pushed):
    assert budget().allows(Weight.GROUP, recipients=members) is pushed


@pytest.mark.parametrize(
    ("spent", "elapsed", "forecast"), [(90, 0.3, 300), (0, 0.0, 0), (20, 0.0, 20), (240, 0.6, 400)]
)
def test_the_forecast_goes_on_as_the_month_went(spent, elapsed, forecast):
    assert budget(spent=spent, elapsed=elapsed).forecast == forecast


@pytest.mark.parametrize(("spent", "low"), [(239, False), (240, True)])
def test_the_plan_is_low_at_four_fifths(spent, low):
    assert budget(spent=spent).is_low is low


@pytest.mark.parametrize(
    ("utc_hour", "minute", "ringing"),
    [(0, 59, False), (1, 0, True), (12, 59, True), (13, 0, False), (20, 0, False)],
)
def test_from_eight_in_the_evening_to_eight_in_the_morning_only_emergencies_ring(
    utc_hour, minute, ringing
):
    now = datetime(2026, 11, 17, utc_hour, minute, tzinfo=UTC)
    assert rings(Weight.PROMPT, now) is ringing
    assert rings(Weight.EMERGENCY, now)


def test_a_weight_of_a_newer_release_waits_as_an_officers_prompt_does():
    # During an upgrade both releases run; the older one must neither fail nor notify with a sound at night.
    assert Weight("of a newer release") is Weight.PROMPT
    assert not rings(Weight("of a newer release"), datetime(2026, 11, 17, 20, tzinfo=UTC))


def test_what_is_reserved_for_emergencies_and_custodians_is_used_by_nothing_else():
    # Six of 300 pushes.
    assert Weight.ENDING in allowed(budget(spent=293))
    for spent in range(294, 300):
        assert allowed(budget(spent=spent)) == {Weight.EMERGENCY, Weight.CUSTODY}
    assert allowed(budget(spent=299), recipients=2) == set()
