"""Read an order about a case in an officer's text: by the label or verb it begins with, else by the model."""

from dataclasses import dataclass, replace

from domain.language.officer_intent import ORDERS, Intent
from domain.language.officer_order import (
    CaseReference,
    case_reference,
    case_references,
    commanded,
    is_doubtful,
    is_only_case,
    note_of,
)
from domain.language.said_aside import Said, heard
from handlers.conversations.officer.intent import intent_of
from handlers.engine.turn import Turn

LIKELY_NAMED, LIKELY, SURE = 0.4, 0.6, 0.9
"""Minimum probability that a text orders something: one that names its case, another one, and one that may be a
cry for help, an accusation or a query."""
CERTAIN_INTENT = 0.45
"""Minimum probability of the intent itself; below it the officer chooses the act on the card."""
_WITH_VERB = frozenset({Intent.UPDATE, Intent.ASK})
"""Orders whose verb is no label but stands before whom to tell or ask."""
_DOUBTED = frozenset({Intent.ACCEPT, Intent.ASSIGN, Intent.CLOSE, Intent.TRANSFER, Intent.SEAL})
"""Orders that are often asked about, refused or forbidden with the same words."""
LABELS = {
    Intent.ACCEPT: "button.accept",
    Intent.UPDATE: "button.update",
    Intent.ASK: "button.ask",
    Intent.WAIT: "button.wait",
    Intent.CLOSE: "button.close",
    Intent.ASSIGN: "button.assign",
    Intent.TRANSFER: "button.transfer",
    Intent.NOT_OURS: "button.not_ours",
    Intent.REOPEN: "button.reopen",
    Intent.SEAL: "button.seal",
    Intent.URGE: "button.urge",
}
"""The word key of each intent's button, whose label may begin the text."""


@dataclass(frozen=True)
class TypedOrder:
    """`intent`: None if the officer must choose the act. `text`: as typed. `words`: without the button's label.

    `references`: the cases that it names.
    """

    intent: Intent | None
    text: str
    words: str
    references: tuple[CaseReference, ...]

    @property
    def reference(self) -> CaseReference | None:
        """The first case that it names."""
        return self.references[0] if self.references else None

    @property
    def is_named(self) -> bool:
        """Whether it names its case beyond doubt: only then is something done at once."""
        one = self.reference
        begins = commanded(self.text) is not None
        return one is not None and (one.is_certain or begins)

    @property
    def note(self) -> str:
        if self.intent is None:
            return ""
        if self.intent is Intent.URGE:
            return self.words
        return note_of(self.words, self.intent, case_reference(self.words))


def read_order(turn: Turn, text: str, *, may_ask: bool) -> TypedOrder | None:
    """Return the order in a text; None for another text. `may_ask`: it may be a query."""
    references = case_references(text)
    certain = _certain_order(turn, text)
    if certain is not None:
        words = text if certain in _WITH_VERB else _behind_label(turn, text, certain)
        return _unless_doubtful(TypedOrder(certain, text, words, references))
    understood = turn.uow.understood(text)
    if understood.command or is_only_case(text, references[0] if references else None):
        return None
    said = heard(text, turn.uow.context.language)
    if not references and said[Said.AGREE] + said[Said.CANCEL] >= LIKELY:
        return None
    read = intent_of(turn, text)
    is_named = bool(references) and references[0].is_certain
    needed = LIKELY_NAMED if is_named else LIKELY
    if understood.danger or understood.staff or may_ask:
        needed = SURE
    if read.of_orders < needed:
        return None
    is_certain = read.intent in ORDERS and read.probability >= CERTAIN_INTENT
    order = TypedOrder(read.intent if is_certain else None, text, text, references)
    return _unless_doubtful(order)


def _certain_order(turn: Turn, text: str) -> Intent | None:
    """Return the intent of a text that begins with the label of an act, or with its verb and a case."""
    translations = turn.uow.context.translations
    commands = commanded(text)
    if commands is not None:
        return commands
    for intent, key in LABELS.items():
        behind = translations.text_after_label(key, text)
        if behind or text.lower() in translations.typed_forms(key):
            return intent
    return None


def _behind_label(turn: Turn, text: str, intent: Intent) -> str:
    translations = turn.uow.context.translations
    key = LABELS[intent]
    if text.lower() in translations.typed_forms(key):
        return ""
    return translations.text_after_label(key, text) or text


def _unless_doubtful(order: TypedOrder) -> TypedOrder:
    """Return the order, without its act if the text asks about the act, refuses or forbids it."""
    is_doubtful_act = order.intent in _DOUBTED and is_doubtful(order.text)
    return replace(order, intent=None) if is_doubtful_act else order
