"""An engine of hand-built views, so that pages can be tried without one."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Page
from werkzeug.serving import make_server

from engine.actor import Actor
from engine.application import Application
from engine.clock import SetClock
from engine.errors import NotFound
from engine.people.accounts import Session
from engine.queries.cases import CaseChoices
from engine.queries.comments import Comments
from engine.queries.views import (
    BodyView,
    CasePage,
    CaseRow,
    Change,
    DueView,
    IncidentView,
    OutlineStep,
    ParticipantView,
    PersonView,
    RegisterEntryView,
    TimelineEvent,
    WorkList,
)
from tasks.terms.working import DayCounted, Working
from web import WebConfig, create_app

XML = Path(__file__).with_name("application.bpmn").read_bytes()
NOW = datetime(2026, 3, 12, 4, 30, tzinfo=UTC)
BODY = BodyView("b", {"en": "A body", "ru": "Орган"}, {"en": "AB", "ru": "ОС"}, ("ru",), "UTC")
SPECIALIST = Actor(1, "Айжан Токтосунова", frozenset({("b", "specialist")}))
WHO = {"en": "Specialist", "ru": "Специалист"}
APPLICANT = {"en": "Applicant", "ru": "Заявитель"}


def _working(start: datetime, due: datetime) -> Working:
    days, number = [], 0
    for offset in range((due.date() - start.date()).days + 1):
        day = start.date() + timedelta(days=offset)
        counts = day.weekday() < 5 and offset > 0
        number += counts
        why = "start" if offset == 0 else "counted" if counts else "weekend"
        days.append(DayCounted(day, number if counts else None, why))
    rule = "The day of the start is not counted."
    return Working(start, due, number, "working_days", tuple(days), rule, "KG 2026")


DUE = DueView(
    entry="AB-1.3",
    name={"en": "assessment of resources", "ru": "оценка ресурсов"},
    at=datetime(2026, 3, 17, 18, tzinfo=UTC),
    state="running",
    days_left=3,
    started=datetime(2026, 3, 10, 9, tzinfo=UTC),
    clause="п. 1.3",
    document={"en": "regulation", "ru": "регламент"},
    amount_text={"en": "5 working days", "ru": "5 рабочих дней"},
    reading=None,
    on_expiry={},
    unit="working_days",
    working=_working(datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 3, 17, 18, tzinfo=UTC)),
)
TIMER = replace(
    DUE,
    entry="",
    name={},
    clause="",
    document={},
    unit="months",
    at=datetime(2026, 4, 10, 9, tzinfo=UTC),
    days_left=21,
    working=None,
)
ROW = CaseRow(
    id="c1",
    number="ОС-2026-0007",
    title="ОсОО «Өркүндөө»",
    body=BODY,
    procedure="b/application",
    procedure_name="Приём заявки",
    state="open",
    outcome_name="",
    started_at=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
    ended_at=None,
    waiting=("Оценить ресурсы",),
    due=replace(DUE, working=None),
)


def _step(element_id: str, name: str, kind: str, state: str, **more: Any) -> OutlineStep:
    return OutlineStep(element_id, name, kind, state, more.pop("who", WHO), **more)


OUTLINE = (
    _step(
        "check",
        "Проверить комплект документов",
        "step",
        "done",
        at=datetime(2026, 3, 10, 9, tzinfo=UTC),
        by="Айжан Токтосунова",
        times=2,
        clause="п. 1.1",
    ),
    _step(
        "complete",
        "Комплект полный?",
        "question",
        "done",
        answer="да",
        times=2,
        ways=(("да", "Оценить ресурсы"), ("нет", "Дополнить документы")),
    ),
    _step(
        "supplement",
        "Дополнить документы",
        "step",
        "done",
        at=datetime(2026, 3, 6, 16, 40, tzinfo=UTC),
        who=APPLICANT,
        times=1,
    ),
    _step(
        "assess",
        "Оценить ресурсы",
        "step",
        "now",
        due=DUE,
        work_item_id="w1",
        clause="п. 1.3",
    ),
    _step("month", "1 месяц прошёл", "timer", "now", due=TIMER),
    _step("enter", "Внести договор в реестр", "step", "ahead", who={}),
    _step("accepted", "Заявка принята", "end", "ahead", who={}),
    _step("refused", "В приёме отказано", "end", "ahead", who={}),
)


def _event(number: int, kind: str, **more: Any) -> TimelineEvent:
    given = {
        "at": datetime(2026, 3, 1 + number, 9, 15, tzinfo=UTC),
        "actor": "",
        "on_behalf_of": "",
        "element_id": "",
        "element_name": "",
        "clause": "",
        "hash": f"{number:064x}",
    }
    return TimelineEvent(number=number, kind=kind, **{**given, **more})


CHECK = {"element_id": "check", "element_name": "Проверить комплект документов"}
EVENTS = (
    _event(
        9,
        "deadline_started",
        element_id="assess",
        element_name="Оценить ресурсы",
        clause="п. 1.3",
        facts={"entry": "AB-1.3", "due": "2026-03-17T18:00:00+00:00"},
    ),
    _event(
        8,
        "work_item_completed",
        actor="Айжан Токтосунова",
        clause="п. 1.1",
        changes=(Change("check.complete", "Комплект полный", False, True),),
        **CHECK,
    ),
    _event(
        5,
        "work_item_completed",
        actor="Айжан Токтосунова",
        on_behalf_of="ОсОО «Өркүндөө»",
        element_id="supplement",
        element_name="Дополнить документы",
        changes=(Change("supplement.files", "supplement.files", None, ["Устав", "<b>Акт</b>"]),),
    ),
    _event(3, "deadline_passed", **CHECK),
    _event(1, "case_started", actor="Айжан Токтосунова", facts={"number": "ОС-2026-0007"}),
)
PAGE = CasePage(
    row=ROW,
    version_number=2,
    version_digest="4f1c09ae77d2" + "0" * 52,
    open_items=(),
    outline=OUTLINE,
    marks={
        "start": "done",
        "check": "done",
        "complete": "done",
        "supplement": "done",
        "assess": "now",
        "month": "clock",
    },
    taken=("to_check", "no", "again", "checked", "yes"),
    chips={"assess": DUE, "month": TIMER},
    deadlines=(DUE, TIMER),
    participants=(ParticipantView("applicant", APPLICANT, PersonView(7, "Бакыт Асанов")),),
    register_entries=(
        RegisterEntryView("contracts", {"en": "Contracts", "ru": "Договоры"}, "№ 12", NOW, {}),
    ),
    incidents=(),
    events=EVENTS,
    event_count=9,
)
INCIDENT = IncidentView(4, "enter", "Внести договор в реестр", "The number «12» is taken.", NOW)


@dataclass
class Read:
    """Answers with what it was given."""

    page: CasePage = PAGE
    rows: tuple[CaseRow, ...] = (ROW,)
    events: tuple[TimelineEvent, ...] = EVENTS
    xml: bytes = XML
    asked: list[dict[str, Any]] = field(default_factory=list)

    def _page(self, case_id: str) -> CasePage:
        if case_id != self.page.row.id:
            raise NotFound(what="The case")
        return self.page

    def case_page(self, case_id: str, actor: Actor) -> CasePage:
        return self._page(case_id)

    def diagram_xml(self, case_id: str, actor: Actor) -> bytes:
        self._page(case_id)
        return self.xml

    def history(self, case_id: str, actor: Actor) -> tuple[TimelineEvent, ...]:
        self._page(case_id)
        return self.events

    def cases(self, actor: Actor, **narrowed: Any) -> tuple[tuple[CaseRow, ...], int]:
        self.asked.append(narrowed)
        return self.rows, len(self.rows)

    def ask(self, question: Any, actor: Actor, *asked: Any) -> Any:
        """Answer what else the page asks: nobody commented, nothing holds the case up."""
        return {
            "case_choices": CaseChoices(),
            "certificates_of": (),
            "chain_of": (),
            "comments_of": Comments((), False, False, (), 0),
            "corrects": False,
            "documents_of": (),
            "held": None,
        }[question.__name__]

    def open_count(self, actor: Actor) -> int:
        return 0

    def work_list(self, actor: Actor, **narrowed: Any) -> WorkList:
        return WorkList((), {"all": 0, "mine": 0, "free": 0, "overdue": 0}, 0)


@dataclass
class Engine:
    """What the pages ask of the engine."""

    read: Read = field(default_factory=Read)
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    executed: list[object] = field(default_factory=list)
    library: Any = field(default_factory=lambda: SimpleNamespace(bodies={}))
    people: Any = field(
        default_factory=lambda: SimpleNamespace(
            actor=lambda _: SPECIALIST,
            session=lambda _, number: Session(SPECIALIST, number, password_given=False),
            demo_people=tuple,
        )
    )

    def label(self, body: str, text: str, language: str) -> str:
        return self.labels.get((text, language), text)

    def body(self, key: str) -> Any:
        roles = {"applicant": SimpleNamespace(name=APPLICANT)}
        return SimpleNamespace(roles=roles, languages=BODY.languages, zone=ZoneInfo("Asia/Bishkek"))

    def execute(self, command: object, actor: Actor) -> object:
        self.executed.append(command)
        return None


SIMPLE = re.compile(r"(\w*)(?:#([\w-]+))?((?:\.[\w-]+)*)((?:\[[^\]]+\])*)")


def css(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Return what a CSS selector finds: names, ids, classes, attributes, descendants, children."""
    path, axis = ".", "//"
    for part in selector.replace(">", " > ").split():
        if part == ">":
            axis = "/"
            continue
        path += axis + _as_xpath(part)
        axis = "//"
    return list(root.xpath(path))


def said(element: html.HtmlElement) -> str:
    """Return the words of an element, parts of it apart."""
    return " ".join(" ".join(element.itertext()).split())


def _as_xpath(simple: str) -> str:
    matched = SIMPLE.fullmatch(simple)
    assert matched, f"not supported: {simple}"
    name, id_, classes, attributes = matched.groups()
    found = name or "*"
    if id_:
        found += f"[@id='{id_}']"
    for one in filter(None, classes.split(".")):
        found += f"[contains(concat(' ', normalize-space(@class), ' '), ' {one} ')]"
    return found + attributes.replace("[", "[@")


def app_of(engine: Engine) -> Flask:
    app = create_app(cast(Application, engine), WebConfig(secret_key="k" * 32))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def signed_in(engine: Engine, language: str = "en") -> FlaskClient:
    """Return a client of a person who has signed in."""
    client = app_of(engine).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    with client.session_transaction() as session:
        session["_user_id"] = "1.1"
    return client


@contextmanager
def served(engine: Engine, page: Page) -> Iterator[str]:
    """Serve the pages to a browser whose person has signed in; yields the address."""
    client = signed_in(engine)
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.port}"
    cookie = client.get_cookie("reglament")
    assert cookie is not None
    page.context.add_cookies([{"name": "reglament", "value": cookie.value, "url": address}])
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
