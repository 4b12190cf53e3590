"""The acts ``certificate.issue`` and those that follow in a certificate's life.

Each leaves a revision of the entry in the register; what is possible in which state is said in
``engine.registers.life_cycle`` alone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.acts.act import Act, ActContext
from engine.persistence.records import RegisterEntryRecord
from engine.registers.certificates import CERTIFICATES, change, issue
from engine.registers.register_act import day_of

OWN_OF_ISSUE = frozenset({"register", "number", "replaces"})
OWN_OF_CHANGE = frozenset({"register", "number", "reason", "on", "schedule"})
"""Inputs of the acts themselves; all others are fields of the entry."""


def carry_out_issue(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
    """Issue a certificate; returns what ``certificate.*`` acts all return, see ``_result``.

    Raises:
        EngineError: a day is wrong, the number is taken, or the certificate it replaces cannot be
            replaced.
    """
    fields = {name: value for name, value in inputs.items() if name not in OWN_OF_ISSUE}
    entry = issue(
        context.on_register("issue"),
        _register(inputs),
        fields,
        number=str(inputs.get("number") or ""),
        replaces=str(inputs.get("replaces") or ""),
    )
    return _result(entry)


def _changing(act: str) -> Callable[[Mapping[str, Any], ActContext], dict[str, Any]]:
    def carry_out(inputs: Mapping[str, Any], context: ActContext) -> dict[str, Any]:
        given = {
            name: value
            for name, value in inputs.items()
            if name not in OWN_OF_CHANGE and value is not None
        }
        entry = change(
            context.on_register(act),
            _register(inputs),
            str(inputs["number"]),
            changed=given,
            on=_on(inputs),
            reason=str(inputs.get("reason") or ""),
            schedule_during=str(inputs.get("schedule") or ""),
        )
        return _result(entry)

    return carry_out


def _register(inputs: Mapping[str, Any]) -> str:
    return str(inputs.get("register") or CERTIFICATES)


def _on(inputs: Mapping[str, Any]) -> date | None:
    return day_of(inputs["on"], "on") if inputs.get("on") else None


def _result(entry: RegisterEntryRecord) -> dict[str, Any]:
    """``register number valid_from valid_until state`` of the certificate as it stands now."""
    return {
        "register": entry.register,
        "number": entry.number,
        "valid_from": entry.data["valid_from"],
        "valid_until": entry.data["valid_until"],
        "state": entry.state,
    }


CHANGES: Mapping[str, tuple[str, ...]] = {
    "confirm": ("number",),
    "suspend": ("number", "reason"),
    "restore": ("number", "reason"),
    "withdraw": ("number", "reason"),
    "reduce": ("number", "reason", "scope"),
    "extend": ("number", "reason", "scope"),
    "replace": ("number", "reason"),
    "expire": ("number",),
}
"""What may be done to a certificate, with the inputs it cannot do without."""

ACTS = (
    Act(
        "certificate.issue",
        ("party", "standards", "scope", "valid_from", "valid_until"),
        carry_out_issue,
    ),
    *(Act(f"certificate.{act}", needed, _changing(act)) for act, needed in CHANGES.items()),
)
