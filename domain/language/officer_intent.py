"""What an officer wants who types: to act on a case, to see a list or figures, or something else.

A model trained on officers' phrases (`bench/train_officers.py`) tells the intents apart; residents' messages are
never read by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.language.act_model import runs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.language.act_model import ActModel


class Intent(StrEnum):
    """The classes of the model."""

    ACCEPT = "accept"
    UPDATE = "update"
    """Tells what was seen, or what is or will be done."""
    ASK = "ask"
    """Wants the reporter to be asked something."""
    WAIT = "wait"
    CLOSE = "close"
    ASSIGN = "assign"
    """Gives a case to a named colleague."""
    TRANSFER = "transfer"
    NOT_OURS = "not_ours"
    SEAL = "seal"
    """Says that a case is about staff."""
    URGE = "urge"
    """Orders a department to act, or to hurry."""
    REOPEN = "reopen"
    MINE = "mine"
    NEW = "new"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    WAITING = "waiting"
    PERSON = "person"
    """The cases of a named officer."""
    FIND = "find"
    FIGURES = "figures"
    SURVEYS = "surveys"
    COMMENTS = "comments"
    """What people wrote in surveys."""
    QUESTIONS = "questions"
    """The residents' questions that wait for an answer."""
    DECISIONS = "decisions"
    DOCUMENTS = "documents"
    REPORTER = "reporter"
    """Who complained."""
    ACCUSED = "accused"
    """Complaints about staff, or about oneself."""
    INFO = "info"
    """Asks for information of the office: budget, purchases, rules, telephone numbers."""
    OWN = "own"
    """Reports a problem, or asks for a service, as a resident does."""
    OTHER = "other"


ORDERS = frozenset(
    {
        Intent.ACCEPT,
        Intent.UPDATE,
        Intent.ASK,
        Intent.WAIT,
        Intent.CLOSE,
        Intent.ASSIGN,
        Intent.TRANSFER,
        Intent.NOT_OURS,
        Intent.SEAL,
        Intent.URGE,
        Intent.REOPEN,
    }
)
"""Intents to act on a case."""
LISTS = frozenset({Intent.NEW, Intent.LATE, Intent.SOON, Intent.OPEN, Intent.WAITING})
"""Intents to see a list of cases."""
QUERIES = frozenset(
    {Intent.MINE, Intent.PERSON, Intent.FIGURES, Intent.QUESTIONS, Intent.DECISIONS}
)
"""Intents to see something else about cases."""
SURELY = 0.6
"""Minimum probability of a sure intent: of those above, 97 of 100 of a stranger's list were right."""


@dataclass(frozen=True, slots=True)
class Intended:
    """The likeliest intent, and the probability of each."""

    intent: Intent
    probabilities: Mapping[str, float]

    @property
    def probability(self) -> float:
        """That of `intent`."""
        return self.probabilities[self.intent]

    @property
    def of_orders(self) -> float:
        """The probability that it is any of ORDERS."""
        return sum(self.probabilities[one] for one in ORDERS)

    @property
    def is_sure(self) -> bool:
        """Whether it is this intent in all likelihood."""
        return self.probability >= SURELY


def intended(squeezed: str, model: ActModel) -> Intended:
    """What the writer of a squeezed text wants."""
    found = model.probabilities(runs_of(squeezed))
    return Intended(Intent(max(found, key=lambda name: found[name])), found)
