"""Lengths: a name that is kept with a case is no longer than the rows that keep it."""

from collections.abc import Iterator

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.lengths import LONGEST_NAME, TOO_LONG, overlong


def check_lengths(inspection: Inspection) -> None:
    """Report ids of elements and names of messages and signals that are too long to be kept."""
    for element in inspection.elements:
        for text in _kept(element):
            values = overlong(text, LONGEST_NAME)
            if values is not None:
                inspection.report(element, TOO_LONG, **values)


def _kept(element: Element) -> Iterator[str]:
    yield element.id
    yield from (event.name for event in element.events if event.kind in {"message", "signal"})
