"""Everything the engine refuses, as one family.

Each error holds its facts and a sentence that says what to do.

The sentence is an English template with named fields. It doubles as the message id of the
translation catalogues, so a page shows ``gettext(error.template)`` filled with ``error.values``.
"""

from datetime import datetime
from typing import ClassVar

from forms.errors import FieldError
from forms.said import Said, joined
from tasks.errors import InputFault, InputInvalid, TaskError


class EngineError(Exception):
    """A refusal with a sentence for the person who caused it.

    Args:
        template: sentence with ``{named}`` fields; defaults to the class's own.
        values: what fills the fields.
    """

    default_template: ClassVar[str] = "The action could not be carried out."

    def __init__(self, template: str | None = None, **values: object) -> None:
        self.template = template or self.default_template
        self.values = values
        super().__init__(self.template)

    def __str__(self) -> str:
        """Return the filled English sentence."""
        return self.template.format(**self.values)


class NotAllowed(EngineError):
    """The person may not do this: a role, a participant or a guard is missing."""

    default_template = "You may not do this."


class SignInLocked(EngineError):
    """Too many failed attempts to sign in.

    Attributes:
        until: aware moment from which it may be tried again.
    """

    default_template = "Sign-in is locked after too many failed attempts."

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class NotFound(EngineError):
    """What was named does not exist, or the person may not know that it does."""

    default_template = "{what} was not found."


class NoDatabase(NotFound):
    """A command that only reads finds no database, and makes none."""

    default_template = (
        "There is no database at «{place}». «reglament migrate» makes one; "
        "every command that writes makes it too."
    )


class Conflict(EngineError):
    """Somebody, or something, was faster: the thing has changed since it was read."""

    default_template = "This has changed since you opened it. Reload the page."


class DraftChanged(Conflict):
    """What was typed was saved in another window, or by a colleague, since the form was drawn."""

    default_template = "This form was saved in another window meanwhile."


class DraftGone(DraftChanged):
    """The start form that was drawn from a draft: the draft is not there any more."""

    default_template = (
        "A case was started with this form, or its draft discarded, in another window."
    )


class FormInvalid(EngineError):
    """Answers do not fit the form.

    Attributes:
        errors: ``forms.errors.FieldError`` per wrong field, in the order of the form.
        answers: what was typed, untouched, so that nothing is lost.
    """

    default_template = "Some answers need to be corrected."

    def __init__(self, errors: tuple[FieldError, ...], answers: object) -> None:
        super().__init__()
        self.errors = errors
        self.answers = answers


class ProcedureInvalid(EngineError):
    """A diagram, form or body file cannot be published.

    Attributes:
        faults: every ``engine.procedures.fault.Fault`` found, in the order of the file.
    """

    default_template = "The procedure has {count} fault(s)."

    def __init__(self, faults: tuple[object, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults

    def __str__(self) -> str:
        """Return one line per fault."""
        return "\n".join(str(fault) for fault in self.faults)


class ExpressionInvalid(EngineError):
    """An expression is not of the language, or failed on the data it was given."""

    default_template = "The expression «{text}» is wrong: {reason}"


class OperationFailed(EngineError):
    """A calculation or an act could not be carried out on these inputs."""

    default_template = "{operation} failed: {reason}"


def said_of(error: BaseException) -> str:
    """Return what an error says, so that each reader gets it in their language.

    What is no error of ours says it in its own words.
    """
    if isinstance(error, InputInvalid):
        return joined([_of_input(fault) for fault in error.faults])
    if isinstance(error, EngineError | TaskError):
        return Said(error.template, **error.values)
    return str(error) or type(error).__name__


def _of_input(fault: InputFault) -> Said:
    said = Said(fault.template, **fault.values)
    return Said("{field}: {fault}", field=fault.field, fault=said) if fault.field else said
