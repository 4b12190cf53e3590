"""Certificates that a case, or a case linked with it, issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.persistence.tables import cases, register_entries
from engine.queries.linked import chain_tree
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext
from engine.queries.views import Label


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as the page of a case shows it.

    Attributes:
        id: of its register entry.
        state: as it stands now.
        data: fields of the entry; ``scope standards valid_from valid_until`` among them.
        case_id: the case that issued it.
    """

    id: int
    register: str
    register_name: Label
    number: str
    state: str
    data: Mapping[str, Any]
    case_id: str


def certificates_of(context: ReadContext, case_id: str) -> tuple[CertificateView, ...]:
    """Return the certificates of the chain a case belongs to, as far as the reader sees its cases.

    The latest comes first.
    """
    statement = (
        select(register_entries)
        .join(cases, cases.c.id == register_entries.c.case_id)
        .where(
            register_entries.c.state != "",
            cases.c.id.in_(select(chain_tree(case_id).c.id)),
            may_see_case(context),
        )
        .order_by(register_entries.c.id.desc())
    )
    found = []
    for row in context.connection.execute(statement):
        body = context.body(row.body)
        register = body.registers.get(row.register) if body else None
        found.append(
            CertificateView(
                id=row.id,
                register=row.register,
                register_name=register.name if register else {},
                number=row.number,
                state=row.state,
                data=row.data,
                case_id=row.case_id,
            )
        )
    return tuple(found)
