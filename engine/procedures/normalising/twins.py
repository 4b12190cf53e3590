"""Two flows between the same two nodes: a join counts arrivals per flow, so a node parts them."""

from engine.procedures.normalising.scope import Scope


def part_twins(scope: Scope) -> None:
    """Put a plain event on each flow but the first between the same two nodes."""
    for node in list(scope.nodes.values()):
        reached = set[str]()
        for flow in scope.outgoing(node):
            target = flow.get("targetRef")
            if target in reached and target in scope.nodes:
                step = scope.add("intermediateThrowEvent", f"{flow.get('id')}.step")
                scope.let_reach(flow, step)
                scope.connect(step, scope.nodes[target])
            reached.add(target)
