"""Case data: one plain-JSON dict for each process, and what lies over it for one instance."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import orjson

from engine.runtime.advanced import Json

_PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class LocalData(MutableMapping[str, Json]):
    """Data of one instance over the data that every branch shares.

    Args:
        base: what lies below.
        local: what is this instance's own; it hides values of the same name below.
        isolating: whether every write stays here (an instance of a multi-instance activity, a
            called process), or only a write to a name that is already local (the counter of a
            loop).
    """

    __slots__ = ("base", "isolating", "local")

    def __init__(
        self, base: MutableMapping[str, Json], local: dict[str, Json], *, isolating: bool
    ) -> None:
        self.base = base
        self.local = local
        self.isolating = isolating

    def __getitem__(self, name: str) -> Json:
        """Return the value nearest to the instance."""
        return self.local[name] if name in self.local else self.base[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether a name has a value here or below."""
        return name in self.local or name in self.base

    def __setitem__(self, name: str, value: Json) -> None:
        """Write here, or below where the name is not ours."""
        if self.isolating or name in self.local:
            self.local[name] = value
        else:
            self.base[name] = value

    def __delitem__(self, name: str) -> None:
        """Forget the instance's own value."""
        del self.local[name]

    def __iter__(self) -> Iterator[str]:
        """Name everything that has a value, the shared first."""
        yield from self.base
        yield from (name for name in self.local if name not in self.base)

    def __len__(self) -> int:
        """Count the names that have a value."""
        return sum(1 for _ in self)


def plain(value: Any) -> Json:
    """Return a copy of a value as plain JSON, sharing nothing with it.

    Raises:
        TypeError: the value is not plain JSON (a ``Decimal``, a date, an object, an integer beyond
            64 bits).
    """
    return orjson.loads(orjson.dumps(value, default=_mapping, option=_PLAIN))


def beyond(data: Mapping[str, Json], shared: Mapping[str, Json]) -> dict[str, Json]:
    """Return what ``data`` adds to, or hides of, ``shared``, the case data."""
    if data is shared:
        return {}
    if isinstance(data, LocalData):
        return {**beyond(data.base, shared), **data.local}
    return dict(data)


def _mapping(value: Any) -> dict[str, Json]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not plain JSON")
