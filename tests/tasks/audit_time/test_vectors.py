"""The worked examples are all there, and each is asked for what it shows."""

from collections import Counter
from pathlib import Path

from tests.tasks.audit_time.case_tables import rows

HERE = Path(__file__).parent
SAMPLING = HERE.parent / "sampling"
DURATION = [f"D{number}" for number in range(1, 16)]
INTEGRATED = [f"I{number}" for number in range(1, 7)]
SITES = [f"M{number}" for number in range(1, 9)]


def vectors() -> Counter[str]:
    every = [*rows(HERE), *rows(SAMPLING)]
    return Counter(row["vector"] for row in every if "vector" in row)


def test_every_worked_example_stands_in_the_tables() -> None:
    assert sorted(vectors()) == sorted([*DURATION, *INTEGRATED, *SITES])
    assert len(vectors()) == 29


def test_every_figure_of_the_worked_examples_is_asked_for() -> None:
    found = vectors()
    assert found.total() == 66
    assert {name: count for name, count in found.items() if count > 2} == {
        "D13": 4,
        "D14": 3,
        "I2": 4,
        "I3": 7,
        "M1": 4,
        "M2": 3,
        "M3": 6,
        "M6": 4,
        "M7": 3,
    }


def test_every_operation_has_its_table() -> None:
    for folder in (HERE, SAMPLING):
        product = HERE.parents[2] / "tasks" / folder.name
        operations = {file.name.split(".")[0] for file in product.glob("*.example.yaml")}
        with_cases = {row["operation"].partition(".")[2] for row in rows(folder)}
        assert with_cases == operations
