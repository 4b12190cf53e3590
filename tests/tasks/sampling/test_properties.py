"""What holds for every sample, whatever the sites."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.catalog import OPERATIONS
from tasks.errors import ParametersInvalid
from tasks.operation import Context
from tasks.sampling.size import root_times

DAY = date(2026, 11, 20)
AUDITS = ("initial", "surveillance", "recertification")

counts = st.integers(1, 400)
seeds = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20)


def calculated(name: str, inputs: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    entries = {
        key: [{"from": "2000-01-01", "reference": "the case", "value": value}]
        for key, value in parameters.items()
    }
    return OPERATIONS[f"sampling.{name}"].run(inputs, Context(DAY, entries))


def size(count: int, audit: str, *, similar: bool = True, extra: int = 0) -> dict[str, Any]:
    group = {"name": "g", "similar": similar, "sites": [f"site {at}" for at in range(count)]}
    inputs = {"audit": audit, "groups": [group], "extra": {"g": extra}, "extra_why": "risk"}
    found: dict[str, Any] = calculated("size", inputs)["groups"][0]
    return found


@given(counts, st.sampled_from(AUDITS), st.booleans(), st.data())
def test_a_sample_is_never_larger_than_its_population(
    count: int, audit: str, similar: bool, data: st.DataObject
) -> None:
    found = size(count, audit, similar=similar, extra=data.draw(st.integers(0, count)))
    assert 1 <= found["size"] <= count
    assert found["random"] <= found["size"]
    assert not similar or 4 * found["random"] >= found["size"]


@given(counts, counts, st.sampled_from(AUDITS), st.booleans())
def test_more_sites_never_make_a_smaller_sample(
    one: int, other: int, audit: str, similar: bool
) -> None:
    less, more = (size(count, audit, similar=similar)["size"] for count in sorted((one, other)))
    assert less <= more


@given(counts)
def test_a_surveillance_visits_no_more_than_the_initial_audit(count: int) -> None:
    assert size(count, "surveillance")["size"] <= size(count, "initial")["size"]


@given(st.integers(0, 10**9), st.decimals("0.01", 2, places=2))
def test_the_root_is_rounded_up_exactly(count: int, coefficient: Decimal) -> None:
    least = root_times(count, coefficient)
    square = coefficient * coefficient * count
    assert least * least >= square
    assert least == 0 or (least - 1) * (least - 1) < square


def selected(
    sites: list[str], seed: str, facts: dict[str, Any], *, of: int, drawn: int
) -> dict[str, Any]:
    group = {"name": "g", "similar": True, "sites": sites, "size": of, "random": drawn}
    return calculated("selection", {"groups": [group], "seed": seed, "facts": facts})


names = st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=12, unique=True)
factors = st.dictionaries(
    st.sampled_from(["complaints", "law", "location", "complexity"]), st.just("x")
)


@given(names, seeds, st.data())
def test_a_draw_can_be_repeated_and_does_not_hang_on_the_order_of_sites(
    sites: list[str], seed: str, data: st.DataObject
) -> None:
    of = data.draw(st.integers(0, len(sites)))
    drawn = data.draw(st.integers(0, of))
    facts = {
        site: {"visited": data.draw(st.booleans()), "factors": data.draw(factors)} for site in sites
    }
    once = selected(sites, seed, facts, of=of, drawn=drawn)
    again = selected(sites, seed, facts, of=of, drawn=drawn)
    turned = selected(data.draw(st.permutations(sites)), seed, facts, of=of, drawn=drawn)
    assert once == again
    assert once["chosen"] == turned["chosen"]
    assert len(once["chosen"]) == len(set(once["chosen"])) == of
    assert sorted([*once["chosen"], *once["not_chosen"]]) == sorted(sites)
    assert [site["how"] for site in once["sites"]].count("random") == drawn
    assert once["seed"] == seed
    assert set(once["tickets"]) == set(sites)


def test_another_seed_draws_another_sample() -> None:
    sites = [f"site {at}" for at in range(40)]
    drawn = {
        tuple(selected(sites, f"case {number}", {}, of=4, drawn=4)["chosen"])
        for number in range(20)
    }
    assert len(drawn) == 20


def test_every_site_has_its_chance() -> None:
    sites = [f"site {at}" for at in range(10)]
    drawn = {
        selected(sites, f"case {number}", {}, of=1, drawn=1)["chosen"][0] for number in range(200)
    }
    assert drawn == set(sites)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"draw_digest": "dice"}, "There is no digest «dice»."),
        ({"draw_digest": "shake_128"}, "There is no digest «shake_128»."),
        (
            {"rest_criteria": ["beauty"]},
            "There is no criterion «beauty»; there are not_visited, new_factors, most_factors.",
        ),
    ],
)
def test_a_way_of_drawing_that_does_not_exist_is_refused(
    parameters: dict[str, Any], sentence: str
) -> None:
    group = {"name": "g", "similar": True, "sites": ["a", "b"], "size": 1, "random": 0}
    with pytest.raises(ParametersInvalid) as refused:
        calculated("selection", {"groups": [group], "seed": "s"}, **parameters)
    assert str(refused.value) == sentence


def test_the_answers_of_one_calculation_fit_the_next() -> None:
    sites = [{"name": f"shop {at}", "activity": "retail"} for at in range(9)]
    store = {"name": "store", "activity": "storage"}
    allowed = calculated(
        "allowed", {"sites": [*sites, store], "single_system": True, "central_function": True}
    )
    sizes = calculated("size", {"audit": "initial", "groups": allowed["groups"]})
    chosen = calculated("selection", {"groups": sizes["groups"], "seed": "case 7"})
    assert len(chosen["chosen"]) == sizes["sites_visited"] == 4
    assert "store" in chosen["chosen"]
    times = {site: {"personnel": 5} for site in [*chosen["chosen"], *chosen["not_chosen"]]}
    central = {"personnel": 30}
    audit = {"audit": "initial", "system": "qms", "central": central, "sites": times}
    result = OPERATIONS["audit_time.sites"].run(
        {**audit, "visited": chosen["chosen"]}, Context(DAY)
    )
    assert result["days"] == "10"
