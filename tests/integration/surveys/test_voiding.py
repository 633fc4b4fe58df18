"""Two officers declare a response invalid; it is shown as invalid without its answers or its author."""

from datetime import timedelta

import pytest

from domain.errors import Refused
from domain.organisation.officers import Role
from domain.surveys.participation import BURST_SIZE, DoorKind
from handlers.usecases import officers
from handlers.usecases.surveys import answering, form, form_entries, results, rounds, voiding
from tests.moments import DAY, NOON


@pytest.fixture
def people(office):
    """The officers on LINE: two of the section that runs the surveys, the ปลัด, and a head of another."""
    found = {}
    with office.uow(NOON - DAY) as uow:
        for number, (name, role, section) in enumerate(
            [
                ("สุภาพร", Role.OFFICER, "clerk"),
                ("มาลี", Role.OFFICER, "clerk"),
                ("ปลัดวิชัย", Role.PALAD, None),
                ("ผอ.ช่าง", Role.HEAD, "engineering"),
            ],
            1,
        ):
            _, code = officers.add(uow, name, role, section)
            officers.link(uow, f"U{number:032x}", code)
        for linked in uow.tx.officers.linked():
            found[linked.officer.name] = linked.officer
    return found


@pytest.fixture
def counter(office):
    with office.uow(NOON - DAY) as uow:
        found = rounds.standing_round(uow, "counter")
        return rounds.make_door(uow, found.id, DoorKind.COUNTER, service="waste_collection")


def sends(office, door, browser, now=NOON):
    with office.uow(now) as uow:
        opened = form.open_for_browser(uow, door.code, browser)
        keys = ("steps", "staff", "place", "channels", "overall")
        entered = form_entries.read(opened.form.question_set, {f"q-{key}": ["5"] for key in keys})
        form.store(uow, opened, entered)


def listed(office, officer, door):
    with office.uow(NOON + DAY) as uow:
        return voiding.doubted(uow, officer, door.round_id, 10)


def voided(office, people, door, number):
    """Request and agree to void this number of responses of a round, one by one; return the answers to officers."""
    said = []
    for _ in range(number):
        (one,) = listed(office, people["สุภาพร"], door)[0]
        with office.uow(NOON + DAY) as uow:
            voiding.ask(uow, people["สุภาพร"], one.response_id, "กดทดสอบ")
            said.append(voiding.agree(uow, people["มาลี"], one.response_id))
    return said


def seen(office, people, door, now=NOON + DAY):
    """Return what the section that runs the surveys sees of a round: responses, invalid ones, and all figures."""
    with office.uow(now) as uow:
        status = rounds.status(uow, door.round_id)
        figures = results.results(uow, people["สุภาพร"], door.round_id).figures
    asked = figures.questions if figures else ()
    return status.answered, status.void, [(one.n, one.options) for one in asked]


def test_one_asks_another_agrees_and_it_is_off_the_list(office, people, counter):
    sends(office, counter, "a" * 22)
    sends(office, counter, "b" * 22)
    ((one,), (other,)) = listed(office, people["สุภาพร"], counter)
    with office.uow(NOON + DAY) as uow:
        assert voiding.ask(uow, people["สุภาพร"], one.response_id, "เจ้าหน้าที่กดทดสอบ") == 1
        with pytest.raises(Refused, match="asked_already"):
            voiding.ask(uow, people["มาลี"], one.response_id, "ซ้ำ")
        with pytest.raises(Refused, match="needs_another"):
            voiding.agree(uow, people["สุภาพร"], one.response_id)
        with pytest.raises(Refused, match="needs_another"):
            voiding.agree(uow, people["มาลี"], other.response_id)
        assert rounds.status(uow, counter.round_id).answered == 2
        assert voiding.agree(uow, people["มาลี"], one.response_id) == voiding.Agreed(1, waiting=1)
    with office.uow(NOON + DAY) as uow, pytest.raises(Refused, match="no_such_response"):
        voiding.agree(uow, people["ปลัดวิชัย"], one.response_id)
    assert [item[0].response_id for item in listed(office, people["มาลี"], counter)] == [
        other.response_id
    ]


def test_figures_before_and_after_never_differ_by_less_than_five_people(office, people, counter):
    for number in range(17):
        sends(office, counter, f"{number:022}", NOON - timedelta(hours=17 - number))
    before = seen(office, people, counter)
    assert voided(office, people, counter, 4)[-1] == voiding.Agreed(1, waiting=4)
    assert seen(office, people, counter) == before
    assert voided(office, people, counter, 1) == [voiding.Agreed(1, waiting=0)]
    assert seen(office, people, counter)[:2] == (12, 5)
    assert {n for n, _ in before[2] if n} == {10}
    assert {n for n, _ in seen(office, people, counter)[2] if n} == {5}


def test_fewer_than_five_are_out_when_the_round_ends(office, people, counter):
    for number in range(6):
        sends(office, counter, f"{number:022}", NOON - timedelta(hours=12 - number))
    voided(office, people, counter, 1)
    with office.uow(NOON + DAY) as uow:
        rounds.close_round(uow, counter.round_id)
    closed = seen(office, people, counter)
    assert closed[:2] == (5, 1)
    # From now on the executives see the figures, so later agreements wait until there are five.
    voided(office, people, counter, 1)
    with office.uow(NOON + DAY + timedelta(hours=9)) as uow:
        assert voiding.void_in_ended(uow) == 0
    assert seen(office, people, counter) == closed


def test_so_they_are_at_the_end_of_a_round_that_nobody_closed(office, people, counter):
    sends(office, counter, "a" * 22)
    voided(office, people, counter, 1)
    with office.uow(NOON + DAY) as uow:
        ends = rounds.get(uow, counter.round_id).ended_at
        assert voiding.void_in_ended(uow) == 0
    with office.uow(ends + timedelta(minutes=10)) as uow:
        assert voiding.void_in_ended(uow) == 1
    assert seen(office, people, counter, ends + DAY)[:2] == (0, 1)


def test_they_are_out_although_nothing_ran_on_the_day_after(office, people, counter):
    sends(office, counter, "a" * 22)
    voided(office, people, counter, 1)
    with office.uow(NOON + DAY) as uow:
        ends = rounds.get(uow, counter.round_id).ended_at
    with office.uow(ends + 3 * DAY) as uow:
        assert voiding.void_in_ended(uow) == 1


def test_what_is_agreed_about_after_that_waits_although_the_job_runs_again(office, people, counter):
    """The job runs at every start of the program."""
    sends(office, counter, "a" * 22)
    sends(office, counter, "b" * 22, NOON - DAY / 24)
    voided(office, people, counter, 1)
    with office.uow(NOON + DAY) as uow:
        ends = rounds.get(uow, counter.round_id).ended_at
    with office.uow(ends + timedelta(minutes=10)) as uow:
        assert voiding.void_in_ended(uow) == 1
    voided(office, people, counter, 1)
    with office.uow(ends + timedelta(hours=9)) as uow:
        assert voiding.void_in_ended(uow) == 0


def test_what_was_asked_may_be_declined_and_asked_again(office, people, counter):
    sends(office, counter, "a" * 22)
    ((one,),) = listed(office, people["สุภาพร"], counter)
    with office.uow(NOON + DAY) as uow:
        voiding.ask(uow, people["สุภาพร"], one.response_id, "กดผิด")
        voiding.decline(uow, people["ปลัดวิชัย"], one.response_id)
        with pytest.raises(Refused, match="needs_another"):
            voiding.agree(uow, people["มาลี"], one.response_id)
        with pytest.raises(Refused, match="reason_missing"):
            voiding.ask(uow, people["มาลี"], one.response_id, "  ")
        voiding.ask(uow, people["มาลี"], one.response_id, "กดผิดจริง")


def test_a_burst_is_declared_at_once_and_one_response_beside_it_stays(office, people, counter):
    sends(office, counter, "z" * 22, NOON - timedelta(hours=3))
    for number in range(BURST_SIZE + 1):
        sends(office, counter, f"{number:022}", NOON + timedelta(seconds=number))
    burst, alone = listed(office, people["ปลัดวิชัย"], counter)
    assert (len(burst), len(alone)) == (BURST_SIZE + 1, 1)
    with office.uow(NOON + DAY) as uow:
        voiding.ask(uow, people["ปลัดวิชัย"], burst[3].response_id, "เข้ามาเป็นชุดจากเครื่องเดียว")
        assert voiding.agree(uow, people["มาลี"], burst[7].response_id).count == BURST_SIZE + 1
        status = rounds.status(uow, counter.round_id)
    assert (status.answered, status.void) == (1, BURST_SIZE + 1)


def test_nobody_else_may_and_an_answer_in_line_is_listed_for_nobody(office, people, counter):
    sends(office, counter, "a" * 22)
    with office.uow(NOON) as uow:
        door = rounds.door_of(uow, counter.round_id, DoorKind.CHAT)
        asked = answering.open_form(uow, door.id, "U" + "e" * 32, "visit:tax_payment:2026-10-01")
        answering.answer(uow, asked, "steps", (1,))
    ((one,),) = listed(office, people["สุภาพร"], counter)
    with office.uow(NOON + DAY) as uow:
        for act in (
            lambda officer: voiding.doubted(uow, officer, counter.round_id, 9),
            lambda officer: voiding.ask(uow, officer, one.response_id, "ไม่ชอบ"),
            lambda officer: voiding.agree(uow, officer, one.response_id),
            lambda officer: voiding.decline(uow, officer, one.response_id),
        ):
            with pytest.raises(Refused, match="not_allowed"):
                act(people["ผอ.ช่าง"])
        with pytest.raises(Refused, match="no_such_response"):
            voiding.ask(uow, people["สุภาพร"], 1, "ไม่มี")


def test_the_others_who_may_agree_are_told_at_once_and_not_what_was_answered(
    office, people, counter
):
    sends(office, counter, "a" * 22)
    ((one,),) = listed(office, people["สุภาพร"], counter)
    with office.uow(NOON + DAY) as uow:
        voiding.ask(uow, people["สุภาพร"], one.response_id, "กดทดสอบ")
    with office.store.read() as tx:
        told = tx.connection.exec_driver_sql("SELECT recipient FROM outbox").scalars().all()
    assert len(set(told)) == len(told) == 2
