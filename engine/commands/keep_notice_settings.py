"""Say where and when one wants notices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.people.notices import AT_ONCE, DIGEST, NEVER, USUAL
from engine.persistence.work_stores import NoticeSettings

_ADDRESS: Final = re.compile(r"[^@\s<>,;:\"()\\]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z0-9-]{2,}")


@dataclass(frozen=True, slots=True)
class KeepNoticeSettings:
    """Keep the actor's own settings: see ``NoticeSettings``."""

    address: str
    when: Mapping[str, str]
    hour: int


def keep_notice_settings(command: KeepNoticeSettings, transaction: Transaction) -> None:
    """Keep them; they hold for notices that are written from now on.

    Raises:
        EngineError: the address is none, or a choice does not exist.
    """
    address, person_id = command.address.strip(), transaction.actor.person_id
    assert person_id is not None
    if address and not _ADDRESS.fullmatch(address):
        raise EngineError("A mail address looks like name@example.org.")
    known = {kind: when for kind, when in command.when.items() if kind in USUAL}
    if not set(known.values()) <= {AT_ONCE, DIGEST, NEVER} or command.hour not in range(24):
        raise EngineError("Choose for each kind of notice when it comes.")
    transaction.work.notices.keep_settings(person_id, NoticeSettings(address, known, command.hour))
