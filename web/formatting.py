"""Filters of the templates: labels, dates and terms in the language of the page."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, url_for

from engine.queries.views import BodyView, DueView, TotalView
from web import dates, terms, totals
from web.clauses import clause_text
from web.current import application
from web.languages import LANGUAGES, current_language
from web.sentences import in_words, pick, sentence

STATIC = Path(__file__).parent / "static"


def label(text: str, body_key: str) -> str:
    """Return the label of a diagram or form in the language of the page, or as it was written."""
    return application().label(body_key, text, current_language()) if text else ""


def name_in(names: Mapping[str, str] | str, body: BodyView | None = None) -> str:
    """Return a name in the language of the page, else in the first language of its body."""
    if isinstance(names, str):
        return names
    return pick(names, current_language(), body.languages if body else ())


def role_said(name: str, body_key: str) -> str:
    """Return the name of a role as events keep it, in the body's language, in that of the page.

    Any other name (a person's, an organisation's) is returned as it stands.
    """
    body = application().body(body_key)
    for role in body.roles.values() if body else ():
        if name in role.name.values():
            return pick(role.name, current_language(), body.languages if body else ())
    return name


def refusal(told: tuple[str, Mapping[str, Any]]) -> str:
    """Return the sentence of a template and its values."""
    return sentence(*told)


def day(value: date) -> str:
    """Return a day in words: ``23 ноября``, with its year when it is not this one."""
    return dates.day_text(_as_day(value), current_language(), this_year=_now().year)


def weekday(value: date) -> str:
    """Return a day and its weekday: ``23 ноября, понедельник``."""
    return dates.day_text(_as_day(value), current_language(), weekday="long", this_year=_now().year)


def moment(value: datetime) -> str:
    """Return a moment in words: ``23 ноября, 14:32``, with its year when it is not this one."""
    return dates.moment_text(value, current_language(), this_year=_now().year)


def term(due: DueView) -> terms.TermWords:
    """Return a term in the words of a page's heading."""
    return terms.term_words(due, _now())


def term_short(due: DueView) -> terms.TermWords:
    """Return a term in the words of a list."""
    return terms.term_words(due, _now(), short=True)


def total(of: TotalView) -> totals.TotalWords:
    """Return a term over a whole procedure or over linked cases in words."""
    return totals.total_words(of, _now())


def ruler(due: DueView) -> tuple[terms.Cell, ...]:
    """Return the days of a term."""
    return terms.ruler(due, _now())


def asset(name: str) -> str:
    """Return the address of a static file, with its digest: browsers may keep it for ever."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _now() -> datetime:
    return application().clock.now()


def set_up(app: Flask) -> None:
    """Give the templates of the app their filters and names."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    filters = (
        label,
        name_in,
        role_said,
        clause_text,
        refusal,
        day,
        weekday,
        moment,
        term,
        term_short,
        total,
        ruler,
        in_words,
    )
    app.jinja_env.filters.update({one.__name__: one for one in filters})
    app.jinja_env.filters["day_figures"] = dates.day_figures
    app.jinja_env.filters["time"] = dates.time_text
    app.jinja_env.filters["calendar_words"] = terms.calendar_words
    app.jinja_env.globals.update(
        asset=asset, languages=LANGUAGES, current_language=current_language, sentence=sentence
    )
