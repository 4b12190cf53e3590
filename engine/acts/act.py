"""What an act is, and what it may touch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body


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
    """

    key: str
    case_id: str
    body: Body | None
    now: datetime
    work: UnitOfWork
    start_linked: Callable[[str, str, Mapping[str, Any]], tuple[str, str]]


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
