"""The monthly figures, computed by the database and by a slow reference count: equal on both databases."""

import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from statistics import median

import pytest

from domain.cases.complaint import Place, Status, Verdict
from domain.organisation.calendar import BANGKOK, month_bounds
from domain.surveys.participation import CASE_SET, COUNTER_SET, DoorKind
from storage.organisation_data.surveys.reading import newest, read_question_sets
from storage.store import open_store
from storage.surveys.responses import Cut, Entrance
from storage.surveys.rounds import Plan
from tests.builders import a_case
from tests.databases import KINDS, new_database
from tests.moments import DAY

SETS = newest(read_question_sets())
MONTH = "2569-11"
START, END = month_bounds(MONTH)
# Moments that are easily counted wrongly.
EDGES = [
    edge + step for edge in (START, END) for step in (-timedelta(milliseconds=1), timedelta(0))
]
SERVICES = ["tax", "tax_land", "taxi", "build"]
TOPICS = ["light", "road", "water", "waste", "drain", "nuisance", "animal"]


def random_moment(chance, after, days=40):
    later = after + timedelta(milliseconds=chance.randrange(int(days * 86_400_000)))
    edges = [edge for edge in EDGES if edge >= after]
    return chance.choice(edges) if edges and chance.random() < 0.1 else later


AGAIN = (Verdict.DISPUTED, Verdict.TAKEN_BACK)
"""The verdicts after which a case is open again."""


def random_life(chance, number):
    """A case and its history: when filed, answered and ended, and the verdict on each ending."""
    filed = random_moment(chance, START - 45 * DAY, 100)
    life = {
        "number": f"{number:06}",
        "category": chance.choice(TOPICS),
        "department": "engineering",
        "restricted": chance.random() < 0.15,
        "village": chance.choice([None, *range(1, 10)]),
        "filed": filed,
        "answer_by": chance.choice([*EDGES, filed + 15 * DAY]),
        "answered": random_moment(chance, filed, 25) if chance.random() < 0.7 else None,
        "endings": [],
    }
    at = filed
    while chance.random() < 0.6:
        at = random_moment(chance, at, 20)
        status = chance.choice([Status.CLOSED] * 4 + [Status.WITHDRAWN, Status.NOT_OURS])
        ending = {"status": status, "at": at, "verdict": None, "verdict_at": None, "expired": None}
        life["endings"].append(ending)
        if status is Status.NOT_OURS and chance.random() < 0.5:
            # Its reporter disagrees, or the office sees that it was wrong.
            at = random_moment(chance, at, 8)
            ending |= {"verdict": Verdict.TAKEN_BACK, "verdict_at": at}
            continue
        if status is not Status.CLOSED:
            break
        if chance.random() < 0.3:
            at = ending["expired"] = random_moment(chance, at, 8)
        said = chance.choice([None, Verdict.CONFIRMED, *AGAIN])
        if said is None:
            break
        at = random_moment(chance, at, 8)
        ending |= {"verdict": said, "verdict_at": at}
        if said is Verdict.CONFIRMED:
            break
    return life


def is_over(life):
    return bool(life["endings"]) and life["endings"][-1]["verdict"] not in AGAIN


def write_down(tx, life):
    last = life["endings"][-1] if is_over(life) else None
    kept = tx.complaints.add(
        a_case(
            id=0,
            number=life["number"],
            category=life["category"],
            department=life["department"],
            restricted=life["restricted"],
            place=Place(village=life["village"]),
            reporter=f"U{life['number']}",
            status=last["status"] if last else Status.NEW,
            filed_at=life["filed"],
            due_at=life["filed"],
            answer_by=life["answer_by"],
            answered_at=life["answered"],
            ended_at=last and last["at"],
            reopened=sum(one["verdict"] in AGAIN for one in life["endings"]),
        ),
        draft_id=life["number"],
    )
    for ending in life["endings"]:
        ended = replace(kept, status=ending["status"], ended_at=ending["at"])
        tx.resolutions.add(ended, "note")
        if ending["expired"]:
            tx.resolutions.judge(kept, Verdict.SILENT, ending["expired"])
        if ending["verdict"]:
            tx.resolutions.judge(kept, ending["verdict"], ending["verdict_at"])
    return kept.id


def within(moment):
    return moment is not None and START <= moment < END


def top(values, shown=5):
    counts = {value: values.count(value) for value in set(values)}
    return [list(pair) for pair in sorted(counts.items(), key=lambda p: (-p[1], p[0]))][:shown]


def was_open(life):
    """Return whether it was filed and still open at the last moment of the month."""
    is_open = life["filed"] < END
    for ending in life["endings"]:
        if ending["at"] < END:
            is_open = ending["verdict"] in AGAIN and ending["verdict_at"] < END
    return is_open


def was_taken_back(life):
    """Return whether its reporter withdrew it in the month, while the answer was not overdue."""
    return any(
        ending["status"] is Status.WITHDRAWN
        and ending["at"] < END
        and ending["at"] <= life["answer_by"]
        for ending in life["endings"]
    )


def count_by_hand(lives, scores, pushes):
    open_lives = [life for life in lives if not life["restricted"]]
    filed = [life for life in open_lives if within(life["filed"])]
    answered = [life for life in filed if life["answered"] and life["answered"] < END]
    in_time = [life for life in answered if life["answered"] <= life["answer_by"]]
    taken_back = [life for life in filed if life not in answered and was_taken_back(life)]
    not_due = [
        life for life in filed if life not in [*answered, *taken_back] and life["answer_by"] >= END
    ]
    resolutions = [(life, ending) for life in open_lives for ending in life["endings"]]
    ended = [(life, ending) for life, ending in resolutions if within(ending["at"])]
    closed = [(life, ending) for life, ending in ended if ending["status"] is Status.CLOSED]
    judged = [e for _, e in closed if e["verdict_at"] and e["verdict_at"] < END]
    unjudged = [e for _, e in closed if e not in judged]
    again = [
        (life, e) for life, e in resolutions if e["verdict"] in AGAIN and within(e["verdict_at"])
    ]
    disputed = [life for life, e in again if e["verdict"] is Verdict.DISPUTED]
    still_open = sorted(
        (life for life in open_lives if was_open(life)),
        key=lambda one: (one["filed"], one["number"]),
    )
    took = [(ending["at"] - life["filed"]) / DAY for life, ending in closed]
    heard = [one for one in scores if within(one["at"]) and not one["restricted"]]
    given = [one["score"] for one in heard]
    return {
        "month": MONTH,
        "received": len(filed),
        "answered_in_time": len(in_time),
        "answer_not_due": len(not_due),
        "answered_late": len(filed) - len(in_time) - len(not_due) - len(taken_back),
        "taken_back": len(taken_back),
        "closed": len(closed),
        "confirmed": sum(e["verdict"] is Verdict.CONFIRMED for e in judged),
        "unconfirmed": sum(bool(e["expired"] and e["expired"] < END) for e in unjudged),
        "disputed": len(disputed),
        "reopened": len({life["number"] for life, _ in again}),
        "withdrawn": sum(e["status"] is Status.WITHDRAWN for _, e in ended),
        "not_ours": sum(e["status"] is Status.NOT_OURS for _, e in ended),
        "median_days": round(median(took), 1) if took else None,
        "open_at_end": len(still_open),
        "oldest": [
            {
                "number": life["number"],
                "category": life["category"],
                "department": life["department"],
                "days": (END - life["filed"]).days,
            }
            for life in still_open[:5]
        ],
        "satisfaction": round(sum(given) / len(given), 2) if given else None,
        "ratings": len(given),
        "scores": [given.count(score) for score in range(1, 6)],
        "reasons": top([reason for one in heard for reason in one["reasons"]], 99),
        "services": [
            {
                "service": service,
                "mean": round(sum(o["score"] for o in heard if o["service"] == service) / count, 2),
                "ratings": count,
            }
            for service, count in top([one["service"] for one in heard], 99)
        ],
        "topics": top([life["category"] for life in filed]),
        "villages": top([life["village"] for life in filed if life["village"]]),
        "restricted": None,
        "restricted_half_year": None,
        "pushes": pushes,
        "pushes_to_reporters": pushes // 2,
        "message_plan": None,
    }


def random_score(chance, service, *, restricted):
    score = chance.randrange(1, 6)
    return {
        "score": score,
        "at": random_moment(chance, START - 5 * DAY),
        "service": service,
        "restricted": restricted,
        "reasons": chance.sample(["slow", "rude", "unclear"], chance.randrange(3))
        if score < 4
        else [],
    }


def rate(tx, one):
    """Answer the set `case`, or `counter` for a service, with the score only."""
    set_key = COUNTER_SET if one["service"] else CASE_SET
    question_set = SETS[set_key]
    opened = tx.survey_rounds.open(question_set, Plan(START - 400 * DAY, END + 400 * DAY), START)
    doors = tx.survey_rounds.doors_of(opened.id)
    door = doors[0] if doors else tx.survey_rounds.add_door(opened.id, DoorKind.CHAT, START)
    person, cut = secrets.token_hex(16), Cut(one["service"])
    given = tx.survey_responses.enter(Entrance(opened.id, door.id, person, "0", cut), one["at"])
    tx.survey_responses.give(given, {"overall": (one["score"],)}, one["at"])
    options = question_set.question("why").options
    codes = [option.code for option in options if option.key in one["reasons"]]
    if codes:
        tx.survey_responses.give(given, {"why": codes}, one["at"])


def fill(store, seed, size):
    """Random cases and ratings, and the expected counts."""
    chance = Random(seed)
    lives = [random_life(chance, number) for number in range(size)]
    scores = []
    with store.begin() as tx:
        for life in lives:
            write_down(tx, life)
        for life in lives:
            if chance.random() < 0.4:
                one = random_score(chance, "", restricted=life["restricted"])
                # A staff complaint cannot be rated.
                if not life["restricted"]:
                    rate(tx, one)
                    scores.append(one)
        for _ in range(size // 3):
            one = random_score(chance, chance.choice(SERVICES), restricted=False)
            rate(tx, one)
            scores.append(one)
        tx.push_ledger.count_pushes(MONTH, size - size // 2)
        tx.push_ledger.count_pushes(MONTH, size // 2, to_resident=True)
    return count_by_hand(lives, scores, size)


def month_of(store):
    with store.read() as tx:
        return tx.figures.month(MONTH, START, END)


@pytest.mark.parametrize(("seed", "size"), [(1, 0), (2, 1), (3, 2), (4, 15), (5, 120), (6, 121)])
def test_the_month_is_what_a_slow_count_says(store, seed, size):
    expected = fill(store, seed, size)
    assert json.loads(month_of(store).to_json()) == expected


@pytest.mark.parametrize(
    ("withdrawn", "answer_by", "counted"),
    [
        (START + 2 * DAY, START + 9 * DAY, (1, 0, 0)),
        (START + 2 * DAY, END + 5 * DAY, (1, 0, 0)),
        (START + 20 * DAY, START + 9 * DAY, (0, 0, 1)),
        (END + 2 * DAY, END + 5 * DAY, (0, 1, 0)),
    ],
    ids=["the promise ran out later", "it runs still", "it had run out", "withdrawn next month"],
)
def test_a_case_withdrawn_before_its_answer_was_due_is_not_late(
    store, withdrawn, answer_by, counted
):
    ending = {"status": Status.WITHDRAWN, "at": withdrawn, "verdict": None, "verdict_at": None}
    life = random_life(Random(1), 1) | {
        "restricted": False,
        "filed": START + DAY,
        "answer_by": answer_by,
        "answered": None,
        "endings": [ending | {"expired": None}],
    }
    with store.begin() as tx:
        write_down(tx, life)
    found = month_of(store)
    assert found.received == 1
    assert (found.taken_back, found.answer_not_due, found.answered_late) == counted


def test_both_databases_give_the_same_bytes(tmp_path, request):
    hashes = []
    for kind in KINDS:
        with new_database(kind, tmp_path, request) as url:
            store = open_store(url)
            fill(store, 7, 100)
            hashes.append(month_of(store).sha256)
            store.close()
    assert hashes[0] == hashes[1]


def test_a_month_begins_and_ends_at_midnight_in_bangkok():
    assert datetime(2026, 11, 1, tzinfo=BANGKOK) == START
    assert datetime(2026, 12, 1, tzinfo=BANGKOK) == END


def test_a_month_counted_later_is_the_same(store):
    """Later events do not change the figures of a month."""
    fill(store, 8, 60)
    before = month_of(store)
    chance = Random(9)
    with store.begin() as tx:
        for case in tx.all_cases.open_of(department=None, limit=100):
            ended = replace(
                case,
                status=Status.CLOSED,
                answered_at=case.answered_at or END,
                ended_at=END + chance.random() * DAY,
            )
            tx.complaints.save(ended)
            tx.resolutions.add(ended, "note")
        rate(tx, {"service": "tax", "score": 1, "at": END, "reasons": []})
    assert month_of(store) == before
