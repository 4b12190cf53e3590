"""Verify an export of Reglament's history without Reglament.

Needs Python 3.11 or newer and the package ``cryptography``, nothing else:

    python verifier.py EXPORT.json [--key PUBLIC_KEY] [--seal SEAL.json ...]

Every event holds the hash of the one before it; the hash covers who, when, what, and salted hashes
of the values. So one changed letter breaks the chain. Whoever owns a database could compute a
whole chain anew: that is found by a seal, the heads of all chains signed at an earlier moment and
kept elsewhere.

Exit code 0: nothing was altered; 1: the first fault of each case is printed; 2: not an export.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EXPORT = "reglament export 1"
SEAL = "reglament seal 1"
FIRST_HASH = "0" * 64
ERASED = "values_erased"
"""Kind of the event that says whose values were erased by which rule, in ``facts.events``."""

Canonical = Callable[[Any], bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong.

    Attributes:
        case: number of the case, or ``""`` where the file itself is at fault.
        event: number of the first event concerned; 0 for none.
        what: ``altered | inserted | removed | reordered | values | signature | seal``.
        sentence: says it.
    """

    case: str
    event: int
    what: str
    sentence: str

    def __str__(self) -> str:
        """Return place and sentence."""
        place = f"{self.case}, event {self.event}: " if self.event else ""
        return f"{place or (self.case and f'{self.case}: ')}{self.sentence}"


def canonical(value: Any) -> bytes:
    """Return the one way to write plain JSON: keys sorted, no blanks, UTF-8."""
    return "".join(_written(value)).encode()


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        parts = (
            f"{json.dumps(name, ensure_ascii=False)}:{''.join(_written(value[name]))}"
            for name in sorted(value, key=str.encode)
        )
        yield "{" + ",".join(parts) + "}"
    elif isinstance(value, list | tuple):
        yield "[" + ",".join("".join(_written(one)) for one in value) + "]"
    elif isinstance(value, float):
        yield _number(value)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """The shortest decimal that reads back; below 0.00001 and from 1e16 with an exponent."""
    text = repr(value)
    if text.endswith("e-05"):
        sign, digits = text[: text.startswith("-")], text[:-4].lstrip("-").replace(".", "")
        return f"{sign}0.0000{digits}"
    return re.sub(r"e-0+", "e-", text)


def commitment(change: Mapping[str, Any], write: Canonical = canonical) -> str:
    """Return the salted SHA-256 (hex) of one change: ``salt path old new``."""
    parts = [change["salt"], change["path"], change["old"], change["new"]]
    return hashlib.sha256(write(parts)).hexdigest()


def event_hash(event: Mapping[str, Any], number: int, write: Canonical = canonical) -> str:
    """Return the SHA-256 (hex) of an event as the one of that number in its chain."""
    parts = [
        event["case_id"],
        number,
        event["at"],
        event["kind"],
        event["actor_id"],
        event["actor"],
        event["on_behalf_of"],
        event["element_id"],
        event["version_digest"],
        event["facts"],
        event["commitments"],
        event["previous_hash"],
    ]
    return hashlib.sha256(write(parts)).hexdigest()


def chain_fault(
    case: str,
    events: Sequence[Mapping[str, Any]],
    head: tuple[int, str] | None,
    write: Canonical = canonical,
) -> Fault | None:
    """Return the first fault of a chain, or ``None``.

    Args:
        case: number of the case.
        events: all events in the order of their numbers.
        head: number and hash of the last event, as the case remembers it.
        write: a quicker ``canonical`` of the same results.
    """
    previous = FIRST_HASH
    for place, event in enumerate(events, start=1):
        if event["number"] != place:
            return Fault(case, place, "removed", f"event {place} was removed")
        if event_hash(event, place, write) != event["hash"]:
            return _told_by_its_hash(case, place, event, write)
        if event["previous_hash"] != previous:
            return _told_by_the_next(case, place, events, previous)
        previous = event["hash"]
    if head is not None and head != (len(events), previous):
        last, _ = head
        if last > len(events):
            sentence = f"the events from {len(events) + 1} to {last} were removed from the end"
            return Fault(case, len(events) + 1, "removed", sentence)
        return Fault(case, last, "altered", "the last event is not the one the case remembers")
    return _value_fault(case, events, write)


def _told_by_its_hash(case: str, place: int, event: Mapping[str, Any], write: Canonical) -> Fault:
    """An event whose own hash is wrong: renumbered as a whole, or altered."""
    if event_hash(event, place + 1, write) == event["hash"]:
        return Fault(case, place, "removed", f"event {place} was removed, those after renumbered")
    if place > 1 and event_hash(event, place - 1, write) == event["hash"]:
        sentence = f"event {place - 1} was inserted, those after renumbered"
        return Fault(case, place - 1, "inserted", sentence)
    for other in range(1, place + 50):
        if other != place and event_hash(event, other, write) == event["hash"]:
            sentence = f"event {place} stood at {other}: the order was changed"
            return Fault(case, place, "reordered", sentence)
    return Fault(case, place, "altered", f"event {place} was altered")


def _told_by_the_next(
    case: str, place: int, events: Sequence[Mapping[str, Any]], previous: str
) -> Fault:
    """An event that is whole but follows another one than the one that stands before it."""
    wanted = events[place - 1]["previous_hash"]
    if any(one["hash"] == wanted for one in events):
        return Fault(case, place, "reordered", f"event {place} does not follow event {place - 1}")
    if place == 1:
        return Fault(case, 1, "removed", "what came before the first event was removed")
    return Fault(
        case,
        place - 1,
        "altered",
        f"event {place - 1} was altered or replaced, and its hash made anew",
    )


def _value_fault(case: str, events: Sequence[Mapping[str, Any]], write: Canonical) -> Fault | None:
    """Values stand apart: each must fit its salted hash, and only erased ones may be missing."""
    erased = {
        number
        for event in events
        if event["kind"] == ERASED
        for number in event["facts"].get("events", ())
    }
    for event in events:
        number, changes = event["number"], event["changes"]
        if not changes and event["commitments"]:
            if number not in erased:
                sentence = f"the values of event {number} were removed, and no rule erased them"
                return Fault(case, number, "values", sentence)
        elif [commitment(change, write) for change in changes or ()] != event["commitments"]:
            return Fault(case, number, "values", f"the values of event {number} were altered")
    return None


def seal_faults(
    chains: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]],
    seals: Iterable[Mapping[str, Any]],
    *,
    everything: bool = False,
) -> Iterator[Fault]:
    """Compare chains with the heads that were sealed earlier.

    Args:
        chains: case id -> number of the case and its events.
        seals: contents of seals whose signatures hold, any order.
        everything: the chains are all there are, so that a sealed case may not be missing.
    """
    in_order = sorted(seals, key=lambda seal: int(seal["number"]))
    told: set[str] = set()
    agreed: dict[str, int] = {}
    for seal in in_order:
        for case_id, (number, digest) in seal["heads"].items():
            if case_id in told:
                continue
            if case_id not in chains:
                if everything:
                    told.add(case_id)
                    sentence = f"the case {case_id} was removed after seal {seal['number']}"
                    yield Fault(case_id, 0, "removed", sentence)
                continue
            case, events = chains[case_id]
            if len(events) < number:
                told.add(case_id)
                sentence = (
                    f"seal {seal['number']} of {seal['sealed_at']} knows {number} events, "
                    f"only {len(events)} are left"
                )
                yield Fault(case, len(events) + 1, "removed", sentence)
            elif number and events[number - 1]["hash"] != digest:
                told.add(case_id)
                first = agreed.get(case_id, 0) + 1
                where = (
                    f"event {number}" if first == number else f"an event from {first} to {number}"
                )
                sentence = f"{where} was altered after seal {seal['number']} of {seal['sealed_at']}"
                yield Fault(case, first, "altered", sentence)
            else:
                agreed[case_id] = number


def signature_fault(document: Mapping[str, Any], public_key: str | None) -> Fault | None:
    """Return what is wrong with the signature of an export or a seal.

    Args:
        document: ``{"content": ..., "signature": {"public_key": hex, "value": hex}}``.
        public_key: hex of the key that must have signed; without it, the one the document names.
    """
    signature = document["signature"]
    if public_key and signature["public_key"] != public_key:
        return Fault("", 0, "signature", "it is signed by another key than the one given")
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        key.verify(bytes.fromhex(signature["value"]), canonical(document["content"]))
    except (InvalidSignature, ValueError):
        return Fault("", 0, "signature", "the signature does not fit: the file was altered")
    return None


def export_faults(
    document: Mapping[str, Any], public_key: str | None, seals: Sequence[Mapping[str, Any]] = ()
) -> list[Fault]:
    """Return what is wrong with an export: the first fault of each case.

    Args:
        document: the export.
        public_key: hex of the installation's key, or ``None``.
        seals: signed seals, also those that did not come with the export.
    """
    wrong = signature_fault(document, public_key)
    faults = [wrong] if wrong else []
    chains = {}
    for case in document["content"]["cases"]:
        events = [{**event, "case_id": case["id"]} for event in case["events"]]
        if case["complete"]:
            chains[case["id"]] = (case["number"], events)
            head = (case["head"]["number"], case["head"]["hash"])
            fault = chain_fault(case["number"], events, head)
        else:
            fault = next(filter(None, (_alone(case["number"], event) for event in events)), None)
        faults += [fault] if fault else []
    contents = []
    for seal in (*document["content"].get("seals", ()), *seals):
        wrong = signature_fault(seal, public_key or document["signature"]["public_key"])
        name = f"seal {seal['content']['number']}"
        if wrong:
            faults.append(Fault(name, 0, "seal", wrong.sentence))
        else:
            contents.append(seal["content"])
    broken = {fault.case for fault in faults}
    return faults + [f for f in seal_faults(chains, contents) if f.case not in broken]


def _alone(case: str, event: Mapping[str, Any]) -> Fault | None:
    """An event out of its chain still proves itself."""
    number = int(event["number"])
    if event_hash(event, number) != event["hash"]:
        return Fault(case, number, "altered", f"event {number} was altered")
    changes = event["changes"]
    if changes and [commitment(change) for change in changes] != event["commitments"]:
        return Fault(case, number, "values", f"the values of event {number} were altered")
    return None


def _read(path: Path, form: str) -> dict[str, Any]:
    document = json.loads(path.read_text("utf-8"))
    if document["content"]["format"] != form:
        raise ValueError(f"not a «{form}»")
    return dict(document)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a file named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("export", type=Path, help="the exported file")
    parser.add_argument("--key", help="public key of the installation, 64 hexadecimal digits")
    parser.add_argument(
        "--seal", type=Path, action="append", default=[], help="a seal kept elsewhere"
    )
    asked = parser.parse_args(arguments)
    try:
        document = _read(asked.export, EXPORT)
        seals = [_read(path, SEAL) for path in asked.seal]
        faults = export_faults(document, asked.key, seals)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"This file cannot be read as an export: {error}", file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    cases = document["content"]["cases"]
    events = sum(len(case["events"]) for case in cases)
    signed = document["signature"]["public_key"]
    print(f"{len(cases)} case(s), {events} event(s), {len(faults)} fault(s). Signed by {signed}.")
    if not asked.key:
        print("Compare this key with the one that the body has made known.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
