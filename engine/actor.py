"""Who acts: a person, on whose behalf, with which roles - or the system itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who gives a command.

    Attributes:
        person_id: key of the person; ``None`` for the system.
        name: as shown in the history.
        roles: pairs (body key, role key) that the person holds today.
        on_behalf_of: name of the one acted for (an applicant's paper answer, an absent colleague),
            or ``None``.
        deputises: whose absence is today and whose deputy the person is: (body key, person id,
            name).
        stands_in: pairs (body key, role key) whose steps the person may do today by role, because
            whoever holds the role is absent.
        rehearses: whether the person is made up, and plays a role in a rehearsal: of an outside
            role (an applicant) too where the case has appointed nobody to it.
    """

    person_id: int | None
    name: str
    roles: frozenset[tuple[str, str]] = frozenset()
    on_behalf_of: str | None = None
    deputises: frozenset[tuple[str, int, str]] = frozenset()
    stands_in: frozenset[tuple[str, str]] = frozenset()
    rehearses: bool = False

    def has_role(self, body: str, role: str) -> bool:
        """Whether the person holds this role in this body."""
        return (body, role) in self.roles

    def absent_in(self, body: str) -> dict[int, str]:
        """Return id -> name of those for whom the person acts in a body today."""
        return {person: name for key, person, name in self.deputises if key == body}

    @property
    def is_system(self) -> bool:
        """Whether nobody in particular acts: a timer, a job."""
        return self.person_id is None


SYSTEM = Actor(person_id=None, name="system")

ANYBODY = Actor(person_id=0, name="")
"""Who has not signed in: nobody in particular, with no role anywhere."""
