"""Certificates on the page of the case that issued them and of those linked with it."""

from engine.actor import SYSTEM
from engine.persistence.tables import cases
from engine.queries.certificates import CertificateView, certificates_of
from tests.registries import ASSESSED, Registry


def shown(registry: Registry, case_id: str) -> tuple[CertificateView, ...]:
    return registry.application.read.ask(certificates_of, SYSTEM, case_id)


def test_every_case_of_the_chain_shows_what_was_issued(registry: Registry) -> None:
    issued = registry.issue()
    registry.at("2027-03-02T00:00:00+06:00")
    registry.application.deliver()
    [control] = registry.rows(cases, started_from=issued)
    for case_id in (issued, control["id"]):
        [one] = shown(registry, case_id)
        assert (one.number, one.state, one.case_id) == ("C1/2026", "active", issued)
        assert one.data["valid_until"] == "2029-03-01"
        assert one.data["scope"] == ASSESSED["scope"]
    registry.decide(control["id"], "suspend")
    assert [one.state for one in shown(registry, issued)] == ["suspended"], "as it stands now"
    assert shown(registry, registry.control("C1/2026")) == (), "a case of another chain"
