"""The app for a server with several processes: ``gunicorn web.wsgi:app``.

Jobs and deadlines are run by ``reglament worker``, not here.
"""

from engine.application import build
from engine.collector import spare_what_stays
from engine.logs import log_to_stderr
from engine.settings import Settings
from web import create_app
from web.serving import config_of

log_to_stderr()
_settings = Settings()
app = create_app(build(_settings), config_of(_settings))
"""Built from the environment when the server imports it, once in each process."""

spare_what_stays()
