"""Plays a rehearsal by clicking: people sign in, open steps from the list, read, fill in, send.

What the rehearsal expects of the case is compared as ever; what a person has to see on the way
(who, by when, on what ground, in one language) is noted in ``Walk.seen`` and ``Walk.faults``.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from engine.actor import Actor
from engine.errors import EngineError
from engine.procedures.rehearsal_script import Script, Step
from engine.rehearsals.people import bring_in
from engine.rehearsals.player import Player
from engine.rehearsals.stage import Stage
from tests.web.walks.filling import CannotFill, Filler, settle
from tests.web.walks.languages import Languages

PICTURES = os.environ.get("REGLAMENT_WALK_PICTURES", "")
"""A folder for a picture of every step that is passed; nothing is drawn without it."""

NARROW = 6
"""Of so many pictures one is drawn again as on a telephone in the dark."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of a step: whose it is, by when, on what ground.

    Attributes:
        case: as the rehearsal names it.
        element: id of the step.
        person: who opened it.
        name: its heading.
        role: the role that does it.
        term: the moment, or that there is none.
        grounds: clauses of the step or of its term.
    """

    case: str
    element: str
    person: str
    name: str
    role: str
    term: str
    grounds: tuple[str, ...]


@dataclass
class Walk:
    """The steps of a walk as they were seen, and what a stranger would stumble over."""

    seen: list[Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Walker(Player):
    """Plays one script on one stage in a browser."""

    def __init__(
        self,
        script: Script,
        stage: Stage,
        procedure: str,
        browser: Browser,
        address: str,
        languages: Languages,
        folder: Path,
    ) -> None:
        super().__init__(script, stage, lambda: procedure)
        self.walk = Walk()
        self._browser = browser
        self.address = address
        self._languages = languages
        self._folder = folder
        self._pages: dict[str, Page] = {}
        self._contexts: list[BrowserContext] = []

    # --- people ---------------------------------------------------------------------------------

    def page_of(self, name: str) -> Page:
        """Return the window of a person, who has signed in there and sees the work list."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self.stranger()
        page.goto(f"{self.address}/")
        if "/sign-in" in page.url:
            known = page.locator("b", has_text=name)
            page.locator("button[name=person]").filter(has=known).click()
            page.wait_for_url(f"{self.address}/")
        assert page.locator(".bar .me").inner_text() == name
        return page

    def open_case(self, page: Page, case: str) -> None:
        """Open a case that the rehearsal names."""
        page.goto(f"{self.address}/cases/{self._stage.cases[case]}")
        self.listen(page, f"{case}: case")
        picture(page, f"case-{case}")

    def data(self, case: str) -> Mapping[str, Any]:
        """Return the data of a case that the rehearsal names."""
        return self._stage.state(case).data

    def stranger(self) -> Page:
        """Return a window in which nobody has signed in."""
        context = self._browser.new_context(
            locale=self._languages.page,
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.walk.faults.append(f"script error: {error}"))
        page.on(
            "response",
            lambda r: self.walk.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None,
        )
        return page

    def leave(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()

    # --- what a person does -----------------------------------------------------------------------

    def _begin(self, start: Mapping[str, Any]) -> None:
        """Start a case from the page of procedures."""
        actor = self._stage.actor(start)
        page = self.page_of(actor.name)
        body, _, name = self._procedure.partition("/")
        page.locator('.bar nav a[href$="/procedures"]').click()
        page.wait_for_url("**/procedures")
        self.listen(page, "procedures")
        page.locator(f'a[href$="/procedures/{body}/{name}/start"]').click()
        page.wait_for_url("**/start")
        self._fill(page, self._stage.with_days(start.get("answers") or {}), "start")
        page.wait_for_url("**/cases/*")
        self._stage.cases[self._case] = page.url.rpartition("/")[2]
        self.listen(page, f"{self._case}: case")

    def _complete(self, step: Step) -> None:
        state = self._stage.state(self._case)
        found = [(item, role) for item, element, role in state.waiting if element == step.value]
        if not found:
            names = ", ".join(sorted(element for _, element, _ in state.waiting)) or "nothing"
            raise EngineError("it does not wait; {names} does", names=names)
        actor = self._stage.actor(step.beside, found[0][1])
        page = self.page_of(actor.name)
        locked = [page.locator(f"#item-{item} .locked").count() for item, _ in found]
        self._open(page, found[locked.index(min(locked))][0])  # of several one may be theirs
        self._look(page, str(step.value), actor)
        answers = self._stage.with_days(step.beside.get("answers") or {})
        self._fill(page, answers, f"{self._case}.{step.value}")
        page.wait_for_url(f"{self.address}/")
        self.listen(page, "work list")

    def _open(self, page: Page, item_id: str) -> None:
        """Open a step from the work list; one that is not on the list by its address."""
        row = page.locator(f"#item-{item_id}")
        if row.count():
            row.locator(".what > a").click()
            page.wait_for_url(f"**/work-items/{item_id}")
            return
        answer = page.goto(f"{self.address}/work-items/{item_id}")
        told = page.locator("main .note.stop, main h1")
        said = " ".join(told.all_inner_texts())
        self.listen(page, f"a step out of reach: {said}")
        form = page.locator("form.form").count()
        if form:
            self.walk.faults.append(f"{page.url} is not on the list, but can be done")
            return
        assert answer
        raise EngineError("not on the list; {status}: {said}", status=answer.status, said=said)

    def _fill(self, page: Page, answers: Mapping[str, Any], where: str) -> None:
        """Fill in and send; what the page says against it is raised."""
        try:
            Filler(page, self._folder).fill(answers)
        except CannotFill as error:
            # Whom a rule forbids is not offered: the page says who, and why.
            beside = _words(page.locator("aside"))
            self.listen(page, f"{where}: not offered")
            raise EngineError("{error}; {beside}", error=str(error), beside=beside) from error
        settle(page)
        picture(page, where)
        before = page.url
        with page.expect_navigation():
            page.locator("button[name=_finish]").click()
        alert = page.locator("main [role=alert]")
        if alert.count():
            said = " ".join(" ".join(alert.all_inner_texts()).split())
            self.listen(page, f"{where}: refused")
            picture(page, f"{where}-refused")
            raise EngineError("{said}", said=said)
        if page.url == before:
            said = " ".join(page.locator("main .note").all_inner_texts())
            raise EngineError("nothing is said, but the step is not done: {said}", said=said)

    def _mentions(self, step: Step, trouble: str) -> str | None:
        """Compare a refusal with what the rehearsal says: names, whatever the language."""
        wanted = [str(word) for word in (step.value or {}).get("mentions") or ()]
        plain = [word for word in wanted if not (word.isascii() and word.islower())]
        kept = wanted if self._languages.page == "en" else plain
        return super()._mentions(replace(step, value={"mentions": kept}), trouble)

    # --- what a person sees -----------------------------------------------------------------------

    def _look(self, page: Page, element: str, actor: Actor) -> None:
        """Note who does a step, by when and on what ground; a fault where the page does not say."""
        where = f"{self._case}.{element}"
        one = Seen(
            case=self._case,
            element=element,
            person=actor.name,
            name=_words(page.locator("main h1")),
            role=_words(page.locator("aside section").first.locator("p .mute").first),
            term=_words(page.locator(".term-big b")),
            grounds=tuple(
                filter(None, (" ".join(t.split()) for t in page.locator(GROUNDS).all_inner_texts()))
            ),
        )
        self.walk.seen.append(one)
        for name in ("name", "role", "term", "grounds"):
            if not getattr(one, name):
                self.walk.faults.append(f"{where}: the page does not say the {name}")
        self.listen(page, where)

    def listen(self, page: Page, where: str) -> None:
        """Note every sentence on the page that is in another language."""
        page.wait_for_load_state()
        for sentence in self._languages.foreign(page):
            self.walk.faults.append(f"{where}: «{sentence}» is in another language")


GROUNDS = ".head .clause, .head-why .clause"


def _words(locator: Locator) -> str:
    return " ".join(" ".join(locator.all_inner_texts()).split())


_taken = iter(range(1, 10_000))


def picture(page: Page, name: str) -> None:
    """Draw the page into the folder of pictures, if there is one; now and then narrow and dark."""
    if not PICTURES:
        return
    folder, number = Path(PICTURES), next(_taken)
    folder.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=folder / f"{number:03}-{name}.png", full_page=True)
    if number % NARROW == 0:
        page.set_viewport_size({"width": 390, "height": 800})
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=folder / f"{number:03}-{name}-390-dark.png", full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})


def bring_in_the_cast(stage: Stage, script: Script, folder: Path) -> None:
    """Let the people of a rehearsal, then those of the demonstration, be there to sign in as."""
    assert stage.body
    plan = yaml.safe_load((folder / "demo.yaml").read_bytes())
    everybody = {
        one["username"]: {k: v for k, v in one.items() if k != "username"} for one in plan["people"]
    }
    bring_in(stage.application, stage.body, script.people, demo=True)
    bring_in(stage.application, stage.body, everybody, demo=True)
