"""Attach a file to a form: stored at once, kept by the case when the step is finished."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from engine.commands.start_case import ready_to_start
from engine.commands.sweeping import plan_sweep
from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import take_work_item
from engine.errors import Conflict, FormInvalid, NotFound
from engine.library import Published
from engine.persistence.file_contents import opened
from engine.persistence.file_store import FileRecord
from engine.procedures.diagram import Element
from forms.errors import FieldError
from forms.fields.field import Refused
from forms.fields.file import FileField, wrong_type
from forms.file_kinds import types_of
from forms.file_sniffing import clean_name, sniff
from forms.files import file_field


@dataclass(frozen=True, slots=True)
class AttachFile:
    """Attach a file whose content was taken in.

    Attributes:
        path: of the field: ``act``, or ``findings.0.evidence`` in a row.
        name: as its owner calls it.
        sha256: of the content.
        size: bytes.
        work_item_id: whose form asks for it; ``""`` for a start form.
        procedure: ``<body>/<procedure>`` whose start form asks for it; ``""`` for a step's.
    """

    path: str
    name: str
    sha256: str
    size: int
    work_item_id: str = ""
    procedure: str = ""


def attach_file(command: AttachFile, transaction: Transaction) -> dict[str, Any]:
    """Attach it.

    Returns:
        What the answer says of it: ``id name size type sha256``.

    Raises:
        NotFound, NotAllowed, Conflict: see ``take_work_item``; the content is gone.
        FormInvalid: the form asks for no file here, or for another kind.
    """
    if command.work_item_id:
        hand = take_work_item(transaction, command.work_item_id)
        published, case_id = hand.published, hand.case.id
        element = published.element(hand.item.element_id)
    else:
        published, element = ready_to_start(transaction, command.procedure)
        case_id = None
    transaction.work.files.guard_contents()
    if not transaction.contents.has(command.sha256):
        raise Conflict("The file is not there any more; choose it again.")
    with opened(transaction.contents, command.sha256) as source:
        kind = sniff(source, command.name)
    _refuse_unless_asked(command, published, element, kind)
    assert kind is not None
    record = FileRecord(
        id=uuid4().hex,
        body=published.body.key if published.body else "",
        procedure=published.procedure,
        case_id=case_id,
        work_item_id=command.work_item_id or None,
        name=clean_name(command.name, kind),
        size=command.size,
        type=kind,
        sha256=command.sha256,
        stored_at=transaction.now,
        stored_by=transaction.actor.person_id,
    )
    transaction.work.files.add(record)
    plan_sweep(transaction)
    return record.as_answer()


def _refuse_unless_asked(
    command: AttachFile, published: Published, element: Element, kind: str | None
) -> None:
    form = published.form_of(element)
    field = FileField(key=command.path, label=command.path) if form is None else None
    field = field or (file_field(form, command.path) if form else None)
    if field is None or not field.is_asked:
        raise NotFound("The form asks for no file here.")
    refused: Refused | None = None
    if kind is None or kind not in types_of(field.accepts) or command.size == 0:
        refused = wrong_type(command.name)
    if refused:
        error = FieldError(
            command.path, field.label, refused.template, refused.values, refused.short
        )
        raise FormInvalid((error,), {})
