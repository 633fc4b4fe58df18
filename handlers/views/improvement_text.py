"""Text about the effect of an improvement, from the answers before and after."""

from domain.statistics.rounding import half_up
from domain.surveys.change import ChangeFigures, Verdict
from domain.surveys.question_set import Question
from handlers.core.i18n import Translator

VERDICTS = {
    Verdict.BETTER: "improvement.better",
    Verdict.WORSE: "improvement.worse",
    Verdict.UNCLEAR: "improvement.unclear",
}


def effect(translator: Translator, change: ChangeFigures | None, question: Question | None) -> str:
    """Return the answers before and after in one line, and whether the difference is more than chance.

    `change`: None if it cannot be measured; without `p` if too few have answered since. `question`: what measures
    it; None if nothing does.
    """
    if question is None:
        return translator.say("improvement.no_question")
    if change is None or change.p is None:
        return translator.say("improvement.too_few")
    return translator.say(
        "improvement.measured",
        before=half_up(change.score_before or 0, 1),
        n_before=change.n_before,
        after=half_up(change.score or 0, 1),
        n=change.n,
        verdict=translator.say(VERDICTS[change.verdict]),
    )
