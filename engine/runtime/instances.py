"""Multi-instance activities and standard loops.

Source: BPMN 2.0.2, 13.3.6 (loop) and 13.3.7 (multiple instances).
"""

# mypy: disallow-untyped-calls=False
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime import limits
from engine.runtime.advanced import Json
from engine.runtime.data import LocalData
from engine.runtime.failure import LimitReached, WrongKind
from engine.runtime.incidents import open_incident
from engine.runtime.node import Node
from engine.runtime.scripts import evaluate, value_to_keep
from engine.runtime.token import LIVE, Token
from forms.said import Said

COUNTER = "loopCounter"
"""Local name of the number of an instance, from 1."""


class RepeatedActivity(Node):
    """An activity that is carried out several times; its token stays open and holds the instances.

    Its token keeps ``begun`` and ``done`` (numbers of instances) and ``ended`` (local data of
    instances that ended and were not yet counted, oldest first).

    Attributes:
        inner: name of the node of one instance.
    """

    isolating = False

    def __init__(self, wf_spec: Any, bpmn_id: str, inner: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.inner = inner

    def reports(self, token: Token, outcome: str) -> bool:
        """Name the whole only where there was no instance to name."""
        return not token.internal_data.get("begun")

    def instance_ended(self, token: Token, child: Token) -> None:
        """Count an instance and go on; what fails here stays with the whole activity."""
        token.internal_data["ended"].append(dict(child.internal_data["local"]))
        if "incident" in token.internal_data:
            return
        try:
            if self._go_on(token):
                token._set_state(TaskState.READY)
        except Exception as error:
            token._set_state(TaskState.WAITING)
            open_incident(token, error)

    @abstractmethod
    def _enter(self, token: Token) -> bool:
        """Begin; tell whether there is nothing to do."""

    @abstractmethod
    def _count(self, token: Token, local: dict[str, Json]) -> None:
        """Take the result of an instance."""

    @abstractmethod
    def _is_done(self, token: Token, local: dict[str, Json]) -> bool:
        """Tell, after an instance, whether the activity is done."""

    def _update_hook(self, my_task: Token) -> bool:
        if my_task.internal_data.get("begun"):  # again, after an incident between two instances
            my_task._set_state(TaskState.STARTED)
            return self._go_on(my_task)
        my_task.internal_data.update(begun=0, done=0, ended=[])
        my_task._set_state(TaskState.STARTED)
        return self._enter(my_task)

    def _go_on(self, token: Token) -> bool:
        ended = token.internal_data["ended"]
        while ended:
            self._count(token, ended[0])
            if self._is_done(token, ended[0]):
                return True
            token.internal_data["done"] += 1
            ended.pop(0)
        return False

    def _begin(self, token: Token, local: dict[str, Json]) -> None:
        number = token.internal_data["begun"] = token.internal_data["begun"] + 1
        child = token._add_child(self._wf_spec.task_specs[self.inner], TaskState.FUTURE)
        child.internal_data["local"] = {**local, COUNTER: number}
        child.internal_data["isolating"] = self.isolating
        child.task_spec._update(child)


@dataclass(frozen=True, slots=True)
class Instances:
    """What a multi-instance activity runs over.

    Attributes:
        sequential: one instance after the other, or all at once.
        cardinality: expression for the number of instances; ``""`` where there is a collection.
        collection: expression for the list; ``""`` where there is a cardinality.
        item: local name of an instance's item, or ``""``.
        output: name of the list of results in the case data, or ``""``.
        output_item: name of, or expression for, an instance's result, or ``""``.
        condition: expression that ends the activity early, or ``""``.
    """

    sequential: bool
    cardinality: str = ""
    collection: str = ""
    item: str = ""
    output: str = ""
    output_item: str = ""
    condition: str = ""


class MultiInstance(RepeatedActivity):
    """A multi-instance activity.

    An instance writes to data of its own. When it ends, its result joins the output list in the
    order of the items, and what else it wrote goes to the case data, the last to end prevailing.
    """

    isolating = True

    def __init__(
        self, wf_spec: Any, bpmn_id: str, inner: str, instances: Instances, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, inner, **kwargs)
        self.instances = instances

    def _enter(self, token: Token) -> bool:
        items = self._items(token)
        token.internal_data.update(count=len(items), items=items, results={})
        if not items:
            self._finish(token)
            return True
        for _ in range(1 if self.instances.sequential else len(items)):
            self._begin_next(token)
        return False

    def _items(self, token: Token) -> list[Json]:
        text = self.instances.cardinality or self.instances.collection
        value = value_to_keep(text, token.data)
        if self.instances.cardinality:
            value = list(range(1, _whole_number(text, value) + 1))
        if not isinstance(value, list):
            raise WrongKind(text=text, wanted=Said("a list"), found=type(value).__name__)
        if len(value) > limits.INSTANCES:
            raise _too_many(len(value))
        return value

    def _begin_next(self, token: Token) -> None:
        item = token.internal_data["items"].pop(0)
        self._begin(token, {self.instances.item: item} if self.instances.item else {})

    def _count(self, token: Token, local: dict[str, Json]) -> None:
        own = {COUNTER, self.instances.item}
        if self.instances.output:
            wanted = self.instances.output_item
            result = local.get(wanted) if wanted.isidentifier() else self._result(token, local)
            token.internal_data["results"][str(local[COUNTER])] = result
            own.add(wanted)
        token.data.update({name: value for name, value in local.items() if name not in own})

    def _result(self, token: Token, local: dict[str, Json]) -> Json:
        if not self.instances.output_item:
            return None
        return value_to_keep(
            self.instances.output_item, LocalData(token.data, dict(local), isolating=True)
        )

    def _is_done(self, token: Token, local: dict[str, Json]) -> bool:
        done, count = token.internal_data["done"] + 1, token.internal_data["count"]
        if done == count or self._condition_holds(token, local, done, count):
            for child in token.children:
                child.cancel()
            self._finish(token)
            return True
        if self.instances.sequential:
            self._begin_next(token)
        return False

    def _condition_holds(self, token: Token, local: dict[str, Json], done: int, count: int) -> bool:
        if not self.instances.condition:
            return False
        active = sum(1 for child in token.children if child.has_state(LIVE))
        numbers = {
            **{f"nrOf{name}": number for name, number in _numbers(count, active, done)},
            **{f"numberOf{name}": number for name, number in _numbers(count, active, done)},
        }
        seen = LocalData(token.data, {**local, **numbers}, isolating=True)
        return bool(evaluate(self.instances.condition, seen))

    def _finish(self, token: Token) -> None:
        results = token.internal_data.pop("results")
        token.internal_data.pop("items")
        if self.instances.output:
            token.data[self.instances.output] = [results[n] for n in sorted(results, key=int)]


@dataclass(frozen=True, slots=True)
class Loop:
    """How often a standard loop goes round.

    Attributes:
        condition: expression; the loop goes on while it holds; ``""`` for until the maximum.
        maximum: rounds, or ``None``.
        test_before: whether the condition is asked before the first round, too.
    """

    condition: str
    maximum: int | None
    test_before: bool


class StandardLoop(RepeatedActivity):
    """A standard loop: rounds share the data, only their counter is local."""

    def __init__(self, wf_spec: Any, bpmn_id: str, inner: str, loop: Loop, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, inner, **kwargs)
        self.loop = loop

    def _enter(self, token: Token) -> bool:
        if self.loop.test_before and not self._goes_on(token, 0):
            return True
        self._begin(token, {})
        return False

    def _count(self, token: Token, local: dict[str, Json]) -> None:
        """Take nothing: a round writes to the shared data."""

    def _is_done(self, token: Token, local: dict[str, Json]) -> bool:
        if not self._goes_on(token, local[COUNTER]):
            return True
        self._begin(token, {})
        return False

    def _goes_on(self, token: Token, rounds: int) -> bool:
        if self.loop.maximum is not None and rounds >= self.loop.maximum:
            return False
        if not self.loop.condition:
            return self.loop.maximum is not None
        seen = LocalData(token.data, {COUNTER: rounds}, isolating=True)
        return bool(evaluate(self.loop.condition, seen))


def _numbers(count: int, active: int, done: int) -> list[tuple[str, int]]:
    return [("Instances", count), ("ActiveInstances", active), ("CompletedInstances", done)]


def _whole_number(text: str, value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise WrongKind(text=text, wanted=Said("a whole number from 0"), found=repr(value)[:40])
    if value > limits.INSTANCES:
        raise _too_many(value)
    return value


def _too_many(number: int) -> LimitReached:
    return LimitReached(
        "{number} instances are more than one step may have ({limit}).",
        number=number,
        limit=limits.INSTANCES,
    )
