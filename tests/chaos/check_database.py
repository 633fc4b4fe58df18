"""Checks of what the database contains after a run: events, cases, photos and runs of jobs."""

import re
from collections import Counter
from collections.abc import Iterator

from storage.cases.attachments import AttachmentState
from tests.chaos.participants import ANONYMOUS
from tests.chaos.record import Record, StoredCase

MARKER = re.compile(r"บ้านเลขที่ (\w+)-\d{4}")


def every_event_handled_once(record: Record) -> Iterator[str]:
    for person, events in record.did.events.items():
        for event in events:
            if record.handled.get(event, 0) != 1:
                yield f"{person}: event {event} was handled {record.handled.get(event, 0)} times"
    if record.set_aside:
        yield f"{record.set_aside} events were set aside"


def one_case_per_complaint(record: Record) -> Iterator[str]:
    stored = Counter(marker for case in record.cases for marker in markers(case.detail))
    filed = [marker for some in record.did.filed.values() for marker in some]
    for marker in filed:
        if stored[marker] != 1:
            yield f"{marker}: {stored[marker]} cases"
    for marker in sorted(stored.keys() - set(filed)):
        yield f"{marker}: a case nobody finished filing"
    for number, count in Counter(case.number for case in record.cases).items():
        if count != 1:
            yield f"{number} given {count} times"
    for case in record.cases:
        # For a staff complaint without a link to its reporter, only the text shows whose it is.
        if len(owners(case.detail) | {case.reporter} - {""}) != 1:
            yield f"{case.number} of {case.reporter} says: {case.detail}"


def photos_with_their_case(record: Record) -> Iterator[str]:
    owner = {case.row: owner_of(case) for case in record.cases}
    for message, sender in record.did.photos.items():
        photo = record.photos[message]
        due = AttachmentState.GONE if message in record.did.gone else AttachmentState.STORED
        if due is AttachmentState.GONE and photo.case is None and photo.state in {due, None}:
            # LINE lost it before the case was filed, so it was removed from the draft and later pruned.
            continue
        if photo.state is not due:
            yield f"photo {message} of {sender} is {photo.state}, not {due}"
        if owner.get(photo.case or 0) != sender:
            yield f"photo {message} of {sender} is with case {photo.case}"


def filed_in_order(record: Record) -> Iterator[str]:
    for person in record.did.filed:
        filed = [
            marker
            for case in record.cases
            if owners(case.detail) == {person}
            for marker in markers(case.detail)
        ]
        if filed != sorted(filed):
            yield f"{person}: filed out of order: {filed}"


def anonymous_reporters_stay_anonymous(record: Record) -> Iterator[str]:
    for case in record.cases:
        if case.restricted and case.reporter in ANONYMOUS:
            yield f"{case.number} about staff names {case.reporter}, who wished not to be"


def accepted_once(record: Record) -> Iterator[str]:
    for case in record.cases:
        if case.accepted > 1:
            yield f"{case.number} was accepted {case.accepted} times"
        if case.row in record.did.pairs and not case.accepted:
            yield f"{case.number} was accepted by nobody, though two pressed"


def every_job_run_once(record: Record) -> Iterator[str]:
    if list(record.months) != list(record.did.months):
        yield f"months told: {list(record.months)}, due: {list(record.did.months)}"
    for missed in sorted(set(record.did.mornings) - set(record.mornings)):
        yield f"no digest was made on {missed}"


def owner_of(case: StoredCase) -> str:
    """The person whose case it is; by its text when the reporter is not stored."""
    return case.reporter or min(owners(case.detail), default="")


def owners(words: str) -> set[str]:
    return set(MARKER.findall(words))


def markers(words: str) -> list[str]:
    return [match[0] for match in MARKER.finditer(words)]
