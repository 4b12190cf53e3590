"""History is sealed from time to time, and the seal is written where it is kept."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import structlog

from engine.actor import SYSTEM
from engine.commands.seal_history import SealHistory
from engine.executor import Executor
from engine.persistence.seal_store import SealRecord
from engine.proof.seals import unpacked
from engine.proof.signing import Signer, passing_signer, signer_in
from engine.proof.verifier import canonical

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SealPlan:
    """How an installation seals.

    Attributes:
        key: file of its key; ``None`` for one that is gone with the process.
        folder: into which each seal is written too; ``None`` for none.
        every: from one seal to the next; zero for none but those asked for.
    """

    key: Path | None = None
    folder: Path | None = None
    every: timedelta = timedelta(0)


class Sealing:
    """Seals history and signs what is exported of it."""

    def __init__(self, executor: Executor, plan: SealPlan) -> None:
        self._executor = executor
        self._plan = plan

    @cached_property
    def signer(self) -> Signer:
        """The installation's signer; its key is read, or made, when it is first needed.

        Raises:
            EngineError: the key cannot be read.
        """
        return signer_in(self._plan.key) if self._plan.key else passing_signer()

    def seal(self) -> SealRecord:
        """Seal history now."""
        made = self._seal(timedelta(0))
        assert made is not None
        return made

    def seal_when_due(self) -> SealRecord | None:
        """Seal history if the last seal is old enough."""
        return self._seal(self._plan.every) if self._plan.every else None

    def _seal(self, not_within: timedelta) -> SealRecord | None:
        command = SealHistory(self.signer, not_within)
        made: SealRecord | None = self._executor.execute(command, SYSTEM)
        if made is not None:
            log.info("history sealed", seal=made.number, digest=made.digest, cases=made.cases)
            if self._plan.folder is not None:
                write_seal(made, self._plan.folder)
        return made


def write_seal(seal: SealRecord, folder: Path) -> Path:
    """Write a seal into a folder, whole or not at all; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"seal-{seal.number:06}.json"
    part = file.with_suffix(".part")
    part.write_bytes(canonical(unpacked(seal.document)))
    part.rename(file)
    return file
