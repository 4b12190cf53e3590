"""Every command and its handler."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.commands.add_calendar_override import AddCalendarOverride, add_calendar_override
from engine.commands.add_person import AddPerson, add_person
from engine.commands.assign_work_item import AssignWorkItem, assign_work_item
from engine.commands.attach_file import AttachFile, attach_file
from engine.commands.cancel_case import CancelCase, cancel_case
from engine.commands.change_comment import ChangeComment, change_comment
from engine.commands.change_password import ChangePassword, change_password
from engine.commands.change_person import ChangePerson, change_person
from engine.commands.claim_work_item import ClaimWorkItem, claim_work_item
from engine.commands.complete_work_item import CompleteWorkItem, complete_work_item
from engine.commands.confirm_waiver import ConfirmWaiver, confirm_waiver
from engine.commands.correct_case import CorrectCase, correct_case
from engine.commands.deactivate_person import DeactivatePerson, deactivate_person
from engine.commands.declare_conflict import DeclareConflict, declare_conflict
from engine.commands.deliver_message import DeliverMessage, deliver_message
from engine.commands.discard_draft import DiscardDraft, discard_draft
from engine.commands.discard_start_draft import DiscardStartDraft, discard_start_draft
from engine.commands.draw_up_again import DrawUpAgain, draw_up_again
from engine.commands.drop_filter import DropFilter, drop_filter
from engine.commands.drop_job import DropJob, drop_job
from engine.commands.end_absence import EndAbsence, end_absence
from engine.commands.end_person_fact import EndPersonFact, end_person_fact
from engine.commands.erase_values import EraseValues, erase_values
from engine.commands.fire_next_deadline import FireNextDeadline, fire_next_deadline
from engine.commands.grant_competence import GrantCompetence, grant_competence
from engine.commands.grant_role import GrantRole, grant_role
from engine.commands.index_history import IndexHistory, index_history
from engine.commands.keep_checked_files import KeepCheckedFiles, keep_checked_files
from engine.commands.keep_drawn_up import KeepDrawnUp, keep_drawn_up
from engine.commands.keep_filter import KeepFilter, keep_filter
from engine.commands.keep_notice_settings import KeepNoticeSettings, keep_notice_settings
from engine.commands.keep_played_rehearsals import KeepPlayedRehearsals, keep_played_rehearsals
from engine.commands.move_case import MoveCase, move_case
from engine.commands.note_reading import NoteReading, note_reading
from engine.commands.notify_of_terms import NotifyOfTerms, notify_of_terms
from engine.commands.offer_kept_messages import OfferKeptMessages, offer_kept_messages
from engine.commands.publish_draft import PublishDraft, publish_draft
from engine.commands.publish_procedure import PublishProcedure, publish_procedure
from engine.commands.reactivate_person import ReactivatePerson, reactivate_person
from engine.commands.read_mentions import ReadMentions, read_mentions
from engine.commands.recompute_deadlines import RecomputeDeadlines, recompute_deadlines
from engine.commands.record_absence import RecordAbsence, record_absence
from engine.commands.record_contract import RecordContract, record_contract
from engine.commands.record_employment import RecordEmployment, record_employment
from engine.commands.record_experience import RecordExperience, record_experience
from engine.commands.release_work_item import ReleaseWorkItem, release_work_item
from engine.commands.remove_file import RemoveFile, remove_file
from engine.commands.report_delivery import ReportDelivery, report_delivery
from engine.commands.report_slow_act import ReportSlowAct, report_slow_act
from engine.commands.resume_case import ResumeCase, resume_case
from engine.commands.retry_incident import RetryIncident, retry_incident
from engine.commands.retry_job import RetryJob, retry_job
from engine.commands.retry_planned_case import RetryPlannedCase, retry_planned_case
from engine.commands.revoke_role import RevokeRole, revoke_role
from engine.commands.save_draft import SaveDraft, save_draft
from engine.commands.save_start_draft import SaveStartDraft, save_start_draft
from engine.commands.seal_history import SealHistory, seal_history
from engine.commands.send_message import SendMessage, send_message
from engine.commands.set_data import SetData, set_data
from engine.commands.set_follow_up import SetFollowUp, set_follow_up
from engine.commands.set_password import SetPassword, set_password
from engine.commands.set_priority import SetPriority, set_priority
from engine.commands.sign_document import SignDocument, sign_document
from engine.commands.start_case import StartCase, start_case
from engine.commands.suspend_case import SuspendCase, suspend_case
from engine.commands.sweep_files import SweepFiles, sweep_files
from engine.commands.take_back_version import TakeBackVersion, take_back_version
from engine.commands.unlock_person import UnlockPerson, unlock_person
from engine.commands.upload_draft import UploadDraft, upload_draft
from engine.commands.waive_guard import WaiveGuard, waive_guard
from engine.commands.withdraw_calendar_override import (
    WithdrawCalendarOverride,
    withdraw_calendar_override,
)
from engine.commands.withdraw_comment import WithdrawComment, withdraw_comment
from engine.commands.write_comment import WriteComment, write_comment

HANDLERS: Mapping[type, Callable[[Any, Any], Any]] = {
    AddCalendarOverride: add_calendar_override,
    AddPerson: add_person,
    AssignWorkItem: assign_work_item,
    AttachFile: attach_file,
    CancelCase: cancel_case,
    ChangeComment: change_comment,
    ChangePassword: change_password,
    ChangePerson: change_person,
    ClaimWorkItem: claim_work_item,
    CompleteWorkItem: complete_work_item,
    ConfirmWaiver: confirm_waiver,
    CorrectCase: correct_case,
    DeactivatePerson: deactivate_person,
    DeclareConflict: declare_conflict,
    DeliverMessage: deliver_message,
    DiscardDraft: discard_draft,
    DiscardStartDraft: discard_start_draft,
    DrawUpAgain: draw_up_again,
    DropJob: drop_job,
    EndAbsence: end_absence,
    EndPersonFact: end_person_fact,
    EraseValues: erase_values,
    FireNextDeadline: fire_next_deadline,
    GrantCompetence: grant_competence,
    IndexHistory: index_history,
    GrantRole: grant_role,
    DropFilter: drop_filter,
    KeepFilter: keep_filter,
    KeepNoticeSettings: keep_notice_settings,
    KeepDrawnUp: keep_drawn_up,
    KeepCheckedFiles: keep_checked_files,
    KeepPlayedRehearsals: keep_played_rehearsals,
    MoveCase: move_case,
    NoteReading: note_reading,
    NotifyOfTerms: notify_of_terms,
    OfferKeptMessages: offer_kept_messages,
    PublishDraft: publish_draft,
    PublishProcedure: publish_procedure,
    ReadMentions: read_mentions,
    ReactivatePerson: reactivate_person,
    RecomputeDeadlines: recompute_deadlines,
    RecordAbsence: record_absence,
    RecordContract: record_contract,
    RecordEmployment: record_employment,
    RecordExperience: record_experience,
    ReleaseWorkItem: release_work_item,
    ReportDelivery: report_delivery,
    ReportSlowAct: report_slow_act,
    RemoveFile: remove_file,
    ResumeCase: resume_case,
    RetryIncident: retry_incident,
    RetryJob: retry_job,
    RetryPlannedCase: retry_planned_case,
    RevokeRole: revoke_role,
    SaveDraft: save_draft,
    SaveStartDraft: save_start_draft,
    SealHistory: seal_history,
    SendMessage: send_message,
    SetData: set_data,
    SetFollowUp: set_follow_up,
    SetPassword: set_password,
    SetPriority: set_priority,
    SignDocument: sign_document,
    StartCase: start_case,
    SuspendCase: suspend_case,
    SweepFiles: sweep_files,
    TakeBackVersion: take_back_version,
    UnlockPerson: unlock_person,
    UploadDraft: upload_draft,
    WaiveGuard: waive_guard,
    WithdrawCalendarOverride: withdraw_calendar_override,
    WithdrawComment: withdraw_comment,
    WriteComment: write_comment,
}
"""A handler takes its command and the transaction, and returns the command's answer."""
