"""Old office files: with macros, or not what they call themselves, they are not accepted."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.file_sniffing import sniff
from tests.forms.compound_files import compound_file, slides, workbook

OLD = "application/x-ole-storage"
TEXT = bytes(range(256)) * 20
WORD = {"WordDocument": TEXT, "1Table": b"table", "\x05SummaryInformation": b"short"}


def kind(content: bytes, name: str = "act.doc") -> str | None:
    return sniff(BytesIO(content), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("act.doc", compound_file(WORD)),
        ("ACT.DOC", compound_file(WORD, ("ObjectPool",))),
        ("short.doc", compound_file({"WordDocument": b"a short one"})),
        ("sheet.xls", compound_file({"Workbook": workbook(0, 0, 2)})),
        ("sheet95.xls", compound_file({"Book": workbook(0)})),
        ("talk.ppt", compound_file({"PowerPoint Document": slides(0), "Current User": b"x"})),
        ("large.doc", compound_file({"WordDocument": TEXT * 40})),
    ],
)
def test_what_has_no_macros_is_accepted(name: str, content: bytes) -> None:
    assert kind(content, name) == OLD


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("act.doc", compound_file(WORD, ("Macros", "VBA"))),
        ("act.doc", compound_file({**WORD, "_VBA_PROJECT": b"x"})),
        ("act.doc", compound_file({**WORD, "_vba_project": b"x"})),
        ("sheet.xls", compound_file({"Workbook": workbook(0)}, ("_VBA_PROJECT_CUR",))),
        ("sheet.xls", compound_file({"Workbook": workbook(0, 1)})),
        ("sheet95.xls", compound_file({"Book": workbook(6)})),
        ("locked.xls", compound_file({"Workbook": workbook(0, locked=True)})),
        ("talk.ppt", compound_file({"PowerPoint Document": slides(1)})),
        ("locked.doc", compound_file({"EncryptedPackage": TEXT, "EncryptionInfo": b"x"})),
        ("installer.doc", compound_file({"\u4840\u3f3f": TEXT})),
        ("act.txt", compound_file(WORD)),
    ],
)
def test_macros_and_other_things_are_not(name: str, content: bytes) -> None:
    assert kind(content, name) is None


@given(st.data())
def test_a_damaged_file_is_refused_and_nothing_worse(data: st.DataObject) -> None:
    whole = bytearray(compound_file({"Workbook": workbook(0), "Short": b"short"}))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.sampled_from([0, 1, 2, 0x7F, 0xFE, 0xFF]))
    cut = data.draw(st.integers(0, len(whole)))
    assert kind(bytes(whole), "sheet.xls") in (None, OLD)
    assert kind(bytes(whole[:cut]), "sheet.xls") in (None, OLD)


def test_a_chain_in_a_circle_comes_to_an_end() -> None:
    whole = bytearray(compound_file({"Workbook": workbook(0)}))
    table = whole.rindex(b"\xfd\xff\xff\xff") // 512 * 512
    whole[table : table + 4] = b"\0\0\0\0"  # the first sector is followed by itself
    assert kind(bytes(whole), "sheet.xls") in (None, OLD)  # as long as it says to be, no longer
