"""Contents of files within a backup: in pieces, after the rows that name them."""

import base64
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

from sqlalchemy import Connection, select

from engine.errors import EngineError
from engine.persistence.document_tables import case_documents, document_signatures
from engine.persistence.file_contents import Contents, opened
from engine.persistence.file_tables import files

PIECE = 768 * 1024
IN_MEMORY = 8 * 1024 * 1024
CONTENT = "content"


def pieces(connection: Connection, contents: Contents) -> Iterator[dict[str, Any]]:
    """Yield the contents that rows name, each in pieces and an empty last one.

    Raises:
        EngineError: a content is gone, so that the backup would not be whole.
    """
    named = select(files.c.sha256, files.c.name).order_by(files.c.sha256, files.c.id)
    names = {row.sha256: row.name for row in connection.execute(named)}
    drawn_up = select(case_documents.c.sha256, case_documents.c.template.label("name"))
    brought = select(document_signatures.c.sha256, document_signatures.c.name)
    for more in (drawn_up.where(case_documents.c.sha256 != ""), brought):
        names |= {row.sha256: row.name for row in connection.execute(more)}
    for sha256, name in names.items():
        try:
            with opened(contents, sha256) as source:
                while piece := source.read(PIECE):
                    yield {CONTENT: sha256, "piece": base64.b64encode(piece).decode()}
        except FileNotFoundError as error:
            raise EngineError("The content of «{file}» is gone.", file=name) from error
        yield {CONTENT: sha256, "piece": ""}


class Returning:
    """Puts contents back as their pieces come."""

    def __init__(self, contents: Contents | None) -> None:
        self._contents = contents
        self._coming: SpooledTemporaryFile[bytes] | None = None
        self.pieces = 0

    def take(self, record: dict[str, Any]) -> None:
        """Take one piece; the empty one ends a content.

        Raises:
            EngineError: what came is not what its hash says.
        """
        self.pieces += 1
        if self._contents is None:
            return
        self._coming = self._coming or SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._coming.write(base64.b64decode(record["piece"]))
        if record["piece"]:
            return
        size = self._coming.tell()
        self._coming.seek(0)
        with self._coming as whole:
            content = self._contents.put(whole, size)  # type: ignore[arg-type]
        self._coming = None
        if content.sha256 != record[CONTENT]:
            raise EngineError("A file in the backup is damaged.")
