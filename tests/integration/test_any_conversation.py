"""Random conversations of texts, presses, photos and unsent messages: see tests/fuzz/conversation.py."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz.conversation import AnyConversation

FEW = settings(
    max_examples=12,
    stateful_step_count=30,
    derandomize=True,
    # `python -m tests.fuzz --conversations` shrinks a counterexample, which takes longer than a test may.
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.long
def test_cancel_leads_home_one_case_for_one_confirmation_and_nothing_of_staff_leaks(
    sqlite_template,
):
    AnyConversation.template = sqlite_template
    run_state_machine_as_test(AnyConversation, settings=FEW)
