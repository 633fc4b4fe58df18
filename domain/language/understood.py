"""One understanding of a message, made once a turn: what it wants, what it is about, who is in danger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.cases import case_number
from domain.language import acts
from domain.language.act_model import ActModel
from domain.language.acts import Act
from domain.language.classifier import Guess, Lexicon, Reading, judge
from domain.language.dialect import Dialect
from domain.language.emergency import Emergencies
from domain.language.labels import Labels
from domain.language.marks import marks_of
from domain.language.phrase_rules import PhraseRules
from domain.language.places import SaidPlace, said_place
from domain.language.problems import problems
from domain.language.script import FOREIGN, script_of
from domain.language.service_search import ServiceSearch
from domain.language.staff import Accusation, suspicion
from domain.text.thai_text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.cases.case_number import CaseNumber
    from domain.organisation.catalog import Catalog

FILES = ("keywords", "emergency", "acts", "staff", "anonymity", "commands", "dialect")
"""The parsed files that `Language.parse` needs, beside the models."""
MODELS = ("act_model", "staff_model")
"""The trained models, each a JSON file of domain/data."""

_CONTACT = "contact"
_CORRUPTION = "corruption"
_ABOUT_THE_OFFICE = frozenset({"service", "corruption", "suggestion", "other"})
_BUTTONS = 3
"""So many topics are offered as buttons."""
_NAMES_A_PROBLEM = 4.0
"""The score of a topic whose problem is named, not only its thing: "the road is broken", not "road"."""
_CRY = 0.85
"""The probability of a cry from which numbers are shown although no rule knows the danger."""
_SERVICE_QUERY = 160
"""A longer text tells a story and is no query for a service."""
_COMPLAINTS = frozenset({Act.COMPLAINT, Act.CONDUCT})
# What may be an accusation in other words. "He told me to withdraw it" reads like a withdrawal.
_ACCUSING = frozenset(
    {
        Act.COMPLAINT, Act.CONDUCT, Act.QUESTION, Act.REQUEST, Act.FOLLOW_UP, Act.SUGGESTION, Act.ANNOUNCE,
        Act.CHAT, Act.UNCLEAR, Act.INSULT, Act.OPENER, Act.HUMAN, Act.WITHDRAW,
    }
)  # fmt: skip
# "Has anybody looked at it?" holds the words of an accusation and asks.
_ASKING = frozenset({Act.QUESTION, Act.FOLLOW_UP, Act.REQUEST, Act.CHAT, Act.UNCLEAR, Act.OPENER})
# What a cry for help is taken for where nothing else says that it is a report.
_NO_REPORT = frozenset(
    {
        Act.UNCLEAR,
        Act.CHAT,
        Act.ANNOUNCE,
        Act.OPENER,
        Act.GREETING,
        Act.INSULT,
        Act.HUMAN,
        Act.SPAM,
        Act.REQUEST,
    }
)


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything the conversation asks of a text.

    `guess` ranks all topics; `topics` is the same with the place of the staff topic corrected, and empty
    where nothing tells a topic and nothing is complained of. `services` are
    keys, best first. `danger` are keys of emergency contacts, the most urgent first. `problems` are
    spans of the typed text, empty unless there are several. `script` is None without letters.
    """

    act: Act
    topics: tuple[str, ...]
    guess: Guess
    services: tuple[str, ...]
    contact: bool
    danger: tuple[str, ...]
    accusation: Accusation
    anonymous: bool
    place: SaidPlace | None
    number: CaseNumber | None
    command: str | None
    problems: tuple[tuple[int, int], ...]
    script: str | None

    @property
    def staff(self) -> bool:
        """Whether the protected track is offered, first or among the buttons."""
        return self.accusation is not Accusation.NONE

    @property
    def names_a_problem(self) -> bool:
        """Whether the likeliest topic is a problem outside the office: "no answer yet" names none."""
        return bool(self.topics) and self.topics[0] not in _ABOUT_THE_OFFICE

    def as_json(self) -> dict[str, object]:
        """Only JSON types, for `python -m bot understand`."""
        return {
            "act": str(self.act),
            "topics": list(self.topics),
            "services": list(self.services),
            "contact": self.contact,
            "danger": list(self.danger),
            "staff": self.staff,
            "anonymous": self.anonymous,
            "place": self.place.as_json() if self.place else None,
            "number": str(self.number) if self.number else None,
            "command": self.command,
            "problems": [list(span) for span in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Language:
    """The recognisers, made once from the data files; `prefix` stands before a case number."""

    lexicon: Lexicon
    emergencies: Emergencies
    acts: PhraseRules
    staff: PhraseRules
    anonymity: PhraseRules
    commands: Labels
    dialect: Dialect
    services: ServiceSearch
    model: ActModel
    staff_model: ActModel
    prefix: str

    @classmethod
    def parse(
        cls,
        files: Mapping[str, Mapping[str, Any]],
        models: Mapping[str, Mapping[str, Any]],
        catalog: Catalog,
    ) -> Self:
        """From the parsed `FILES`, the parsed `MODELS` and the office. ValueError names a fault."""
        return cls(
            lexicon=Lexicon.parse(files["keywords"]),
            emergencies=Emergencies.parse(
                files["emergency"], (contact.key for contact in catalog.organisation.emergency)
            ),
            acts=PhraseRules.parse(files["acts"]),
            staff=PhraseRules.parse(files["staff"]),
            anonymity=PhraseRules.parse(files["anonymity"]),
            commands=Labels.parse(files["commands"]),
            dialect=Dialect.parse(files["dialect"]),
            services=ServiceSearch(catalog.services, fold),
            model=ActModel.parse(models["act_model"]),
            staff_model=ActModel.parse(models["staff_model"]),
            prefix=catalog.organisation.case_prefix,
        )


def understand(text: str, language: Language) -> Understood:
    """What a text says. Takes any text, never raises, and gives the same answer for the same text."""
    typed = fold(text)
    standard = language.dialect.standardise(typed)
    squeezed = squeeze(standard)
    found = language.lexicon.read(standard)
    guess = judge(found, language.lexicon)
    rules = [match.name for match in language.acts.find(squeezed)]
    probabilities = language.model.probabilities(squeezed, tuple(marks_of(found)))
    command = language.commands.match(text)
    danger = language.emergencies.contacts(typed)
    if not danger and typed != standard:
        danger = language.emergencies.contacts(standard)
    if not danger and probabilities[acts.CRY] >= _CRY:
        danger = language.emergencies.unknown
    suspected = suspicion(squeezed, language.staff, language.staff_model)
    accused = suspected.accusation(
        names_problem=any(
            score >= _NAMES_A_PROBLEM
            for key, score in found.scores.items()
            if key not in _ABOUT_THE_OFFICE
        )
    )
    script = script_of(text)
    act = _act(
        squeezed,
        found,
        rules=rules,
        probabilities=probabilities,
        command=command,
        danger=danger,
        accused=accused,
        surely=suspected.is_sure,
        script=script,
    )
    if act not in _ACCUSING:
        # Who praises or sells accuses nobody, but "thank you for sending my mother away" may.
        is_doubtful = accused is Accusation.LIKELY or (accused and act is Act.SPAM)
        accused = Accusation.POSSIBLE if is_doubtful else Accusation.NONE
    number = case_number.read(text, language.prefix)
    return Understood(
        act=act,
        topics=_topics(guess, accused) if found.scores or act in _COMPLAINTS else (),
        guess=guess,
        services=tuple(one.key for one in language.services.find(standard))
        if len(standard) <= _SERVICE_QUERY
        else (),
        contact=_CONTACT in rules or any("contact" in hit.word.groups for hit in found.moods),
        danger=danger,
        accusation=accused,
        anonymous=bool(language.anonymity.find(squeezed)),
        place=said_place(typed),
        number=number,
        command=command,
        problems=problems(text, language.lexicon),
        script=script,
    )


def _act(
    squeezed: str,
    found: Reading,
    *,
    rules: list[str],
    probabilities: Mapping[str, float],
    command: str | None,
    danger: tuple[str, ...],
    accused: Accusation,
    surely: bool,
    script: str | None,
) -> Act:
    if command is not None and not danger:
        return Act.COMMAND
    if script in FOREIGN:
        return Act.COMPLAINT if danger else Act.UNCLEAR
    act = acts.decide(squeezed, found, [rule for rule in rules if rule != _CONTACT], probabilities)
    if accused is Accusation.LIKELY and act in _ACCUSING and (surely or act not in _ASKING):
        return Act.CONDUCT
    if act is Act.CONDUCT:
        act = Act.COMPLAINT
    is_report = bool(danger) and act in _NO_REPORT
    is_report = is_report or (surely and act in {Act.CHAT, Act.UNCLEAR})
    return Act.COMPLAINT if is_report else act


def _topics(guess: Guess, accused: Accusation) -> tuple[str, ...]:
    """The staff topic is first when an accusation is likely, and among the buttons when it is possible."""
    others = [key for key in guess.ranking if key != _CORRUPTION]
    at = guess.ranking.index(_CORRUPTION)
    if accused is Accusation.LIKELY:
        at = 0
    elif accused is Accusation.POSSIBLE:
        at = min(at, _BUTTONS - 1)
    return (*others[:at], _CORRUPTION, *others[at:])
