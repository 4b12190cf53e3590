"""Circles of a graph: what comes back to itself."""

from collections.abc import Collection, Iterable, Iterator, Mapping


def circles(nodes: Collection[str], successors: Mapping[str, Iterable[str]]) -> Iterator[set[str]]:
    """Yield the groups of nodes that reach each other (Kosaraju's algorithm, without recursion).

    Args:
        nodes: the names that count, in order.
        successors: what follows each name; names that are not among the nodes are passed over.
    """
    forward = {name: [one for one in successors[name] if one in nodes] for name in nodes}
    backward: dict[str, list[str]] = {name: [] for name in nodes}
    for name, targets in forward.items():
        for target in targets:
            backward[target].append(name)
    grouped = set[str]()
    for root in reversed(_finishing_order(forward)):
        if root in grouped:
            continue
        part, waiting = set[str](), [root]
        while waiting:
            name = waiting.pop()
            if name not in grouped:
                grouped.add(name)
                part.add(name)
                waiting.extend(backward[name])
        if len(part) > 1 or root in forward[root]:
            yield part


def circle_of(successors: Mapping[str, Iterable[str]]) -> Mapping[str, int]:
    """Return a number of the circle for each name that stands in one."""
    return {
        name: number
        for number, circle in enumerate(circles(successors, successors))
        for name in circle
    }


def _finishing_order(forward: Mapping[str, list[str]]) -> list[str]:
    """Return the nodes in the order in which a walk in depth leaves them."""
    order: list[str] = []
    seen = set[str]()
    for root in forward:
        waiting = [(root, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                order.append(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                waiting.extend((target, False) for target in forward[name])
    return order
