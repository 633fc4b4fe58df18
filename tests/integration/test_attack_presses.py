"""Whoever forges a button gets nothing by it: no case that is not theirs is shown, and none is changed.

The buttons come from the registry and the code (tests/forged.py): every flow, every step, every id there is.
"""

import itertools

import pytest
from sqlalchemy import event

from domain.cases.complaint import WaitingFor
from domain.cases.lifecycle import Action
from handlers.conversations import FLOWS
from handlers.conversations.officer import action as officer_act
from handlers.conversations.reporter import answer_or_dispute
from handlers.core.messages import EventKind, InboundEvent, Postback
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Evidence
from handlers.routing.router import respond
from handlers.usecases import case_filing, complaints
from handlers.usecases.case_filing import NewComplaint
from storage.db.column_types import metadata
from storage.people.conversations import ConversationState
from tests.forged import FOREIGN_IDS, open_buttons, presses_of
from tests.integration.hidden_cases import (
    ACTORS,
    DEFERRED_TEXT,
    DRAFT,
    NEIGHBOUR,
    OWNER,
    RATED_DRAFT,
    RESIDENT,
    RUNNING_DRAFT,
    STRANGER,
    full_of_secrets,
    rows_of,
)
from tests.moments import DAY, HOUR, NOON


@pytest.fixture
def world(office):
    return full_of_secrets(office)


class Forger:
    """Presses as somebody, looks what came of it, and undoes it. `faults`: who, which button, what harm."""

    def __init__(self, world, tx):
        self.world = world
        self.tx = tx
        self.uow = UnitOfWork(world.office, tx, NOON)
        self.faults = []
        self._written = set()
        event.listen(tx.connection, "before_cursor_execute", self._note)

    def press(self, actor, press, hidden_words=()):
        incoming = InboundEvent(EventKind.POSTBACK, actor, actor, NOON, postback=press)
        before = self.tx.conversations.find(RESIDENT)
        savepoint = self.tx.connection.begin_nested()
        self._written.clear()
        try:
            said = str(respond(self.uow, incoming))
            harm = [("reveals", word) for word in hidden_words if word in said]
            harm += [
                ("changes", name)
                # What everybody uses of their own day is counted whatever they press.
                for name in self._written - {"conversation", "daily_use"}
                if self._differs(name)
            ]
            if actor != RESIDENT and self.tx.conversations.find(RESIDENT) != before:
                harm.append(("changes", "another's conversation"))
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
            said, harm = "", [("fails", repr(fault)[:200])]
        finally:
            savepoint.rollback()
        self.faults += [(actor, str(press), *one) for one in harm]
        return said

    def _note(self, _connection, _cursor, statement, *_rest):
        verb, *rest = statement.split()
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            self._written.add(rest[0] if verb == "UPDATE" else rest[1])

    def _differs(self, name):
        return rows_of(self.tx, metadata.tables[name]) != self.world.rows[name]


@pytest.fixture
def forger(world, store):
    with store.begin() as tx:
        yield Forger(world, tx)


@pytest.fixture
def live_buttons(forger):
    """Flow and step of each button that belongs to no draft and is known at all, to whomever."""
    unknown = {forger.press(actor, Postback("none", "none", "1")) for actor in (RESIDENT, "Uchang")}
    live = [
        (flow, step)
        for flow, step in open_buttons()
        if {forger.press(actor, Postback(flow, step, "1")) for actor in (RESIDENT, "Uchang")}
        != unknown
    ]
    # What they may do with their own case is no harm.
    forger.faults.clear()
    return live


def everyone(forger):
    """Each person with some of the cases hidden from them, one of each kind, and the words of all of those."""
    for actor in ACTORS:
        hidden = forger.world.hidden_from(forger.uow, actor)
        kinds = {}
        for case in map(forger.tx.all_cases.get, hidden):
            kinds.setdefault((case.restricted, case.is_open), case.id)
        yield actor, sorted(kinds.values()), forger.world.words_hidden_from(forger.uow, actor)


def test_the_vocabulary_of_forged_buttons_is_that_of_the_code(live_buttons):
    assert {flow for flow, _ in live_buttons} >= {"officer", "own", "track", "missed", "rating"}
    known = {f"{flow}/{step}" for flow, step in live_buttons}
    assert known >= {"officer/show", "officer/close", "own/confirm", "track/show", "missed/show"}


def test_everyone_has_something_hidden_from_them(forger):
    """Else nothing could leak."""
    hidden = {actor: len(forger.world.hidden_from(forger.uow, actor)) for actor in ACTORS}
    assert hidden == {
        RESIDENT: 6,
        NEIGHBOUR: 6,
        STRANGER: 11,
        "Uchang": 7,
        "Uhead": 7,
        "Uother_officer": 9,
        "Uother_head": 9,
        "Uintegrity": 9,
        "Upalad": 2,
        "Unayok": 3,
        "Uadmin": 11,
        "Uleaver": 11,
    }


def test_no_button_reveals_or_changes_what_is_not_ones_own(forger, live_buttons):
    for actor, hidden, words in everyone(forger):
        for (flow, step), case in itertools.product(live_buttons, hidden):
            forger.press(actor, Postback(flow, step, str(case)), words)
    assert forger.faults == []


def test_no_id_that_is_none_and_no_message_of_another_is_answered(forger, live_buttons):
    for (flow, step), value in itertools.product(
        live_buttons, (*FOREIGN_IDS, str(forger.world.outbox_row))
    ):
        forger.press(STRANGER, Postback(flow, step, value), {DEFERRED_TEXT, DRAFT})
        if flow == "officer":
            forger.press("Uchang", Postback(flow, step, value))
    assert forger.faults == []


def test_no_button_of_another_s_draft_does_anything(forger):
    for flow in FLOWS.values():
        for press in presses_of(flow, RUNNING_DRAFT, {"yes", "1"}):
            forger.press(STRANGER, press, {DEFERRED_TEXT, DRAFT})
            forger.press("Uhead", press, {DEFERRED_TEXT, DRAFT})
    assert forger.faults == []


@pytest.mark.parametrize("question", ["overall", "why", "words", "subject", "nothing"])
def test_nobody_changes_anothers_answers_or_rates_anothers_case(forger, question):
    """By the buttons of the conversation in which it was rated, or by a draft that names the case."""
    for actor, hidden, words in everyone(forger):
        if actor == RESIDENT:
            continue
        for value in ("1", "0", "stop", "pause", "case-1", *FOREIGN_IDS):
            forger.press(actor, Postback("survey", question, value, RATED_DRAFT), words)
        for case in hidden:
            known = {"door": 1, "subject": f"case:{case}"}
            place = ConversationState("survey", "e" * 12, known)
            forger.tx.conversations.put(actor, place, NOON - HOUR)
            forger.press(actor, Postback("survey", question, "1", "e" * 12), words - {DRAFT})
    assert forger.faults == []


SAID = {
    "note": "ข้อความ",
    "destination": "health",
    "waiting_for": next(iter(WaitingFor)).value,
    "review": (NOON + 7 * DAY).date().isoformat(),
    "reason": "ไม่มีสิ่งให้ถ่าย",
}
"""What has been answered before an act is done."""


@pytest.mark.parametrize(
    "flow", [officer_act.FLOW, answer_or_dispute.FLOW], ids=lambda one: one.name
)
def test_an_act_begun_when_one_might_is_not_done_when_one_may_no_longer(forger, flow):
    """A case was handed on, an officer left or was accused, between the first button and the last."""
    for actor, hidden, words in everyone(forger):
        for case, action, said in itertools.product(hidden, Action, ({}, SAID)):
            known = {"case": case, "action": action.value, "reporter": actor, **said}
            place = ConversationState(flow.name, "e" * 12, known)
            forger.tx.conversations.put(actor, place, NOON - HOUR)
            forger.press(actor, Postback(flow.name, "check", "yes", "e" * 12), words - {DRAFT})
    # What no screen of ours leads to (an act that takes no check) may fail: then nothing is done at all.
    assert [fault for fault in forger.faults if fault[2] != "fails"] == []


def test_a_reader_may_look_and_changes_nothing(forger, live_buttons):
    """The นายก sees ordinary cases and handles none."""
    seen = set(forger.world.secrets) - forger.world.hidden_from(forger.uow, "Unayok")
    for (flow, step), case in itertools.product(live_buttons, sorted(seen)):
        forger.press("Unayok", Postback(flow, step, str(case)))
    # An executive may order the section to go on with a case: the case itself stays as it is.
    ordered = {fault[3] for fault in forger.faults if fault[1].startswith("officer/urge/")}
    assert ordered == {"instruction", "audit", "outbox"}
    assert [fault for fault in forger.faults if not fault[1].startswith("officer/urge/")] == []


def test_the_same_look_finds_what_an_officer_may_do(forger):
    """That it is shown, and that it changes: so the others could have been caught."""
    own, words = next(iter(forger.world.secrets.items()))
    forger.press("Uchang", Postback("officer", "show", str(own)), words)
    forger.press("Uchang", Postback("officer", "accept", str(own)))
    assert {fault[3] for fault in forger.faults} == {*words, "complaint", "audit", "outbox"}


def test_a_photo_of_another_s_draft_never_comes_into_one_s_case(forger):
    photo = forger.world.photo
    for owner, kept in (("draft:a thief's", []), (OWNER, [photo])):
        taken = Evidence((photo,), owner)
        new = NewComplaint("light", "ไฟดับ", evidence=taken)
        case = case_filing.file(forger.uow, NEIGHBOUR, new, owner[-8:])
        complaints.reporter_acts(
            forger.uow, NEIGHBOUR, case.id, Action.ADD, note="x", evidence=taken
        )
        assert [one.id for one in forger.tx.attachments.of_case(case.id)] == kept
