"""What checks and rehearsals told of the versions in force: read, never worked out anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from engine.errors import NotAllowed, NotFound
from engine.people.owning import owns
from engine.persistence.check_store import CheckedRow, CheckStore, PlayedRow
from engine.persistence.owner_store import OwnerStore
from engine.persistence.records import VersionRecord
from engine.persistence.version_store import VersionStore
from engine.procedures.stored_version import from_bytes
from engine.procedures.touching import Touched, digest_of, gaps_of
from engine.procedures.version import Version
from engine.procedures.yardstick import check_key, digest_of_all, statements_key
from engine.queries.check_views import (
    BodyChecks,
    ProcedureChecks,
    RehearsalState,
    StatementsState,
)
from engine.queries.read_context import ReadContext
from engine.workspace import Layer, rehearsed_procedure
from forms.said import from_plain


@dataclass(frozen=True, slots=True)
class InForce:
    """What is to be checked and played: the versions in force, with the files around them.

    Attributes:
        versions: by ``<body>/<procedure>``.
        check_keys: what a check of each is known by.
        statements_key: what a count of the body's statements is known by.
        digest_of_all: of the versions together, for rehearsals that lead through several.
        published: files that owners published, by path.
    """

    versions: Mapping[str, Version]
    check_keys: Mapping[str, str]
    statements_key: str
    digest_of_all: str
    published: Layer


def state_of_checks(context: ReadContext, body: str) -> BodyChecks:
    """Return what is known of the versions in force of a body; nothing is checked or played.

    Returns:
        The state; without procedures where the body has no files here.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
    """
    _demand(context, body)
    if context.library.checkout is None:
        return BodyChecks(body)
    store = CheckStore(context.connection)
    records = _in_force(context, body)
    checked, played = store.checked(body), store.played_of(body)
    scripts = _scripts(context, body)
    body_file, clauses = _files(context, body)
    digests = tuple(record.digest for record in records)
    touched = _touched(row for row in played if row.digest in {*digests, digest_of_all(digests)})
    procedures = {}
    for record in records:
        row = checked.get((check_key(record.digest, body_file), record.procedure))
        diagram = context.library.published(record).diagram
        own = [name for name in scripts if rehearsed_procedure(name) == _name(record)]
        procedures[record.procedure] = ProcedureChecks(
            key=record.procedure,
            number=record.number,
            digest=record.digest,
            checked_at=context.local(row.checked_at, body) if row else None,
            faults=_said(row),
            rehearsals=tuple(_rehearsals(context, body, record.digest, own, scripts, played)),
            gaps=gaps_of(diagram, touched.get(digest_of(diagram.source), Touched())),
            played_before=_before(context, record, played),
        )
    counted = checked.get((statements_key(clauses, digests), body))
    statements = None
    if counted:
        at = context.local(counted.checked_at, body)
        statements = StatementsState(at, counted.total, _said(counted))
    names = {_name(record) for record in records}
    several = [name for name in scripts if rehearsed_procedure(name) not in names]
    all_of_them = digest_of_all(digests)
    told = tuple(_rehearsals(context, body, all_of_them, several, scripts, played))
    return BodyChecks(body, procedures, told, statements)


def in_force(context: ReadContext, body: str) -> InForce:
    """Return the versions in force of a body, to be checked and played.

    Raises:
        NotAllowed: the reader does not own the body's procedures.
        NotFound: the body has no files here.
    """
    _demand(context, body)
    if context.library.checkout is None:
        raise NotFound("There is no body «{body}».", body=body)
    records = _in_force(context, body)
    body_file, clauses = _files(context, body)
    return InForce(
        {record.procedure: from_bytes(record.content) for record in records},
        {record.procedure: check_key(record.digest, body_file) for record in records},
        statements_key(clauses, tuple(record.digest for record in records)),
        digest_of_all(tuple(record.digest for record in records)),
        OwnerStore(context.connection).published(body),
    )


def _demand(context: ReadContext, body: str) -> None:
    if not owns(context.actor, body):
        raise NotAllowed("Only a process owner of the body checks its procedures.")


def _in_force(context: ReadContext, body: str) -> list[VersionRecord]:
    records = VersionStore(context.connection).all_in_force()
    return [record for record in records if record.body == body]


def _name(record: VersionRecord) -> str:
    return record.procedure.partition("/")[2]


def _scripts(context: ReadContext, body: str) -> dict[str, str]:
    """Return the digest of every rehearsal of the body, by path."""
    assert context.library.checkout is not None
    files = context.library.checkout.rehearsals(
        body, OwnerStore(context.connection).published(body)
    )
    return {name: digest_of(content) for name, content in files.items()}


def _files(context: ReadContext, body: str) -> tuple[bytes, bytes]:
    assert context.library.checkout is not None
    folder = context.library.checkout.bpmn_path / body
    paths = (folder / "body.yaml", folder / "clauses.yaml")
    body_file, clauses = (path.read_bytes() if path.is_file() else b"" for path in paths)
    return body_file, clauses


def _touched(rows: Iterable[PlayedRow]) -> dict[str, Touched]:
    """Return what the plays touched of every diagram, by its digest."""
    found: dict[str, list[Touched]] = {}
    for row in rows:
        for digest, plain in row.told.touched.items():
            found.setdefault(digest, []).append(Touched.from_plain(plain))
    return {digest: reduce(or_, ones) for digest, ones in found.items()}


def _rehearsals(
    context: ReadContext,
    body: str,
    digest: str,
    names: Iterable[str],
    scripts: Mapping[str, str],
    played: Iterable[PlayedRow],
) -> Iterable[RehearsalState]:
    known = {row.rehearsal: row for row in played if row.digest == digest}
    for name in sorted(names):
        row = known.get(name)
        if row is None or row.told.script_digest != scripts[name]:
            yield RehearsalState(name, None, None)
            continue
        told = tuple((line, step, from_plain(text)) for line, step, text in row.told.differences)
        yield RehearsalState(name, context.local(row.played_at, body), told)


def _before(
    context: ReadContext, record: VersionRecord, played: tuple[PlayedRow, ...]
) -> tuple[int, Any] | None:
    """Return the latest other version of the procedure that was played, and when."""
    numbers = {
        one.digest: one.number for one in VersionStore(context.connection).all_of(record.procedure)
    }
    others = [
        row
        for row in played
        if row.procedure == record.procedure
        and row.digest != record.digest
        and row.digest in numbers
    ]
    if not others:
        return None
    return numbers[others[-1].digest], context.local(others[-1].played_at, record.body)


def _said(row: CheckedRow | None) -> tuple[Any, ...]:
    if row is None:
        return ()
    return tuple((file, line, name, from_plain(text)) for file, line, name, text in row.faults)
