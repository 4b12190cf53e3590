"""Deliver a message to the case that waits for it, or start a case by it.

A signal to everybody who waits, each for itself.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from engine.commands.arriving import awaits, hold, take_in
from engine.commands.case_in_hand import CaseInHand
from engine.commands.correlation import keys_agree
from engine.commands.report_delivery import ReportDelivery, report_delivery
from engine.commands.sending import DELIVER, TELL_SENDER, job_of
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.persistence.records import MessageRecord, VersionRecord


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """Deliver a message or signal that was kept.

    Attributes:
        message_id: the message.
        to_case: of a signal, the one case that could not take it with the others.
        to_version: of a signal, the id of the one version that could not be started by it.
    """

    message_id: int
    to_case: str = ""
    to_version: int = 0


def deliver_message(command: DeliverMessage, transaction: Transaction) -> tuple[str, ...]:
    """Deliver it.

    Returns:
        Ids of the cases that took it or, suspended, will take it when they go on; empty while
        nobody waits for a message, which is then kept.

    Raises:
        Exception: nobody took it, and one that may wait for it could not be asked.
    """
    message = transaction.work.messages.get(command.message_id)
    if message is None:
        return ()
    if message.expires_at is not None and message.expires_at <= transaction.now:
        return ()
    if command.to_case or command.to_version:
        taken = _give_later(transaction, message, command)
    elif message.delivered_at is not None:
        return ()
    else:
        taken = (_signal if message.kind == "signal" else _message)(transaction, message)
    if taken:
        _tell_sender(transaction, message, command)
    return taken


def _message(transaction: Transaction, message: MessageRecord) -> tuple[str, ...]:
    """Give a message to one case; what nobody waits for is kept."""
    store, message_id = transaction.work.messages, message.id
    assert message_id is not None
    # Taken before it is given: who waits for the next one must not be offered this one again.
    store.delivered(message_id, transaction.now)
    taken = _to_waiting(transaction, message)
    if not taken:
        version = next(_started_by(transaction, message), None)
        taken = () if version is None else (_start(transaction, message, version),)
    if not taken:
        store.delivered(message_id, None)
    return taken


def _signal(transaction: Transaction, message: MessageRecord) -> tuple[str, ...]:
    """Let all who wait hear a signal.

    Who cannot take it keeps nobody else from it: a job of its own tries that one again.
    """
    message_id = message.id
    assert message_id is not None
    transaction.work.messages.delivered(message_id, transaction.now)
    receivers = [
        DeliverMessage(message_id, to_case=case_id)
        for case_id in _waiting(transaction, message)
        if case_id != message.from_case  # it has heard it where it was thrown
    ]
    receivers += [
        DeliverMessage(message_id, to_version=version.id)
        for version in _started_by(transaction, message)
    ]
    taken: tuple[str, ...] = ()
    for one in receivers:
        try:
            with transaction.work.all_or_nothing():
                taken += _give(transaction, message, one)
        except Exception:  # whatever it is, the job meets it again, and tells it
            job = job_of(message_id, one.to_case, one.to_version)
            transaction.work.jobs.again(DELIVER, {job: asdict(one)}, transaction.now)
    return taken


def _give(transaction: Transaction, message: MessageRecord, to: DeliverMessage) -> tuple[str, ...]:
    """Give a signal to one case, if it waits for it, or start one version by it."""
    if to.to_version:
        versions = _started_by(transaction, message)
        found = next((one for one in versions if one.id == to.to_version), None)
        return () if found is None else (_start(transaction, message, found),)
    case = _awaiting(transaction, message, to.to_case)
    if case is None:
        return ()
    (hold if case.record.state == "suspended" else take_in)(case, message)
    return (to.to_case,)


def _give_later(
    transaction: Transaction, message: MessageRecord, to: DeliverMessage
) -> tuple[str, ...]:
    """Give a signal to one that could not take it with the others.

    Once, however often its job runs: that it was taken is written with the job, in this
    transaction. Who waits on (an event that interrupts nothing) would hear it again otherwise.
    """
    store = transaction.work.jobs
    job = store.of_key(job_of(message.id, to.to_case, to.to_version))
    if job is None or job.payload.get("taken"):
        return ()
    taken = _give(transaction, message, to)
    if taken:
        store.change(job.id, payload={**job.payload, "taken": True})
    return taken


def _to_waiting(transaction: Transaction, message: MessageRecord) -> tuple[str, ...]:
    """A message goes to one case, the one that sent it last.

    One that only suspended cases wait for is held for the first of them. One that cannot be asked
    keeps no other from it.
    """
    # Its own case comes last.
    case_ids = sorted(_waiting(transaction, message), key=lambda one: one == message.from_case)
    standing, failure = None, None
    for case_id in case_ids:
        try:
            with transaction.work.all_or_nothing():
                case = _awaiting(transaction, message, case_id)
                if case is not None and case.record.state != "suspended":
                    take_in(case, message)
                    return (case_id,)
        except Exception as error:  # raised when no other takes it: it may be the one it is for
            failure = failure or error
            continue
        standing = standing or case
    if standing is not None:
        hold(standing, message)
        return (standing.record.id,)
    if failure is not None:
        raise failure
    return ()


def _waiting(transaction: Transaction, message: MessageRecord) -> list[str]:
    """Ids of the cases that may wait for it; under their locks it turns out whom it is for."""
    known = transaction.work.subscriptions.waiting_for(message.kind, message.name)
    return list(dict.fromkeys(one.case_id for one in known if keys_agree(one, message)))


def _awaiting(transaction: Transaction, message: MessageRecord, case_id: str) -> CaseInHand | None:
    """Take a case, unless the message is for another one or it waits for it no more."""
    case = CaseInHand.take(transaction, case_id)
    return case if awaits(case, message) else None


def _started_by(transaction: Transaction, message: MessageRecord) -> Iterator[VersionRecord]:
    """Versions in force that a message or signal starts."""
    for version in transaction.work.versions.all_in_force():
        starts = transaction.library.published(version).diagram.starts()
        names = {event.name for s in starts for event in s.events if event.kind == message.kind}
        if message.name in names:
            yield version


def _start(transaction: Transaction, message: MessageRecord, version: VersionRecord) -> str:
    command = StartCase(
        version.procedure,
        submit_key=f"message:{message.id}:{version.id}",
        data=message.payload,
        message=message.name,
    )
    return start_case(command, transaction)


def _tell_sender(transaction: Transaction, message: MessageRecord, command: DeliverMessage) -> None:
    """Tell the case that sent it, where its delivery had failed for good before.

    A sender that cannot be told keeps nobody from what it sent: a job tells it later.
    """
    told = ReportDelivery(command.message_id, "", command.to_case, command.to_version)
    job = job_of(command.message_id, command.to_case, command.to_version)
    if not message.from_case or not transaction.work.incidents.of_job(job):
        return
    try:
        with transaction.work.all_or_nothing():
            report_delivery(told, transaction)
    except Exception:  # whatever it is, the job meets it again, and says it
        payload = asdict(command)
        transaction.work.jobs.again(TELL_SENDER, {f"told:{job}": payload}, transaction.now)
