"""How a diagram names guards."""

from engine.procedures.diagram import Element


def guards_of(element: Element) -> tuple[str, ...]:
    """Return the names in an element's property ``guard``: comma separated."""
    names = element.properties.get("guard")
    return tuple(name.strip() for name in names.split(",") if name.strip()) if names else ()
