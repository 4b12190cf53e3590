"""The port through which a case's service tasks reach calculations and acts."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from engine.acts.act import ActContext
from engine.acts.catalog import ACTS
from engine.calculations import context_on
from engine.commands.transaction import Transaction
from engine.errors import OperationFailed, said_of
from engine.library import Published
from engine.persistence.event_store import NewEvent
from engine.runtime.advanced import Later, ServiceCall
from forms.said import Said
from tasks.catalog import OPERATIONS
from tasks.errors import TaskError


class CaseServices:
    """Carries out the service tasks of one case and remembers what was done."""

    def __init__(self, transaction: Transaction, published: Published, case_id: str) -> None:
        self._transaction = transaction
        self._published = published
        self._case_id = case_id
        self.events: list[NewEvent] = []

    def call(self, call: ServiceCall) -> Any:
        """Carry a service task out.

        Raises:
            OperationFailed: the operation is unknown, or refused its inputs; the step becomes an
                incident.
        """
        if call.operation in ACTS:
            return self._act(call)
        if call.operation in OPERATIONS:
            return self._calculate(call)
        raise OperationFailed(operation=call.operation, reason=Said("no such operation"))

    def _act(self, call: ServiceCall) -> Any:
        act = ACTS[call.operation]
        missing = [name for name in act.required if call.inputs.get(name) in (None, "")]
        if missing:
            raise OperationFailed(
                operation=act.name, reason=Said("missing input: {names}", names=", ".join(missing))
            )
        transaction = self._transaction
        properties = self._published.element(call.element_id).properties
        context = ActContext(
            key=call.key,
            case_id=self._case_id,
            body=self._published.body,
            now=transaction.now,
            work=transaction.work,
            start_linked=lambda procedure, link, data: transaction.start_linked(
                transaction,
                procedure=procedure,
                link=link,
                data=data,
                started_from=self._case_id,
                key=call.key,
            ),
            actor=transaction.actor.name,
            procedure=self._published.procedure,
            waits=properties.get("waits") == "true",
            element_id=call.element_id,
            document=properties.get("document", ""),
            templates=self._published.documents,
            version_id=self._published.id,
            data=call.data,
        )
        # The step that caused a failed act is kept: what the act wrote before it failed is not.
        with transaction.work.all_or_nothing():
            result = act.carry_out(call.inputs, context)
        if isinstance(result, Later):
            self._remember("act_begun", call, {"operation": act.name}, None)
        else:
            self._remember("act_carried_out", call, {"operation": act.name}, result)
        return result

    def _calculate(self, call: ServiceCall) -> Mapping[str, Any]:
        operation = OPERATIONS[call.operation]
        body = self._published.body
        zone = ZoneInfo(body.time_zone if body else "UTC")
        context = context_on(body, self._transaction.now.astimezone(zone).date())
        try:
            result = operation.run(call.inputs, context)
        except TaskError as error:
            raise OperationFailed(operation=operation.name, reason=said_of(error)) from error
        facts = {
            "operation": operation.name,
            "clause": operation.clause,
            "on": context.on.isoformat(),
        }
        self._remember("calculated", call, facts, result)
        return result

    def _remember(
        self, kind: str, call: ServiceCall, facts: Mapping[str, Any], result: Any
    ) -> None:
        # Inputs and result may be personal: they are values of the event, not facts of the chain.
        values = (("inputs", None, dict(call.inputs)), ("result", None, result))
        self.events.append(NewEvent(kind, call.element_id, facts, values))
