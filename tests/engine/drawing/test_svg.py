"""Diagrams drawn on the server."""

import pytest
from lxml import etree

from engine.drawing.layout import layout, renamed
from engine.drawing.svg import draw, thumbnail
from engine.drawing.text import wrapped
from tests.web.pages.case.hand_built import XML

MARKS = {"check": "done", "assess": "late", "enter": "incident", "month": "clock"}


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def drawn(**chips: tuple[str, str]) -> etree._Element:
    return parsed(draw(XML, MARKS, ["to_check", "yes"], chips, "The diagram"))


def classes(svg: etree._Element, path: str) -> list[str]:
    return [found.get("class", "") for found in svg.iterfind(path)]


def test_every_shape_line_and_label_is_drawn() -> None:
    svg = drawn()
    names = {" ".join(text.itertext()) for text in svg.iter("text")}
    shapes = [name for name in classes(svg, "g") if name.startswith("shape")]
    flows = [name for name in classes(svg, "g") if name.startswith("flow")]
    assert (len(shapes), len(flows)) == (9, 8)
    assert {"Приём заявки", "Специалист", "Оценить ресурсы", "Комплект полный?", "нет"} <= names


def test_marks_and_the_way_taken_are_classes() -> None:
    found = classes(drawn(), "g")
    assert "shape activity done" in found
    assert "shape activity now late" in found
    assert "shape activity incident" in found
    assert "shape event soon" in found
    assert found.count("flow sequenceFlow taken") == 2


def test_the_picture_has_a_name_or_is_silent() -> None:
    assert drawn().get("aria-label") == "The diagram"
    silent = parsed(draw(XML, {}, [], {}))
    assert silent.get("aria-hidden") == "true"


def test_everything_lies_within_the_view() -> None:
    svg = drawn(month=("soon", "until 10 Apr"))
    x, y, width, height = map(float, svg.get("viewBox", "").split())
    for rect in svg.iter("rect"):
        left, top = float(rect.get("x", "")), float(rect.get("y", ""))
        assert x <= left <= left + float(rect.get("width", "")) <= x + width
        assert y <= top <= top + float(rect.get("height", "")) <= y + height


def test_a_note_stands_clear_of_the_label_and_of_the_timer() -> None:
    svg = drawn(month=("soon", "until 10 Apr"), assess=("now", "until 17 Mar"))
    places = {
        group.get("class"): float(group.find("rect").get("y"))  # type: ignore[union-attr,arg-type]
        for group in svg.iterfind("g")
        if group.get("class", "").startswith("chip")
    }
    shapes = {shape.id: shape for shape in layout(XML).shapes}
    label = shapes["month"].label
    assert label is not None
    assert places["chip soon"] >= label.bottom
    assert places["chip now"] < shapes["assess"].box.y


def test_words_of_the_diagram_cannot_become_markup() -> None:
    name = '<script>alert(1)</script>" onload="x'
    svg = parsed(draw(renamed(XML, lambda _: name), {}, [], {"check": ('"><x', "<y>")}, "<z>"))
    assert not list(svg.iter("script", "x", "y", "z"))
    assert svg.get("aria-label") == "<z>"


def test_renaming_changes_labels_and_nothing_else() -> None:
    upper = renamed(XML, str.upper)
    before, after = layout(XML), layout(upper)
    assert [shape.box for shape in after.shapes] == [shape.box for shape in before.shapes]
    assert [shape.name for shape in after.shapes] == [s.name.upper() for s in before.shapes]
    assert renamed(upper, str) == upper


@pytest.mark.parametrize("around", ["", "check", "refused", "unknown"])
def test_a_thumbnail_shows_a_part_and_never_more_than_the_whole(around: str) -> None:
    whole = parsed(thumbnail(XML, MARKS, []))
    part = parsed(thumbnail(XML, MARKS, ["yes"], around, "Here"))
    x, y, width, height = map(float, part.get("viewBox", "").split())
    left, top, most_width, most_height = map(float, whole.get("viewBox", "").split())
    assert left <= x <= x + width <= left + most_width
    assert top <= y <= y + height <= top + most_height
    assert not list(part.iter("text"))
    assert len([p for p in part.iter("path") if p.get("class") == "taken"]) == 1


def test_a_thumbnail_follows_its_element() -> None:
    views = {
        around: parsed(thumbnail(XML, {}, [], around)).get("viewBox")
        for around in ("check", "refused")
    }
    assert views["check"] != views["refused"]


def test_a_diagram_without_a_drawing_is_an_empty_picture() -> None:
    bare = XML.split(b"<bpmndi:BPMNDiagram")[0] + b"</definitions>"
    assert list(parsed(draw(bare, {}, [], {}))) == []


def test_entities_are_not_resolved() -> None:
    attack = XML.replace(
        b"<definitions", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><definitions', 1
    ).replace("Оценить ресурсы".encode(), b"x", 1)
    assert "hostname" not in draw(attack, {}, [], {})


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("", 100, ()),
        ("Оценить ресурсы", 140, ("Оценить ресурсы",)),
        ("Оценить ресурсы", 80, ("Оценить", "ресурсы")),
        ("аккредитациялоонун", 80, ("аккредита-", "циялоонун")),
    ],
)
def test_words_are_broken_into_lines(words: str, width: float, lines: tuple[str, ...]) -> None:
    assert wrapped(words, width, 14) == lines
