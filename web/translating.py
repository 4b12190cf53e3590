"""Translation with types: what a page says, in the language of the page.

Messages are English; catalogues stand in ``web/translations``.
"""

import flask_babel  # type: ignore[import-untyped]
from flask_babel import LazyString

__all__ = ["LazyString", "gettext", "lazy_gettext", "ngettext", "npgettext"]


def gettext(message: str, **values: object) -> str:
    """Return the message in the language of the page, its ``%(named)s`` places filled."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int) -> str:
    """Return the message for a number; the number fills ``%(num)s``."""
    return str(flask_babel.ngettext(one, many, num))


def npgettext(context: str, one: str, many: str, num: int) -> str:
    """Return the message for a number in a context, e.g. in a list, where words are shorter."""
    return str(flask_babel.npgettext(context, one, many, num))


def lazy_gettext(message: str) -> LazyString:
    """Return a message that is translated when a page shows it: for constants."""
    return flask_babel.lazy_gettext(message)
