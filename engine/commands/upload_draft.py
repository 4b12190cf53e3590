"""Upload a file of a body: it is kept beside the others, to be checked and published."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import EngineError, NotAllowed
from engine.people.owning import owns
from engine.persistence.owner_store import DraftFile
from engine.workspace import LARGEST, is_owned


@dataclass(frozen=True, slots=True)
class UploadDraft:
    """Upload a file.

    Attributes:
        body: whose file it is.
        path: ``<procedure>.bpmn``, ``forms/<form>.json``, ``<decision>.dmn``, ``deadlines.yaml``.
        content: its bytes, as they came.
    """

    body: str
    path: str
    content: bytes


def upload_draft(command: UploadDraft, transaction: Transaction) -> None:
    """Keep it in place of what was uploaded under this path before; nothing runs on it yet.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
        EngineError: the path is no file of a body, or the file is empty or too large.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body changes its procedures.")
    if not is_owned(command.path):
        raise EngineError("«{path}» is no file that an owner may change.", path=command.path)
    if not command.content.strip():
        raise EngineError("The file «{path}» is empty.", path=command.path)
    if len(command.content) > LARGEST:
        raise EngineError(
            "The file «{path}» has more than {limit} bytes.", path=command.path, limit=LARGEST
        )
    transaction.work.owners.put_draft(
        DraftFile(
            command.body,
            command.path,
            command.content,
            transaction.now,
            transaction.actor.name,
        )
    )
