"""Random diagrams, and the token game of BPMN 2.0 that says how they must run.

The oracle knows flows, tokens and the rules of chapter 13 of the standard; nothing of the engine.
"""

import random
from collections import Counter
from collections.abc import Iterable

from tests.engine.runtime.play import document, edge, el, error, escape, flow, line, message, xor

Flow = tuple[str, str, str]
TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}
ENDINGS = {"error": error("er"), "terminate": "<terminateEventDefinition/>"}
EVENTS = {"interrupt": True, "beside": False}
MANY = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality>{}</loopCardinality>'
    "<completionCondition>nrOfCompletedInstances == {}</completionCondition>"
    "</multiInstanceLoopCharacteristics>"
)


class RandomDiagram:
    """A diagram of nested blocks.

    Sequences, loops, splits and joins, branches that end early, joins shared by two levels, human
    steps alone, in sub-processes and several times over, boundary events of a message (interrupting
    or not) and of an error, sub-processes with whole blocks inside that may terminate or fail.

    Blocks of ``and`` are merged by ``and`` or ``or``, never by ``xor``: but for the branches of
    events beside, there is never more than one token at a node.
    """

    def __init__(self, seed: int, kinds: Iterable[str]) -> None:
        self.random = random.Random(seed)
        kinds = list(kinds)
        self.extras = [kind for kind in kinds if kind in {"interrupt", "beside", "many", "fail"}]
        self.blocks = [kind for kind in kinds if kind not in self.extras]
        self.kind: dict[str, str] = {}
        self.scope: dict[str, str] = {}
        self.flows: list[Flow] = []
        self.default: dict[str, str | None] = {}
        self.in_sub_process: set[str] = set()
        self.many: dict[str, tuple[int, int, bool]] = {}
        self.attached: dict[str, str] = {}
        self._inside = ""
        self._fill("", 5)
        for node in [n for n, way in self.default.items() if way is None]:
            self.default[node] = self.out(node)[-1][0]

    def out(self, node: str) -> list[Flow]:
        return [f for f in self.flows if f[1] == node]

    def into(self, node: str) -> list[Flow]:
        return [f for f in self.flows if f[2] == node]

    def events(self, node: str) -> list[str]:
        """The boundary events of a node."""
        return [event for event, on in self.attached.items() if on == node]

    def catcher(self, node: str) -> str:
        """The boundary event that catches the errors of a node."""
        return next(event for event in self.events(node) if self.kind[event] == "fail")

    def start_of(self, scope: str) -> str:
        return next(n for n, k in self.kind.items() if k == "start" and self.scope[n] == scope)

    def conditions(self) -> list[str]:
        return [f[0] for f in self.flows] + [f"fails_{node}" for node in self.kind]

    def has_condition(self, flow: Flow) -> bool:
        source = flow[1]
        several = self.kind[source] in {"xor", "or"} and len(self.out(source)) > 1
        return several and self.default.get(source) != flow[0]

    def xml(self) -> str:
        declared = '<message id="m" name="M"/><error id="er" errorCode="E"/>'
        return document(self._body(""), declared=declared)

    # drawing

    def _body(self, scope: str) -> str:
        nodes = [n for n in self.kind if self.scope[n] == scope]
        flows = [f for f in self.flows if self.scope[f[1]] == scope]
        return "".join(map(self._element, nodes)) + "".join(map(self._arrow, flows))

    def _element(self, node: str) -> str:
        kind = self.kind[node]
        if kind in EVENTS:
            on, interrupts = self.attached[node], EVENTS[kind]
            return edge(node, on, message("m"), interrupts=interrupts, correlation=f"'{node}'")
        if kind == "fail":
            return edge(node, self.attached[node], error("er"))
        if kind == "scope":
            return el("subProcess", node, self._body(node))
        if kind in ENDINGS:
            return el("endEvent", node, ENDINGS[kind])
        if kind == "user":
            return self._human(node)
        default = self.default.get(node)
        return el(TAGS[kind], node, attributes=f'default="{default}"' if default else "")

    def _human(self, node: str) -> str:
        many = MANY.format(*self._instances(node)) if node in self.many else ""
        if node not in self.in_sub_process:
            return el("userTask", node, many)
        s, step, choice, e, bad = (f"{node}_{part}" for part in ("s", "in", "x", "e", "bad"))
        inner = el("startEvent", s) + el("userTask", step) + el("endEvent", e)
        if any(self.kind[event] == "fail" for event in self.events(node)):
            inner += xor(choice, f"{choice}_to_{e}") + el("endEvent", bad, error("er"))
            inner += line(s, step, choice, e) + flow(choice, bad, f"fails_{node}")
        else:
            inner += line(s, step, e)
        return el("subProcess", node, inner + many)

    def _instances(self, node: str) -> tuple[str, int, int]:
        count, enough, sequential = self.many[node]
        return str(sequential).lower(), count, enough

    def _arrow(self, flow: Flow) -> str:
        name, source, target = flow
        condition = f"<conditionExpression>{escape(name)}</conditionExpression>"
        inner = condition if self.has_condition(flow) else ""
        return (
            f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}'
            "</sequenceFlow>"
        )

    # growing

    def _node(self, kind: str) -> str:
        name = f"{kind}{len(self.kind)}"
        self.kind[name] = kind
        self.scope[name] = self._inside
        return name

    def _flow(self, source: str, target: str) -> str:
        self.flows.append((f"f{len(self.flows)}", source, target))
        return self.flows[-1][0]

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _fill(self, scope: str, depth: int) -> None:
        outside, self._inside = self._inside, scope
        start = self._node("start")
        first, last = self._block(depth, top=not scope)
        self._flow(start, first)
        self._flow(last, self._node("end"))
        self._inside = outside

    def _block(self, depth: int, *, top: bool = False) -> tuple[str, str]:
        """Draw a block and return its first and last node."""
        choices = self.blocks * 2 + ["seq"] + ([] if top else ["user"] * 2)
        what = self.random.choice(choices) if depth else "user"
        if what == "user":
            return self._step()
        if what == "seq":
            first, middle = self._block(depth - 1)
            after, last = self._block(depth - 1)
            self._flow(middle, after)
            return first, last
        if what == "loop":
            return self._loop(depth)
        return self._sub_process(depth) if what == "scope" else self._branches(what, depth)

    def _step(self) -> tuple[str, str]:
        node = self._node("user")
        if self._chance(0.4):
            self.in_sub_process.add(node)
        if "many" in self.extras and self._chance(0.3):
            count = self.random.choice([2, 3])
            self.many[node] = (count, self.random.randint(1, count), self._chance(0.5))
        return self._with_events(node)

    def _sub_process(self, depth: int) -> tuple[str, str]:
        node = self._node("scope")
        self._fill(node, depth - 1)
        return self._with_events(node)

    def _with_events(self, node: str) -> tuple[str, str]:
        inner = node in self.in_sub_process or self.kind[node] == "scope"
        wanted = [k for k in self.extras if k != "many" and self._chance(0.5)]
        wanted = [kind for kind in wanted if kind != "fail" or inner]
        if not wanted:
            return node, node
        last = self._node("xor")
        self._flow(node, last)
        for kind in wanted:
            event = self._node(kind)
            self.attached[event] = node
            other = self._node("user")
            self._flow(event, other)
            self._flow(other, last if kind != "beside" else self._node("end"))
        if self.kind[node] == "scope":
            self._end_badly(node, wanted)
        return node, last

    def _end_badly(self, scope: str, wanted: list[str]) -> None:
        """Let the last flow of a scope also lead to a terminate or error end."""
        name, source, end = next(f for f in self.flows if self._ends(f, scope))
        outside, self._inside = self._inside, scope
        choice = self._node("xor")
        bad = self._node("error" if "fail" in wanted else "terminate")
        self._inside = outside
        self.flows[self.flows.index((name, source, end))] = (name, source, choice)
        self.default[choice] = self._flow(choice, end)
        self._flow(choice, bad)

    def _ends(self, flow: Flow, scope: str) -> bool:
        return self.kind[flow[2]] == "end" and self.scope[flow[2]] == scope

    def _loop(self, depth: int) -> tuple[str, str]:
        head, tail = self._node("xor"), self._node("xor")
        first, last = self._block(depth - 1)
        self._flow(head, first)
        self._flow(last, tail)
        self.default[tail] = None  # the way out, drawn later
        self._flow(tail, head)
        return head, tail

    def _branches(self, what: str, depth: int) -> tuple[str, str]:
        merged_by_or = what == "and" and "or" in self.blocks and self._chance(0.3)
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
    """Tokens on flows, at human steps and in sub-processes."""

    def __init__(self, diagram: RandomDiagram, holds: dict[str, bool]) -> None:
        self.diagram = diagram
        self.on: Counter[str] = Counter()
        self.at: Counter[str] = Counter()
        self.left: dict[str, tuple[int, int]] = {}
        self._emit(diagram.start_of(""), holds)
        self._settle(holds)

    def ready(self) -> list[str]:
        """The human steps that wait, each once per instance."""
        return sorted(name for step in self._steps() for name in [step] * self._open(step))

    def armed(self) -> list[str]:
        """The boundary events of messages that may happen."""
        return sorted(
            event
            for event, on in self.diagram.attached.items()
            if self.at[on] and self.diagram.kind[event] in EVENTS
        )

    def over(self) -> bool:
        return not +self.on and not +self.at

    def leave(self, step: str, holds: dict[str, bool]) -> None:
        """A person completes a step, or one instance of it."""
        fails = holds[f"fails_{step}"] and step in self.diagram.in_sub_process
        if fails and any(self.diagram.kind[e] == "fail" for e in self.diagram.events(step)):
            self._pass(step, self.diagram.catcher(step), holds)
            return
        more, enough = self.left.get(step, (1, 1))
        self.left[step] = (more - 1, enough - 1)
        if more > 1 and enough > 1:
            return
        self._pass(step, step, holds)

    def happen(self, event: str, holds: dict[str, bool]) -> None:
        """The message of a boundary event arrives."""
        if self.diagram.kind[event] == "interrupt":
            self._pass(self.diagram.attached[event], event, holds)
        else:
            self._emit(event, holds)
            self._settle(holds)

    def _pass(self, activity: str, through: str, holds: dict[str, bool]) -> None:
        """Control leaves an activity through itself or through one of its events."""
        self.at[activity] -= 1
        self.left.pop(activity, None)
        self._clear(activity)
        self._emit(through, holds)
        self._settle(holds)

    def _clear(self, scope: str) -> None:
        """Take every token out of a sub-process."""
        for node in [n for n, inside in self.diagram.scope.items() if inside == scope]:
            self.at[node] = 0
            self.left.pop(node, None)
            for name, _, _ in self.diagram.out(node):
                self.on[name] = 0
            self._clear(node) if self.diagram.kind[node] == "scope" else None

    def _steps(self) -> list[str]:
        return [n for n, count in self.at.items() if count and self.diagram.kind[n] == "user"]

    def _open(self, step: str) -> int:
        if step not in self.diagram.many:
            return self.at[step]
        return 1 if self.diagram.many[step][2] else self.left[step][0]

    def _emit(self, node: str, holds: dict[str, bool]) -> None:
        kind, out = self.diagram.kind[node], self.diagram.out(node)
        if kind in {"xor", "or"} and len(out) > 1:
            default = self.diagram.default.get(node)
            true = [f for f in out if f[0] != default and holds[f[0]]]
            chosen = true[:1] if kind == "xor" else true
            out = chosen or [f for f in out if f[0] == default]
        for name, _, _ in out:
            self.on[name] += 1

    def _settle(self, holds: dict[str, bool]) -> None:
        while self._move(holds) or self._close(holds):
            pass

    def _move(self, holds: dict[str, bool]) -> bool:
        for node in sorted(self.diagram.kind, key=self._is_inclusive_join):
            taken = self._enabled(node)
            if taken:
                self.on.subtract(taken)
                self._arrive(node, holds)
                return True
        return False

    def _arrive(self, node: str, holds: dict[str, bool]) -> None:
        kind, scope = self.diagram.kind[node], self.diagram.scope[node]
        if kind == "user":
            self.at[node] += 1
            if node in self.diagram.many:
                self.left[node] = self.diagram.many[node][:2]
        elif kind == "scope":
            self.at[node] += 1
            self._emit(self.diagram.start_of(node), holds)
        elif kind == "error":
            self._pass(scope, self.diagram.catcher(scope), holds)
        elif kind == "terminate":
            self._clear(scope)
        else:
            self._emit(node, holds)

    def _close(self, holds: dict[str, bool]) -> bool:
        """Leave a sub-process in which nothing is going on."""
        for scope, count in list(self.at.items()):
            if count and self.diagram.kind[scope] == "scope" and not self._goes_on(scope):
                self.at[scope] -= 1
                self._emit(scope, holds)
                return True
        return False

    def _goes_on(self, scope: str) -> bool:
        nodes = [n for n, inside in self.diagram.scope.items() if inside == scope]
        return any(self.at[n] or any(self.on[f[0]] for f in self.diagram.out(n)) for n in nodes)

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

    def _ways(self, node: str) -> list[Flow]:
        ways = self.diagram.out(node)
        for event in self.diagram.events(node):
            ways = ways + self.diagram.out(event)
        return ways

    def _reach(self, start: list[Flow], gateway: str) -> set[str]:
        seen: set[str] = set()
        todo = list(start)
        while todo:
            name, _, target = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += self._ways(target) if target != gateway else []
        return seen
