"""The nouns of one municipality: what it is called, who does what, by when, on which days.

Every value comes from the files in `domain/data/` (or an organisation's own files of the same
names) through `storage.organisation_data`. Nothing here knows how a file is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time

    from domain.organisation.officers import Role


@dataclass(frozen=True, slots=True)
class Village:
    """หมู่ที่ `number`; `name` is empty while nobody has written it down."""

    number: int
    name: str

    @property
    def label(self) -> str:
        return f"หมู่ที่ {self.number} {self.name}".strip()


_TYPED_VILLAGE = re.compile(r"(?:หมู่(?:\s*ที่)?|ม\.|moo|village)\s*(\d{1,2})", re.IGNORECASE)


def typed_village(words: str, villages: Sequence[Village]) -> int | None:
    """The number of the village that these words are and nothing more: "หมู่ 3", "ม.3", "moo 3"."""
    typed = _TYPED_VILLAGE.fullmatch(words)
    known = {village.number for village in villages}
    return int(typed[1]) if typed is not None and int(typed[1]) in known else None


# "ม." alone is a school year, metres or the section of a law too. The second group is a further number beside it.
_NAMED_VILLAGE = re.compile(
    r"(?:หมู่(?:\s*ที่)?|เลขที่\s*[\d/]+\s*ม\.|\b(?:moo|village))\s*(\d{1,2})(?!\d|\s*คน)"
    r"(\s*(?:(?:[,./&+\-–]|และ|กับ|ถึง|หรือ|and|to|or)\s*)?(?:(?:หมู่(?:\s*ที่)?|ม\.)\s*)?\d{1,2}(?!\d))?",
    re.IGNORECASE,
)
_SUBDISTRICT = re.compile(r"(?:ตำบล|(?<!อบ)ต\.)\s*([ก-๎]{2,})")


def named_village(texts: Iterable[str], office: Organisation) -> int | None:
    """The number of the one village that is named in passing; of several texts the first that names any decides.

    None when that is no village of this office, or several ("หมู่ 3-5"), or another subdistrict is named too.
    """
    for words in texts:
        found = list(_NAMED_VILLAGE.finditer(words))
        if found:
            numbers = {int(one[1]) for one in found}
            is_one = len(numbers) == 1 and not any(one[2] for one in found)
            known = numbers & {village.number for village in office.villages}
            return next(iter(known), None) if is_one and not _is_elsewhere(words, office) else None
    return None


def _is_elsewhere(words: str, office: Organisation) -> bool:
    """Whether a subdistrict (ตำบล) is named that is not the office's own."""
    ours = office.name_th.partition("ตำบล")[2]
    return any(not named.startswith(ours) for named in _SUBDISTRICT.findall(words))


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody outside the office who answers a telephone: an agency or an emergency number."""

    key: str
    th: str
    en: str
    phone: str


@dataclass(frozen=True, slots=True)
class Custodian:
    """A post that may receive complaints about staff; `words` are how people speak of it.

    `unit`: the unit of a keeper who was appointed without a department.
    """

    role: Role
    th: str
    en: str
    words: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The office itself.

    `case_prefix` stands at the front of every case number. `keepers` stand in the order in which
    complaints about staff are offered to them. `answer_days` are calendar days,
    `acknowledge_working_days` working days. `message_plan`: pushes a month until LINE has told how
    many; beyond `alert_share` of them officers' alerts wait for the morning. `unverified` names the
    fields that hold a sample or a guess: `bot check` lists them, and the chat must not present them
    as official.
    """

    name_th: str
    short_th: str
    name_en: str
    case_prefix: str
    address_th: str
    address_en: str
    phone: str
    website: str
    latitude: float
    longitude: float
    opens: time
    closes: time
    eit_section: str
    integrity_section: str
    answer_days: int
    acknowledge_working_days: int
    message_plan: int
    alert_share: float
    villages: tuple[Village, ...]
    outside: tuple[Contact, ...]
    emergency: tuple[Contact, ...]
    agencies: tuple[Contact, ...]
    custodians: tuple[Custodian, ...]
    unverified: frozenset[str]


@dataclass(frozen=True, slots=True)
class Department:
    """A section (กอง) that cases are handed to. `short_th` and `short_en` fit a button, the names may not.

    `aliases`: how people here speak of it, beside what every office's residents say (accusation.toml).
    """

    key: str
    th: str
    short_th: str
    en: str
    short_en: str
    phone: str
    unverified: frozenset[str]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """What a complaint is about.

    `working_days` is the office's own promise for finishing. A `restricted` category is seen by
    the integrity officer alone. `first_reply` asks for the one thing an officer would ask next;
    both are empty where there is none. `keep_years`: how long after its end a case keeps its persons.
    `rings_at_night`: somebody may be in danger, so its officers' telephones ring at any hour.
    """

    key: str
    th: str
    en: str
    icon: str
    department: str
    working_days: int
    restricted: bool
    rings_at_night: bool
    keep_years: int
    first_reply: str
    first_reply_en: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a service: what happens, how long it takes, and who does it, by role."""

    what: str
    time: str
    responsible: str


@dataclass(frozen=True, slots=True)
class Service:
    """A counter service with the six elements a public service guide must show.

    Name, steps, time, channel with the section in charge, fee, documents; fee and documents say
    so in words when there are none. Source of the list: OIT, คู่มือการขอรับบริการ.
    """

    key: str
    th: str
    en: str
    aliases: tuple[str, ...]
    department: str
    channel: str
    time: str
    fee: str
    documents: tuple[str, ...]
    steps: tuple[Step, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day the office is closed. `instead_of` is the day a substitution day stands in for."""

    day: date
    th: str
    en: str
    instead_of: date | None
    source: str
    verified: bool
