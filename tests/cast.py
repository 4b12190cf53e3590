"""The people of the tests, by role.

The same names everywhere, so that a reader knows who may do what.
"""

from dataclasses import dataclass

KG = "kg_accreditation"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast."""

    username: str
    name: str
    roles: tuple[tuple[str, str], ...]
    password: str = "a long enough password"


SPECIALIST = Person("specialist_1", "Айгүл Адисова", ((KG, "specialist"),))
OTHER_SPECIALIST = Person("specialist_2", "Бакыт Экинчиев", ((KG, "specialist"),))
DIRECTOR = Person("director_1", "Данияр Директоров", ((KG, "director"),))
APPLICANT = Person("applicant_1", "Элнура Арызова", ((KG, "applicant"),))
OTHER_APPLICANT = Person("applicant_2", "Эсен Башкаев", ((KG, "applicant"),))
LEAD_ASSESSOR = Person("lead_assessor_1", "Жыпар Баалоочу", ((KG, "lead_assessor"),))
OWNER = Person("process_owner_1", "Асель Ээсова", ((KG, "process_owner"),))
STRANGER = Person("stranger", "Роза Ролсуз", ())

CAST = (
    SPECIALIST,
    OTHER_SPECIALIST,
    DIRECTOR,
    APPLICANT,
    OTHER_APPLICANT,
    LEAD_ASSESSOR,
    OWNER,
    STRANGER,
)
