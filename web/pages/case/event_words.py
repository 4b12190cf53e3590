"""What happened, in words: the kinds of events and the values they changed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from engine.queries.views import Change, TimelineEvent
from forms.numerals import read_numeral
from forms.wording import Wording
from web.clauses import clause_text
from web.formatting import label
from web.languages import CODES, current_language
from web.own_days import because_words
from web.pages.case.composed_changes import composed, composed_words
from web.sentences import in_words, sentence
from web.translating import LazyString, lazy_gettext

KINDS: dict[str, LazyString] = {
    "case_started": lazy_gettext("Case started"),
    "case_ended": lazy_gettext("Case ended"),
    "case_cancelled": lazy_gettext("Case stopped"),
    "comment_written": lazy_gettext("Comment written"),
    "comment_changed": lazy_gettext("Comment changed"),
    "comment_withdrawn": lazy_gettext("Comment taken back"),
    "case_suspended": lazy_gettext("Case suspended"),
    "case_resumed": lazy_gettext("Case resumed"),
    "case_corrected": lazy_gettext("Case moved by hand"),
    "linked_case_cancelled": lazy_gettext("A linked case was stopped"),
    "work_items_created": lazy_gettext("New tasks appeared"),
    "work_item_claimed": lazy_gettext("Task taken"),
    "work_item_released": lazy_gettext("Task given back"),
    "work_item_assigned": lazy_gettext("Task given to somebody"),
    "priority_set": lazy_gettext("Priority changed"),
    "follow_up_set": lazy_gettext("Day to look again changed"),
    "work_item_completed": lazy_gettext("Step finished"),
    "participants_replaced": lazy_gettext("Participants replaced"),
    "guard_waiver_asked": lazy_gettext("Waiver of a rule asked for"),
    "guard_waived": lazy_gettext("Rule waived by two people"),
    "draft_saved": lazy_gettext("Draft saved"),
    "data_set": lazy_gettext("Data changed"),
    "calculated": lazy_gettext("Calculated"),
    "act_carried_out": lazy_gettext("Carried out automatically"),
    "act_begun": lazy_gettext("Handed to a job; the step waits for it"),
    "slow_act_done": lazy_gettext("The job has reported back"),
    "slow_act_failed": lazy_gettext("The job failed"),
    "document_drawn_up": lazy_gettext("Document drawn up"),
    "document_failed": lazy_gettext("Document could not be drawn up"),
    "document_retried": lazy_gettext("Document is drawn up again"),
    "document_signed": lazy_gettext("Signed file brought"),
    "certificate_expired": lazy_gettext("Certificate expired"),
    "planned_case_started": lazy_gettext("Planned case started"),
    "planned_case_retried": lazy_gettext("Planned case is started again"),
    "planned_case_failed": lazy_gettext("Planned case could not be started"),
    "deadline_started": lazy_gettext("Term started"),
    "deadline_paused": lazy_gettext("Term stopped: the clock stands"),
    "deadline_resumed": lazy_gettext("Term runs on"),
    "deadline_recomputed": lazy_gettext("Term counted anew"),
    "case_moved": lazy_gettext("The case went over to another version"),
    "deadline_ended": lazy_gettext("Term ended"),
    "deadline_passed": lazy_gettext("Term ran out"),
    "deadline_fired": lazy_gettext("Timer went off"),
    "deadline_unreadable": lazy_gettext("Timer could not be read"),
    "message_received": lazy_gettext("Message received"),
    "signal_received": lazy_gettext("Signal received"),
    "message_held": lazy_gettext("Message arrived: it waits until the case is resumed"),
    "signal_held": lazy_gettext("Signal arrived: it waits until the case is resumed"),
    "message_let_go": lazy_gettext("Message not taken: the case does not wait for it any more"),
    "signal_let_go": lazy_gettext("Signal not taken: the case does not wait for it any more"),
    "message_undelivered": lazy_gettext("Message not delivered"),
    "signal_undelivered": lazy_gettext("Signal not delivered to one who waits for it"),
    "message_delivered": lazy_gettext("Message delivered after all"),
    "signal_delivered": lazy_gettext("Signal delivered after all"),
    "job_dropped": lazy_gettext("Work after the step given up by the operator"),
    "values_erased": lazy_gettext("Values erased by a retention rule"),
    "incident_opened": lazy_gettext("Automatic step failed"),
    "incident_retried": lazy_gettext("Automatic step retried"),
    "incident_resolved": lazy_gettext("Failure removed"),
}
"""What a page calls each kind of event; a kind that is not here is shown as it is written."""

_ALARMING = frozenset(
    {
        "incident_opened",
        "slow_act_failed",
        "message_undelivered",
        "signal_undelivered",
        "job_dropped",
        "document_failed",
        "planned_case_failed",
        "deadline_passed",
        "deadline_unreadable",
        "case_cancelled",
        "case_suspended",
        "case_corrected",
    }
)
FACTS: dict[str, LazyString] = {
    "old": lazy_gettext("Fell due before"),
    "due": lazy_gettext("Falls due"),
    "because": lazy_gettext("By the calendar of the body"),
    "name": lazy_gettext("Name"),
    "number": lazy_gettext("Number"),
    "cause": lazy_gettext("Cause"),
    "case": lazy_gettext("Case"),
    "valid_until": lazy_gettext("Valid until"),
    "version": lazy_gettext("Version of the procedure"),
    "from": lazy_gettext("From version"),
    "to": lazy_gettext("To version"),
    "while": lazy_gettext("Stopped by"),
    "elements": lazy_gettext("Steps"),
    "on": lazy_gettext("For the date"),
    "clause": lazy_gettext("Ground"),
    "waivers_lapsed": lazy_gettext("Waivers that lapsed"),
}
"""Facts of an event that a page tells; the others serve the machine."""
VALUES: dict[str, LazyString] = {
    "inputs": lazy_gettext("From"),
    "result": lazy_gettext("Result"),
    "cause": lazy_gettext("Cause"),
    "reason": lazy_gettext("Reason"),
    "signers": lazy_gettext("Signed by"),
    "person": lazy_gettext("Person"),
    "comment": lazy_gettext("Comment"),
}
"""Names of values that no form has a label for."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_MONEY = frozenset({"amount", "currency"})


def event_words(event: TimelineEvent) -> str:
    """Return what happened, without the element it happened at."""
    known = KINDS.get(event.kind)
    return str(known) if known else event.kind.replace("_", " ").capitalize()


def event_tone(event: TimelineEvent) -> str:
    """Return the CSS class of an event: ``late`` for the auditor's eye, ``sys`` for the system."""
    if event.kind in _ALARMING:
        return "late"
    return "" if event.actor else "sys"


def event_facts(event: TimelineEvent, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the facts a page tells, as (name, value).

    Args:
        event: the event.
        names: labels of elements by id, for facts that list elements.
    """
    told = ((key, event.facts.get(key)) for key in FACTS)
    return tuple(
        (str(FACTS[key]), _fact_words(key, _named(value, names), event.at.tzinfo))
        for key, value in told
        if value
    )


def _fact_words(key: str, value: Any, zone: tzinfo | None) -> str:
    if key == "name" and isinstance(value, Mapping):  # of a document, by language
        return in_words(value)
    if key == "because":
        return because_words(value)
    if key == "waivers_lapsed":
        return "; ".join(sentence(rule, {}) for rule in value)
    return clause_text(value) if key == "clause" else value_words(value, zone)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, (list, tuple)):
        return [names.get(one, one) if isinstance(one, str) else one for one in value]
    return value


def change_label(label: str) -> str:
    """Return the name of a changed value: what no form labels, else the label itself."""
    known = VALUES.get(label)
    return str(known) if known else label


def changes_with_label(event: TimelineEvent) -> list[Change]:
    """Return the changes that a form or this module has a name for; a composed answer is one."""
    return composed(filter(_has_label, event.changes))


def change_row(change: Change) -> int | None:
    """Return the number of the row of a table that a changed value stands in."""
    numbers = [int(part) + 1 for part in change.path.split(".") if part.isdecimal()]
    return numbers[-1] if numbers else None


def changes_without_label(event: TimelineEvent) -> list[Change]:
    """Return the changes that go by their path alone: what was worked out, or written by hand."""
    return [change for change in event.changes if not _has_label(change)]


def _has_label(change: Change) -> bool:
    return change.label != change.path or change.path in VALUES


def labelled(value: Any, body_key: str) -> Any:
    """Return a value with the labels in it (a choice, several choices) in the page's language."""
    if isinstance(value, str):
        return label(value, body_key)
    if isinstance(value, (list, tuple)):
        return [labelled(one, body_key) for one in value]
    return value


def value_words(value: Any, zone: tzinfo | None = None) -> str:
    """Return a value of the case data as a person reads it; ``""`` for nothing.

    Args:
        value: plain JSON.
        zone: time zone to tell moments in; as they are written without one.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _text_words(value, zone)
    if isinstance(value, Mapping):
        return _mapping_words(value, zone)
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, (value_words(one, zone) for one in value)))
    return in_words(value)


def _text_words(text: str, zone: tzinfo | None) -> str:
    try:
        if _DATE.fullmatch(text):
            return in_words(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return in_words(moment.astimezone(zone) if zone and moment.tzinfo else moment)
    except ValueError:
        return text
    return text


def _mapping_words(value: Mapping[str, Any], zone: tzinfo | None) -> str:
    if not value:
        return ""
    if (said := composed_words(value, lambda one: value_words(one, zone))) is not None:
        return said
    if value.keys() == _MONEY:
        return _money_words(value["amount"], value["currency"])
    if value.keys() <= set(CODES):
        return in_words(value)
    parts = ((key, value_words(one, zone)) for key, one in value.items())
    return "; ".join(f"{key}: {text}" for key, text in parts if text)


def _money_words(amount: Any, currency: Any) -> str:
    number = read_numeral(str(amount))
    written = str(amount) if number is None else Wording(current_language()).number(number)
    return f"{written}\N{NO-BREAK SPACE}{currency}".rstrip()
