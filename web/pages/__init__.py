"""The pages, one vertical slice each: a blueprint with its views and its templates.

A page is a package with ``views.py``, which defines
``page = Blueprint("<page>", __name__, template_folder="templates")`` and declares on every view who
may use it (``web.access``). Names of templates are shared by all pages: a page's main template is
``<page>.html``, a part of it ``<page>_<part>.html``. A new page is a line in ``PAGES``.
"""

from flask import Blueprint

from web.pages.accessibility.views import page as accessibility
from web.pages.calculations.views import page as calculations
from web.pages.calendars.views import page as calendars
from web.pages.case.views import page as case
from web.pages.case_control.views import page as case_control
from web.pages.cases.views import page as cases
from web.pages.comments.views import page as comments
from web.pages.documents.views import page as documents
from web.pages.file.views import page as file
from web.pages.health.views import page as health
from web.pages.history.views import page as history
from web.pages.history_search.views import page as history_search
from web.pages.many_items.views import page as many_items
from web.pages.notices.views import page as notices
from web.pages.password.views import page as password
from web.pages.people.views import page as people
from web.pages.preferences.views import page as preferences
from web.pages.procedures.views import page as procedures
from web.pages.recalculation.views import page as recalculation
from web.pages.registers.views import page as registers
from web.pages.sign_in.views import page as sign_in
from web.pages.start_case.views import page as start_case
from web.pages.waivers.views import page as waivers
from web.pages.work_item.views import page as work_item
from web.pages.work_list.views import page as work_list

PAGES: tuple[Blueprint, ...] = (
    work_list,
    work_item,
    many_items,
    notices,
    start_case,
    procedures,
    cases,
    case,
    case_control,
    comments,
    documents,
    file,
    history,
    history_search,
    recalculation,
    registers,
    calculations,
    people,
    calendars,
    waivers,
    password,
    sign_in,
    preferences,
    accessibility,
    health,
)
