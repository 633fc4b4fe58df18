"""Faults in a file of questions are reported with file and line, and only a valid set is read."""

import random
from importlib import resources
from pathlib import Path

import pytest

from domain.surveys.question_set import Condition, Destination, Kind, Purpose, SameAs
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.surveys.file import check_content
from storage.organisation_data.surveys.reading import (
    check_file,
    newest,
    read_question_sets,
    read_shared_words,
)

WORDS = read_shared_words()
SOUND = """\
key = "counter"
version = 2
purpose = "satisfaction"
source = "ours"
[scale.sat]
codes = [3, 2, 1]
th = ["มาก", "กลาง", "น้อย"]
en = ["Much", "Some", "Little"]
outside = "ไม่ทราบ"
[[question]]
key = "q1"
aspect = "steps"
kind = "scale"
scale = "sat"
th = "ขั้นตอน"
en = "Steps"
[[question]]
key = "why"
kind = "many"
ask_if = { question = "q1", at_most = 2 }
choices = ["slow", "money"]
leads_to = { money = "conduct" }
th = "เพราะอะไร"
en = "Why"
"""


def check(text: str):
    return check_content(text.encode(), "own.toml", WORDS)


def test_a_sound_file_becomes_a_set():
    checked = check(SOUND)
    assert (checked.faults, checked.warnings) == ((), ())
    steps, why = checked.question_set.questions
    assert [option.th for option in steps.options] == ["มาก", "กลาง", "น้อย"]
    assert (steps.outside.code, steps.outside.th) == (0, "ไม่ทราบ")
    assert why.ask_if == Condition("q1", at_most=2)
    assert [(one.code, one.key, one.leads_to) for one in why.options] == [
        (1, "slow", None),
        (2, "money", Destination.CONDUCT),
    ]
    assert [one.key for one in checked.question_set.aspects] == ["steps"]
    assert checked.question_set.th == "แบบสำรวจความพึงพอใจผู้รับบริการ"


Q1, WHY = '[[question]]\nkey = "q1"', '[[question]]\nkey = "why"'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version = 2", "versoin = 2", "2: versoin: is not a known key"),
        ("version = 2", "", "1: version: is missing"),
        ("version = 2", "version = true", "2: version: must be a whole number from 1 to 9999"),
        ('purpose = "satisfaction"', 'purpose = "fun"', "3: purpose: 'fun' is not one of"),
        ('key = "counter"', 'key = "Counter 1"', "1: key: must be 1 to 20 small Latin"),
        ("[3, 2, 1]", "[1]", "6: scale.sat.codes: a scale has 2 to 7 levels, this one 1"),
        ("[3, 2, 1]", "[8,7,6,5,4,3,2,1]", "6: scale.sat.codes: a scale has 2 to 7 levels"),
        ("[3, 2, 1]", "[3, 1, 2]", "6: scale.sat.codes: must be 1 to 3, rising or falling"),
        ("[3, 2, 1]", "[3, 2, 0]", "6: scale.sat.codes: must be 1 to 3, rising or falling"),
        ("[3, 2, 1]", '["a"]', "6: scale.sat.codes: must be a list of whole numbers"),
        ('"กลาง", "น้อย"]', '"กลาง"]', "7: scale.sat.th: has 2 words for 3 levels"),
        ('"กลาง", "น้อย"]', '"มาก", "น้อย"]', "7: scale.sat.th: 'มาก' is there twice"),
        ('th = ["มาก", "กลาง", "น้อย"]', "", "5: scale.sat.th: is missing"),
        ('kind = "scale"', 'kind = "slider"', "13: question[1].kind: 'slider' is not one of"),
        ('scale = "sat"', 'scale = "sad"', "14: question[1].scale: 'sad' has no [scale.sad]"),
        ('aspect = "steps"', 'aspect = "colour"', "12: question[1].aspect: 'colour' is not one"),
        ('th = "ขั้นตอน"', "", "10: question[1].th: is missing"),
        ('th = "ขั้นตอน"', f'th = "{"ก" * 501}"', "15: question[1].th: has 501 characters"),
        ('key = "why"', 'key = "q1"', "18: question[2].key: 'q1' is there twice"),
        ('question = "q1"', 'question = "why"', "20: question[2].ask_if.question: names 'why', which comes later or is this one"),
        ('question = "q1"', 'question = "q9"', "20: question[2].ask_if.question: names 'q9', which is not in this set"),
        ("at_most = 2", "at_most = 9", "20: question[2].ask_if.at_most: must be a whole number from 1 to 3"),
        (", at_most = 2", "", "20: question[2].ask_if: needs at_least, at_most or is"),
        ("at_most = 2", 'is = "5"', "20: question[2].ask_if.is: '5' is not an answer of q1"),
        ('kind = "many"', 'kind = "many"\nreverse = true', "20: question[2].reverse: a question of kind many has none"),
        ('kind = "many"', 'kind = "many"\nindicator = 6', "20: question[2].indicator: a question of kind many has none"),
        ('["slow", "money"]', '["slow", "moon"]', "21: question[2].choices[2]: 'moon' is not one of slow"),
        ('["slow", "money"]', '["slow", "slow"]', "21: question[2].choices: key 'slow' is there twice"),
        ('["slow", "money"]', '["slow"]', "21: question[2].choices: must be a list of 2 to 30"),
        ("money = ", "honey = ", "22: question[2].leads_to.honey: is not a choice of this question"),
        ('"conduct"', '"police"', "22: question[2].leads_to.money: 'police' is not one of conduct, complaint"),
        (WHY, f"[nonsense]\n{WHY}", "17: nonsense: is not a known key"),
        ("[[question]]", "[question]", "is not TOML"),
        ('kind = "many"', 'kind = "many"\nmost = 3', "20: question[2].most: must be a whole number from 1 to 2"),
        ('kind = "many"', 'kind = "many"\nsame_as = { version = 2 }', "20: question[2].same_as: must name an earlier version"),
        ('kind = "many"', 'kind = "many"\noutside_en = "None"', "20: question[2].outside_en: has no `outside` beside it"),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_its_line(old, new, fault):
    checked = check(
        SOUND.replace(old, new, 1) if old != "[[question]]" else SOUND.replace(old, new)
    )
    named = [line for line in checked.faults if line.startswith("own.toml:") and fault in line]
    assert (checked.question_set, len(named)) == (None, 1), checked.faults


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    text = (
        SOUND.replace("version = 2", "version = 0").replace('"conduct"', "1").replace("[3,", "[4,")
    )
    lines = [int(fault.split(":")[1]) for fault in check(text).faults]
    assert lines == [2, 6, 22]


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ('outside = "ไม่ทราบ"', "", "14: question[1].scale: has no `outside`"),
        ('outside = "ไม่ทราบ"', f'outside = "{"ก" * 21}"', "9: scale.sat.outside: has over 20"),
        ('en = "Steps"', "", "10: question[1].en: is missing"),
        ('en = ["Much", "Some", "Little"]', "", "5: scale.sat.en: is missing"),
        ('source = "ours"', "", "1: has no `source`"),
        ("ขั้นตอน", "สะดวกและรวดเร็ว", "15: question[1].th: may ask two things at once"),
        ('"มาก",', f'"{"มาก" * 20}",', "11: question[1].key: has an answer of over 35 characters"),
    ],
)
def test_what_is_rarely_meant_is_a_warning_and_the_set_is_sound(old, new, warning):
    checked = check(SOUND.replace(old, new, 1))
    assert checked.question_set is not None
    assert [line for line in checked.warnings if line.startswith(f"own.toml:{warning}")] == [
        *checked.warnings
    ]
    assert checked.warnings


def test_over_seven_questions_are_warned_of():
    more = "".join(
        f'[[question]]\nkey = "t{n}"\nkind = "text"\nth = "ก"\nen = "a"\n' for n in range(6)
    )
    assert check(SOUND + more).warnings == (
        "own.toml:1: has 8 questions; over 7 the chat offers the form first",
    )


EVER = SOUND.replace("[3, 2, 1]", "[2, 1]")
EVER = EVER.replace('["มาก", "กลาง", "น้อย"]', '["เคย", "ไม่เคย"]')
EVER = EVER.replace('["Much", "Some", "Little"]', '["Yes", "No"]').replace(
    ", at_most = 2", ", at_most = 1"
)
EVER = EVER.replace("ขั้นตอน", "ท่านเคยถูกเรียกเงินหรือของตอบแทนหรือไม่").replace("Steps", "Money?")
ALERTS_NOBODY = "own.toml:15: question[1].th: speaks of money or gifts, and no answer alerts"


@pytest.mark.parametrize(
    ("extra", "is_warned"),
    [("", True), ('leads_to = { 2 = "conduct" }\n', False), ("reverse = true\n", False)],
)
def test_a_question_about_money_that_alerts_nobody_is_warned_of(extra, is_warned):
    checked = check(EVER.replace('scale = "sat"\n', f'scale = "sat"\n{extra}'))
    assert checked.faults == ()
    assert [one.startswith(ALERTS_NOBODY) for one in checked.warnings] == [True] * is_warned
    first = checked.question_set.questions[0]
    assert first.is_alarming(2) is not is_warned
    assert not first.is_alarming(1)


def test_a_choice_about_money_that_alerts_nobody_is_warned_of():
    text = SOUND.replace('leads_to = { money = "conduct" }\n', "")
    assert [one for one in check(text).warnings if "money or gifts" in one]


def test_how_often_money_is_demanded_alerts_at_the_bad_end():
    text = SOUND.replace("ขั้นตอน", "พนักงานเรียกรับเงินบ่อยเพียงใด")
    often = check(
        text.replace('scale = "sat"', 'scale = "sat"\nreverse = true')
    ).question_set.questions[0]
    assert [often.destination(code) for code in (3, 2, 1)] == [Destination.CONDUCT, None, None]


def test_money_asked_only_of_some_is_warned_of_in_a_survey_on_the_themes_of_the_eit():
    text = SOUND.replace('"satisfaction"', '"eit_aligned"')
    assert [line for line in check(text).warnings if "of everyone" in line] == [
        "own.toml:20: question[2].ask_if: money or gifts are asked of everyone, not of some"
    ]


def test_choices_of_ones_own_numbers_bands_and_a_continued_question_are_read():
    text = SOUND + (
        '[aspect.mine]\nth = "ของเรา"\n'
        '[[question]]\nkey = "age"\nkind = "one"\naspect = "mine"\nth = "อายุ"\nen = "Age"\n'
        'outside = "ไม่บอก"\nsame_as = { version = 1 }\n'
        'choices = [\n  { key = "young", th = "ไม่เกิน 35", en = "Up to 35" },\n'
        '  { key = "old", th = "เกิน 35", en = "Over 35" },\n]\n'
        '[[question]]\nkey = "visits"\nkind = "number"\nleast = 1\nmost = 50\nth = "กี่ครั้ง"\n'
        'en = "Visits"\nask_if = { question = "age", is = ["old", "outside"] }\n'
        '[[question]]\nkey = "hint"\nkind = "note"\nth = "ขอบคุณ"\nen = "Thanks"\n'
    )
    checked = check(text)
    assert checked.faults == ()
    age, visits, hint = checked.question_set.questions[2:]
    assert [(one.code, one.key) for one in age.options] == [(1, "young"), (2, "old")]
    assert age.same_as == SameAs("counter", 1, "age")
    assert (visits.least, visits.most, visits.ask_if.any_of) == (1, 50, (2, 0))
    assert hint.kind is Kind.NOTE


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", "x:1: is empty"),
        (b"\xef\xbb\xbf \r\n", "x:1: is empty"),
        ("key = 1".encode("utf-16"), "x:1: is UTF-16: save it as UTF-8"),
        ("key = 1".encode("utf-16-be"), "x:1: is not a text file"),
        ('a = 1\nb = "ก"'.encode("cp874"), "x:2: is not UTF-8 (perhaps Windows-874): save it as UTF-8"),
        (b"\x7fELF\0\0", "x:1: is not a text file"),
        (b"a = 1\na = 2\n", "x:2: is not TOML: Cannot overwrite a value"),
        (b"a = 1\nb = ", "x:2: is not TOML: Invalid value"),
        (b"a = " + b"[" * 9999, "x:1: is not TOML: "),
    ],
)  # fmt: skip
def test_what_is_no_file_of_questions_is_one_line(content, finding):
    checked = check_content(content, "x", WORDS)
    assert (checked.question_set, len(checked.faults)) == (None, 1)
    assert checked.faults[0].startswith(finding)
    assert "\n" not in checked.faults[0]


def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm():
    content = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()
    assert check_content(content, "x", WORDS).question_set == check(SOUND).question_set


def test_a_folder_a_missing_file_and_a_huge_one_are_named(tmp_path):
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 1_000_001)
    for path, reason in (
        (tmp_path, "is not a file"),
        (tmp_path / "no", "cannot be read"),
        (huge, "is larger"),
    ):
        assert [reason in fault for fault in check_file(path).faults] == [True]


def test_no_bent_file_stops_the_check():
    content, chance = SOUND.encode(), random.Random(14)
    for _ in range(2000):
        bent = bytearray(content)
        for _ in range(chance.randrange(1, 5)):
            place = chance.randrange(len(bent))
            bent[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        checked = check_content(bytes(bent), "x", WORDS)
        assert (checked.question_set is None) == bool(checked.faults)


def test_values_of_the_wrong_type_anywhere_are_faults_and_never_stop_the_check():
    values = [
        "1",
        "-1",
        "true",
        '"x"',
        "[]",
        "[1]",
        "{}",
        "{ a = 1 }",
        "1979-05-27",
        "1.5",
        "[[]]",
        '["a", 1]',
    ]
    lines = SOUND.splitlines()
    for number, line in enumerate(lines):
        key, sign, _ = line.partition(" = ")
        for value in values if sign else []:
            bent = [*lines[:number], f"{key} = {value}", *lines[number + 1 :]]
            checked = check("\n".join(bent))
            assert (checked.question_set is None) == bool(checked.faults), (line, value)


def test_the_shipped_sets_are_sound_and_nothing_in_them_is_called_official():
    sets = newest(read_question_sets())
    asked = {
        "case": Purpose.CASE,
        "counter": Purpose.SATISFACTION,
        "pulse": Purpose.EIT_ALIGNED,
    }
    assert {key: sets[key].purpose for key in asked} == asked
    assert [key for key in asked if not sets[key].is_for_chat] == []
    assert [one.key for one in sets.values() if one.verified] == []
    assert [q.key for one in sets.values() for q in one.questions if q.verified] == []
    for entry in (resources.files("domain") / "data" / "surveys").iterdir():
        checked = check_content(entry.read_bytes(), entry.name, WORDS)
        # A set that is too long for the chat gives a warning, and is offered on the form.
        assert checked.question_set is not None
        assert len(checked.warnings) == (not checked.question_set.is_for_chat), entry.name


def test_the_pulse_asks_everyone_for_money_and_touches_each_indicator():
    pulse = newest(read_question_sets())["pulse"]
    money = pulse.question("money")
    assert (money.ask_if, money.reverse, money.is_alarming(2), money.is_alarming(1)) == (
        None,
        True,
        True,
        False,
    )
    assert [one.key for one in pulse.indicators] == ["6", "7", "8"]


def test_the_counter_takes_five_taps_when_all_is_well():
    counter = newest(read_question_sets())["counter"]
    content = {one.key: [5] for one in counter.questions[:5]}
    # The overall score is a rating by itself, so it is asked first.
    assert counter.questions[0].key == "overall"
    assert [one.kind for one in counter.asked(content)].count(Kind.SCALE) == 5
    assert counter.next_question(content).kind is Kind.TEXT


def test_an_organisation_replaces_a_set_by_its_file_name_and_adds_others(tmp_path):
    folder = tmp_path / "surveys"
    folder.mkdir()
    (folder / "counter-2570.toml").write_text(SOUND, "utf-8")
    (folder / "own.toml").write_text(SOUND.replace('"counter"', '"own"'), "utf-8")
    sets = read_question_sets(tmp_path)
    shipped = {(one.key, one.version) for one in read_question_sets()}
    assert {(one.key, one.version) for one in sets} == {
        *(shipped - {("counter", 1)}),
        ("counter", 2),
        ("own", 2),
    }


def test_two_files_of_one_version_and_every_faulty_file_are_named_together(tmp_path):
    folder = tmp_path / "surveys"
    folder.mkdir()
    (folder / "one.toml").write_text(SOUND, "utf-8")
    (folder / "two.toml").write_text(SOUND, "utf-8")
    (folder / "three.toml").write_text("key = 1", "utf-8")
    with pytest.raises(CatalogError) as error:
        read_question_sets(tmp_path)
    assert [
        fault for fault in error.value.faults if "counter version 2 is in one.toml too" in fault
    ]
    assert [fault for fault in error.value.faults if "three.toml:1: key: must be text" in fault]


def test_the_example_of_the_documentation_is_sound():
    page = (Path(__file__).parents[4] / "docs" / "surveys.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert check(example).faults == ()
    lines = [line.removeprefix("# ") for line in example.splitlines()]
    assert check("\n".join(lines)).faults == ()
