"""The stylesheet holds together with the pages that use it."""

import re

from tests.structure.tree import ROOT, project_files
from web.formatting import STATIC

CSS = re.sub(r"/\*.*?\*/", "", (STATIC / "reglament.css").read_text("utf-8"), flags=re.S)
# Drawn by scripts, by the diagram viewer or by Python, not written in a template.
DRAWN = re.compile(
    r"djs-|bjs-|is-|mark$|cursor$|why-term$|past$|today$|off$|on$|hol$|stood$|start$|due$|over$|w-"
)


def _dark_values(selector: str) -> str:
    block = CSS.split(selector, 1)[1].split("}", 1)[0]
    return " ".join(block.replace("{", "").split())


def test_dark_values_are_the_same_by_system_and_by_choice() -> None:
    by_system = _dark_values(':root:not([data-theme="light"])')
    assert by_system == _dark_values(':root[data-theme="dark"]')
    assert "--paper" in by_system


def test_old_browsers_understand_it() -> None:
    for modern in ("light-dark(", "color-mix(", "@layer", "@import", "url(http"):
        assert modern not in CSS


def test_every_class_is_used() -> None:
    rules = re.sub(r"\{[^{}]*\}", " ", CSS, flags=re.S)
    classes = set(re.findall(r"\.([a-z][a-z-]*)", rules))
    written = " ".join(
        (ROOT / path).read_text("utf-8")
        for path in project_files()
        if path.parts[:2] == ("engine", "drawing")
        or (path.parts[0] == "web" and path.suffix in {".html", ".py", ".js"})
    )
    unused = {
        name
        for name in classes
        if not DRAWN.search(name) and not re.search(rf"[\"'\s.]{re.escape(name)}\b", written)
    }
    assert unused == set()
