"""Bytes from outside become a tree of elements, or a fault: nothing is fetched, nothing expanded.

DOCTYPE is refused before the parser sees it, and so are files large enough to hurt.
"""

import re
from typing import Any, Final, TypeAlias

from lxml import etree

from engine.errors import ProcedureInvalid
from engine.procedures.fault import N_, Fault
from engine.procedures.vocabulary import BPMN

Node: TypeAlias = Any
"""An lxml element; its stubs know too little of it to help."""

MAX_BYTES: Final = 5_000_000
MAX_ELEMENTS: Final = 60_000

_PROLOG: Final = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def parse_bpmn(source: bytes, file: str) -> Node:
    """Return the ``definitions`` element of a BPMN file.

    Raises:
        ProcedureInvalid: the file is empty, too large, not XML, has a DOCTYPE, or is not BPMN 2.0.
    """
    root = parse_xml(source, file)
    if root.tag == f"{{{BPMN}}}definitions":
        return root
    name, namespace = local(root), root.tag.rpartition("}")[0].lstrip("{")
    if name == "definitions" and "BPMN" in namespace.upper():
        template = N_(
            "This is BPMN of another version ({namespace}): open it in a modeller and save it as "
            "BPMN 2.0."
        )
    else:
        template = N_(
            "This is not a BPMN file: its first element is «{name}», not «definitions». Export the "
            "diagram as BPMN 2.0 XML."
        )
    raise refused(file, template, root.sourceline or 1, name=name, namespace=namespace)


def parse_xml(source: bytes, file: str) -> Node:
    """Return the first element of an XML file of any encoding.

    Raises:
        ProcedureInvalid: the file is empty, too large, not XML, or has a DOCTYPE.
    """
    _refuse_at_sight(source, file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: Node = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        reason = str(error.msg or "").partition(", line")[0]
        raise refused(
            file, N_("This is not well-formed XML: {reason}."), line, reason=reason
        ) from None
    except ValueError as error:
        raise refused(file, N_("This is not XML: {reason}."), 0, reason=str(error)) from None
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None:
        raise _doctype(file)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise _too_many(file)
    return root


def local(node: Node) -> str:
    """Return an element's name without its namespace; ``""`` for a comment or an instruction."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def bpmn_name(node: Node) -> str:
    """Return the name of a BPMN element; ``""`` for anything of another namespace."""
    tag = node.tag
    if isinstance(tag, str) and tag.startswith(f"{{{BPMN}}}"):
        return tag[len(BPMN) + 2 :]
    return ""


def refused(file: str, template: str, line: int = 0, **values: Any) -> ProcedureInvalid:
    """Return the error for a file with one fault that stops the reading."""
    return ProcedureInvalid((Fault(file, line, "", template, values),))


def _refuse_at_sight(source: bytes, file: str) -> None:
    if not source.strip(b" \t\r\n\0"):
        raise refused(file, N_("The file is empty: export the diagram again."))
    if len(source) > MAX_BYTES:
        raise refused(
            file,
            N_("The file has {size} bytes, more than {limit}: split the procedure into several."),
            size=len(source),
            limit=MAX_BYTES,
        )
    # Two signs «<» an element, and room for comments: a bound on memory before anything is built.
    if source.count(b"<") > 4 * MAX_ELEMENTS:
        raise _too_many(file)
    if _has_doctype(source):
        raise _doctype(file)


def _has_doctype(source: bytes) -> bool:
    for mark in _MARKS:
        source = source.removeprefix(mark)
    head = source.replace(b"\0", b"")  # UTF-16 of plain letters
    match = _PROLOG.match(head)
    return head[match.end() if match else 0 :].startswith(b"<!DOCTYPE")


def _doctype(file: str) -> ProcedureInvalid:
    return refused(
        file,
        N_("The file has a DOCTYPE, which BPMN does not need and which can hide harm: remove it."),
    )


def _too_many(file: str) -> ProcedureInvalid:
    return refused(
        file,
        N_("The file has more than {limit} XML elements: split the procedure into several."),
        limit=MAX_ELEMENTS,
    )
