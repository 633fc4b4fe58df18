"""Who is in a run of chaos."""

from domain.organisation.officers import Role

RESIDENTS = [f"p{number:02}" for number in range(12)]
OF_STAFF = {"p01": "ให้ผู้รับเรื่องเห็นชื่อ", "p02": "ปกปิดชื่อ", "p03": "ไม่เก็บชื่อเลย"}
"""Who also complains about staff, and how they wish to be known."""
NAMELESS = ("p02", "p03")
UNLINKED = frozenset({"p03"})
ASKERS = ["q00", "q01"]
"""Who only asks, several things at once, in whatever order they arrive."""
PRESSES_OFFERS = frozenset({"p00", "p02", "p04", "p08", "q00"})
"""Who presses the button under "an answer may be missing"; the others never do."""

EXECUTIVE, KEEPER = "palad", "integrity"
PAIR = ("chang", "chang2")
"""Two officers of one section, who press the same button at the same moment."""
POSTS: dict[str, tuple[Role, str | None]] = {
    EXECUTIVE: (Role.PALAD, None),
    KEEPER: (Role.INTEGRITY, None),
    **dict.fromkeys(PAIR, (Role.OFFICER, "engineering")),
}


def name(key: str) -> str:
    """What LINE shows of a person: nothing else they write has it in it."""
    return f"ชื่อของ {key}"


ROSTER = {
    "people": [{"key": key, "name": name(key)} for key in (*RESIDENTS, *ASKERS, *POSTS)],
    "groups": [],
}
