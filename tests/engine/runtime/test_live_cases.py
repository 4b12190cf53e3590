"""Live cases kept between commands: found in the state asked for, once, and not too many."""

from engine.runtime.live_cases import MOST, LiveCases
from tests.engine.runtime.play import END, START, Play, document, line, user

ONE = document(START + user("a") + END + line("s", "a", "e"))


def test_a_case_is_taken_by_one() -> None:
    kept, live = LiveCases(), Play(ONE).case
    kept.keep("c", "hash", live)
    assert kept.take("c", "hash") is live
    assert kept.take("c", "hash") is None


def test_another_state_is_not_found() -> None:
    kept = LiveCases()
    kept.keep("c", "hash", Play(ONE).case)
    assert kept.take("c", "another hash") is None
    assert kept.take("d", "hash") is None


def test_those_moved_last_are_kept() -> None:
    kept, live = LiveCases(), Play(ONE).case
    for number in range(MOST + 1):
        kept.keep(f"case {number}", "hash", live)
    assert kept.take("case 0", "hash") is None
    assert kept.take("case 1", "hash") is live
