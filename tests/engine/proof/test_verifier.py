"""The stand-alone verifier writes JSON as the engine does, and names what was done to a chain."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from engine.persistence import event_store
from engine.proof import verifier
from engine.proof.verifier import FIRST_HASH, canonical, chain_fault, export_faults

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
Chain = list[dict[str, Any]]


@given(PLAIN)
@example([1e-5, -1.5e-5, 9.99e-5, 1e-6, 1e-10, 1e15, 1e16, 1.5e300, 5e-324, -0.0])
@example({"ө": "\x1f\x7f\u2028", "\U0001f600": "", "z": "ң", "\uffff": None})
def test_json_is_written_as_the_engine_writes_it(value: Any) -> None:
    assert canonical(value) == orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chain(length: int = 6, actor: str = "A. Akmatova") -> Chain:
    """Return a chain made by the engine's own functions."""
    events: Chain = []
    previous = FIRST_HASH
    for number in range(1, length + 1):
        change = {"path": "review.grade", "old": None, "new": number, "salt": f"{number:032}"}
        row = {
            "case_id": "c1",
            "number": number,
            "at": datetime(2026, 3, number, tzinfo=UTC),
            "kind": "work_item_completed",
            "actor_id": 7,
            "actor": actor,
            "on_behalf_of": "",
            "element_id": "review",
            "version_digest": "d" * 64,
            "facts": {"passed": [["review", "", []]]},
            "commitments": [
                event_store.commitment(*(change[n] for n in ("salt", "path", "old", "new")))
            ],
            "previous_hash": previous,
        }
        previous = row["hash"] = event_store.event_hash(row)
        row["at"] = row["at"].isoformat(timespec="microseconds")
        events.append({**row, "changes": [change]})
    return events


def resealed(events: Chain, first: int) -> Chain:
    """Make every hash anew from an event on, as the owner of a database could."""
    previous = events[first - 2]["hash"] if first > 1 else FIRST_HASH
    for event in events[first - 1 :]:
        event["previous_hash"] = previous
        event["hash"] = previous = verifier.event_hash(event, event["number"])
    return events


def head_of(events: Chain) -> tuple[int, str]:
    return events[-1]["number"], events[-1]["hash"]


def alter(events: Chain) -> Chain:
    events[2]["actor"] = "Somebody else"
    return events


def alter_with_hash(events: Chain) -> Chain:
    events[2]["actor"] = "Somebody else"
    events[2]["hash"] = verifier.event_hash(events[2], 3)
    return events


def remove(events: Chain) -> Chain:
    return events[:2] + events[3:]


def remove_and_renumber(events: Chain) -> Chain:
    return [{**event, "number": place} for place, event in enumerate(remove(events), start=1)]


def insert(events: Chain) -> Chain:
    added = {**events[1], "actor": "Somebody else", "number": 3, "previous_hash": events[1]["hash"]}
    added["hash"] = verifier.event_hash(added, 3)
    later = [{**event, "number": event["number"] + 1} for event in events[2:]]
    return [*events[:2], added, *later]


def reorder(events: Chain) -> Chain:
    events[2], events[4] = {**events[4], "number": 3}, {**events[2], "number": 5}
    return events


def cut_the_end(events: Chain) -> Chain:
    return events[:4]


def alter_a_value(events: Chain) -> Chain:
    events[3]["changes"][0]["new"] = 99
    return events


def take_values_away(events: Chain) -> Chain:
    events[3]["changes"] = None
    return events


@pytest.mark.parametrize(
    ("tamper", "what", "event"),
    [
        (alter, "altered", 3),
        (alter_with_hash, "altered", 3),
        (remove, "removed", 3),
        (remove_and_renumber, "removed", 3),
        (insert, "inserted", 3),
        (reorder, "reordered", 3),
        (cut_the_end, "removed", 5),
        (alter_a_value, "values", 4),
        (take_values_away, "values", 4),
    ],
)
def test_the_first_fault_is_named(tamper: Callable[[Chain], Chain], what: str, event: int) -> None:
    whole = chain()
    head = head_of(whole)
    assert chain_fault("K-1", whole, head) is None
    fault = chain_fault("K-1", tamper(copy.deepcopy(whole)), head)
    assert fault is not None
    assert (fault.what, fault.event) == (what, event), str(fault)


def test_values_erased_by_a_rule_may_be_missing() -> None:
    events = chain()
    events[1]["changes"] = None
    events[5] |= {"kind": "values_erased", "facts": {"events": [2]}}
    assert chain_fault("K-1", resealed(events, 6), None) is None


def signed(content: dict[str, Any]) -> dict[str, Any]:
    value = KEY.sign(canonical(content)).hex()
    return {"content": content, "signature": {"public_key": PUBLIC, "value": value}}


def export(events: Chain, *, complete: bool = True) -> dict[str, Any]:
    number, digest = head_of(events)
    case = {"id": "c1", "number": "K-1", "complete": complete, "events": events}
    case["head"] = {"number": number, "hash": digest}
    return signed({"format": verifier.EXPORT, "cases": [case], "seals": []})


def seal(number: int, events: Chain) -> dict[str, Any]:
    heads = {"c1": list(head_of(events))}
    content = {"format": verifier.SEAL, "number": number, "sealed_at": "2026-03-09", "heads": heads}
    return signed(content)


def test_a_chain_made_anew_as_a_whole_is_found_by_the_seals() -> None:
    whole = chain()
    seals = [seal(1, whole[:2]), seal(2, whole[:5])]
    assert export_faults(export(whole), PUBLIC, seals) == []
    forged = resealed(alter(copy.deepcopy(whole)), 3)
    [fault] = export_faults(export(forged), PUBLIC, seals)
    assert (fault.what, fault.event) == ("altered", 3)
    assert "from 3 to 5 was altered after seal 2" in str(fault)
    [fault] = export_faults(export(whole[:4]), PUBLIC, seals)
    assert (fault.what, fault.event) == ("removed", 5)


def test_events_without_their_chain_prove_themselves() -> None:
    whole = chain()
    assert export_faults(export([whole[1], whole[4]], complete=False), PUBLIC) == []
    altered = copy.deepcopy([whole[1], whole[4]])
    altered[1]["actor"] = "Somebody else"
    [fault] = export_faults(export(altered, complete=False), PUBLIC)
    assert (fault.what, fault.event) == ("altered", 5)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier where the project cannot be imported."""
    command = [sys.executable, "-I", str(Path(verifier.__file__)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


def test_it_stands_alone(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    text = json.dumps(export(chain()), ensure_ascii=False)
    file.write_text(text, "utf-8")
    good = run(str(file), "--key", PUBLIC)
    assert (good.returncode, good.stderr) == (0, "")
    file.write_text(text.replace("Akmatova", "Akmatovа", 1), "utf-8")  # one letter, Cyrillic
    bad = run(str(file), "--key", PUBLIC)
    assert bad.returncode == 1
    assert "K-1, event 1: event 1 was altered" in bad.stdout
    assert "the signature does not fit" in bad.stdout
    assert run(str(file), "--key", "00" * 32).returncode == 1
    file.write_text("{}")
    assert run(str(file)).returncode == 2
