"""Random scopes with event sub-processes and boundary events, and how BPMN 2.0.2 runs them.

The oracle knows scopes and the rules of 13.3.2, 13.5.3 and 13.5.4; nothing of the engine.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.engine.runtime.play import document, edge, el, error, escalation, flow, message, signal
from tests.engine.runtime.play import user as users

DECLARED = (
    '<message id="m1" name="m1"/><message id="m2" name="m2"/><message id="m3" name="m3"/>'
    '<signal id="g" name="g"/><error id="e1" errorCode="E1"/><error id="e2" errorCode="E2"/>'
    '<error id="e0" name="Any"/><escalation id="x1" escalationCode="X1"/>'
    '<escalation id="x0" name="Any"/>'
)
DEFINITIONS = {
    **{name: message(name) for name in ("m1", "m2", "m3")},
    **{name: error(name) for name in ("e0", "e1", "e2")},
    **{name: escalation(name) for name in ("x0", "x1")},
    "g": signal("g"),
    "e": error(),
    "terminate": "<terminateEventDefinition/>",
    "": "",
}
TRIGGERS = ["m1", "m2", "m3", "g", "e1", "e2", "e0", "e", "x1", "x0"]
EVERY = {"e0": "e", "e": "e", "x0": "x"}
"""What catches every error or escalation: its kind."""


@dataclass
class Catch:
    """The start of an event sub-process, or a boundary event, with what follows it."""

    name: str
    trigger: str
    interrupts: bool
    inside: "Scope"

    def fit(self, thrown: str) -> int:
        """How well it catches: 2 for the very one, 1 for every one, 0 for not at all."""
        if self.trigger == thrown:
            return 2
        return int(EVERY.get(self.trigger, "-") == thrown[0])


@dataclass
class Item:
    """A user step, a throwing event, an end, or a sub-process with its boundary events."""

    kind: str
    name: str
    throws: str = ""
    inside: "Scope | None" = None
    edges: list[Catch] = field(default_factory=list)


@dataclass
class Scope:
    """Branches that begin together, and event sub-processes beside them."""

    branches: list[list[Item]]
    handlers: list[Catch]


class RandomScopes:
    """A random diagram.

    Each branch begins with a user step and has one behind whatever it throws: two automatic steps
    in a row would race with what the first began.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._count = 0
        self.top = self._scope(0, handled=True)

    def xml(self) -> str:
        inside = el("startEvent", "s") + _scope(self.top, "s", "s")
        return document(inside, declared=DECLARED)

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _scope(self, depth: int, *, handled: bool) -> Scope:
        branches = [self._branch(depth) for _ in range(self.random.choice([1, 1, 2]))]
        handlers = self._catches("h", depth, self.random.choice([0, 1, 2, 3])) if handled else []
        return Scope(branches, handlers)

    def _catches(self, letter: str, depth: int, most: int) -> list[Catch]:
        found: dict[str, Catch] = {}
        for _ in range(most):
            trigger = self.random.choice(TRIGGERS)
            interrupts = trigger[0] == "e" or self.random.random() < 0.4
            handled = letter == "h" and depth < 2 and self.random.random() < 0.3
            inside = self._scope(depth + 1, handled=handled) if letter == "h" else self._short()
            catch = Catch(self._name(letter), trigger, interrupts, inside)
            found.setdefault(EVERY.get(trigger, trigger), catch)
        return list(found.values())

    def _short(self) -> Scope:
        return Scope([[Item("user", self._name("u")), Item("end", self._name("n"))]], [])

    def _branch(self, depth: int) -> list[Item]:
        items = [Item("user", self._name("u"))]
        for _ in range(self.random.choice([0, 1, 1, 2])):
            chance = self.random.random()
            if chance < 0.4 and depth < 3:
                inside = self._scope(depth + 1, handled=True)
                edges = self._catches("b", depth, self.random.choice([0, 1, 2]))
                items.append(Item("sub", self._name("p"), inside=inside, edges=edges))
            elif chance < 0.6:
                thrown = self.random.choice(["x1", "x1", "g"])
                items.append(Item("throw", self._name("t"), thrown))
            items.append(Item("user", self._name("u")))
        ending = self.random.choice(["", "", "", "", "e1", "e2", "x1", "g", "terminate"])
        return [*items, Item("end", self._name("n"), ending)]


def _scope(scope: Scope, start: str, name: str) -> str:
    xml = "".join(_branch(start, branch) for branch in scope.branches)
    for catch in scope.handlers:
        interrupts = f'isInterrupting="{str(catch.interrupts).lower()}"'
        begin = el("startEvent", f"{catch.name}s", DEFINITIONS[catch.trigger], interrupts)
        inside = begin + _scope(catch.inside, f"{catch.name}s", catch.name)
        xml += el("subProcess", catch.name, inside, 'triggeredByEvent="true"')
    return xml


def _branch(start: str, items: list[Item]) -> str:
    xml, before = "", start
    for item in items:
        xml += _item(item) + flow(before, item.name)
        before = item.name
    return xml


def _item(item: Item) -> str:
    if item.kind == "user":
        return users(item.name)
    if item.inside is None:
        kind = "endEvent" if item.kind == "end" else "intermediateThrowEvent"
        return el(kind, item.name, DEFINITIONS[item.throws])
    begin = f"{item.name}s"
    inside = el("startEvent", begin) + _scope(item.inside, begin, item.name)
    edges = "".join(
        edge(one.name, item.name, DEFINITIONS[one.trigger], interrupts=one.interrupts)
        + _branch(one.name, one.inside.branches[0])
        for one in item.edges
    )
    return el("subProcess", item.name, inside) + edges


class Run:
    """A scope that is open: its branches, and the event sub-processes that run in it."""

    def __init__(self, case: "Oracle", scope: Scope, around: "Branch | Run | None") -> None:
        self.case, self.scope, self.around = case, scope, around
        self.opened_by: Catch | None = None
        self.branches: list[Branch] = []
        self.running: list[Run] = []
        self.over = self.interrupted = False

    def begin(self) -> None:
        self.branches = [Branch(self, items) for items in self.scope.branches]

    @property
    def watched(self) -> bool:
        """Whether its event sub-processes may begin: none does once the branches have ended."""
        return bool(self.branches) and not self.interrupted

    def end(self) -> None:
        self.over = True
        self.clear()

    def clear(self) -> None:
        for branch in self.branches:
            branch.end()
        for handler in self.running:
            handler.end()
        self.branches, self.running = [], []

    def handle(self, catch: Catch) -> None:
        if catch.interrupts:
            self.clear()
            self.interrupted = True
        handler = Run(self.case, catch.inside, self)
        handler.opened_by = catch
        self.running.append(handler)
        handler.begin()

    def settle(self) -> None:
        """Leave the scope when nothing is left in it."""
        if self.over or self.branches or self.running:
            return
        self.over = True
        if isinstance(self.around, Run):
            self.around.running.remove(self)
            self.around.settle()
        elif self.around is not None:
            self.around.leave()
        else:
            self.case.over = True


class Branch:
    """One branch of an open scope, at a user step or in a sub-process."""

    def __init__(self, run: Run, items: list[Item]) -> None:
        self.run, self.items, self.at = run, items, 0
        self.inner: Run | None = None
        self.over = False

    @property
    def item(self) -> Item:
        return self.items[self.at]

    def end(self) -> None:
        self.over = True
        if self.inner is not None:
            self.inner.end()

    def leave(self) -> None:
        """Leave the item it stands at, and go on to the next user step or sub-process."""
        self.inner = None
        self.at += 1
        while self.item.kind == "throw":
            self.run.case.throw(self.run, self.item.throws)
            if self.over:
                return
            self.at += 1
        if self.item.inside is not None:
            self.inner = Run(self.run.case, self.item.inside, self)
            self.inner.begin()
        elif self.item.kind == "end":
            self._arrive(self.item.throws)

    def interrupt(self, catch: Catch) -> None:
        """Let a boundary event of the sub-process happen."""
        self.run.branches.append(Branch(self.run, catch.inside.branches[0]))
        if catch.interrupts:
            self.run.branches.remove(self)
            self.end()

    def _arrive(self, throws: str) -> None:
        if throws == "terminate":
            self.run.clear()
        elif throws and not self.run.case.throw(self.run, throws) and throws[0] == "e":
            self.run.case.over = True
        if not self.over:
            self.run.branches.remove(self)
        self.run.settle()


class Oracle:
    """The case as it must stand."""

    def __init__(self, top: Scope) -> None:
        self.over = False
        self._top = Run(self, top, None)
        self._top.begin()

    def ready(self) -> list[str]:
        if self.over:
            return []
        return sorted(b.item.name for b in self._branches() if b.item.kind == "user")

    def complete(self, name: str) -> None:
        (branch,) = [one for one in self._branches() if one.item.name == name]
        branch.leave()

    def waiting(self) -> list[tuple[Catch, "Run | Branch"]]:
        """Every event that may happen, with the open scope or the branch it belongs to."""
        found: list[tuple[Catch, Run | Branch]] = []
        for run in self._runs(self._top):
            found += [(one, run) for one in run.scope.handlers if run.watched]
            found += [(e, b) for b in run.branches for e in b.item.edges]
        return found

    def happen(self, trigger: str) -> None:
        """Let a message or signal reach all that wait for it, those that it interrupts last."""
        reached = [(one, at) for one, at in self.waiting() if one.trigger == trigger]
        for one, at in sorted(reached, key=lambda pair: pair[0].interrupts):
            if isinstance(at, Run) and at.watched:
                at.handle(one)
            elif isinstance(at, Branch) and not at.over:
                at.interrupt(one)

    def throw(self, run: Run, thrown: str) -> bool:
        """Throw in an open scope; tell whether something caught it."""
        if thrown == "g":
            self.happen(thrown)
            return True
        at: Run | None = run
        inner: Catch | None = None
        while at is not None:
            handlers = [one for one in at.scope.handlers if at.watched and one is not inner]
            caught = _best(handlers, thrown)
            if caught is not None:
                at.handle(caught)
                return True
            inner, around = at.opened_by, at.around
            if isinstance(around, Branch):
                caught = _best(around.item.edges, thrown)
                if caught is not None:
                    around.interrupt(caught)
                    return True
            at = around.run if isinstance(around, Branch) else around
        return False

    def _runs(self, run: Run) -> Iterator[Run]:
        yield run
        for inner in (*(b.inner for b in run.branches), *run.running):
            if inner is not None:
                yield from self._runs(inner)

    def _branches(self) -> Iterator[Branch]:
        for run in self._runs(self._top):
            yield from run.branches


def _best(catches: list[Catch], thrown: str) -> Catch | None:
    fitting = [one for one in catches if one.fit(thrown)]
    return max(fitting, key=lambda one: one.fit(thrown), default=None)
