"""The life of a certificate: every state and every act, as the table has it."""

from pathlib import Path

import pytest
import yaml

from engine.procedures.register_reading import ACTS_ON_CERTIFICATES
from engine.registers.life_cycle import STATES, TRANSITIONS, TransitionImpossible, state_after

TABLE = yaml.safe_load((Path(__file__).parent / "life_cycle.yaml").read_bytes())
PAIRS = [(state, act) for state in STATES for act in TRANSITIONS]


def test_the_table_knows_every_state() -> None:
    assert set(TABLE) == set(STATES)
    assert set(ACTS_ON_CERTIFICATES) == set(TRANSITIONS)


@pytest.mark.parametrize(("state", "act"), PAIRS)
def test_an_act_leads_where_the_table_says(state: str, act: str) -> None:
    if act in TABLE[state]:
        assert state_after(act, state, "C1", {}) == TABLE[state][act]
        return
    with pytest.raises(TransitionImpossible) as refused:
        state_after(act, state, "C1", {"": "rules, 1", act: "rules, 9"})
    assert state in str(refused.value)
    assert "rules, 9" in str(refused.value)


def test_a_refusal_names_the_clause_of_the_register_or_of_the_rule() -> None:
    with pytest.raises(TransitionImpossible, match=r"\(rules, 1\)"):
        state_after("suspend", "withdrawn", "C1", {"": "rules, 1"})
    with pytest.raises(TransitionImpossible, match=r"\(L229–235\)"):
        state_after("suspend", "withdrawn", "C1", {})
