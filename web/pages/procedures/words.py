"""Elements, properties and states of a procedure in the words of its owner."""

from collections.abc import Mapping
from difflib import unified_diff
from typing import Final

from engine.moving.terms import TermChange
from engine.queries.views import BodyView
from forms.comparing import compare
from forms.definition import parse_definition
from forms.errors import DefinitionInvalid
from web.formatting import label
from web.sentences import sentence
from web.translating import LazyString, gettext, lazy_gettext

KINDS: Final[Mapping[str, LazyString]] = {
    "userTask": lazy_gettext("step of a person"),
    "manualTask": lazy_gettext("step of a person"),
    "task": lazy_gettext("step of a person"),
    "serviceTask": lazy_gettext("automatic step"),
    "scriptTask": lazy_gettext("assignment of values"),
    "sendTask": lazy_gettext("message that is sent"),
    "receiveTask": lazy_gettext("message that is waited for"),
    "businessRuleTask": lazy_gettext("decision table"),
    "callActivity": lazy_gettext("part in another diagram"),
    "subProcess": lazy_gettext("part of the procedure"),
    "startEvent": lazy_gettext("start"),
    "endEvent": lazy_gettext("end"),
    "boundaryEvent": lazy_gettext("event at a step"),
    "intermediateCatchEvent": lazy_gettext("event that is waited for"),
    "intermediateThrowEvent": lazy_gettext("event that is told"),
    "exclusiveGateway": lazy_gettext("question"),
    "parallelGateway": lazy_gettext("side by side"),
    "inclusiveGateway": lazy_gettext("one or several ways"),
    "eventBasedGateway": lazy_gettext("whichever happens first"),
    "sequenceFlow": lazy_gettext("flow"),
    "process": lazy_gettext("procedure"),
}
PROPERTIES: Final[Mapping[str, LazyString]] = {
    "name": lazy_gettext("name"),
    "kind": lazy_gettext("kind"),
    "lane": lazy_gettext("lane"),
    "form": lazy_gettext("form"),
    "result": lazy_gettext("where its answers go"),
    "deadline": lazy_gettext("term"),
    "counted_from": lazy_gettext("what the term is counted from"),
    "guard": lazy_gettext("rule for people"),
    "guard_when": lazy_gettext("when the rule holds"),
    "document": lazy_gettext("document"),
    "clause": lazy_gettext("clause"),
    "reading": lazy_gettext("reading"),
    "operation": lazy_gettext("calculation or act"),
    "lede": lazy_gettext("explanation"),
    "title": lazy_gettext("title of the case"),
    "appoints": lazy_gettext("whom it appoints"),
    "condition": lazy_gettext("condition"),
    "from": lazy_gettext("from"),
    "to": lazy_gettext("to"),
    "default": lazy_gettext("usual way"),
    "script": lazy_gettext("script"),
    "called": lazy_gettext("what it calls"),
    "event": lazy_gettext("event"),
    "repeated": lazy_gettext("how often"),
    "attached to": lazy_gettext("step it sits on"),
    "interrupting": lazy_gettext("whether it ends the step"),
    "term.amount": lazy_gettext("length"),
    "term.unit": lazy_gettext("unit"),
    "starts": lazy_gettext("what starts it"),
    "on_expiry": lazy_gettext("what follows"),
}
FILES: Final[Mapping[str, LazyString]] = {
    "form": lazy_gettext("Form"),
    "decision": lazy_gettext("Decision"),
    "document": lazy_gettext("Document"),
    "diagram": lazy_gettext("Called diagram"),
    "deadline": lazy_gettext("Term"),
}
FOLDERS: Final = {"forms/": "form", "documents/": "document", "rehearsals/": "rehearsal"}
KINDS_OF_FILES: Final[Mapping[str, LazyString]] = {
    "form": lazy_gettext("Forms"),
    "document": lazy_gettext("Documents"),
    "rehearsal": lazy_gettext("Rehearsals"),
    "decision": lazy_gettext("Decisions"),
}
STATES: Final[Mapping[str, LazyString]] = {
    "added": lazy_gettext("added"),
    "removed": lazy_gettext("removed"),
    "changed": lazy_gettext("changed"),
    "new": lazy_gettext("new"),
    "same": lazy_gettext("as in force"),
}


def kind_words(kind: str) -> str:
    """Return what kind of element it is."""
    return str(KINDS.get(kind, kind))


def property_words(name: str) -> str:
    """Return a property by its name in the language of the page, or as it is written."""
    return str(PROPERTIES.get(name, name))


def change_words(state: str) -> str:
    """Return whether something was added, removed or changed."""
    return str(STATES.get(state, state))


def file_words(what: str) -> str:
    """Return what kind of file it is."""
    return str(FILES.get(what, what))


def form_changes(old: bytes | None, new: bytes | None, body: BodyView) -> list[str]:
    """Return what changed in a form, one sentence each; empty where it cannot be read."""
    try:
        before = parse_definition(old, "form") if old else None
        after = parse_definition(new, "form") if new else None
    except DefinitionInvalid:  # it has faults of its own
        return []
    return [
        change.say(gettext, lambda text: label(text, body.key)) for change in compare(before, after)
    ]


def text_changes(old: bytes | None, new: bytes | None) -> list[tuple[str, str]]:
    """Return what changed in a text: ``(added | removed | same | gap, line)``, two around each."""
    before, after = ((text or b"").decode("utf-8", "replace").splitlines() for text in (old, new))
    found: list[tuple[str, str]] = []
    for line in unified_diff(before, after, lineterm="", n=2):
        if line.startswith(("---", "+++")) and not found:
            continue
        state = {"+": "added", "-": "removed", "@": "gap"}.get(line[:1], "same")
        found.append((state, "…" if state == "gap" else line[1:]))
    return found[1:] if found and found[0][0] == "gap" else found


def groupby_folder(paths: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Return files by the kind of file, which is where they lie."""
    found: dict[str, list[str]] = {}
    for path in paths:
        kind = next((kind for start, kind in FOLDERS.items() if path.startswith(start)), "decision")
        found.setdefault(str(KINDS_OF_FILES[kind]), []).append(path)
    return list(found.items())


def guard_words(rule: str) -> str:
    """Return the sentence of a rule for people in the language of the page."""
    return sentence(rule, {})


def term_tone(change: TermChange) -> str:
    """Return how a changed term is coloured: later is calm, sooner is not."""
    if change.new_due is None or change.old_due is None:
        return "soon"
    return "soon" if change.new_due != change.old_due else "done"


FILTERS = (
    kind_words,
    property_words,
    change_words,
    file_words,
    form_changes,
    text_changes,
    groupby_folder,
    guard_words,
    term_tone,
)
