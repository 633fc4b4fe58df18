"""What a text typed in the middle of a report means, if the model is sure enough."""

from domain.language.acts import Act
from domain.language.change_of_mind import change_of_mind
from domain.language.draft_talk import draft_talk, may_be_of_name
from domain.language.plain_yes import is_plain_yes
from domain.language.said_aside import TELEPHONE, TOLD, Heard, Said, heard
from domain.language.understood import Understood
from handlers.conversations.manners import is_by_rule
from handlers.core.messages import Choice
from handlers.engine.flow import NotUnderstood
from handlers.engine.turn import Turn
from handlers.views import inquiry_card

LONGEST = 80
"""Characters of the longest text that is not a part of the story, whatever the model says."""
_SURE = 0.6
"""Minimum probability of a label."""
_IN_DANGER, _ACCUSING = 0.9, 0.75
"""The same for a text that may be an emergency, and for one that may be about staff."""
_FOR_THE_OFFICE = frozenset({Act.HUMAN, Act.DELETE_DATA})
"""Acts that are answered as outside a report, if a rule recognises them."""
_COMMANDS = {"confirm": Said.AGREE, "done": Said.DONE}
"""Commands of domain/data/commands.toml and the label that means the same."""
_NEEDED = {Said.AGREE: 0.7, Said.CANCEL: 0.7, Said.SHOW_NAME: 0.75, Said.DONE: 0.7}
"""Minimum probability of labels with other consequences than most: a report is sent, given up or shows a name."""
_ASKS = frozenset({Said.WHO_SEES, Said.COST_TIME, Said.WHY_ASK})
_ASKED = 0.3
"""Minimum probability of _ASKS for a question that the model takes for one to the office."""
_TOGETHER = (
    frozenset({Said.HIDE_NAME, Said.NO_NAME}),
    _ASKS,
    frozenset({Said.CROSS, Said.MANNERS}),
    frozenset({Said.LATER, Said.CROSS}),
    frozenset({Said.FIX_PLACE, Said.FIX_TEXT}),
    frozenset({Said.CHOOSE, Said.WHY_ASK}),
)
"""Labels between which the model may hesitate without harm; the likeliest of them counts."""
_BESIDE = 0.25
"""Probability below which a text days later is neither a part of the report nor another matter."""
_ACCUSES = frozenset({"likely", "possible"})
"""Rules of staff.toml that find an accusation."""
_BESIDE_A_NUMBER, _CALLED = 40, 0.2
"""Most characters beside a telephone number, and the probability with which they give it to be called."""
_SENTENCE, _NOWHERE = 8, 0.12
"""Characters of the shortest text that is no place, and the probability of a place below which it is none."""
_OF_NAME = frozenset({Said.HIDE_NAME, Said.NO_NAME, Said.SHOW_NAME})
_CORRECTS = frozenset({Said.FIX_PLACE, Said.FIX_TEXT})
_LOOSE = 0.5
"""Minimum probability that a text belongs to the story; below, its writer is asked."""
_BELONGS = TOLD | {Said.FIX_PLACE, Said.FIX_TOPIC, Said.PHONE, Said.MENDED}


def said(turn: Turn, text: str) -> Said | None:
    """The label of a text; None if the model is not sure of any, and for a text that tells something."""
    if not text or len(text) > LONGEST:
        return None
    if is_plain_yes(text):
        return Said.AGREE
    understood = turn.uow.understood(text)
    if understood.command:
        return _COMMANDS.get(understood.command)
    found = heard(text, turn.uow.context.language)
    if is_number_to_call(turn, text) and found[Said.PHONE] >= _CALLED:
        return Said.PHONE
    is_for_the_office = understood.act in _FOR_THE_OFFICE and is_by_rule(turn, text)
    if draft_talk(text) is not None or is_for_the_office:
        return None
    label = _likeliest(found, understood)
    if not _may_be(label, text):
        return None
    needed = _NEEDED.get(label, _SURE)
    if understood.danger:
        needed = _IN_DANGER
    elif understood.staff:
        needed = max(needed, _ACCUSING)
    return label if _sum(found, label) >= needed else None


def is_number_to_call(turn: Turn, text: str) -> bool:
    """Whether a text is little more than a telephone number, and what is beside it neither accuses nor cries."""
    beside = TELEPHONE.sub(" ", text).strip()
    if not TELEPHONE.search(text) or len(beside) > _BESIDE_A_NUMBER:
        return False
    understood = turn.uow.understood(beside) if beside else None
    return understood is None or not (understood.staff or understood.danger)


def _likeliest(found: Heard, understood: Understood) -> Said:
    """The likeliest label; a question that names no service is rather about the report."""
    label = found.likeliest
    asks_the_office = understood.asks_by_name or understood.contact
    if label is Said.ASKS and not asks_the_office and found.any_of(_ASKS) >= _ASKED:
        return max(_ASKS, key=found.__getitem__)
    return label


def _may_be(label: Said, text: str) -> bool:
    """Whether a text with this likeliest label may be more than a part of the story."""
    if label not in _CORRECTS and change_of_mind(text) is not None:
        # It says what its writer wants instead.
        return False
    if label in _OF_NAME and not may_be_of_name(text):
        return False
    return label not in {Said.ASKS, Said.PHONE, *TOLD} - {Said.PLACE, Said.FIX_TEXT}


def _sum(found: Heard, label: Said) -> float:
    """The probability of a label, together with those that it may be exchanged for."""
    if label in _NEEDED:
        return found[label]
    if label in _ASKS and found.any_of(_ASKS) >= _ASKED:
        return found.any_of({*_ASKS, Said.ASKS})
    return max([found[label], *(found.any_of(some) for some in _TOGETHER if label in some)])


def is_unsure(turn: Turn, text: str) -> bool:
    """Whether a text is as likely no part of the story, so that its writer must be asked.

    So must the writer of a short text that only the statistical model takes for an accusation.
    """
    understood = turn.uow.understood(text)
    if len(text) > LONGEST or understood.danger or understood.place or understood.anonymous:
        return False
    language = turn.uow.context.language
    if language.lexicon.read(understood.folded).tells_trouble:
        return False
    squeezed = language.dialect.read(text).squeezed
    if understood.staff and not _ACCUSES.isdisjoint(language.staff.read(squeezed).names):
        return False
    return heard(text, language).any_of(_BELONGS) < _LOOSE


def is_beside(turn: Turn, text: str) -> bool:
    """Whether a text days after a report neither belongs to it nor begins another matter."""
    found = heard(text, turn.uow.context.language)
    return is_unsure(turn, text) and found.any_of({*_BELONGS, Said.ASKS}) < _BESIDE


def is_no_place(turn: Turn, text: str) -> bool:
    """Whether a text at the question for the place is certainly none: what names one alone can be any words."""
    if turn.uow.understood(text).place or not is_unsure(turn, text):
        return False
    found = heard(text, turn.uow.context.language)
    return len(text) >= _SENTENCE and found.any_of({Said.PLACE, Said.FIX_PLACE}) < _NOWHERE


def is_only_place(turn: Turn, text: str) -> bool:
    """Whether a text says where it is and tells nothing else."""
    understood = turn.uow.understood(text)
    found = turn.uow.context.language.lexicon.read(understood.folded)
    tells_more = found.tells_trouble or understood.danger or understood.staff
    return said(turn, text) is Said.PLACE and not tells_more


def not_added(turn: Turn, key: str, text: str) -> NotUnderstood:
    """The reply that a text was not put into the story, with a button to put it there all the same."""
    return NotUnderstood(key, (add_button(turn, text),), words=text)


def add_button(turn: Turn, text: str) -> Choice:
    """The button that puts a text into the story; `added_words` reads what it sends."""
    return inquiry_card.say_button(turn.translator, "button.add_to_report", words=text)


def added_words(turn: Turn, text: str) -> str:
    """The words to put into the story if the text is what `add_button` sends; else empty."""
    return turn.uow.context.translations.text_after_label("button.add_to_report", text)
