"""The proof, from the record of a run: nothing lost, nothing doubled, nobody told what is another's."""

from tests.chaos import kept, told
from tests.chaos.record import Record

RULES = (
    kept.every_event_once,
    kept.one_case_each,
    kept.photos_with_their_case,
    kept.in_order,
    kept.nameless_stay_nameless,
    kept.accepted_once,
    kept.each_run_once,
    told.each_answer_once,
    told.every_call_is_owed_and_every_message_called,
    told.unsent_for_a_reason,
    told.nobody_elses,
)


def faults_found(record: Record) -> list[str]:
    """Every broken promise, a line each; none when all were kept."""
    return [fault for rule in RULES for fault in rule(record)]
