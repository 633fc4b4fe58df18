"""The simulated people of a chaos run: residents, people who only ask, and officers."""

from domain.organisation.officers import Role

RESIDENTS = [f"p{number:02}" for number in range(12)]
OF_STAFF = {"p01": "ให้ผู้รับเรื่องเห็นชื่อ", "p02": "ปกปิดชื่อ", "p03": "ไม่เก็บชื่อเลย"}
"""Residents who also file staff complaints, each with the label of the privacy choice they press."""
ANONYMOUS = ("p02", "p03")
UNLINKED = frozenset({"p03"})
ASKERS = ["q00", "q01"]
"""People who only ask, with several messages at once that may arrive in any order."""
PRESSES_OFFERS = frozenset({"p00", "p02", "p04", "p08", "q00"})
"""People who press the button of the message "an answer may be missing"; the others never do."""

EXECUTIVE, CUSTODIAN = "palad", "integrity"
PAIR = ("chang", "chang2")
"""Two officers of one department who press the same button at the same time."""
POSTS: dict[str, tuple[Role, str | None]] = {
    EXECUTIVE: (Role.PALAD, None),
    CUSTODIAN: (Role.INTEGRITY, None),
    **dict.fromkeys(PAIR, (Role.OFFICER, "engineering")),
}


def name(key: str) -> str:
    """The LINE display name of a person; it occurs in no message that they write."""
    return f"ชื่อของ {key}"


ROSTER = {
    "people": [{"key": key, "name": name(key)} for key in (*RESIDENTS, *ASKERS, *POSTS)],
    "groups": [],
}
