"""Plays a rehearsal step by step and notes where it goes otherwise than written."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.commands.attach_file import AttachFile
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.send_message import SendMessage
from engine.commands.set_data import SetData
from engine.commands.start_case import StartCase
from engine.errors import EngineError, FormInvalid, NotAllowed, ProcedureInvalid
from engine.procedures.rehearsal_script import DOING, Script, Step
from engine.rehearsals.differences import (
    Difference,
    data_differs,
    due_differs,
    waiting_differs,
)
from engine.rehearsals.files import with_files
from engine.rehearsals.people import bring_in
from engine.rehearsals.stage import Stage
from forms.said import Said, joined

FIRST_CASE = "main"


class Player:
    """Plays one script on one stage."""

    def __init__(self, script: Script, stage: Stage, publish: Callable[[], str]) -> None:
        self._script = script
        self._stage = stage
        self._publish = publish
        self._case = str(script.start.get("case", FIRST_CASE))
        self._procedure = ""
        self._trouble = ""
        self._incidents: frozenset[tuple[str, str, str]] = frozenset()
        self.differences: list[Difference] = []

    def play(self, until: str = "") -> list[Difference]:
        """Play it to the end, or to the first step that cannot be carried out.

        Args:
            until: element at which to stop once it waits; ``""`` plays to the end.

        Returns:
            One difference per step that went otherwise than written.
        """
        previous = Step(self._script.start_line, "start", "start")
        self._do(previous, self._start)
        for step in self._script.steps:
            if step.kind != "fails" and self._trouble:
                self._differs(previous, self._trouble)
                if previous.kind == "start":
                    return self.differences
            if until and until in self._waiting(str(step.beside.get("case") or self._case)):
                return self.differences
            self._play(step)
            previous = step
        if self._trouble:
            self._differs(previous, self._trouble)
        return self.differences

    def _waiting(self, case: str) -> list[str]:
        """Return what waits in a case; nothing in one that has not begun."""
        if case not in self._stage.cases:
            return []
        return [element for _, element, _ in self._stage.state(case).waiting]

    def _play(self, step: Step) -> None:
        if step.kind in DOING:
            self._do(step, lambda: self._doing(step))
            return
        trouble, self._trouble = self._trouble, ""
        sentence = self._mentions(step, trouble) if step.kind == "fails" else self._expect(step)
        if sentence:
            self._differs(step, sentence)

    def _do(self, step: Step, action: Callable[[], None]) -> bool:
        """Carry a step out; a refusal or a new incident is kept for the step after it."""
        self._trouble = ""
        try:
            action()
        except FormInvalid as error:
            self._trouble = Said(
                "{step} was refused: {why} {fields}",
                step=_said(step),
                why=_why(error),
                fields=_wrong_fields(error),
            )
        except EngineError as error:
            self._trouble = Said("{step} was refused: {why}", step=_said(step), why=_why(error))
        except (KeyError, TypeError, ValueError) as error:
            why = error.args[0] if error.args and isinstance(error.args[0], Said) else str(error)
            self._trouble = Said("{step} cannot be carried out: {why}", step=_said(step), why=why)
        else:
            self._trouble = self._new_incidents()
            return True
        return False

    def _new_incidents(self) -> str:
        present = self._stage.incidents()
        new = sorted(present - self._incidents)
        self._incidents = present
        return joined(
            [
                Said("{element} left an incident: {cause}", element=element, cause=cause)
                for _, element, cause in new
            ]
        )

    def _start(self) -> None:
        start = self._script.start
        self._stage.begin_at(start.get("at"))
        bring_in(self._stage.application, self._stage.body, self._script.people)
        self._stage.let_systems_answer(self._script.systems)
        self._procedure = self._publish()
        self._begin(start)
        self._stage.settle()

    def _begin(self, start: Mapping[str, Any]) -> None:
        actor = self._stage.actor(start) if start.get("as") or start.get("person") else SYSTEM
        procedure = self._procedure
        command = StartCase(
            procedure,
            answers=self._given(start.get("answers"), actor, procedure=procedure),
            data=self._stage.with_days(start.get("data") or {}),
            message=start.get("message"),
        )
        self._stage.cases[self._case] = self._stage.application.execute(command, actor)

    def _start_another(self, step: Step) -> None:
        """Start a further case of the procedure; the steps behind it are about that one."""
        name = str(step.value.get("case", ""))
        if not name or name in self._stage.cases:
            raise EngineError("a further case needs a name of its own, as «case: second»")
        self._case = name
        self._begin(step.value)

    def _doing(self, step: Step) -> None:
        self._case = str(step.beside.get("case", self._case))
        actions: Mapping[str, Callable[[Step], None]] = {
            "complete": self._complete,
            "start": self._start_another,
            "message": self._send,
            "signal": self._send,
            "set": self._set,
            "advance": lambda s: self._stage.advance(str(s.value)),
        }
        actions[step.kind](step)
        self._stage.settle()

    def _complete(self, step: Step) -> None:
        waiting = self._stage.state(self._case).waiting
        names = ", ".join(sorted(element for _, element, _ in waiting)) or Said("nothing")
        refusal = EngineError("it does not wait; {names} does", names=names)
        for item_id, element_id, role in waiting:
            if element_id == step.value:
                actor = self._stage.actor(step.beside, role)
                answers = step.beside.get("answers") or {}
                try:
                    given = self._given(answers, actor, work_item_id=item_id)
                    self._stage.application.execute(CompleteWorkItem(item_id, given), actor)
                except NotAllowed as error:  # of several instances one may be theirs
                    refusal = error
                else:
                    return
        raise refusal

    def _given(self, answers: Any, actor: Actor, **whose: str) -> Any:
        """Count the days that answers count, attach the files they name as a person would."""
        application = self._stage.application

        def attach(path: str, name: str, sha256: str, size: int) -> Mapping[str, Any]:
            command = AttachFile(path, name, sha256, size, **whose)
            return dict(application.execute(command, actor))

        return with_files(self._stage.with_days(answers), application, attach)

    def _send(self, step: Step) -> None:
        payload = self._stage.with_days(step.beside.get("data") or {})
        correlation = step.beside.get("correlation") or {}
        self._stage.application.execute(
            SendMessage(step.kind, str(step.value), payload, correlation), SYSTEM
        )

    def _set(self, step: Step) -> None:
        case_id = self._stage.cases[self._case]
        values = dict(self._stage.with_days(step.value or {}))
        self._stage.application.execute(SetData(case_id, values), SYSTEM)

    def _expect(self, step: Step) -> str | None:
        self._case = str(step.beside.get("case", self._case))
        if self._case not in self._stage.cases:
            known = ", ".join(self._stage.cases) or Said("none")
            return Said(
                "there is no case «{name}»; known are {known}", name=self._case, known=known
            )
        state = self._stage.state(self._case)
        value: Any = step.value
        if step.kind == "waits":
            return waiting_differs(value or (), [element for _, element, _ in state.waiting])
        if step.kind == "data":
            return data_differs(self._stage.with_days(value or {}), state.data)
        if step.kind == "due":
            return due_differs(value or {}, state.dues)
        if step.kind == "ended":
            ended = state.state == "ended"
            return None if ended == value else Said("the case is {state}", state=state.state)
        if state.outcome == value:
            return None
        reached = state.outcome or Said("none (the case is {state})", state=state.state)
        return Said("the outcome is {reached}, expected {value}", reached=reached, value=value)

    def _mentions(self, step: Step, trouble: str) -> str | None:
        if not trouble:
            return Said("the step before was neither refused nor left an incident")
        wanted = (step.value or {}).get("mentions") or []
        missing = [str(word) for word in wanted if str(word) not in trouble]
        if not missing:
            return None
        return Said(
            "{words} is not mentioned in: {trouble}", words=", ".join(missing), trouble=trouble
        )

    def _differs(self, step: Step, sentence: str) -> None:
        named = (
            f"{step.kind} {step.value}"
            if step.kind in ("complete", "message", "signal")
            else step.kind
        )
        self._trouble = ""
        self.differences.append(Difference(self._script.path, step.line, named, sentence))


def _said(step: Step) -> str:
    return "start" if step.kind == "start" else str(step.value)


def _wrong_fields(error: FormInvalid) -> str:
    return joined(
        [
            Said("{path}: {why}", path=e.path, why=Said(e.template, label=e.label, **e.values))
            for e in error.errors
        ]
    )


def _why(error: EngineError) -> str:
    """A fault's own lines are English: a diagram that is played was checked before."""
    if isinstance(error, ProcedureInvalid):
        return str(error)
    return Said(error.template, **error.values)
