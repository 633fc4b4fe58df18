"""Who may read a staff complaint: the accused stay excluded, whatever happens to their post, name or row."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases.accused import Accusation, Basis, Certainty, Evidence
from domain.cases.matcher import Matcher, Statement
from domain.cases.reader import Candidate, Change, Choice, barred, choose_custodian, grown, may_read
from domain.cases.staff import Appointment
from domain.organisation.officers import Role
from tests.unit.domain.cases.test_accused import SENTENCES, staff_of, vocabulary

ORDER = (Role.INTEGRITY, Role.PALAD, Role.NAYOK)
NOBODY = Accusation()
LAWYER = Appointment(1, ("อรุณ แสงทอง",), Role.INTEGRITY)
PALAD = Appointment(2, ("วิชัย ทองแท้",), Role.PALAD)
NAYOK = Appointment(3, ("สมบัติ มั่งมี",), Role.NAYOK)
CLERK = Appointment(4, ("มาลี ศรีสุข",), Role.OFFICER, "clerk")
CHANG = Appointment(5, ("เอก บุญมา",), Role.OFFICER, "engineering")
EVERYONE = (LAWYER, PALAD, NAYOK, CLERK, CHANG)


def serving(*appointments):
    return [Candidate(one.officer_id, one.role, one.active) for one in appointments]


def custodian(accusation, appointments=EVERYONE, current=None, candidates=None):
    return choose_custodian(
        accusation, candidates or serving(*appointments), current, staff_of(appointments), ORDER
    )


def accusing(*told, appointments=EVERYONE):
    return Matcher(staff_of(appointments), vocabulary()).find(Statement(" ".join(told)))


@pytest.mark.parametrize(
    ("story", "excluded"),
    [
        ("เจ้าหน้าที่เรียกเงิน", set()),
        ("อรุณเรียกเงิน", {1, 4}),
        ("มาลีเรียกเงิน", {1, 4}),
        ("เจ้าหน้าที่สำนักงานปลัดเรียกเงิน", {1, 4}),
        ("ปลัดเรียกเงิน", {2}),
        ("รองปลัดเรียกเงิน", {2}),
        ("เลขานายกเรียกเงิน", {3}),
        ("ผู้บริหารเรียกเงิน", {2, 3}),
        ("กองช่างเรียกเงิน", {5}),
        ("ผู้ใหญ่บ้านเรียกเงิน", set()),
    ],
)
def test_the_accused_and_their_unit_never_read(story, excluded):
    assert barred(accusing(story), staff_of(EVERYONE)) == excluded


def test_a_custodian_without_a_section_belongs_to_the_unit_configured_for_them():
    assert staff_of(EVERYONE).units_of(LAWYER) == {"clerk"}
    assert staff_of(EVERYONE).units_of(replace(LAWYER, department="finance")) == {"finance"}
    assert staff_of(EVERYONE).units_of(replace(PALAD, department="clerk")) == {"clerk", "palad"}


@pytest.mark.parametrize(
    "again",
    [
        Appointment(9, ("นายวิชัย ทองแท้",), Role.INTEGRITY, "finance"),
        Appointment(9, ("ว่าที่ร้อยตรีวิชัย ใหม่สกุล",), Role.INTEGRITY, "finance"),
        Appointment(9, ("วิไชย ทองแท้",), Role.INTEGRITY, "finance"),
        Appointment(9, ("คนละชื่อ",), Role.INTEGRITY, "finance", accounts=frozenset({"a"})),
        Appointment(2, ("วิชัย ทองแท้",), Role.INTEGRITY, "finance"),
    ],
    ids=["same name", "new surname", "other spelling", "same account", "moved"],
)
def test_whoever_was_accused_is_the_same_person_in_another_post(again):
    before = replace(PALAD, accounts=frozenset({"a"}))
    accusation = accusing("ปลัดเรียกเงิน", appointments=(before, NAYOK))
    later = (replace(before, active=False), NAYOK, again)
    assert custodian(accusation, later) == Choice(3, Change.FIRST)


def test_a_unit_mate_who_left_the_unit_stays_excluded():
    moved = (CLERK, Appointment(4, CLERK.names, Role.INTEGRITY, "finance"), PALAD)
    assert custodian(accusing("สำนักปลัดเรียกเงิน"), moved) == Choice(2, Change.FIRST)


def test_an_accused_who_was_moved_takes_the_exclusion_to_the_new_unit():
    moved = replace(PALAD, role=Role.OFFICER, department="finance")
    beside = Appointment(9, ("คนใหม่",), Role.INTEGRITY, "finance")
    assert barred(accusing("ปลัดเรียกเงิน"), staff_of((moved, beside, NAYOK))) == {2, 9}


def test_a_unit_mate_who_was_moved_and_appointed_anew_stays_excluded():
    accusation = grown(accusing("สำนักปลัดเรียกเงิน"), staff_of(EVERYONE))
    moved = replace(CLERK, role=Role.OFFICER, department="finance", active=False)
    anew = Appointment(9, CLERK.names, Role.INTEGRITY, "welfare")
    assert 9 in barred(accusation, staff_of((moved, anew, PALAD)))


def test_the_chosen_custodian_stays_when_an_earlier_post_is_filled():
    without = tuple(one for one in EVERYONE if one is not LAWYER)
    assert custodian(NOBODY, without) == Choice(2, Change.FIRST)
    assert custodian(NOBODY, current=2) == Choice(2, Change.KEPT)


def test_a_custodian_accused_later_is_recused():
    assert custodian(accusing("ปลัดเรียกเงิน"), current=2) == Choice(1, Change.RECUSED)


def test_a_custodian_who_left_or_does_not_answer_hands_over():
    gone = (replace(LAWYER, active=False), PALAD, NAYOK)
    assert custodian(NOBODY, gone, current=1) == Choice(2, Change.HANDED_OVER)
    silent = [Candidate(1, Role.INTEGRITY, active=True, is_passed_over=True), *serving(PALAD)]
    assert custodian(NOBODY, candidates=silent, current=1) == Choice(2, Change.HANDED_OVER)
    assert custodian(NOBODY, candidates=silent[:1], current=1) == Choice(1, Change.KEPT)


def test_whoever_cannot_be_reached_comes_after_whoever_can():
    unlinked = [Candidate(1, Role.INTEGRITY, active=True, is_reachable=False), *serving(PALAD)]
    assert custodian(NOBODY, candidates=unlinked) == Choice(2, Change.FIRST)


def test_nobody_is_left():
    assert custodian(accusing("อรุณ ปลัด และนายกแบ่งเงินกัน")) == Choice(None, Change.NOBODY)


def test_nobody_reads_unless_chosen_active_a_custodian_and_not_barred():
    staff = staff_of(EVERYONE)
    lawyer, palad = serving(LAWYER, PALAD)
    assert may_read(NOBODY, 1, lawyer, staff, ORDER)
    assert not may_read(None, 1, lawyer, staff, ORDER)
    assert not may_read(NOBODY, None, lawyer, staff, ORDER)
    assert not may_read(NOBODY, 1, palad, staff, ORDER)
    assert not may_read(NOBODY, 1, replace(lawyer, active=False), staff, ORDER)
    assert not may_read(accusing("อรุณเรียกเงิน"), 1, lawyer, staff, ORDER)
    assert not may_read(NOBODY, 5, Candidate(5, Role.OFFICER, active=True), staff, ORDER)


def test_an_accusation_survives_storage():
    evidence = Evidence("officer:2", "story", "วิชัย", Basis.NAME, Certainty.LIKELY)
    before = Accusation(
        frozenset({2}),
        frozenset({Role.PALAD}),
        frozenset({"clerk"}),
        frozenset({"council"}),
        frozenset({2, 4}),
        answered=True,
        evidence=frozenset({evidence}),
    )
    assert Accusation.from_record(before.as_record()) == before
    with pytest.raises(KeyError):
        Accusation.from_record({})


# ------------------------------------------------------------------ properties
STORIES = st.sampled_from([words for part, words, *_ in SENTENCES if part == "story"])
NAMES = ("อรุณ แสงทอง", "วิชัย ทองแท้", "มาลี ศรีสุข", "แดง บุญมา", "ณรงค์ ชื่นบาน", "สมบัติ มั่งมี")
POSTS = st.tuples(st.sampled_from(Role), st.sampled_from([None, "clerk", "engineering", "finance"]))


@st.composite
def histories(draw):
    """Acts on an office in turn: appoint, remove, move, rename, link, or one more text of the reporter."""
    acts = st.sampled_from(["appoint", "remove", "move", "rename", "link", "tell"])
    return [
        (act, draw(st.integers(0, 9)), draw(st.sampled_from(NAMES)), draw(POSTS), draw(STORIES))
        for act in draw(st.lists(acts, min_size=1, max_size=12))
    ]


def after(rows, act, at, name, post):
    """Return the rows after one act; a row keeps no history, like the table of officers."""
    role, department = post
    if act == "appoint" or not rows:
        return [*rows, Appointment(len(rows) + 1, (name,), role, department)]
    one = rows[at % len(rows)]
    changed = {
        "remove": replace(one, active=False, accounts=frozenset()),
        "move": replace(one, role=role, department=department),
        "rename": replace(one, names=(name,)),
        "link": replace(one, accounts=frozenset({name})),
    }[act]
    return [changed if row is one else row for row in rows]


@settings(deadline=None, max_examples=60)
@given(STORIES, histories())
def test_no_history_frees_anybody_who_was_excluded(story, history):
    rows = list(EVERYONE)
    accusation = grown(accusing(story, appointments=rows), staff_of(rows))
    chosen = custodian(accusation, rows).custodian
    for act, at, name, post, said in history:
        before, held = accusation, chosen
        if act == "tell":
            accusation |= accusing(said, appointments=rows)
        else:
            rows = after(rows, act, at, name, post)
        staff = staff_of(rows)
        accusation = grown(accusation, staff)
        assert before.barred <= accusation.barred
        choice = custodian(accusation, rows, held)
        chosen = choice.custodian
        assert chosen not in accusation.barred
        assert (chosen == held) == (choice.change is Change.KEPT or {chosen, held} == {None})
        readers = {
            one.officer_id
            for one in serving(*rows)
            if may_read(accusation, chosen, one, staff, ORDER)
        }
        assert readers == ({chosen} - {None})


@settings(deadline=None, max_examples=60)
@given(st.lists(STORIES, min_size=1, max_size=4), st.randoms())
def test_the_order_of_what_is_told_changes_nothing(stories, random):
    matcher = Matcher(staff_of(EVERYONE), vocabulary())
    once = [matcher.find(Statement(one)) for one in stories]
    shuffled = random.sample(once, len(once))
    first, second = NOBODY, NOBODY
    for one in once:
        first |= one
    for one in shuffled:
        second |= one
    assert first == second
    assert barred(first, staff_of(EVERYONE)) >= barred(once[0], staff_of(EVERYONE))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_taken(story, who):
    found = Matcher(staff_of(EVERYONE), vocabulary()).find(Statement(story, who, later=(who,)))
    assert Accusation.from_record(found.as_record()) == found


def test_the_name_tells_the_accused_who_is_appointed_later():
    later = Appointment(9, ("สมหญิง รักงาน",), Role.INTEGRITY)
    rows = (*EVERYONE[1:], later)
    accusation = accusing("คุณสมหญิงเรียกเงิน") | accusing("คุณสมหญิงเรียกเงิน", appointments=rows)
    assert custodian(accusation, rows) == Choice(2, Change.FIRST)
