"""Take a file of a body away that nothing uses any more: with the change, when it is published."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.people.owning import owns
from engine.persistence.owner_store import DraftFile
from engine.procedures.using import users_of
from engine.workspace import is_removable, laid_over


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Take a form, decision, document or rehearsal away.

    Attributes:
        body: whose file it is.
        path: as in ``engine.workspace``.
    """

    body: str
    path: str


def remove_file(command: RemoveFile, transaction: Transaction) -> None:
    """Note that it goes when the change is published; cases that run have copies of their own.

    Raises:
        NotAllowed: the actor does not own the body's procedures.
        EngineError: files of this kind are not taken away.
        NotFound: there is no such file.
        Conflict: a diagram refers to it, as it is uploaded or, where it is not, in force.
    """
    if not owns(transaction.actor, command.body):
        raise NotAllowed("Only a process owner of the body changes its procedures.")
    if not is_removable(command.path):
        raise EngineError(
            "«{path}» is not taken away here: a form, decision, document or rehearsal is.",
            path=command.path[:100],
        )
    owners, library = transaction.work.owners, transaction.library
    below = laid_over(library.files(command.body), owners.published(command.body))
    drafts = {file.path: file.content for file in owners.drafts(command.body)}
    files = laid_over(below, drafts)
    if command.path not in files:
        raise NotFound("There is no file «{path}».", path=command.path)
    users = users_of(command.path, files)
    if users:
        raise Conflict(
            "«{path}» is still used by {users}: change that first.",
            path=command.path,
            users=", ".join(users),
        )
    if command.path not in below:
        owners.drop_draft(command.body, command.path)
        return
    owners.put_draft(
        DraftFile(command.body, command.path, None, transaction.now, transaction.actor.name)
    )
