"""The data of one organisation: its name, villages, contacts, departments, categories, services, holidays.

Every value comes from the files in `domain/data/` (or an organisation's own files of the same
names) through `storage.organisation_data`, which reads them.
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
    """A village (หมู่ที่ `number`); `name` is "" when it is unknown."""

    number: int
    name: str

    @property
    def label(self) -> str:
        """The village as it is shown in Thai."""
        return f"หมู่ที่ {self.number} {self.name}".strip()


_TYPED_VILLAGE = re.compile(r"(?:หมู่(?:\s*ที่)?|ม\.|moo|village)\s*(\d{1,2})", re.IGNORECASE)


def typed_village(words: str, villages: Sequence[Village]) -> int | None:
    """The number of a known village if the text consists only of it: "หมู่ 3", "ม.3", "moo 3"; else None."""
    typed = _TYPED_VILLAGE.fullmatch(words)
    numbers = {village.number for village in villages}
    return int(typed[1]) if typed is not None and int(typed[1]) in numbers else None


# "ม." alone may also mean a school year, metres or the section of a law. The second group is a further number.
_NAMED_VILLAGE = re.compile(
    r"(?:หมู่(?:\s*ที่)?|เลขที่\s*[\d/]+\s*ม\.|\b(?:moo|village))\s*(\d{1,2})(?!\d|\s*คน)"
    r"(\s*(?:(?:[,./&+\-–]|และ|กับ|ถึง|หรือ|and|to|or)\s*)?(?:(?:หมู่(?:\s*ที่)?|ม\.)\s*)?\d{1,2}(?!\d))?",
    re.IGNORECASE,
)
_SUBDISTRICT = re.compile(r"(?:ตำบล|(?<!อบ)ต\.)\s*([ก-๎]{2,})")


def named_village(texts: Iterable[str], office: Organisation) -> int | None:
    """The number of the village named in the first text that names any village.

    None if it is not a village of this office, if several are named ("หมู่ 3-5"), or if another subdistrict is
    named too.
    """
    for words in texts:
        found = list(_NAMED_VILLAGE.finditer(words))
        if found:
            numbers = {int(one[1]) for one in found}
            is_one = len(numbers) == 1 and not any(one[2] for one in found)
            ours = numbers & {village.number for village in office.villages}
            return next(iter(ours), None) if is_one and not is_elsewhere(words, office) else None
    return None


def is_elsewhere(words: str, office: Organisation) -> bool:
    """Whether the text names a subdistrict (ตำบล) other than the office's own."""
    ours = office.name_th.partition("ตำบล")[2]
    return any(not named.startswith(ours) for named in _SUBDISTRICT.findall(words))


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number outside the office: an agency or an emergency service."""

    key: str
    th: str
    en: str
    phone: str


@dataclass(frozen=True, slots=True)
class Custodian:
    """A post that may receive staff complaints.

    `words`: what residents call the post. `unit`: the unit of a custodian who has no department.
    """

    role: Role
    th: str
    en: str
    words: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The subdistrict office.

    `case_prefix`: begins every case number. `custodians`: in the order in which they receive staff complaints.
    `answer_days`: calendar days; `acknowledge_working_days`: working days. `message_plan`: pushes a month, used
    until LINE has reported the quota. `alert_share`: the share of it above which officers' alerts wait for the
    digest. `unverified`: names of the fields whose value is a sample or a guess; `bot check` lists them, and
    the chat must not present them as official. `line_id`: the basic id of the LINE account, such as @123abcde; ""
    if it is not known, then no QR code can open the chat.
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
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department (กอง, สำนัก) that handles cases.

    `short_th` and `short_en` fit on a button. `aliases`: local names of the department, in addition to the
    general ones in accusation.toml.
    """

    key: str
    th: str
    short_th: str
    en: str
    short_en: str
    phone: str
    unverified: frozenset[str]
    aliases: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """The names by which people call it in a sentence."""
        return (self.th, self.short_th.rstrip("ฯ"), self.en, *self.aliases)


@dataclass(frozen=True, slots=True)
class Category:
    """The topic of a complaint.

    `department`: key of the department that handles it. `working_days`: the time for finishing a case.
    `restricted`: a staff complaint, which only its custodians see. `first_reply` and `first_reply_en`: a question
    for a detail that an officer would need first; "" for none. `keep_years`: how long personal data is kept
    after the end of a case. `rings_at_night`: somebody may be in danger, so pushes ring at any time.
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
    """One step of a service: what happens, how long it takes, and which role does it."""

    what: str
    time: str
    responsible: str


@dataclass(frozen=True, slots=True)
class Service:
    """A counter service with the six elements that a public service guide must show.

    These are name, steps, time, channel with the responsible department, fee and documents; fee and documents
    state in words when there are none. Source of the list: OIT, คู่มือการขอรับบริการ.
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
class DirectoryEntry:
    """Where something is done that is no service of `services.toml`.

    `department`: key of the department of this office that does it, "" for another agency, whose name is `at_th`
    and `at_en`. `phone`: of the agency, "" if it has no short national number. `note_th` and `note_en`: one more
    sentence, or "". `verified`: the office has confirmed it.
    """

    key: str
    th: str
    en: str
    aliases: tuple[str, ...]
    department: str
    at_th: str
    at_en: str
    phone: str
    note_th: str
    note_en: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """A ready-made message to a reporter. `action`: what it is for. `category`: "" for cases of every category.

    `th` may contain the placeholders of TEMPLATE_FACTS.
    """

    key: str
    action: str
    name: str
    th: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class PrivacyGap:
    """The text of the privacy notice on a matter that only the office can decide."""

    key: str
    th: str
    en: str
    verified: bool


PRIVACY_GAPS = ("legal_basis", "cross_border", "retention", "record", "dpo")
"""The keys of all privacy gaps."""
TEMPLATE_FACTS = frozenset({"number", "topic", "section", "due", "phone"})
"""The placeholders allowed in a reply template."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which the office is closed. `instead_of`: the holiday that a substitution day replaces."""

    day: date
    th: str
    en: str
    instead_of: date | None
    source: str
    verified: bool
