"""Parties that a member of the staff may be reminded of: those of their body's latest cases."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import exists, select

from engine.persistence.tables import case_subjects, cases, event_values
from engine.procedures.body import Body
from engine.queries.reach import may_see_case, staff_bodies
from engine.queries.read_context import ReadContext
from forms.definition import FormDefinition
from forms.fields.party import PartyField, is_number

Party = tuple[str, str]
"""(name, number); the number is ``""`` where the case has none."""

LATEST_CASES: Final = 500
"""Cases looked through: a bound on the work, however many there are."""

MOST: Final = 200
"""Parties suggested: their names travel with the page."""


def known_parties(
    context: ReadContext, form: FormDefinition | None, body: Body | None
) -> tuple[Party, ...]:
    """Return the parties to suggest in a form, each once, the latest case's first.

    One that a case knew without a number is left out where another case knew the number.

    Only the staff of the form's body is reminded, and of parties of its own cases; what a case is
    about is what the property ``party`` of its process says. Cases whose values are erased remind
    of nobody.

    Args:
        context: who reads.
        form: nothing is read from the database where it asks for no party.
        body: whose form it is.
    """
    if form is None or body is None or body.key not in staff_bodies(context):
        return ()
    if not any(isinstance(field, PartyField) and field.is_asked for _, field in form.walk()):
        return ()
    told = exists().where(event_values.c.case_id == cases.c.id)
    latest = (
        select(cases.c.id, cases.c.started_at)
        .where(cases.c.body == body.key, may_see_case(context), told)
        .order_by(cases.c.started_at.desc())
        .limit(LATEST_CASES)
        .subquery()
    )
    statement = (
        select(case_subjects.c.case_id, case_subjects.c.value)
        .join(latest, latest.c.id == case_subjects.c.case_id)
        .where(case_subjects.c.kind == "party")
        .order_by(latest.c.started_at.desc(), latest.c.id, case_subjects.c.value)
    )
    values: dict[str, list[str]] = {}
    for row in context.connection.execute(statement):
        values.setdefault(row.case_id, []).append(row.value)
    parties = (_party(found, body.country) for found in values.values())
    distinct = dict.fromkeys(party for party in parties if party)
    numbered = {name for name, number in distinct if number}
    return tuple(one for one in distinct if one[1] or one[0] not in numbered)[:MOST]


def _party(values: Iterable[str], country: str) -> Party | None:
    """Put the name and the number of a case's party together.

    The subjects of a case are texts apart. Where they are not plainly one name with at most one
    number, nothing is said: a number beside the wrong name would be worse than none.
    """
    names: list[str] = []
    numbers: list[str] = []
    for value in values:
        (numbers if is_number(value, country) else names).append(value)
    if len(names) != 1 or len(numbers) > 1:
        return None
    return names[0], numbers[0] if numbers else ""
