"""Several people at once: two web processes on one PostgreSQL."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

from bench.databases import POSTGRESQL, Databases
from bench.figure import Figure, times
from bench.over_http import posted, token
from bench.workshop import HERE, SIGN_IN, Workshop, report, set_up

ROW = "four clients, two web processes"
WEB_PROCESSES = 2
CLIENTS = 4
STEPS_EACH = 60
WARM_UP = 10
TIMES_ONE_CLIENT = 1.2
STARTING_SECONDS = 30
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client(threading.Thread):
    """A person who finishes one task after another."""

    def __init__(self, port: int, cookie: str, csrf_token: str, items: Sequence[str]) -> None:
        super().__init__()
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {**_FORM, "Cookie": cookie}
        self._posts = [
            (f"/work-items/{item}", urlencode(posted(report(), csrf_token))) for item in items
        ]
        self.taken: list[float] = []
        self.errors = 0

    def run(self) -> None:
        """Post every form."""
        for address, form in self._posts:
            start = time.perf_counter()
            self._connection.request("POST", address, form, self._headers)
            answer = self._connection.getresponse()
            answer.read()
            self.taken.append((time.perf_counter() - start) * 1000)
            self.errors += answer.status != 302
        self._connection.close()


def clients(databases: Databases) -> Iterator[Figure]:
    """Let one client finish tasks, then four."""
    url = databases.fresh(POSTGRESQL)
    workshop = set_up(url)
    with ExitStack() as stack:
        ports = [stack.enter_context(_web_process(url)) for _ in range(WEB_PROCESSES)]
        cookie, csrf_token = _sign_in(ports[0])

        def work(number: int, steps: int) -> tuple[float, list[Client]]:
            each = [
                Client(ports[n % WEB_PROCESSES], cookie, csrf_token, _items(workshop, steps))
                for n in range(number)
            ]
            return _together(each), each

        work(WEB_PROCESSES, WARM_UP)
        alone, one = work(1, STEPS_EACH)
        together, all_ = work(CLIENTS, STEPS_EACH)
    workshop.close()
    yield from times(ROW, POSTGRESQL, "one client, a step", one[0].taken)
    yield from times(ROW, POSTGRESQL, "four clients, a step", [t for c in all_ for t in c.taken])
    yield Figure(ROW, POSTGRESQL, "one client", alone, "steps/s")
    yield Figure(ROW, POSTGRESQL, "four clients", together, "steps/s")
    ratio = together / alone
    yield Figure(ROW, POSTGRESQL, "four clients / one", ratio, "x", least=TIMES_ONE_CLIENT)
    yield Figure(ROW, POSTGRESQL, "errors", sum(c.errors for c in (*one, *all_)), most=0)


def _items(workshop: Workshop, number: int) -> list[str]:
    return [workshop.open_item(workshop.begin()) for _ in range(number)]


def _together(each: Sequence[Client]) -> float:
    """Run clients at once; returns steps per second."""
    start = time.perf_counter()
    for client in each:
        client.start()
    for client in each:
        client.join()
    return sum(len(client.taken) for client in each) / (time.perf_counter() - start)


@contextmanager
def _web_process(url: str) -> Iterator[int]:
    """Serve a database and yield the port; the process is stopped when the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", "from web.cli import main; main()"]
    server = subprocess.Popen(  # noqa: S603
        [*command, "serve", "--port", str(port), "--no-worker"],
        env={
            **os.environ,
            "REGLAMENT_DATABASE_URL": url,
            "REGLAMENT_SECRET_KEY": "bench",
            "REGLAMENT_BPMN_PATH": str(HERE / "procedures"),
            "REGLAMENT_FORMS_PATH": str(HERE / "forms" / "definitions"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("A web process did not start")


def _sign_in(port: int) -> tuple[str, str]:
    """Sign in; returns the cookie, which is good for every web process, and the form's token."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    cookie, csrf_token = _asked(connection, "GET", "/sign-in", "", "")
    form = {**SIGN_IN, "csrf_token": csrf_token}
    cookie, _ = _asked(connection, "POST", "/sign-in", urlencode(form), cookie)
    newer, csrf_token = _asked(connection, "GET", "/", "", cookie)
    connection.close()
    return newer or cookie, csrf_token


def _asked(
    connection: http.client.HTTPConnection, method: str, address: str, body: str, cookie: str
) -> tuple[str, str]:
    connection.request(method, address, body, {**_FORM, "Cookie": cookie})
    answer = connection.getresponse()
    cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    return "; ".join(cookies), token(answer.read().decode())
