"""The one list of acts."""

from collections.abc import Mapping

from engine.acts import (
    case_start,
    certificate,
    document_draw_up,
    number_take,
    register_amend,
    register_enter,
    schedule,
    system_send,
)
from engine.acts.act import Act

ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        case_start.ACT,
        number_take.ACT,
        register_enter.ACT,
        register_amend.ACT,
        *certificate.ACTS,
        schedule.PLAN,
        schedule.CANCEL,
        system_send.ACT,
        document_draw_up.ACT,
    )
}
"""Acts by the name that diagrams use."""
