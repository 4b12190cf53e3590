"""The server as a process: it says where it is, and ends cleanly when it is told to."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.conftest import free_port

PROGRAM = "from web.cli import main; main()"


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_end_ends_without_a_trace(
    told: signal.Signals, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", str(free_port())]
    address = f"sqlite:///{tmp_path / 'r.sqlite'}"
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={"REGLAMENT_DATABASE_URL": address}
    ) as server:
        assert server.stderr is not None
        said = ""
        while "Reglament is at http://127.0.0.1:" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        server.send_signal(told)
        _, rest = server.communicate(timeout=30)
    assert server.returncode == 0, said + rest
    assert "Traceback" not in rest
