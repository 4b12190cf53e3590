"""The one list of operations that diagrams may call."""

from collections.abc import Mapping
from types import MappingProxyType

from tasks.audit_time import (
    aspects,
    days,
    factors,
    initial,
    integrated,
    integration,
    personnel,
    programme,
    recertification,
    sites,
    surveillance,
)
from tasks.certificate import accreditation_card, replacement, validity
from tasks.certificate import recertification as certificate_recertification
from tasks.certificate import surveillance as certificate_surveillance
from tasks.commission import adjournment, meeting, notice, vote
from tasks.cost import invoice, service_certification, tariff
from tasks.operation import Operation, operation_of
from tasks.sampling import allowed, coverage, selection, size
from tasks.terms import due
from tasks.verdict import actions, grades, service_works

_LISTED: tuple[Operation, ...] = tuple(
    operation_of(module.calculate)
    for module in (
        personnel,
        days,
        factors,
        initial,
        surveillance,
        recertification,
        integration,
        integrated,
        sites,
        programme,
        aspects,
        allowed,
        size,
        selection,
        coverage,
        invoice,
        service_certification,
        tariff,
        validity,
        certificate_surveillance,
        certificate_recertification,
        replacement,
        accreditation_card,
        vote,
        meeting,
        notice,
        adjournment,
        grades,
        actions,
        service_works,
        due,
    )
)

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {operation.name: operation for operation in _LISTED}
)
