"""How an installation's settings become those of its pages."""

import secrets

from engine.errors import EngineError
from engine.settings import Settings, file_of
from web.config import WebConfig

FILES_AT_ONCE = 4
"""So many files of the largest size fit into one request."""


def config_of(settings: Settings, *, demo: bool = False) -> WebConfig:
    """Return what the pages are told.

    Raises:
        EngineError: several processes may serve this database, and no key is set.
    """
    return WebConfig(
        secret_key=_secret_key(settings),
        demo=demo,
        secure_cookies=settings.https,
        trusted_proxies=settings.proxies,
        files_limit=FILES_AT_ONCE * settings.largest_file,
    )


def _secret_key(settings: Settings) -> str:
    """The key of the settings; an embedded installation keeps one of its own beside its file."""
    if settings.secret_key:
        return settings.secret_key
    embedded = file_of(settings.database_url)
    if embedded is None:
        raise EngineError("Set REGLAMENT_SECRET_KEY: every web process must use the same key.")
    file = embedded.with_suffix(".key")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return file.read_text()
