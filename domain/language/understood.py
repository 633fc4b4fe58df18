"""The analysis of a message, made once a turn: what it wants, what it is about, whether somebody is in danger."""

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
from domain.language.bare_fact import is_bare_fact
from domain.language.classifier import Guess, Lexicon, rank_categories
from domain.language.danger_talk import says_help_came
from domain.language.emergency import NO_PERIL, Emergencies
from domain.language.labels import Labels, without_manners
from domain.language.message_text import Dialect
from domain.language.phrase_rules import PhraseRules
from domain.language.places import SaidPlace, said_place
from domain.language.problems import problems
from domain.language.script import script_of
from domain.language.service_search import ServiceSearch, asked_runs
from domain.language.staff import suspicion
from domain.language.unnamed import wishes_no_name
from domain.language.word_files import parse_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.language.classifier import Reading
    from domain.language.phrase_rules import Findings
    from domain.language.service_search import Fit
    from domain.organisation.catalog import Catalog
    from domain.organisation.organisation import DirectoryEntry, Service

# "Please come and ..." asks for work outside.
_WISH = re.compile("ขอ(?!ให้|ร้อง)|อยากได้|ต้องการ|จอง|ยืม")
_COUNT = re.compile(r"\d[\d,]* ?คน")
"""A text of only a number of people answers a question; the act model would mistake it for a cry for help."""

_CODE = re.compile(r"(?=[^\d]*\d)(?:[A-Z\d]{8}|[A-Z\d]{4}(?:-[A-Z\d]{4}){1,2})")
"""A text of only a code: its letters are drawn, and may spell "help" or look like a cry by chance."""

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
"""The parsed files that `Language.parse` needs besides the models."""
MODELS = ("act_model", "staff_model", "officer_model", "talk_model")
"""The trained models, each a JSON file of domain/data."""

_ONLY_SILENT = ("silent",)
_BENEFITS = frozenset({"welfare", "service"})
_ABOUT_THE_OFFICE = frozenset({"service", STAFF_TOPIC, "suggestion", "other"})
_COMPLAINTS = frozenset({Act.COMPLAINT, Act.CONDUCT})


@dataclass(frozen=True, slots=True)
class Understood:
    """The analysis of one text. `folded` is the text in the spelling in which words are searched.

    `guess` ranks all topics; `topics` is that ranking with the position of the staff topic corrected, empty if the
    text neither names a topic nor complains. `services` are keys, best first; `directory` are keys of
    directory.toml, if they match better than the services. `danger` are keys of emergency contacts, the most
    urgent first; `perils` are its kinds in emergency.toml. `problems` are spans of the typed text, empty unless
    there are several. `script` is None without letters.
    """

    folded: str
    act: Act
    topics: tuple[str, ...]
    guess: Guess
    services: tuple[str, ...]
    directory: tuple[str, ...]
    contact: bool
    danger: tuple[str, ...]
    perils: tuple[str, ...]
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
        """Whether a service or a directory entry matches the text."""
        return bool(self.services or self.directory)

    @property
    def names_a_problem(self) -> bool:
        """Whether the likeliest topic is a problem outside the office; "no answer yet" names none."""
        return bool(self.topics) and self.topics[0] not in _ABOUT_THE_OFFICE

    def as_json(self) -> dict[str, object]:
        """The analysis in JSON types, for `python -m bot understand`."""
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
    """The keys of what a text asks for, best first.

    `by_name`: the text is hardly more than its name; `is_exact`: it is the name, without any other word;
    `is_wish`: it begins with "may I have".
    """

    services: tuple[str, ...]
    directory: tuple[str, ...]
    by_name: bool
    is_exact: bool
    is_wish: bool

    def __bool__(self) -> bool:
        return bool(self.services or self.directory)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The recognisers, created once from the data files. `prefix`: of the case numbers.

    Compared by identity, so that what a text means can be cached by text and language.
    """

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
    officer_model: ActModel
    talk_model: ActModel
    prefix: str

    @classmethod
    def parse(
        cls,
        files: Mapping[str, Mapping[str, Any]],
        models: Mapping[str, Mapping[str, Any]],
        catalog: Catalog,
    ) -> Self:
        """Build from the parsed `FILES` and `MODELS` and the office's data. Raises ValueError for faulty data."""
        contact_keys = [contact.key for contact in catalog.organisation.emergency]
        longer = parse_file(files, "longer_words", lambda table: list(map(str, table["words"])))
        return cls(
            lexicon=parse_file(files, "keywords", Lexicon.parse, longer),
            emergencies=parse_file(files, "emergency", Emergencies.parse, contact_keys, longer),
            acts=parse_file(files, "acts", PhraseRules.parse, longer),
            staff=parse_file(files, "staff", PhraseRules.parse, longer),
            anonymity=parse_file(files, "anonymity", PhraseRules.parse, longer),
            commands=parse_file(files, "commands", Labels.parse),
            dialect=parse_file(files, "dialect", Dialect.parse),
            services=ServiceSearch(catalog.services),
            directory=ServiceSearch(catalog.directory, whole_label=True),
            model=ActModel.parse(models["act_model"]),
            staff_model=ActModel.parse(models["staff_model"]),
            officer_model=ActModel.parse(models["officer_model"]),
            talk_model=ActModel.parse(models["talk_model"]),
            prefix=catalog.organisation.case_prefix,
        )

    def asked_for(self, folded: str) -> Asked:
        """The services that a folded text asks for, or the directory entries if they match more of it."""
        asked = asked_runs(without_manners(folded))
        services, directory = self.services.fits(asked), self.directory.fits(asked)
        is_elsewhere = _share(directory) > _share(services)
        fits = directory if is_elsewhere else services
        return Asked(
            services=() if is_elsewhere else tuple(services),
            directory=tuple(directory) if is_elsewhere else (),
            by_name=any(
                fit.is_about_it if is_elsewhere else fit.is_by_name for fit in fits.values()
            ),
            is_exact=any(fit.is_exact for fit in fits.values()),
            is_wish=bool(_WISH.match(folded)),
        )

    def of_office(self, catalog: Catalog) -> Self:
        """A copy for changed services or a changed name of the office; takes a tenth of the time of `parse`."""
        return replace(
            self,
            services=ServiceSearch(catalog.services),
            directory=ServiceSearch(catalog.directory, whole_label=True),
            prefix=catalog.organisation.case_prefix,
        )


def features_of(
    runs: Sequence[str],
    found: Reading,
    acts: Findings,
    danger: Findings,
    asked: Asked,
) -> tuple[str, ...]:
    """The features of the act model: n-grams, and what the lexicon, the rules and the service search found."""
    return (
        *(("<service>",) if asked else ()),
        *runs,
        *found.features(),
        *acts.features("acts"),
        *danger.features("danger"),
    )


def understand(text: str, language: Language) -> Understood:
    """Analyse a text. Accepts any text, never raises, deterministic."""
    message = language.dialect.read(text)
    found = language.lexicon.read(message.standard)
    guess = rank_categories(found, language.lexicon)
    peril = language.emergencies.read(message.squeezed)
    rules = language.acts.read(message.squeezed)
    runs = runs_of(message.squeezed)
    suspected = suspicion(message.squeezed, runs, language.staff, language.staff_model)
    anonymous = wishes_no_name(message.squeezed, language.anonymity)
    asked = language.asked_for(message.standard)
    probabilities = language.model.probabilities(features_of(runs, found, rules, peril, asked))
    command = language.commands.match_folded(message.folded)
    # Only a rule finds danger in a command, a mere name such as "kindergarten", or a mere place.
    is_fact = not found.tells_trouble and is_bare_fact(message.folded)
    is_calm = command or asked.is_exact or is_fact or _COUNT.fullmatch(text.strip())
    is_found = language.emergencies.is_found(peril)
    cry = 0.0 if is_calm and not is_found else probabilities[CRY]
    if is_fact:
        probabilities[CRY] = cry
    script = script_of(text)
    danger = language.emergencies.peril(peril, cry, in_english=script == "latin")
    if _CODE.fullmatch(text.strip()) or says_help_came(message.folded):
        danger = NO_PERIL
    act, accused = decide(
        Evidence(
            message.squeezed,
            found,
            rules.names,
            suspected,
            probabilities,
            command,
            danger.contacts,
            script,
            _is_by_name(asked, found),
        )
    )
    if danger.kinds == _ONLY_SILENT and not suspected.names_one:
        # Of whom its writer is afraid is not of the office, whatever the model guesses.
        accused = Accusation.NONE
        act = Act.COMPLAINT if act is Act.CONDUCT else act
    return Understood(
        folded=message.folded,
        act=act,
        topics=topics(guess.ranking, accused) if found.scores or act in _COMPLAINTS else (),
        guess=guess,
        services=asked.services,
        directory=asked.directory,
        contact=CONTACT in rules.names or CONTACT in found.groups,
        danger=danger.contacts,
        perils=danger.kinds,
        accusation=accused,
        anonymous=anonymous,
        place=said_place(message.folded),
        number=scan(text, language.prefix),
        command=command if act is Act.COMMAND else None,
        problems=problems(text, found, language.lexicon),
        script=script,
    )


def _is_by_name(asked: Asked, found: Reading) -> bool:
    """Whether a text names what it asks for: "no water" is a problem, "lost land title" has its office."""
    topic = max(found.scores, key=lambda key: found.scores[key], default="")
    if asked.is_exact and (asked.is_wish or topic in {*_BENEFITS, ""}):
        # "Disability card" tells of need, but is the name of what the office gives; "spraying, please" is a wish.
        return True
    is_problem = found.tells_trouble or "trouble" in found.groups
    is_question = "question" in found.groups
    return asked.by_name and not is_question and not (is_problem and not asked.directory)


def _share(fits: Mapping[str, Fit]) -> float:
    """The share of the query that the best entry holds."""
    return max((fit.share for fit in fits.values()), default=0.0)
