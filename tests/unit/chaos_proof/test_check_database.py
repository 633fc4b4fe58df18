"""The checks of the database find every kind of broken rule."""

from dataclasses import replace

import pytest

from storage.cases.attachments import AttachmentState
from tests.chaos.proof import broken_promises
from tests.chaos.record import Photo, StoredCase
from tests.unit.chaos_proof.whole import (
    CASES,
    DID,
    KEPT,
    LAMP,
    NUMBERS,
    PHOTOS,
    ROAD,
    SENT,
    STAFF,
    new_case,
    receipt,
    without,
)

BROKEN = {
    "an acknowledged event that was lost": (
        {"handled": {"event-1": 1}},
        ["p05: event event-2 was handled 0 times"],
    ),
    "an event handled twice": (
        {"handled": {"event-1": 2, "event-2": 1}},
        ["p00: event event-1 was handled 2 times"],
    ),
    "an event set aside": ({"set_aside": 1}, ["1 events were set aside"]),
    "a lost case": (
        {
            "cases": [CASES[0], CASES[2]],
            "sent": without(SENT[3], SENT[8], SENT[9]),
        },
        [f"{ROAD}: 0 cases"],
    ),
    "two cases for one": (
        {
            "cases": [*CASES, StoredCase("นว-2570-000004-9", "p05", ROAD, row=4)],
            "sent": [
                *SENT,
                receipt("p05", "นว-2570-000004-9"),
                *(new_case(one, "นว-2570-000004-9", ROAD) for one in ("chang", "chang2")),
            ],
        },
        [f"{ROAD}: 2 cases"],
    ),
    "a case nobody confirmed": (
        {"did": replace(DID, filed={"p00": [LAMP], "p03": [STAFF]})},
        [f"{ROAD}: a case nobody finished filing"],
    ),
    "a number given twice": (
        {
            "cases": [*CASES, replace(CASES[0], detail=f"{LAMP[:-1]}2", warned={})],
            "did": replace(DID, filed={**DID.filed, "p00": [LAMP, f"{LAMP[:-1]}2"]}),
        },
        [f"{NUMBERS[0]} given 2 times"],
    ),
    "a case of the wrong person": (
        {"cases": [CASES[0], replace(CASES[1], detail=f"{ROAD} {LAMP}"), CASES[2]]},
        [f"{LAMP}: 2 cases", f"{NUMBERS[1]} of p05 says: {ROAD} {LAMP}"],
    ),
    "a photo that was lost": (
        {"photos": {**PHOTOS, "photo-1": Photo(AttachmentState.GONE, 1)}},
        ["photo photo-1 of p00 is 2, not 1"],
    ),
    "a photo nobody knows of": (
        {"photos": {**PHOTOS, "photo-1": Photo(None)}},
        ["photo photo-1 of p00 is None, not 1", "photo photo-1 of p00 is with case None"],
    ),
    "a photo with another's case": (
        {"photos": {**PHOTOS, "photo-1": Photo(AttachmentState.STORED, 2)}},
        ["photo photo-1 of p00 is with case 2"],
    ),
    "one sender out of order": (
        {
            "cases": [
                replace(CASES[0], detail=f"ไฟดับ {LAMP[:-1]}2"),
                replace(CASES[1], reporter="p00", detail=LAMP),
                CASES[2],
            ],
            "did": replace(DID, filed={"p00": [LAMP, f"{LAMP[:-1]}2"], "p03": [STAFF]}),
            "sent": [*without(SENT[3]), receipt("p00", NUMBERS[1])],
        },
        [f"p00: filed out of order: {[f'{LAMP[:-1]}2', LAMP]}"],
    ),
    "a name kept of someone who wished none to be": (
        {"cases": [*CASES[:2], replace(CASES[2], reporter="p03")]},
        [f"{NUMBERS[2]} about staff names p03, who wished not to be"],
    ),
    "a case two officers took": (
        {"cases": [replace(CASES[0], accepted=2), *CASES[1:]]},
        [f"{NUMBERS[0]} was accepted 2 times"],
    ),
    "a case neither of two officers took": (
        {"cases": [replace(CASES[0], accepted=0), *CASES[1:]], "sent": without(SENT[5])},
        [f"{NUMBERS[0]} was accepted by nobody, though two pressed"],
    ),
    "a month that was never frozen": (
        {"months": []},
        ["months told: [], due: ['2569-10']"],
    ),
    "a morning without a digest": (
        {"mornings": ["2026-11-20"]},
        ["no digest was made on 2026-11-23"],
    ),
}


@pytest.mark.parametrize(("change", "faults"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_promise_is_found(change, faults):
    assert sorted(broken_promises(replace(KEPT, **change))) == sorted(faults)
