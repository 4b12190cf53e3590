"""The pages under a server with several processes, and how they are set."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.settings import Settings
from tests.installations import repository
from tests.soak.processes import free_port
from web.serving import config_of

ATTEMPTS = 600


def test_a_file_keeps_a_key_of_its_own(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'new' / 'reglament.sqlite'}")
    key = config_of(settings).secret_key
    assert len(key) == 64
    assert config_of(settings).secret_key == key
    file = tmp_path / "new" / "reglament.key"
    assert file.stat().st_mode & 0o077 == 0


def test_several_processes_need_a_key() -> None:
    with pytest.raises(EngineError, match="REGLAMENT_SECRET_KEY"):
        config_of(Settings(database_url="postgresql+psycopg://h/d"))


def test_settings_reach_the_pages() -> None:
    config = config_of(Settings(secret_key="k", https=True, proxies=2), demo=True)
    assert (config.secret_key, config.secure_cookies, config.trusted_proxies) == ("k", True, 2)
    assert config.demo


def answer(url: str, server: subprocess.Popen[bytes]) -> int:
    """Return the status of a page, once the server answers."""
    for _ in range(ATTEMPTS):
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(url) as response:
                return int(response.status)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{url} is never answered")


def test_gunicorn_serves_the_pages(tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        "REGLAMENT_DATABASE_URL": f"sqlite:///{tmp_path / 'reglament.sqlite'}",
        "REGLAMENT_SECRET_KEY": "the same for every process",
    }
    words = ["gunicorn", "web.wsgi:app", "--bind", address, "--workers", "2", "--timeout", "240"]
    server = subprocess.Popen([sys.executable, "-m", *words], cwd=repository(), env=environment)
    try:
        assert answer(f"http://{address}/sign-in", server) == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) == 0
    finally:
        server.kill()
        server.wait()
