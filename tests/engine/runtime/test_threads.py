"""One parsed version serves cases on many threads at once."""

import sys
import threading
from collections.abc import Iterator

import pytest

from engine.runtime.live_case import LiveCase
from tests.engine.runtime.play import (
    END,
    START,
    Port,
    document,
    el,
    executable_of,
    flow,
    line,
    user,
    xor,
)

MANY = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><loopDataInputRef>items</loopDataInputRef>'
    '<loopDataOutputRef>{}</loopDataOutputRef><inputDataItem id="item"/><outputDataItem id="v"/>'
    "</multiInstanceLoopCharacteristics>"
)
XML = document(
    START + xor("back") + el("inclusiveGateway", "fork") + el("inclusiveGateway", "join")
    + el("scriptTask", "p", "<script>v = item * factor</script>" + MANY.format("false", "p"))
    + el("scriptTask", "q", "<script>v = item + factor</script>" + MANY.format("true", "q"))
    + user("a") + xor("x", "x_to_e") + END
    + line("s", "back", "fork", "p", "join", "a", "x", "e") + line("fork", "q", "join")
    + flow("x", "back", "again")
)  # fmt: skip


@pytest.fixture(autouse=True)
def _switch_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_cases_on_many_threads_do_not_touch_each_other() -> None:
    executable = executable_of(XML)
    wrong: list[object] = []

    def play(factor: int) -> None:
        try:
            items = list(range(5))
            _, now = LiveCase.start(executable, {"items": items, "factor": factor}, Port())
            for number in range(10):
                if now.data["p"] != [i * factor for i in items] or now.incidents:
                    wrong.append((factor, now.data, now.incidents))
                case = LiveCase.load(executable, now.state)
                task = now.waiting[0].task_id
                now = case.complete(task, {"again": number < 9}, None, Port())
            if not now.completed or now.data["q"] != [i + factor for i in items]:
                wrong.append((factor, now))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=play, args=(factor,)) for factor in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
