"""One understanding of a message, made once a turn: what it wants, what it is about, who is in danger."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from domain.cases.case_number import CaseNumber, Mistyped, scan
from domain.language.act_model import ActModel, runs_of
from domain.language.acts import (
    CONTACT,
    CRY,
    STAFF_TOPIC,
    Accusation,
    Act,
    Evidence,
    decide,
    topics,
)
from domain.language.classifier import Guess, Lexicon, rank_categories
from domain.language.emergency import Emergencies
from domain.language.labels import Labels
from domain.language.message_text import Dialect
from domain.language.phrase_rules import PhraseRules
from domain.language.places import SaidPlace, said_place
from domain.language.problems import problems
from domain.language.script import script_of
from domain.language.service_search import ServiceSearch
from domain.language.staff import suspicion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.language.classifier import Reading
    from domain.language.message_text import MessageText
    from domain.language.phrase_rules import Findings
    from domain.language.service_search import Fit
    from domain.organisation.catalog import Catalog
    from domain.organisation.organisation import DirectoryEntry, Service

_COUNT = re.compile(r"\d[\d,]* ?คน")
"""A number of people and nothing else answers a question; the act model takes it for the end of a cry for help."""

FILES = (
    "keywords",
    "emergency",
    "acts",
    "staff",
    "anonymity",
    "commands",
    "dialect",
    "longer_words",
)
"""The parsed files that `Language.parse` needs, beside the models."""
MODELS = ("act_model", "staff_model")
"""The trained models, each a JSON file of domain/data."""

_ABOUT_THE_OFFICE = frozenset({"service", STAFF_TOPIC, "suggestion", "other"})
_COMPLAINTS = frozenset({Act.COMPLAINT, Act.CONDUCT})


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything the conversation asks of a text. `folded` is the text in the spelling words are looked up in.

    `guess` ranks all topics; `topics` is the same with the place of the staff topic corrected, and empty
    where nothing tells a topic and nothing is complained of. `services` are keys, best first; `directory` are
    keys of directory.toml, if they fit better than the services. `danger` are keys of emergency contacts, the
    most urgent first. `problems` are spans of the typed text, empty unless there are several. `script` is
    None without letters.
    """

    folded: str
    act: Act
    topics: tuple[str, ...]
    guess: Guess
    services: tuple[str, ...]
    directory: tuple[str, ...]
    contact: bool
    danger: tuple[str, ...]
    accusation: Accusation
    anonymous: bool
    place: SaidPlace | None
    number: CaseNumber | Mistyped | None
    command: str | None
    problems: tuple[tuple[int, int], ...]
    script: str | None

    @property
    def staff(self) -> bool:
        """Whether the protected track is offered, first or among the buttons."""
        return self.accusation is not Accusation.NONE

    @property
    def asks_by_name(self) -> bool:
        """Whether something was found that the text asks for, here or at another office."""
        return bool(self.services or self.directory)

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
            "number": str(self.number) if isinstance(self.number, CaseNumber) else None,
            "command": self.command,
            "problems": [list(span) for span in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys of what a text asks for, best first; `by_name`: it says hardly anything else."""

    services: tuple[str, ...]
    directory: tuple[str, ...]
    by_name: bool

    def __bool__(self) -> bool:
        return bool(self.services or self.directory)


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
    services: ServiceSearch[Service]
    directory: ServiceSearch[DirectoryEntry]
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
        longer = files["longer_words"]["words"]
        known = (contact.key for contact in catalog.organisation.emergency)
        return cls(
            lexicon=Lexicon.parse(files["keywords"], longer),
            emergencies=Emergencies.parse(files["emergency"], known, longer),
            acts=PhraseRules.parse(files["acts"], longer),
            staff=PhraseRules.parse(files["staff"], longer),
            anonymity=PhraseRules.parse(files["anonymity"], longer),
            commands=Labels.parse(files["commands"]),
            dialect=Dialect.parse(files["dialect"]),
            services=ServiceSearch(catalog.services),
            directory=ServiceSearch(catalog.directory, whole_label=True),
            model=ActModel.parse(models["act_model"]),
            staff_model=ActModel.parse(models["staff_model"]),
            prefix=catalog.organisation.case_prefix,
        )

    def asked_for(self, folded: str) -> Asked:
        """What of the office's services, or else of the directory, a folded text asks for."""
        services, directory = self.services.fits(folded), self.directory.fits(folded)
        is_elsewhere = _share(directory) > _share(services)
        fits = directory if is_elsewhere else services
        return Asked(
            services=() if is_elsewhere else tuple(services),
            directory=tuple(directory) if is_elsewhere else (),
            by_name=any(fit.is_by_name for fit in fits.values()),
        )

    def of_office(self, catalog: Catalog) -> Self:
        """The same recognisers for an office whose services or name have changed; takes a tenth of the time."""
        return replace(
            self,
            services=ServiceSearch(catalog.services),
            directory=ServiceSearch(catalog.directory, whole_label=True),
            prefix=catalog.organisation.case_prefix,
        )


def features_of(
    message: MessageText,
    found: Reading,
    acts: Findings,
    danger: Findings,
    asked: Asked,
) -> tuple[str, ...]:
    """The features of the act model: runs of characters, and what the lexicon, rules and search found."""
    return (
        *(("<service>",) if asked else ()),
        *runs_of(message.squeezed),
        *found.features(),
        *acts.features("acts"),
        *danger.features("danger"),
    )


def understand(text: str, language: Language) -> Understood:
    """What a text says. Takes any text, never raises, and gives the same answer for the same text."""
    message = language.dialect.read(text)
    found = language.lexicon.read(message.standard)
    guess = rank_categories(found, language.lexicon)
    peril = language.emergencies.read(message.squeezed)
    rules = language.acts.read(message.squeezed)
    suspected = suspicion(message.squeezed, language.staff, language.staff_model)
    anonymous = bool(language.anonymity.read(message.squeezed).names)
    asked = language.asked_for(message.standard)
    probabilities = language.model.probabilities(features_of(message, found, rules, peril, asked))
    cry = 0.0 if _COUNT.fullmatch(text.strip()) else probabilities[CRY]
    danger = language.emergencies.contacts(peril, cry)
    command = language.commands.match_folded(message.folded)
    script = script_of(text)
    act, accused = decide(
        Evidence(
            message.squeezed,
            found,
            rules.names,
            suspected,
            probabilities,
            command,
            danger,
            script,
            _is_by_name(asked, found),
        )
    )
    return Understood(
        folded=message.folded,
        act=act,
        topics=topics(guess.ranking, accused) if found.scores or act in _COMPLAINTS else (),
        guess=guess,
        services=asked.services,
        directory=asked.directory,
        contact=CONTACT in rules.names or CONTACT in found.groups,
        danger=danger,
        accusation=accused,
        anonymous=anonymous,
        place=said_place(message.folded),
        number=scan(text, language.prefix),
        command=command if act is Act.COMMAND else None,
        problems=problems(text, found, language.lexicon),
        script=script,
    )


def _is_by_name(asked: Asked, found: Reading) -> bool:
    """Whether a text is the name of what it asks for: "no water" is a problem, "blocked toilet" has its office."""
    is_problem = found.tells_trouble and not asked.directory
    return asked.by_name and not is_problem and "trouble" not in found.groups


def _share(fits: Mapping[str, Fit]) -> float:
    """How much of the query the best entry holds."""
    return max((fit.share for fit in fits.values()), default=0.0)
