"""What holds for every audit time, whatever the organisation."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tasks.catalog import OPERATIONS
from tasks.operation import Context

DAY = date(2026, 11, 20)
HALF = Decimal("0.5")
COLUMNS = [
    ("qms", ""),
    *(("ems", complexity) for complexity in ("high", "medium", "low", "limited")),
    *(("ohs", complexity) for complexity in ("high", "medium", "low")),
]

columns = st.sampled_from(COLUMNS)
people = st.integers(1, 30_000)
percents = st.decimals(-100, 200, places=2)
table_days = st.integers(2, 80).map(lambda halves: HALF * halves)
exact_days = st.decimals("0.5", 200, places=3)


def calculated(name: str, inputs: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    entries = {
        key: [{"from": "2000-01-01", "reference": "the case", "value": value}]
        for key, value in parameters.items()
    }
    return OPERATIONS[f"audit_time.{name}"].run(inputs, Context(DAY, entries))


def programme(column: tuple[str, str], personnel: int, percent: Decimal) -> dict[str, Any]:
    factor = "maturity" if percent < 0 else "regulation"
    applied = {"factor": factor, "percent": str(abs(percent)), "justification": "j"}
    system = {"system": column[0], "complexity": column[1], "personnel": personnel}
    return calculated("programme", {"systems": [{**system, "factors": [applied]}]})


@given(columns, people, people, st.booleans())
def test_more_people_never_take_fewer_table_days(
    column: tuple[str, str], one: int, other: int, interpolated: bool
) -> None:
    less, more = (
        Decimal(
            calculated(
                "days",
                {"system": column[0], "complexity": column[1], "personnel": personnel},
                audit_days_interpolated=interpolated,
            )["days"]
        )
        for personnel in sorted((one, other))
    )
    assert less <= more


@given(columns, people, people, percents)
def test_more_people_never_shorten_an_audit_of_the_cycle(
    column: tuple[str, str], one: int, other: int, percent: Decimal
) -> None:
    less, more = (programme(column, personnel, percent) for personnel in sorted((one, other)))
    for audit in ("initial", "surveillance", "recertification"):
        assert Decimal(less[audit]["days"]) <= Decimal(more[audit]["days"])


@given(columns, people, percents)
def test_interpolation_never_takes_more_than_steps(
    column: tuple[str, str], personnel: int, percent: Decimal
) -> None:
    given_ = {"system": column[0], "complexity": column[1], "personnel": personnel}
    line = calculated("days", given_, audit_days_interpolated=True)
    assert Decimal(line["days"]) <= Decimal(calculated("days", given_)["days"])


@given(table_days, percents)
def test_the_initial_audit_never_falls_below_its_floor(days: Decimal, percent: Decimal) -> None:
    result = calculated("initial", {"table_days": str(days), "adjustment": str(percent)})
    taken = Decimal(result["days"])
    assert taken >= Decimal(result["floor"]) == days * Decimal("0.7")
    assert taken % HALF == 0
    assert abs(taken - Decimal(result["exact"])) <= HALF


@given(table_days, percents)
def test_the_parts_of_an_audit_make_the_whole(days: Decimal, percent: Decimal) -> None:
    result = calculated("initial", {"table_days": str(days), "adjustment": str(percent)})
    assert Decimal(result["stage1"]) + Decimal(result["stage2"]) == Decimal(result["days"])
    assert HALF <= Decimal(result["stage1"]) <= Decimal(result["days"])
    on_and_off = Decimal(result["on_site_least"]) + Decimal(result["off_site_most"])
    assert abs(on_and_off - Decimal(result["exact"])) <= Decimal("0.001")


@given(exact_days, st.sampled_from(["surveillance", "recertification"]))
def test_a_later_audit_takes_half_days_and_one_day_at_least(days: Decimal, audit: str) -> None:
    taken = Decimal(calculated(audit, {"initial_days": str(days)})["days"])
    assert taken >= 1
    assert taken % HALF == 0


@given(exact_days, exact_days, st.decimals(0, 100, places=1))
def test_an_integrated_audit_keeps_four_fifths_of_the_sum(
    one: Decimal, other: Decimal, reduction: Decimal
) -> None:
    systems = [{"system": "a", "days": str(one)}, {"system": "b", "days": str(other)}]
    result = calculated("integrated", {"systems": systems, "reduction": str(reduction)})
    assert Decimal(result["days"]) >= (one + other) * Decimal("0.8")
    assert Decimal(result["days"]) % HALF == 0


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.booleans())
def test_the_reduction_for_integration_never_falls_with_level_or_ability(
    level: Decimal, ability: Decimal, lower: bool
) -> None:
    def reduction(one: Decimal, other: Decimal) -> Decimal:
        inputs = {"standards": ["a", "b"], "level": str(one), "ability": str(other)}
        result = calculated("integration", inputs, integration_lower_step=lower)
        return Decimal(result["reduction"])

    found = reduction(level, ability)
    assert 0 <= found <= 20
    assert reduction(min(level + 5, Decimal(100)), ability) >= found
    assert reduction(level, min(ability + 5, Decimal(100))) >= found


groups = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("group"),
            "persons": st.integers(0, 500),
            "hours_per_day": st.integers(0, 8),
            "scope_share": st.integers(0, 100),
            "counted_share": st.integers(0, 100),
            "justification": st.just("j"),
        }
    ),
    min_size=1,
    max_size=5,
)


@given(groups)
def test_effective_personnel_are_never_more_than_people(listed: list[dict[str, Any]]) -> None:
    everyone = {"name": "one", "persons": 1}
    result = calculated("personnel", {"groups": [everyone, *listed]})
    assert 1 <= result["personnel"] <= 1 + sum(group["persons"] for group in listed)
    told_to = Decimal("0.001")  # decimals of the exact figure
    assert -told_to < result["personnel"] - Decimal(result["exact"]) < 1 + told_to


sites = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.fixed_dictionaries(
        {
            "personnel": st.integers(1, 2000),
            "adjustment": st.integers(-30, 30),
            "centralised": st.integers(0, 20),
        }
    ),
)


@given(sites, st.integers(1, 2000), st.sampled_from(["initial", "surveillance", "recertification"]))
def test_a_further_site_never_shortens_the_audit(
    places: dict[str, Any], personnel: int, audit: str
) -> None:
    given_ = {"audit": audit, "system": "qms", "central": {"personnel": personnel}, "sites": places}
    days = [
        Decimal(calculated("sites", {**given_, "visited": list(places)[:count]})["days"])
        for count in range(len(places) + 1)
    ]
    assert days == sorted(days)
