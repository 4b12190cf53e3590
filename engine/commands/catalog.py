"""Every command and its handler."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.commands.add_person import AddPerson, add_person
from engine.commands.claim_work_item import ClaimWorkItem, claim_work_item
from engine.commands.complete_work_item import CompleteWorkItem, complete_work_item
from engine.commands.deliver_message import DeliverMessage, deliver_message
from engine.commands.fire_next_deadline import FireNextDeadline, fire_next_deadline
from engine.commands.publish_procedure import PublishProcedure, publish_procedure
from engine.commands.recompute_deadlines import RecomputeDeadlines, recompute_deadlines
from engine.commands.release_work_item import ReleaseWorkItem, release_work_item
from engine.commands.retry_incident import RetryIncident, retry_incident
from engine.commands.save_draft import SaveDraft, save_draft
from engine.commands.send_message import SendMessage, send_message
from engine.commands.set_data import SetData, set_data
from engine.commands.start_case import StartCase, start_case

HANDLERS: Mapping[type, Callable[[Any, Any], Any]] = {
    AddPerson: add_person,
    ClaimWorkItem: claim_work_item,
    CompleteWorkItem: complete_work_item,
    DeliverMessage: deliver_message,
    FireNextDeadline: fire_next_deadline,
    PublishProcedure: publish_procedure,
    RecomputeDeadlines: recompute_deadlines,
    ReleaseWorkItem: release_work_item,
    RetryIncident: retry_incident,
    SaveDraft: save_draft,
    SendMessage: send_message,
    SetData: set_data,
    StartCase: start_case,
}
"""A handler takes its command and the transaction, and returns the command's answer."""
