"""A question set from a file becomes a conversation whose steps are computed at run time."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.core.messages import ButtonAction, Choice, EventKind, Postback, Text
from handlers.engine import saved_conversation
from handlers.engine.draft import Draft
from handlers.engine.flow import Flow, NotUnderstood, Step
from tests.unit.handlers.engine.test_conversation import Person

FILE = """
[scales]
agree = ["เห็นด้วย", "ไม่เห็นด้วย"]
years = ["น้อยกว่า 1 ปี", "1 ปีขึ้นไป"]

[[questions]]
key = "speed"
ask = "บริการรวดเร็ว"
scale = "agree"

[[questions]]
key = "why"
ask = "เพราะเหตุใด"
only_if = { speed = "ไม่เห็นด้วย" }

[[questions]]
key = "lives_here"
ask = "อยู่ในตำบลมานานเท่าใด"
scale = "years"
"""


@dataclass(frozen=True)
class SurveyDraft(Draft, flow="example"):
    """`answers`: by the key of the question."""

    survey: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def step_of(question: dict, scale: list[str]) -> Step[SurveyDraft]:
    key = question["key"]

    def ask(turn):
        buttons = (
            Choice(one, ButtonAction.PRESS, str(Postback("example", key, one, turn.draft_id)))
            for one in scale
        )
        return [Text(question["ask"], tuple(buttons))]

    def parse(turn, event):
        said = event.postback.value if event.postback else event.text
        if scale and said not in scale:
            raise NotUnderstood("ask.again")
        return replace(turn.draft, answers={**turn.draft.answers, key: said})

    def forget(draft):
        kept = {name: answer for name, answer in draft.answers.items() if name != key}
        return replace(draft, answers=kept)

    return Step(key, lambda draft: key not in draft.answers, ask, parse, forget)


def survey_of(read) -> Flow[SurveyDraft]:
    def steps(turn):
        survey = tomllib.loads(read(turn.draft.survey))
        return [
            step_of(one, survey["scales"].get(one.get("scale"), []))
            for one in survey["questions"]
            if all(
                turn.draft.answers.get(key) == said for key, said in one.get("only_if", {}).items()
            )
        ]

    return Flow(SurveyDraft, steps, lambda turn: [Text(str(dict(turn.draft.answers)))])


class Survey(Person):
    """A person who answers `flow`."""

    def answers(self, flow: Flow, said: str) -> "Survey":
        return self.does(flow, kind=EventKind.TEXT, text=said)


def begun(tmp_path):
    (tmp_path / "services.toml").write_text(FILE)
    flow = survey_of(lambda name: (tmp_path / f"{name}.toml").read_text())
    return Survey().begins(flow, survey="services"), flow


def test_the_questions_of_a_file_are_asked_one_by_one(tmp_path):
    person, flow = begun(tmp_path)
    assert person.texts == ["บริการรวดเร็ว"]
    assert [choice.label for choice in person.asked[0].choices] == ["เห็นด้วย", "ไม่เห็นด้วย"]
    assert person.answers(flow, "เห็นด้วย").texts == ["อยู่ในตำบลมานานเท่าใด"]
    assert person.answers(flow, "อื่น ๆ").texts[1:] == ["อยู่ในตำบลมานานเท่าใด"]
    done = person.answers(flow, "1 ปีขึ้นไป").texts
    assert done == ["{'speed': 'เห็นด้วย', 'lives_here': '1 ปีขึ้นไป'}"]


def test_an_answer_may_open_another_question(tmp_path):
    person, flow = begun(tmp_path)
    assert person.answers(flow, "ไม่เห็นด้วย").texts == ["เพราะเหตุใด"]
    assert person.answers(flow, "รอนาน").texts == ["อยู่ในตำบลมานานเท่าใด"]


def test_a_question_added_while_somebody_answers_is_asked_too(tmp_path):
    person, flow = begun(tmp_path)
    person.answers(flow, "เห็นด้วย")
    more = '\n[[questions]]\nkey = "more"\nask = "อยากบอกอะไรอีก"\n'
    (tmp_path / "services.toml").write_text(FILE + more)
    assert person.answers(flow, "1 ปีขึ้นไป").texts == ["อยากบอกอะไรอีก"]
    draft = saved_conversation.load(person.outside.uow, "U1").draft
    assert draft.answers == {"speed": "เห็นด้วย", "lives_here": "1 ปีขึ้นไป"}
