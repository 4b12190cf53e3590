"""Service tasks: calculations and acts, through the port of the advance that carries them out."""

# mypy: disallow-untyped-calls=False
from typing import Any

from engine.runtime.advanced import Json, Later, ServiceCall
from engine.runtime.data import plain
from engine.runtime.failure import BusinessError, StepFailed
from engine.runtime.node import Node
from engine.runtime.propagation import propagate
from engine.runtime.token import Token
from engine.runtime.trigger import Trigger


class ServiceStep(Node):
    """A service task, or a send task that names an operation.

    The result is stored under the element's ``result_key``. A slow act waits until its job has
    reported back.
    """

    def _run_hook(self, my_task: Token) -> bool | None:
        if "answer" in my_task.internal_data:
            my_task.internal_data.pop("job", None)
            self._store(my_task, my_task.internal_data.pop("answer"))
            return True
        inputs = self.inputs_of(my_task)
        try:
            result = self._call(my_task, inputs)
        except BusinessError as error:
            my_task.leaving = True
            if propagate(my_task, Trigger("error", code=error.code), self.element_id):
                return True
            my_task.leaving = False
            raise StepFailed(error, inputs) from error
        except Exception as error:
            raise StepFailed(error, inputs) from error
        if isinstance(result, Later):
            my_task.internal_data["job"] = result.job
            return None
        self._store(my_task, result)
        return True

    def _call(self, token: Token, inputs: dict[str, Json]) -> Any:
        operation = self.named_property("operation")
        services = token.workflow.top_workflow.services
        result = services.call(
            ServiceCall(token.id, self.element_id, operation, inputs, token.data)
        )
        return result if isinstance(result, Later) else plain(result)

    def _store(self, token: Token, result: Json) -> None:
        assert self.element is not None
        token.data[self.element.result_key] = result
