"""Survey answers of the people of the demo: random moods and matching comments.

The answers are the same in every replay. They are invented and describe no real office.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.surveys.question_set import OUTSIDE, Kind, Question

SURVEY = "pulse"
MEAN, SPREAD = 3.9, 1.0
"""Mean and standard deviation of people's moods on five levels."""
AROUND = 0.7
"""Standard deviation of an answer from the person's mood."""
UNSURE = 0.05
"""Share of answers "do not know"."""
HARDER = {"informed": -0.5, "better": -0.3, "honest": 0.2, "place": -0.4, "staff": 0.3}
"""Questions that everybody scores slightly lower or higher."""
PAID = 0.04
"""Share of people who say that they were asked for money."""
PRAISE = (
    "เจ้าหน้าที่พูดจาดี แนะนำละเอียดค่ะ",
    "ใช้ไลน์แจ้งสะดวกดีครับ ไม่ต้องขี่รถไปเอง",
    "ขอบคุณที่มาซ่อมไฟให้ไวค่ะ",
)
WISHES = (
    "อยากให้ประกาศงบประมาณให้ชาวบ้านรู้ด้วยครับ",
    "ติดประกาศตัวโตกว่านี้หน่อย คนแก่อ่านไม่เห็น",
    "โทรไปไม่ค่อยมีคนรับสายช่วงพักเที่ยง",
    "อยากให้มีเก้าอี้นั่งรอเพิ่ม",
    "เสียงตามสายหมู่ 7 ไม่ค่อยได้ยินค่ะ",
)


@dataclass(frozen=True)
class Respondent:
    """One person of the demo. `mood`: about 1 to 5."""

    who: str
    mood: float
    chance: random.Random

    def code(self, question: Question) -> int:
        """The code this person gives to a scale, or to a question of choices."""
        if question.kind is Kind.MANY:
            usual = [one.code for one in question.options if one.leads_to is None]
            return self.chance.choice(usual)
        if self.chance.random() < UNSURE and question.outside is not None:
            return OUTSIDE
        if question.reverse:
            # The question about money: the higher of two levels means yes.
            return 2 if self.chance.random() < PAID else 1
        level = self.chance.gauss(self.mood + HARDER.get(question.key, 0.0), AROUND)
        return min(question.levels, max(1, round(level)))

    def words(self) -> str:
        """The comment of this person, or ""."""
        if self.chance.random() < 0.55:
            return ""
        return self.chance.choice(PRAISE if self.mood > MEAN + 0.3 else WISHES)


def respondents(people: Sequence[str], seed: int = 14) -> Iterator[Respondent]:
    """The people who answer, four of five, in the given order. `seed`: of their moods."""
    chance = random.Random(seed)  # noqa: S311 - the same answers in every replay
    for who in people:
        mood, own_seed = chance.gauss(MEAN, SPREAD), chance.random()
        if chance.random() < 0.8:
            yield Respondent(who, mood, random.Random(own_seed))  # noqa: S311 - the same
