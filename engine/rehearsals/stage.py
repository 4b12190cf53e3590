"""The stage of a rehearsal.

A throw-away application with its own clock, people made as they are named.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import isodate

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from engine.delivery.systems import StandIn
from engine.procedures.body import Body
from engine.rehearsals.dates import with_days
from engine.rehearsals.state import CaseState, case_state, incidents_of, next_due, open_cases
from forms.said import Said

DEFAULT_START = "2026-03-02T09:00:00"
"""A working Monday in every country: when a rehearsal names no moment."""


class Stage:
    """What a rehearsal plays on."""

    def __init__(self, application: Application, clock: SetClock, body: Body | None) -> None:
        self.application = application
        self.body = body
        self._clock = clock
        self.cases: dict[str, str] = {}
        # In a demonstration several rehearsals are played on one database: each has its own cases.
        self._of_others = {case_id for case_id, _, _ in open_cases(application)}

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of days and months."""
        return self.body.zone if self.body else ZoneInfo("UTC")

    def begin_at(self, text: str | None) -> None:
        """Set the clock to the rehearsal's first moment."""
        moment = datetime.fromisoformat(text or DEFAULT_START)
        self._clock.moment = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def let_systems_answer(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Lay down what systems outside answer: system -> message -> answer.

        Raises:
            ValueError: the body has no such system, or no messages stand under it.
        """
        for system, by_message in answers.items():
            if self.body is None or system not in self.body.systems:
                raise ValueError(Said("systems.{name}: the body has no such system", name=system))
            if not isinstance(by_message, Mapping):
                raise ValueError(
                    Said(
                        "systems.{name}: a mapping is needed, as {{ask: {{ok: true}}}}", name=system
                    )
                )
            if isinstance(self.application.systems, StandIn):
                for message, answer in by_message.items():
                    self.application.systems.answers[(system, str(message))] = answer

    def actor(self, beside: Mapping[str, Any], role: str = "") -> Actor:
        """Return the person a step names, made with their role when they are new."""
        role = str(beside.get("as") or role)
        username = str(beside.get("person") or (f"{role}_1" if role else "person_1"))
        if self.body is None or role not in self.body.roles:
            return self._person(username, ())
        return self._person(username, ((self.body.key, role),))

    def _person(self, username: str, roles: tuple[tuple[str, str], ...]) -> Actor:
        people = self.application.people
        person_id = people.find(username)
        if person_id is None:
            person_id = self.application.execute(AddPerson(username, username, roles=roles), SYSTEM)
        for body, role in roles:
            people.grant(person_id, body, role)
        actor = people.actor(person_id)
        assert actor is not None
        return replace(actor, rehearses=True)

    def with_days(self, value: Any) -> Any:
        """Return what a file says with the days that it counts from today."""
        return with_days(value, self.body, self._clock)

    def settle(self) -> None:
        """Run the jobs and deadlines that are due, and give the cases that were started a name."""
        self.application.deliver()
        for case_id, wanted, started_from in open_cases(self.application):
            if started_from in self._of_others:
                self._of_others.add(case_id)
            if case_id not in self._of_others and case_id not in self.cases.values():
                name, count = wanted, 1
                while name in self.cases:
                    count += 1
                    name = f"{wanted}_{count}"
                self.cases[name] = case_id

    def advance(self, text: str) -> None:
        """Move the clock; what falls due on the way fires at its moment, in order."""
        period = isodate.parse_duration(text)
        target = (self._clock.moment.astimezone(self.zone) + period).astimezone(UTC)
        while (due := next_due(self.application)) is not None and due <= target:
            self._clock.move_to(due)
            if not self.application.deliver():
                break
        self._clock.move_to(target)
        self.settle()

    def state(self, case_name: str) -> CaseState:
        """Return where a case stands.

        Raises:
            KeyError: no case has this name.
        """
        return case_state(self.application, self.cases[case_name])

    def incidents(self) -> frozenset[tuple[str, str, str]]:
        """Return what failed in any case and is not resolved: (case name, element id, cause)."""
        found = incidents_of(self.application, self.cases.values())
        return frozenset(
            (name, element, cause)
            for name, case_id in self.cases.items()
            for element, cause in found[case_id]
        )
