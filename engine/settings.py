"""Settings of an installation, from ``REGLAMENT_...`` variables of the environment."""

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

ON_FILE = "sqlite:///"
IN_MEMORY = "sqlite://"
"""Address of a database that is gone with its process."""
MEBIBYTE = 1024 * 1024
LARGEST_FILE = 25 * MEBIBYTE

ROOT = Path(__file__).resolve().parent.parent


def file_of(url: str) -> Path | None:
    """Return the file of an embedded database; ``None`` for one in memory or of another kind."""
    return Path(url.removeprefix(ON_FILE)) if url.startswith(ON_FILE) else None


class Settings(BaseSettings):
    """Settings.

    Attributes:
        database_url: ``sqlite:///file`` or ``postgresql+psycopg://user@host/name``.
        bpmn_path: folder with one folder per body.
        forms_path: folder with one folder of form definitions per body.
        secret_key: signs sessions; made at the first start of an embedded installation when it is
            not set.
        jobs: who carries jobs: ``embedded`` (the process looks into the table) or
            ``procrastinate`` (any number of workers on PostgreSQL).
        systems: addresses of information systems outside, by ``<body>/<system>`` or ``<system>``,
            as JSON.
        system_tokens: by the same names, what is sent as ``Authorization: Bearer``.
        systems_stand_in: nothing is sent to any system: a stand-in answers (demonstration, tests).
        https: people reach the pages by HTTPS alone, so cookies never travel without it.
        proxies: how many proxies stand in front and name the visitor's address.
        files_path: folder of the files that people attach; ``None`` for one beside the database's
            own file, or ``var/files``. Processes on several machines share it.
        largest_file: bytes that one such file may have.
        seal_key: file of the key that signs history; ``None`` for one beside the database's own
            file, or in ``var``. Processes on several machines share it.
        seals_path: folder, best on another machine, into which each seal is written too.
        seal_hours: hours from one seal to the next; 0 for none.
        mail_host: server that takes mails; without it notices are kept and shown, not sent.
        mail_port: its port.
        mail_user: name to sign in there, if it asks for one.
        mail_password: password to sign in there.
        mail_from: address that mails come from.
        mail_security: ``starttls``, ``tls`` from the first byte, or ``none`` inside a house.
        mail_site: address at which people reach the pages, for links in mails.
    """

    model_config = SettingsConfigDict(env_prefix="REGLAMENT_")

    database_url: str = "sqlite:///var/reglament.sqlite"
    bpmn_path: Path = ROOT / "bpmn"
    forms_path: Path = ROOT / "forms" / "definitions"
    secret_key: str = ""
    jobs: str = "embedded"
    systems: dict[str, str] = {}
    system_tokens: dict[str, str] = {}
    systems_stand_in: bool = False
    https: bool = False
    proxies: int = 0
    files_path: Path | None = None
    largest_file: int = LARGEST_FILE
    seal_key: Path | None = None
    seals_path: Path | None = None
    seal_hours: int = 24
    mail_host: str = ""
    mail_port: int = 587
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    mail_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_site: str = ""

    def file_of_seal_key(self) -> Path:
        """Return the file of the key that signs seals and exports of history."""
        if self.seal_key is not None:
            return self.seal_key
        file = file_of(self.database_url)
        return file.with_suffix(".seal-key") if file else Path("var") / "reglament.seal-key"

    def folder_of_files(self) -> Path:
        """Return the folder of the files that people attach."""
        if self.files_path is not None:
            return self.files_path
        file = file_of(self.database_url)
        return file.with_suffix(".files") if file else Path("var") / "files"
