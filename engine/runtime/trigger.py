"""What an event waits for or does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event definition.

    Attributes:
        kind: ``message | signal | timer | error | escalation | terminate | cancel``, or ``""`` for
            a plain event.
        name: of the message or signal.
        code: of the error or escalation: its code, else its name; ``""`` where none is named.
        every: whether one that waits catches every error or escalation: it names no code.
        timer_kind: ``timeDate | timeDuration | timeCycle``, else ``""``.
        timer_text: as written, else ``""``.
        correlation: name and expression of each correlation property of the message.
    """

    kind: str = ""
    name: str = ""
    code: str = ""
    every: bool = False
    timer_kind: str = ""
    timer_text: str = ""
    correlation: tuple[tuple[str, str], ...] = ()

    def catches(self, thrown: "Trigger") -> bool:
        """Tell whether this definition catches what the other throws."""
        if self.kind != thrown.kind:
            return False
        if self.kind in {"error", "escalation"}:
            return self.every or self.code == thrown.code
        return self.name == thrown.name

    @property
    def repeats(self) -> bool:
        """Whether a non-interrupting boundary event catches it more than once."""
        return self.kind != "timer" or self.timer_kind == "timeCycle"
