"""Whom a form lets one choose: the people who hold a role of the body."""

from collections.abc import Mapping

from engine.persistence.people_store import PeopleStore
from engine.procedures.body import Body
from forms.definition import FormDefinition

Choices = Mapping[str, tuple[tuple[str, str], ...]]


def choices_of(form: FormDefinition | None, body: Body | None, people: PeopleStore) -> Choices:
    """Return choice source -> ((person id, name), ...) for the person fields of a form.

    Args:
        form: whose fields name roles; ``None`` for a step without a form.
        body: whose roles they are; ``None`` for a diagram outside any body: nobody to choose.
        people: where the holders are found.
    """
    if form is None or body is None:
        return {}
    return {
        role: tuple((str(person.id), person.name) for person in people.holders(body.key, role))
        for role in form.choice_sources
    }
