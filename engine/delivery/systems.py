"""Who carries messages to information systems outside: a stand-in, or HTTP."""

import json
import ssl
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from engine.clock import Clock
from engine.delivery.slow_work import CannotBeDone
from engine.persistence.database import Database
from engine.persistence.records import SystemMessageRecord
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body

TIMEOUT = 30
"""Seconds that a system has for its answer."""

LONGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read."""

TRY_AGAIN = frozenset({408, 425, 429})
"""Refusals (HTTP) that pass by themselves."""


class SystemSender(Protocol):
    """The port to information systems outside."""

    def send(self, message: SystemMessageRecord) -> Any:
        """Send a message and return the answer, plain JSON.

        The same message may be sent again after a kill: its ``act_key`` says that it is the same.

        Raises:
            CannotBeDone: trying again would not help.
            Exception: whatever else; it is tried again later.
        """


class StandIn:
    """Answers in the place of every system: for tests, rehearsals and the demonstration.

    Nothing leaves the house. The answer is the one that ``stand_in`` of the system in ``body.yaml``
    gives for the message, else for any message; without one the message counts as received.

    Attributes:
        answers: (system, message) -> answer, before those of ``body.yaml``.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = {body.key: body for body in bodies}
        self.answers: dict[tuple[str, str], Any] = {}

    def send(self, message: SystemMessageRecord) -> Any:
        """Return the answer that was laid down."""
        name = (message.system, message.message)
        if name in self.answers:
            return self.answers[name]
        body = self._bodies.get(message.body)
        system = body.systems.get(message.system) if body else None
        known = system.stand_in if system else {}
        received = {"accepted": True, "reference": f"{message.system}-{message.id}"}
        return known.get(message.message, known.get("", received))


class _NoRedirect(HTTPRedirectHandler):
    """What is sent may be personal, and the token is meant for one address: it goes no further."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class HttpSender:
    """Posts messages as JSON over HTTPS.

    Args:
        addresses: ``<body>/<system>`` or ``<system>`` -> address.
        tokens: by the same names, what goes into ``Authorization: Bearer``.
    """

    def __init__(self, addresses: Mapping[str, str], tokens: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._tokens = tokens

    @cached_property
    def _opener(self) -> OpenerDirector:
        """Made when a system is first spoken to: most commands send nothing."""
        return build_opener(HTTPSHandler(context=ssl.create_default_context()), _NoRedirect)

    def send(self, message: SystemMessageRecord) -> Any:
        """Post a message; a refusal by the system (4xx) is its answer, not a failure."""
        address = self._checked(message)
        content = {"message": message.message, "data": message.data}
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.act_key}
        token = self._of(self._tokens, message)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = json.dumps(content, ensure_ascii=False).encode()
        request = Request(address, body, headers, method="POST")  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _answer(answer.read(LONGEST_ANSWER + 1))
        except HTTPError as error:
            if error.code >= 500 or error.code in TRY_AGAIN:
                raise
            if error.code < 400:
                raise CannotBeDone(
                    "The information system «{system}» sends the message to another address.",
                    system=message.system,
                ) from error
            return {
                "accepted": False,
                "status": error.code,
                "reason": _answer(error.read(LONGEST_ANSWER + 1)),
            }

    def _checked(self, message: SystemMessageRecord) -> str:
        address = self._of(self._addresses, message)
        if not address:
            raise CannotBeDone(
                "No address is set for the information system «{system}» (REGLAMENT_SYSTEMS).",
                system=message.system,
            )
        parts = urlsplit(address)
        local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not local:
            raise CannotBeDone(
                "The address of the information system «{system}» must begin with https://.",
                system=message.system,
            )
        return address

    @staticmethod
    def _of(known: Mapping[str, str], message: SystemMessageRecord) -> str:
        return known.get(f"{message.body}/{message.system}") or known.get(message.system, "")


def _answer(content: bytes) -> Any:
    if len(content) > LONGEST_ANSWER:
        raise CannotBeDone("The answer has more than {limit} bytes.", limit=LONGEST_ANSWER)
    try:
        return json.loads(content) if content.strip() else None
    except ValueError:
        return content.decode(errors="replace")


class SystemWork:
    """The work of a job that carries one message."""

    def __init__(self, sender: SystemSender, database: Database, clock: Clock) -> None:
        self._sender = sender
        self._database = database
        self._clock = clock

    def __call__(self, payload: Mapping[str, Any]) -> Any:
        """Send the message unless it was sent; returns ``{"message": id, "answer": ...}``."""
        message_id = int(payload["message_id"])
        with UnitOfWork(self._database) as work:
            message = work.system_messages.get(message_id)
        if message is None:
            raise CannotBeDone("There is no message {id}.", id=message_id)
        answer = message.answer
        if message.sent_at is None:
            answer = self._send(message)
        return {"message": message_id, "answer": answer}

    def _send(self, message: SystemMessageRecord) -> Any:
        try:
            answer = self._sender.send(message)
        except Exception as error:
            self._keep(message.id, error=f"{type(error).__name__}: {error}")
            raise
        self._keep(message.id, sent_at=self._clock.now(), answer=answer, error="")
        return answer

    def _keep(self, message_id: int, **values: Any) -> None:
        with UnitOfWork(self._database) as work:
            work.system_messages.change(message_id, **values)
