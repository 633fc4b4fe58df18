"""Stores opened question sets, rounds and doors. An opened version of a set never changes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, Row, bindparam, select, update

from domain.surveys import definition
from domain.surveys.participation import DoorKind
from domain.surveys.question_set import QuestionSet
from storage.db.upsert import InsertByDialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import survey_door, survey_round, survey_set

CODE_BYTES = 12
"""96 bits: a door's code cannot be guessed."""
KEY_BYTES = 32


class SetChangedError(ValueError):
    """A version of the set was opened before with other content."""


@dataclass(frozen=True)
class SurveyRound:
    """A period in which one version of a set is answered, from `opens_at` until `closes_at` or `closed_at`.

    `population`: the number of people served, from `population_source`; None if unknown. `target`: the number of
    answers aimed at. `is_linked`: whether the key that links responses to people still exists.
    """

    id: int
    question_set: QuestionSet
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    population: int | None
    population_source: str
    target: int | None
    is_linked: bool

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and self.opens_at <= now < self.closes_at

    @property
    def ended_at(self) -> datetime:
        return min(self.closed_at or self.closes_at, self.closes_at)

    @property
    def last_moment(self) -> datetime:
        """The last moment of the round; `ended_at`, at midnight, is on the day after the last one."""
        return self.ended_at - timedelta(microseconds=1)


@dataclass(frozen=True)
class Door:
    """A way into a round. `service`: a key, "" for none. `village`: its number."""

    id: int
    code: str
    round_id: int
    kind: DoorKind
    service: str
    village: int | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """The options of a new round; the fields as in SurveyRound."""

    opens_at: datetime
    closes_at: datetime
    population: int | None = None
    population_source: str = ""
    target: int | None = None


class SurveyRounds:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        # A cache, because answering one form needs the key for the person and for the subject.
        self._secrets: dict[int, bytes] = {}

    def open(self, question_set: QuestionSet, plan: Plan, now: datetime) -> SurveyRound:
        """Open a round of a set; if this set has one that opens at the same moment, return that one.

        Raises SetChangedError if the version was opened before with other content.
        """
        values = {
            "set_id": self._keep_set(question_set, now),
            "opens_at": plan.opens_at,
            "closes_at": plan.closes_at,
            "population": plan.population,
            "population_source": plan.population_source,
            "target": plan.target,
            "secret": self._vault.seal(secrets.token_bytes(KEY_BYTES), _PURPOSE),
        }
        self._connection.execute(_ADD_ROUND[self._connection.dialect.name], values)
        row = self._connection.execute(
            _ROUNDS.where(
                survey_round.c.set_id == values["set_id"], survey_round.c.opens_at == plan.opens_at
            )
        ).one()
        return _round(row)

    def _keep_set(self, question_set: QuestionSet, now: datetime) -> int:
        digest = definition.sha256(question_set)
        self._connection.execute(
            _ADD_SET[self._connection.dialect.name],
            {
                "set_key": question_set.key,
                "version": question_set.version,
                "purpose": question_set.purpose.value,
                "fiscal_year": question_set.fiscal_year,
                "definition": definition.to_json(question_set),
                "sha256": digest,
                "opened_at": now,
            },
        )
        row = self._connection.execute(
            _SET, {"key": question_set.key, "version": question_set.version}
        ).one()
        if row.sha256 != digest:
            raise SetChangedError(f"{question_set.key} {question_set.version}")
        return int(row.id)

    def find(self, round_id: int) -> SurveyRound | None:
        row = self._connection.execute(_ROUND, {"id": round_id}).first()
        return _round(row) if row else None

    def all(self) -> list[SurveyRound]:
        """Return every round, the one that opened last first."""
        rows = self._connection.execute(
            _ROUNDS.order_by(survey_round.c.opens_at.desc(), survey_round.c.id.desc())
        )
        return [_round(row) for row in rows]

    def running(self, now: datetime) -> list[SurveyRound]:
        """Return the rounds that are open now, the one that opened last first."""
        rows = self._connection.execute(
            _ROUNDS.where(
                survey_round.c.closed_at.is_(None),
                survey_round.c.opens_at <= now,
                survey_round.c.closes_at > now,
            ).order_by(survey_round.c.opens_at.desc(), survey_round.c.id.desc())
        )
        return [_round(row) for row in rows]

    def running_of(self, set_key: str, now: datetime) -> SurveyRound | None:
        """Return the round of a set that is open now; the one that opened last if there are several."""
        return next((one for one in self.running(now) if one.question_set.key == set_key), None)

    def close(self, round_id: int, now: datetime) -> None:
        self._connection.execute(
            update(survey_round).where(survey_round.c.id == round_id).values(closed_at=now)
        )

    def secret(self, round_id: int) -> bytes | None:
        """Return the key of a round; None if it was deleted or is encrypted with an unknown key."""
        if round_id not in self._secrets:
            sealed = self._connection.scalar(_SECRET, {"id": round_id})
            if not sealed:
                return None
            try:
                self._secrets[round_id] = self._vault.open(sealed, _PURPOSE)
            except UnreadableError:
                return None
        return self._secrets[round_id]

    def destroy_secret(self, round_id: int) -> None:
        self._secrets.pop(round_id, None)
        self._connection.execute(
            update(survey_round).where(survey_round.c.id == round_id).values(secret=b"")
        )

    def add_door(
        self,
        round_id: int,
        kind: DoorKind,
        now: datetime,
        *,
        service: str = "",
        village: int | None = None,
    ) -> Door:
        """Create a door with an unguessable code."""
        code = secrets.token_urlsafe(CODE_BYTES)
        self._connection.execute(
            survey_door.insert().values(
                code=code,
                round_id=round_id,
                kind=kind.value,
                service=service,
                village=village,
                made_at=now,
            )
        )
        found = self.door_by_code(code)
        assert found is not None
        return found

    def door_by_code(self, code: str) -> Door | None:
        row = self._connection.execute(_DOOR_BY_CODE, {"code": code}).first()
        return _door(row) if row else None

    def door(self, door_id: int) -> Door:
        """Return a door. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
        return _door(self._connection.execute(_DOOR, {"id": door_id}).one())

    def doors_of(self, round_id: int) -> list[Door]:
        rows = self._connection.execute(
            select(survey_door).where(survey_door.c.round_id == round_id).order_by(survey_door.c.id)
        )
        return [_door(row) for row in rows]

    def close_door(self, door_id: int, now: datetime) -> None:
        self._connection.execute(
            update(survey_door).where(survey_door.c.id == door_id).values(closed_at=now)
        )


def _round(row: Row) -> SurveyRound:  # type: ignore[type-arg]
    return SurveyRound(
        row.id,
        _parsed(row.definition),
        row.opens_at,
        row.closes_at,
        row.closed_at,
        row.population,
        row.population_source,
        row.target,
        bool(row.secret),
    )


@lru_cache(maxsize=64)
def _parsed(text: str) -> QuestionSet:
    return definition.from_json(text)


def _door(row: Row) -> Door:  # type: ignore[type-arg]
    return Door(
        row.id,
        row.code,
        row.round_id,
        DoorKind(row.kind),
        row.service,
        row.village,
        row.closed_at,
    )


_PURPOSE = "survey_round"
_ROUNDS = select(survey_round, survey_set.c.definition).join_from(survey_round, survey_set)
_ROUND = _ROUNDS.where(survey_round.c.id == bindparam("id"))
_DOOR = select(survey_door).where(survey_door.c.id == bindparam("id"))
_SET = select(survey_set.c.id, survey_set.c.sha256).where(
    survey_set.c.set_key == bindparam("key"), survey_set.c.version == bindparam("version")
)
_SECRET = select(survey_round.c.secret).where(survey_round.c.id == bindparam("id"))
_DOOR_BY_CODE = select(survey_door).where(survey_door.c.code == bindparam("code"))
_ADD_SET = InsertByDialect(survey_set, lambda insert: insert.on_conflict_do_nothing())
_ADD_ROUND = InsertByDialect(survey_round, lambda insert: insert.on_conflict_do_nothing())
