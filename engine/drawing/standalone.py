"""A picture that stands alone: an SVG file with its own colours, or a PNG for eyes and reviews."""

import json
from typing import Final

import typst
from lxml import etree

from engine.drawing.layout import layout
from engine.drawing.svg import draw

_STYLE: Final = """
svg { background: #fff; font-family: "Noto Sans", "DejaVu Sans", sans-serif; }
text { fill: #1b1b1f; text-anchor: middle; }
.t14 { font-size: 14px; } .t13 { font-size: 13px; }
.lane { fill: none; stroke: #c6c6cf; stroke-width: 1.5; }
.shape > :first-child { fill: #fff; stroke: #45464f; stroke-width: 2; }
.sign, .inner { fill: none; stroke: #45464f; stroke-width: 1.5; }
.flow path { fill: none; stroke: #45464f; stroke-width: 1.5; }
.flow .head { fill: #45464f; stroke: none; }
.messageFlow path { stroke-dasharray: 8 6; }
.association path { stroke-dasharray: 2 5; }
.dataInputAssociation path, .dataOutputAssociation path { stroke-dasharray: 2 5; }
"""
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)
_NAMESPACE: Final = "http://www.w3.org/2000/svg"


def standalone_svg(diagram_xml: bytes, label: str = "") -> bytes:
    """Return the drawing as an SVG file that needs no stylesheet.

    Args:
        diagram_xml: the BPMN file, with its drawing.
        label: what the picture is, for those who do not see it.
    """
    root = etree.fromstring(str(draw(diagram_xml, {}, (), {}, label)), _PARSER)
    view = (root.get("viewBox") or "0 0 1 1").split()
    style = etree.Element("style")
    style.text = _STYLE
    paper = etree.Element("rect", fill="#fff", width=view[2], height=view[3])
    paper.set("x", view[0])
    paper.set("y", view[1])
    root.insert(0, style)
    root.insert(1, paper)
    for only_on_pages in ("focusable", "class"):
        root.attrib.pop(only_on_pages)
    text = etree.tostring(root, encoding="unicode")
    return text.replace("<svg", f'<svg xmlns="{_NAMESPACE}"', 1).encode() + b"\n"


def png(diagram_xml: bytes, scale: float = 1.0) -> bytes:
    """Return the drawing as a PNG file.

    Args:
        diagram_xml: the BPMN file, with its drawing.
        scale: pixels per unit of the drawing.
    """
    extent = layout(diagram_xml).extent()
    svg = standalone_svg(diagram_xml).decode()
    page = (
        f"#set page(width: {extent.width + 24:.0f}pt, height: {extent.height + 24:.0f}pt, "
        f"margin: 0pt)\n"
        f'#image(bytes({json.dumps(svg, ensure_ascii=False)}), format: "svg", width: 100%)'
    )
    found = typst.compile(page.encode(), format="png", ppi=72 * scale)
    assert isinstance(found, bytes)  # one page, one picture
    return found
