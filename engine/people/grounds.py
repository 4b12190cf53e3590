"""What guards judge by, read at once: cases, people, and what they did in earlier cases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.actor import Actor
from engine.people.guards.case_for_guard import Appointee, CaseForGuard, Participant
from engine.people.guards.facts import (
    Candidate,
    Competence,
    Conflict,
    Contract,
    Employment,
    Experience,
    Involvement,
)
from engine.people.guards.thresholds import thresholds
from engine.persistence.guard_store import Deed, GuardStore
from engine.persistence.person_fact_store import PersonFactRecord, PersonFactStore
from engine.procedures.body import Body


@dataclass(frozen=True, slots=True)
class Appointment:
    """Whom a step's answers appoint: role, person, and the row that names them."""

    role: str
    person_id: int
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedCase:
    """The case a question is about; ``id`` and ``number`` are ``""`` before it is started.

    Attributes:
        instance: what the step's own instance is about, of a step that is done once for each.
    """

    body: Body
    id: str = ""
    number: str = ""
    instance: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whom a question is about, and the role in which they would act or be appointed."""

    person_id: int | None
    name: str
    role: str = ""
    roles: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, actor: Actor, role: str) -> "AskedPerson":
        """Return whoever acts."""
        return cls(actor.person_id, actor.name, role, actor.roles)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Rows as read; nothing here is judged yet."""

    now: datetime
    subjects: Mapping[str, frozenset[tuple[str, str]]]
    judged: Mapping[str, frozenset[str]]
    deeds: Sequence[Deed]
    facts: Mapping[int, Sequence[PersonFactRecord]]
    names: Mapping[int, str]
    waived: Mapping[str, frozenset[tuple[str, int | None]]]

    @classmethod
    def read(
        cls,
        guards: GuardStore,
        facts: PersonFactStore,
        case_ids: Collection[str],
        person_ids: Collection[int],
        now: datetime,
    ) -> "Grounds":
        """Read everything about these people in these cases, in a fixed number of statements."""
        judged = guards.judged(case_ids)
        deeds = guards.deeds({*case_ids, *(one for some in judged.values() for one in some)})
        team = {d.person_id for d in deeds if not d.step and d.case_id in set(case_ids)}
        everybody = {*person_ids, *team}
        return cls(
            now=now,
            subjects=guards.subjects(case_ids),
            judged=judged,
            deeds=deeds,
            facts=facts.of(everybody),
            names=guards.names(everybody),
            waived=guards.waived(case_ids),
        )

    def waived_in(self, case_id: str) -> frozenset[tuple[str, int | None]]:
        """Return the pairs (guard, person) that were waived in a case."""
        return self.waived.get(case_id, frozenset())

    def participants_of(self, case_id: str) -> frozenset[tuple[str, int]]:
        """Return pairs (role, person) of a case."""
        return frozenset(
            (deed.role, deed.person_id)
            for deed in self.deeds
            if deed.case_id == case_id and not deed.step and not deed.dismissed
        )

    def question(
        self,
        case: AskedCase,
        person: AskedPerson,
        *,
        answers: Mapping[str, Any] | None = None,
        appointed: Sequence[Appointment] = (),
        leaving: Collection[tuple[str, int]] = (),
        language: str = "",
    ) -> CaseForGuard:
        """Return what a guard sees.

        Args:
            case: the case, or none yet.
            person: who would act or be appointed.
            answers: of the step; ``None`` before there are any.
            appointed: whom they appoint.
            leaving: pairs (role, person) whom they dismiss.
            language: of role names in refusals; ``""`` for the body's.
        """
        body = case.body
        on = self.now.astimezone(ZoneInfo(body.time_zone)).date()
        candidate = self._candidate(case, person, language)
        participants = self._participants(case)
        subjects = self.subjects.get(case.id, frozenset())
        scope, schemes = body.value_on("accreditation_scope", on), body.value_on("schemes", on)
        return CaseForGuard(
            on=on,
            candidate=candidate,
            part=body.part_of(person.role),
            case=case.number,
            body_names=frozenset((body.key, *body.name.values(), *body.short_name.values())),
            participants=participants,
            party=_values(subjects, "party"),
            standards=_values(subjects, "standard"),
            fields=_values(subjects, "field"),
            respondents=frozenset(
                int(one) for one in _values(subjects, "respondent") if one.isdecimal()
            ),
            scope=_scope(scope),
            schemes=None if schemes is None else tuple(str(one) for one in schemes),
            answers=answers or {},
            team=self._team(case, participants, appointed, leaving, language),
            thresholds=thresholds(body, on),
            clauses={name: ground.clause for name, ground in body.rules.items()},
            instance=case.instance or {},
        )

    def _participants(self, case: AskedCase) -> tuple[Participant, ...]:
        return tuple(
            Participant(case.body.part_of(role), person_id)
            for role, person_id in sorted(self.participants_of(case.id))
        )

    def _team(
        self,
        case: AskedCase,
        participants: Sequence[Participant],
        appointed: Sequence[Appointment],
        leaving: Collection[tuple[str, int]],
        language: str,
    ) -> tuple[Appointee, ...]:
        """Who is appointed now, and who was before and is not dismissed now."""
        body = case.body
        now = [
            Appointee(
                body.part_of(one.role),
                self._candidate(case, AskedPerson(one.person_id, ""), language),
                one.row,
            )
            for one in appointed
        ]
        named = {(one.part, one.candidate.person_id) for one in now}
        gone = {(body.part_of(role), person_id) for role, person_id in leaving}
        before = [
            Appointee(one.part, self._candidate(case, AskedPerson(one.person_id, ""), language))
            for one in participants
            if one.part not in ("applicant", "") and (one.part, one.person_id) not in named | gone
        ]
        return (*now, *before)

    def _candidate(self, case: AskedCase, person: AskedPerson, language: str) -> Candidate:
        known = person.person_id or 0
        own = [fact for fact in self.facts.get(known, ()) if fact.body == case.body.key]
        return Candidate(
            person_id=known,
            name=person.name or self.names.get(known, str(known)),
            held=frozenset(
                case.body.part_of(role) for body, role in person.roles if body == case.body.key
            ),
            competences=tuple(
                Competence(*_days(f), standard=f.subject, field=f.field)
                for f in own
                if f.kind == "competence"
            ),
            # What speaks against somebody counts whichever body keeps it.
            conflicts=tuple(
                Conflict(*_days(f), party=f.subject)
                for f in self.facts.get(known, ())
                if f.kind == "conflict"
            ),
            employments=tuple(
                Employment(*_days(f), organisation=f.subject)
                for f in self.facts.get(known, ())
                if f.kind == "employment"
            ),
            experience=tuple(Experience(*_days(f)) for f in own if f.kind == "experience"),
            contracts=tuple(
                Contract(*_days(f), number=f.subject) for f in own if f.kind == "contract"
            ),
            involvements=self._involvements(case, known, language),
        )

    def _involvements(
        self, case: AskedCase, person_id: int, language: str
    ) -> tuple[Involvement, ...]:
        body, judged = case.body, self.judged.get(case.id, frozenset())
        zone = ZoneInfo(body.time_zone)
        return tuple(
            Involvement(
                case=deed.number,
                own=deed.case_id == case.id,
                role=body.role_name(deed.role, language),
                part=body.part_of(deed.role),
                step=deed.step,
                on=deed.at.astimezone(zone).date(),
            )
            for deed in self.deeds
            if deed.person_id == person_id and (deed.case_id == case.id or deed.case_id in judged)
        )


def _days(fact: PersonFactRecord) -> tuple[date, date | None]:
    until = date.fromisoformat(fact.until) if fact.until else None
    return date.fromisoformat(fact.since), until


def _values(subjects: frozenset[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(sorted(value for one, value in subjects if one == kind))


def _scope(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if value is None:
        return None
    return tuple(
        (str(row["standard"]), tuple(str(one) for one in row.get("fields") or ())) for row in value
    )
