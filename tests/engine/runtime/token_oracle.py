"""Random diagrams, and the token game of BPMN 2.0 that says how they must run.

The oracle knows flows, tokens and the rules of chapter 13 of the standard; nothing of the engine.
"""

import random
from collections import Counter
from collections.abc import Iterable

from tests.engine.runtime.play import document, edge, el, escape, line, message

Flow = tuple[str, str, str]
TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}


class RandomDiagram:
    """A diagram of nested blocks.

    Sequences, loops, splits and joins, branches that end early, joins shared by two levels, human
    steps inside sub-processes, steps with an interrupting boundary event.

    Blocks of ``and`` are merged by ``and`` or ``or``, never by ``xor``: what is drawn is safe.
    """

    def __init__(self, seed: int, kinds: Iterable[str]) -> None:
        self.random = random.Random(seed)
        self.kinds = [kind for kind in kinds if kind != "edge"]
        self.edges = "edge" in kinds
        self.kind: dict[str, str] = {}
        self.flows: list[Flow] = []
        self.default: dict[str, str | None] = {}
        self.in_sub_process: set[str] = set()
        self.boundary: dict[str, str] = {}
        start = self._node("start")
        first, last = self._block(4, top=True)
        self._flow(start, first)
        self._flow(last, self._node("end"))
        for node in [n for n, flow in self.default.items() if flow is None]:
            self.default[node] = self.out(node)[-1][0]

    def out(self, node: str) -> list[Flow]:
        return [f for f in self.flows if f[1] == node]

    def into(self, node: str) -> list[Flow]:
        return [f for f in self.flows if f[2] == node]

    def has_condition(self, flow: Flow) -> bool:
        source = flow[1]
        several = self.kind[source] in {"xor", "or"} and len(self.out(source)) > 1
        return several and self.default.get(source) != flow[0]

    def xml(self) -> str:
        return document(
            "".join(map(self._element, self.kind)) + "".join(map(self._arrow, self.flows)),
            declared='<message id="m" name="M"/>',
        )

    def _element(self, node: str) -> str:
        kind = self.kind[node]
        if kind == "edge":
            attached = self._attached(node)
            return edge(node, attached, message("m"), correlation=f"'{node}'")
        if node in self.in_sub_process:
            inner = el("startEvent", f"{node}_s") + el("userTask", f"{node}_in")
            inner += el("endEvent", f"{node}_e") + line(f"{node}_s", f"{node}_in", f"{node}_e")
            return el("subProcess", node, inner)
        default = self.default.get(node)
        return el(TAGS[kind], node, attributes=f'default="{default}"' if default else "")

    def _attached(self, node: str) -> str:
        return next(user for user, event in self.boundary.items() if event == node)

    def _arrow(self, flow: Flow) -> str:
        name, source, target = flow
        condition = f"<conditionExpression>{escape(name)}</conditionExpression>"
        inner = condition if self.has_condition(flow) else ""
        return (
            f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}'
            "</sequenceFlow>"
        )

    def _node(self, kind: str) -> str:
        name = f"{kind}{len(self.kind)}"
        self.kind[name] = kind
        return name

    def _flow(self, source: str, target: str) -> str:
        self.flows.append((f"f{len(self.flows)}", source, target))
        return self.flows[-1][0]

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _block(self, depth: int, *, top: bool = False) -> tuple[str, str]:
        """Draw a block and return its first and last node."""
        choices = self.kinds * 2 + ["seq"] + ([] if top else ["user"] * 2)
        what = self.random.choice(choices) if depth else "user"
        if what == "user":
            return self._step()
        if what == "seq":
            first, middle = self._block(depth - 1)
            after, last = self._block(depth - 1)
            self._flow(middle, after)
            return first, last
        return self._loop(depth) if what == "loop" else self._branches(what, depth)

    def _step(self) -> tuple[str, str]:
        node = self._node("user")
        if self._chance(0.25):
            self.in_sub_process.add(node)
        if not self.edges or self._chance(0.6):
            return node, node
        event, last = self._node("edge"), self._node("xor")
        self.boundary[node] = event
        self._flow(node, last)
        other = self._node("user")
        self._flow(event, other)
        self._flow(other, last)
        return node, last

    def _loop(self, depth: int) -> tuple[str, str]:
        head, tail = self._node("xor"), self._node("xor")
        first, last = self._block(depth - 1)
        self._flow(head, first)
        self._flow(last, tail)
        self.default[tail] = None  # the way out, drawn later
        self._flow(tail, head)
        return head, tail

    def _branches(self, what: str, depth: int) -> tuple[str, str]:
        merged_by_or = what == "and" and "or" in self.kinds and self._chance(0.3)
        split, join = self._node(what), self._node("or" if merged_by_or else what)
        for number in range(self.random.choice([2, 2, 3])):
            first, last = self._block(depth - 1)
            flow = self._flow(split, first)
            if what != "and" and number == 0:
                self.default[split] = flow
            self._end_branch(what, last, join)
        return split, join

    def _end_branch(self, what: str, last: str, join: str) -> None:
        if what == "or" and self._chance(0.3):  # may end before the join
            choice = self._node("xor")
            self._flow(last, choice)
            self.default[choice] = self._flow(choice, join)
            self._flow(choice, self._node("end"))
        elif what in {"and", "or"} and self.kind[join] == what and self._chance(0.3):
            self._second_level(what, last, join)
        else:
            self._flow(last, join)

    def _second_level(self, what: str, last: str, join: str) -> None:
        inner = self._node(what)
        self._flow(last, inner)
        for number in range(2):
            first, second = self._block(0)
            flow = self._flow(inner, first)
            self._flow(second, join)
            if what == "or" and number == 0:
                self.default[inner] = flow


class Oracle:
    """Tokens on flows and at human steps."""

    def __init__(self, diagram: RandomDiagram, holds: dict[str, bool]) -> None:
        self.diagram = diagram
        self.on: Counter[str] = Counter()
        self.at: Counter[str] = Counter()
        self._emit(next(n for n, kind in diagram.kind.items() if kind == "start"), holds)
        self._settle(holds)

    def ready(self) -> list[str]:
        return sorted(self.at.elements())

    def over(self) -> bool:
        return not +self.on and not +self.at

    def leave(self, step: str, holds: dict[str, bool]) -> None:
        """A person completes a step."""
        self.at[step] -= 1
        self._emit(step, holds)
        self._settle(holds)

    def interrupt(self, step: str, holds: dict[str, bool]) -> None:
        """The boundary event of a step happens."""
        self.at[step] -= 1
        self._emit(self.diagram.boundary[step], holds)
        self._settle(holds)

    def _emit(self, node: str, holds: dict[str, bool]) -> None:
        kind, out = self.diagram.kind[node], self.diagram.out(node)
        if kind in {"xor", "or"} and len(out) > 1:
            default = self.diagram.default.get(node)
            true = [f for f in out if f[0] != default and holds[f[0]]]
            chosen = true[:1] if kind == "xor" else true
            out = chosen or [f for f in out if f[0] == default]
        for flow in out:
            self.on[flow[0]] += 1

    def _settle(self, holds: dict[str, bool]) -> None:
        while self._move(holds):
            pass

    def _move(self, holds: dict[str, bool]) -> bool:
        nodes = sorted(self.diagram.kind, key=lambda n: self._is_inclusive_join(n))
        for node in nodes:
            taken = self._enabled(node)
            if not taken:
                continue
            for flow in taken:
                self.on[flow] -= 1
            if self.diagram.kind[node] == "user":
                self.at[node] += 1
            else:
                self._emit(node, holds)
            return True
        return False

    def _is_inclusive_join(self, node: str) -> bool:
        return self.diagram.kind[node] == "or" and len(self.diagram.into(node)) > 1

    def _enabled(self, node: str) -> list[str]:
        """The flows from which a node may take a token now."""
        into = [f[0] for f in self.diagram.into(node)]
        full = [f for f in into if self.on[f]]
        if self.diagram.kind[node] == "and":
            return full if len(full) == len(into) else []
        if self._is_inclusive_join(node):
            return full if full and self._nothing_to_wait_for(node, set(full), set(into)) else []
        return full[:1]

    def _nothing_to_wait_for(self, node: str, full: set[str], into: set[str]) -> bool:
        starts = [[f] for f in self.diagram.flows if self.on[f[0]] and f[2] != node]
        starts += [self._ways(step) for step, count in self.at.items() if count]
        reached = [self._reach(start, node) for start in starts]
        return not any(r & (into - full) and not r & full for r in reached)

    def _ways(self, step: str) -> list[Flow]:
        event = self.diagram.boundary.get(step)
        return self.diagram.out(step) + (self.diagram.out(event) if event else [])

    def _reach(self, start: list[Flow], gateway: str) -> set[str]:
        seen: set[str] = set()
        todo = list(start)
        while todo:
            name, _, target = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self._beyond(target) if target != gateway else []
        return seen

    def _beyond(self, node: str) -> list[Flow]:
        return self._ways(node)
