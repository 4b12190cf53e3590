"""What an act is, and what it may touch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import EngineError
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body
from engine.registers.register_act import RegisterAct
from engine.runtime.advanced import Later


@dataclass(frozen=True, slots=True)
class ActContext:
    """What an act works with.

    Attributes:
        key: unique for each time the element is entered: the same act asked twice is one act.
        case_id: the case.
        body: the body, ``None`` for a diagram outside any body.
        now: aware moment.
        work: the transaction.
        start_linked: starts a case linked to this one (procedure, name of the link, data handed
            over) and returns its id and number.
        actor: name of who gave the command that led here.
        procedure: ``<body>/<procedure>`` of the case.
        waits: whether the element has the property ``waits="true"``: the case then goes on only
            when the job that the act leaves behind has reported back.
        element_id: the element.
        document: its property ``document``: name of a template.
        templates: of documents, by name, as the version of the case has them.
        version_id: of the procedure that the case runs on.
        data: of the case, as the element sees them.
    """

    key: str
    case_id: str
    body: Body | None
    now: datetime
    work: UnitOfWork
    start_linked: Callable[[str, str, Mapping[str, Any]], tuple[str, str]]
    actor: str = ""
    procedure: str = ""
    waits: bool = False
    element_id: str = ""
    document: str = ""
    templates: Mapping[str, bytes] = field(default_factory=dict)
    version_id: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)

    def on_register(self, name: str) -> RegisterAct:
        """Return this act as one on a register of the body.

        Raises:
            EngineError: the case is of no body, so that there are no registers.
        """
        if self.body is None:
            raise EngineError("A diagram outside any body has no registers.")
        return RegisterAct(name, self.key, self.case_id, self.actor, self.now, self.body, self.work)

    def do_later(self, work: str, payload: Mapping[str, Any], *, awaited: bool = True) -> Later:
        """Leave work to a job that is run after the commit (docs/slow-acts.md).

        Args:
            work: kind of the work, as in ``engine.delivery.slow_work``.
            payload: what it needs, plain JSON; an incident of the job shows it.
            awaited: whether the case waits for the result. Where it does not, a job that fails
                for good leaves its incident at the element all the same.

        Returns:
            What the act returns when the case must wait for the result; an act that need not wait
            ignores it and returns a value of its own.
        """
        job = f"{work}:{self.key}"
        told = {"case_id": self.case_id, "job": job, "work": dict(payload)}
        if not awaited:
            told["left_by"] = self.element_id
        self.work.jobs.again(work, {job: told}, self.now)
        return Later(job)


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a service task can name.

    Attributes:
        name: as written in the diagram's property ``operation``.
        required: inputs it cannot do without.
        carry_out: does it and returns plain JSON for the case data.
    """

    name: str
    required: tuple[str, ...]
    carry_out: Callable[[Mapping[str, Any], ActContext], Any]
