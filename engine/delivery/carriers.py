"""The carriers of jobs that an installation may choose."""

from engine.delivery.carrier import Carrier, TableCarrier
from engine.delivery.procrastinate_carrier import ProcrastinateCarrier
from engine.errors import EngineError
from engine.persistence.database import Database, address_for_drivers

EMBEDDED = "embedded"
PROCRASTINATE = "procrastinate"


def carrier_of(name: str, database: Database) -> Carrier:
    """Return the carrier of a name, ready to be used.

    Raises:
        EngineError: there is no such carrier, or it does not work on this database.
    """
    if name == EMBEDDED:
        return TableCarrier()
    if name != PROCRASTINATE:
        raise EngineError(
            "REGLAMENT_JOBS is «{name}»: it may be «embedded» or «procrastinate».", name=name
        )
    address = address_for_drivers(database)
    if address is None:
        raise EngineError("REGLAMENT_JOBS=procrastinate needs a PostgreSQL database.")
    carrier = ProcrastinateCarrier(address)
    carrier.create_tables()
    return carrier
