"""All checks of a chaos run: nothing is lost, nothing is doubled, nothing is sent to the wrong person."""

from tests.chaos import check_database, check_messages
from tests.chaos.record import Record

RULES = (
    check_database.every_event_handled_once,
    check_database.one_case_per_complaint,
    check_database.photos_with_their_case,
    check_database.filed_in_order,
    check_database.anonymous_reporters_stay_anonymous,
    check_database.accepted_once,
    check_database.every_job_run_once,
    check_messages.every_answer_once,
    check_messages.calls_match_the_outbox,
    check_messages.unsent_only_for_a_known_reason,
    check_messages.nothing_sent_to_the_wrong_person,
)


def broken_promises(record: Record) -> list[str]:
    """One line for every broken rule; empty when all rules hold."""
    return [fault for rule in RULES for fault in rule(record)]
