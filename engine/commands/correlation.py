"""Whether a message is for a case that waits for one of its name."""

from collections.abc import Mapping
from typing import Any

from engine.persistence.records import MessageRecord, SubscriptionRecord

KEY = "key"
"""Name under which a diagram's property ``correlation`` stands on both sides."""


def correlates(
    subscription: SubscriptionRecord, message: MessageRecord, data: Mapping[str, Any]
) -> bool:
    """Whether a message is for who waits for it.

    Where both sides name a key, the keys are equal; any other name is a path to case data that
    holds the value.
    """
    given = message.correlation
    return keys_agree(subscription, message) and all(
        value_at(data, name) == value for name, value in given.items() if name != KEY
    )


def keys_agree(subscription: SubscriptionRecord, message: MessageRecord) -> bool:
    """Whether the keys that both sides name are equal: what is known without the case itself."""
    wanted, given = subscription.correlation, message.correlation
    return KEY not in wanted or KEY not in given or bool(wanted[KEY] == given[KEY])


def value_at(data: Any, path: str) -> Any:
    """Return the value at a dotted path of case data; ``None`` where there is none."""
    for part in path.split("."):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data
