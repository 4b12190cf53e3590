"""Which process of a file runs: the author's word, else the only one it can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import ProcedureInvalid
from engine.procedures.diagram import Process
from engine.procedures.fault import N_
from engine.procedures.xml_source import refused


@dataclass(frozen=True, slots=True)
class Candidate:
    """A process that could run.

    Attributes:
        process: the process.
        executable: whether the file marks it so.
        empty: whether it has no node.
        is_called: whether a call activity of another process of the file names it.
    """

    process: Process
    executable: bool
    empty: bool
    is_called: bool


def choose(candidates: Sequence[Candidate], wanted: str | None, file: str) -> str:
    """Return the id of the process that runs.

    Raises:
        ProcedureInvalid: the file has no process, not the wanted one, or several candidates.
    """
    processes = {candidate.process.id: candidate.process for candidate in candidates}
    if not processes:
        raise refused(
            file, N_("The file has no process: draw at least one step and save it again.")
        )
    if wanted is not None:
        return _wanted(processes, wanted, file)
    drawn = [one for one in candidates if not one.empty]
    for group in (
        list(candidates),
        drawn,
        [one for one in drawn if one.executable],
        [one for one in drawn if one.executable and not one.is_called],
        [one for one in drawn if not one.is_called],
    ):
        if len(group) == 1:
            return group[0].process.id
    raise _ambiguous(drawn or list(candidates), file)


def _wanted(processes: Mapping[str, Process], wanted: str, file: str) -> str:
    for name in (wanted, wanted.rpartition(":")[2]):
        if name in processes:
            return name
    raise refused(
        file,
        N_("The file has no process «{wanted}»; it has {processes}."),
        wanted=wanted,
        processes=", ".join(f"«{name}»" for name in processes),
    )


def _ambiguous(candidates: Sequence[Candidate], file: str) -> ProcedureInvalid:
    listed = ", ".join(
        f"«{one.process.id}» ({one.process.name})" if one.process.name else f"«{one.process.id}»"
        for one in candidates
    )
    return refused(
        file,
        N_(
            "The file has several processes that could run: {processes}. Choose one, or mark "
            "only one as executable."
        ),
        candidates[1].process.line,
        processes=listed,
    )
