"""The one list of acts."""

from collections.abc import Mapping

from engine.acts import case_start, number_take, register_enter
from engine.acts.act import Act

ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        case_start.ACT,
        number_take.ACT,
        register_enter.ACT,
    )
}
"""Acts by the name that diagrams use."""
