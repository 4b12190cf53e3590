"""An installation of one body, served to a browser, through which a rehearsal is walked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from engine.actor import SYSTEM
from engine.application import build
from engine.clock import SetClock
from engine.commands.publish_procedure import PublishProcedure
from engine.procedures.rehearsal_script import read_script
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.web.walks.languages import Languages
from tests.web.walks.walking import Walker, bring_in_the_cast
from web import WebConfig, create_app

Walk = Callable[..., Walker]


@pytest.fixture
def walker(browser: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Walk]:
    """Return a function that makes ready to walk a rehearsal of a body in a language."""
    with ExitStack() as stack:

        def ready(body: str, rehearsal: str, language: str) -> Walker:
            clock = SetClock()
            settings = Settings(
                database_url=sqlite_url, files_path=tmp_path / "files", systems_stand_in=True
            )
            application = build(settings, clock)
            stack.callback(application.database.dispose)
            folder = settings.bpmn_path / body
            for diagram in sorted(folder.glob("*.bpmn")):
                sources = sources_of(diagram, settings.forms_path)
                application.execute(PublishProcedure(procedure_of(diagram), sources), SYSTEM)
            script = read_script(folder / "rehearsals" / rehearsal)
            assert script.diagram
            stage = Stage(application, clock, application.library.bodies[body])
            stage.begin_at(script.start.get("at"))
            bring_in_the_cast(stage, script, folder)
            app = create_app(application, WebConfig(secret_key="of the walks", demo=True))
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = Thread(target=server.serve_forever)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            languages = Languages(language, body, stage.body.language)
            address = f"http://127.0.0.1:{server.server_port}"
            made = Walker(
                script, stage, procedure_of(script.diagram), browser, address, languages, tmp_path
            )
            stack.callback(made.leave)
            return made

        yield ready
