"""The work of a job that draws a document up: typeset, kept by its hash, told to its case."""

import io
from collections.abc import Mapping
from typing import Any

from engine.actor import SYSTEM
from engine.commands.keep_drawn_up import KeepDrawnUp
from engine.delivery.slow_work import CannotBeDone
from engine.documents.manuscripts import manuscript
from engine.documents.ordering import told
from engine.documents.typesetting import LARGEST, Typesetter, TypesettingFailed
from engine.executor import Executor
from engine.library import Library
from engine.persistence.database import Database
from engine.persistence.file_contents import Contents
from engine.persistence.unit_of_work import UnitOfWork


class DrawUpWork:
    """Draws documents up; the same document twice has the same bytes."""

    def __init__(
        self,
        executor: Executor,
        database: Database,
        library: Library,
        contents: Contents,
        typesetter: Typesetter,
    ) -> None:
        self._executor = executor
        self._database = database
        self._library = library
        self._contents = contents
        self._typesetter = typesetter

    def __call__(self, payload: Mapping[str, Any]) -> Any:
        """Draw the document up unless it was; returns ``{"id": ..., "number": ..., ...}``."""
        document_id = str(payload["document_id"])
        with UnitOfWork(self._database) as work:
            record = work.documents.get(document_id)
            case = work.cases.get(record.case_id) if record else None
            if record is None or case is None:
                raise CannotBeDone("There is no document {id}.", id=document_id)
            published = self._library.version(work.versions, record.version_id)
        language = published.body.language if published.body else "en"
        if record.sha256:
            return told(record, language)
        named = (case.number, case.title)
        paper = manuscript(record, published.documents, published.body, named, record.ordered_at)
        try:
            parts = self._typesetter.typeset(paper, "pdf")
        except TypesettingFailed as error:
            self._executor.execute(KeepDrawnUp(document_id, failure=str(error)), SYSTEM)
            raise CannotBeDone(error.template, **error.values) from error
        content = self._contents.put(io.BytesIO(parts[0]), LARGEST)
        self._executor.execute(KeepDrawnUp(document_id, content.sha256, content.size), SYSTEM)
        return {**told(record, language), "sha256": content.sha256}
