"""What a process is made of is left out of the collector's rounds; what comes later is not."""

import gc
from collections.abc import Iterator

import pytest

from engine.collector import spare_what_stays


class Kept:
    """Something that knows itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collected_again() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("collected_again")
def test_only_what_comes_later_is_looked_through() -> None:
    before = Kept()
    spare_what_stays()
    after = Kept()
    looked_through = {id(one) for one in gc.get_objects()}
    assert id(before) not in looked_through
    assert id(after) in looked_through
