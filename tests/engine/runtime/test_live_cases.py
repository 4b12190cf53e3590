"""Live cases kept between commands: found in the state asked for, once, and not too many."""

from engine.runtime.live_cases import MOST, LiveCases
from tests.engine.runtime.play import END, START, Play, document, line, user

ONE = document(START + user("a") + END + line("s", "a", "e"))
STATE = (1, b"state")


def test_a_case_is_taken_by_one() -> None:
    kept, live = LiveCases(), Play(ONE).case
    kept.keep("c", STATE, live)
    assert kept.take("c", STATE) is live
    assert kept.take("c", STATE) is None


def test_another_state_is_not_found_and_lets_the_old_one_go() -> None:
    for other in ((1, b"another"), (2, b"state")):
        kept = LiveCases()
        kept.keep("c", STATE, Play(ONE).case)
        assert kept.take("d", STATE) is None
        assert kept.take("c", other) is None
        assert kept.take("c", STATE) is None


def test_those_moved_last_are_kept() -> None:
    kept, live = LiveCases(), Play(ONE).case
    for number in range(MOST + 1):
        kept.keep(f"case {number}", STATE, live)
    assert kept.take("case 0", STATE) is None
    assert kept.take("case 1", STATE) is live
