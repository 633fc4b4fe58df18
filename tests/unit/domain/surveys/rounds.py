"""Question sets, answers and their counts, for the tests of figures."""

from collections import Counter

from domain.surveys.figures import Context, Former
from domain.surveys.participation import DoorKind, Mode, ResponseState
from domain.surveys.question_set import (
    OUTSIDE,
    Condition,
    Heading,
    Kind,
    Option,
    Purpose,
    Question,
    QuestionSet,
)
from domain.surveys.tally import Cell, Group, Tally

CLOSE = {"rel": 1e-9, "abs": 1e-9}
NOW = Context("2026-11-30T00:00:00+07:00")


def levels(count):
    return tuple(Option(n, str(n), f"ระดับ {n}", f"level {n}") for n in range(count, 0, -1))


NONE = Option(OUTSIDE, "outside", "ไม่ได้ใช้", "Not used")


def scale(key, *, aspect="", indicator="", count=5, reverse=False, name="sat"):
    return Question(
        key,
        Kind.SCALE,
        key,
        key,
        levels(count),
        NONE,
        scale=name,
        aspect=aspect,
        indicator=indicator,
        reverse=reverse,
    )


WHY = Question(
    "why",
    Kind.MANY,
    "why",
    "why",
    (Option(1, "slow", "ช้า", "Slow"), Option(2, "rude", "หยาบ", "Rude")),
    ask_if=Condition("s1", at_most=3),
    most_choices=2,
)
VISITS = Question("visits", Kind.NUMBER, "กี่ครั้ง", "Visits", least=1, most=99)
SET = QuestionSet(
    "counter",
    1,
    Purpose.SATISFACTION,
    "บริการ",
    "Service",
    (
        scale("s1", aspect="steps"),
        scale("s2", aspect="steps"),
        scale("f1", aspect="staff"),
        WHY,
        VISITS,
        scale("overall"),
    ),
    aspects=(Heading("steps", "ขั้นตอน", "Steps"), Heading("staff", "เจ้าหน้าที่", "Staff")),
)
PULSE = QuestionSet(
    "pulse",
    1,
    Purpose.EIT_ALIGNED,
    "ชีพจร",
    "Pulse",
    (
        scale("e1", indicator="6"),
        scale("e2", indicator="6", count=2, reverse=True, name="ever"),
        scale("e3", indicator="7"),
    ),
    indicators=(Heading("6", "คุณภาพ", "Quality"), Heading("7", "สื่อสาร", "Communication")),
)


def tally_of(question_set, responses):
    """Return the counts of responses: dicts of codes with service, village, channel, door, mode, state, burst."""
    cells, groups, patterns, respondents = Counter(), Counter(), Counter(), Counter()
    scales = [one.key for one in question_set.questions if one.kind is Kind.SCALE]
    for one in responses:
        service, village = one.get("service", ""), one.get("village")
        channel = one.get("channel", DoorKind.CHAT)
        state = one.get("state", ResponseState.COMPLETE)
        mode, door = one.get("mode", Mode.SELF), one.get("door", 1)
        groups[state, service, village, "", channel, door, mode, one.get("burst", False)] += 1
        if state is ResponseState.VOID:
            continue
        patterns[tuple(one.get(key) for key in scales)] += 1
        for question in question_set.questions:
            value = one.get(question.key)
            if value is None:
                continue
            respondents[question.key] += question.kind is Kind.MANY
            for code in value if isinstance(value, tuple) else (value,):
                cells[question.key, service, code] += 1
    return Tally(
        [Cell(*key, count) for key, count in cells.items()],
        [Group(*key, count) for key, count in groups.items()],
        patterns,
        +respondents,
    )


BY_HAND = [
    {"s1": 5, "s2": 4, "f1": 5, "overall": 5, "visits": 1},
    {"s1": 4, "s2": 4, "f1": 5, "overall": 4, "visits": 2},
    {"s1": 3, "s2": 2, "f1": OUTSIDE, "overall": 3, "why": (1, 2)},
    {"s1": 2, "f1": 1, "why": (1,), "state": ResponseState.PARTIAL},
]


def former(answers):
    return Context("x", former=Former("ปี 2569", SET, tally_of(SET, answers)))
