"""The header of every page: its sections and how many tasks wait."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request

from engine.people.administration import administered_bodies, looks_after_people
from web.current import (
    actor,
    application,
    audited_bodies,
    bodies_read,
    config,
    signed_in,
)
from web.themes import chosen_theme
from web.translating import LazyString, lazy_gettext


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the header; ``path`` is also the beginning of the paths of its pages."""

    path: str
    name: LazyString


SECTIONS = (
    Section("/", lazy_gettext("My tasks")),
    Section("/cases", lazy_gettext("Cases")),
    Section("/procedures", lazy_gettext("Procedures")),
)
REGISTERS = Section("/registers", lazy_gettext("Registers"))
"""For who works for a body."""
HISTORY = Section("/history", lazy_gettext("History"))
"""For internal auditors."""
PEOPLE = Section("/people", lazy_gettext("People"))
"""For those who look after people."""
CALENDARS = Section("/calendars", lazy_gettext("Calendar"))
"""For administrators of a body."""


def section_of(path: str) -> str:
    """Return the path of the section that a page belongs to, ``""`` for a page of none."""
    if path == "/" or path.startswith("/work-items/"):
        return "/"
    for section in (*SECTIONS[1:], REGISTERS, HISTORY, PEOPLE, CALENDARS):
        if path == section.path or path.startswith(section.path + "/"):
            return section.path
    return ""


def sections() -> tuple[Section, ...]:
    """Return the sections that are of use to the one who asks."""
    someone = signed_in()
    found: tuple[Section, ...] = SECTIONS
    if bodies_read():
        found = (*found, REGISTERS)
    if audited_bodies():
        found = (*found, HISTORY)
    if someone and looks_after_people(someone, application().library.bodies):
        found = (*found, PEOPLE)
    if someone and administered_bodies(someone, application().library.bodies):
        found = (*found, CALENDARS)
    return found


def tasks_waiting() -> int:
    """Return how many tasks the person has, asked once per request."""
    if "tasks_waiting" not in g:
        g.tasks_waiting = application().read.open_count(actor())
    return int(g.tasks_waiting)


def here_address() -> str:
    """Return where to come back to after a choice of language: this page, if it can be read."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    rule = request.url_rule
    readable = rule is not None and any(
        other.rule == rule.rule and "GET" in (other.methods or ())
        for other in current_app.url_map.iter_rules()
    )
    return request.path if readable else SECTIONS[0].path


def set_up(app: Flask) -> None:
    """Give every template what the header shows."""

    @app.context_processor
    def header() -> dict[str, object]:
        return {
            "sections": sections(),
            "here": section_of(request.path),
            "tasks_waiting": tasks_waiting,
            "person": signed_in(),
            "audited_bodies": audited_bodies,
            "bodies_read": bodies_read,
            "demo": config().demo,
            "theme": chosen_theme(),
            "here_address": here_address(),
        }
