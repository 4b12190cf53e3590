"""Choices that a text leaves open, as the body made them or, where it made none, the product."""

from datetime import date
from functools import lru_cache
from typing import Any

from engine.procedures.body import Body
from tasks.dated import packaged, value_on


def parameter_on(body: Body, topic: str, name: str, day: date) -> Any:
    """Return the value of a parameter that is in force on a day.

    Args:
        body: whose own value comes first.
        topic: of the packaged parameters, e.g. ``certificate``.
        name: of the parameter.
        day: the day.
    """
    own = body.value_on(name, day)
    return _packaged(topic, name, day) if own is None else own


@lru_cache(maxsize=1024)
def _packaged(topic: str, name: str, day: date) -> Any:
    return value_on(packaged(topic)[name], day, name).value
