"""Files of a rehearsal are made, stored and attached as people attach theirs."""

import io

import pytest

from engine.errors import EngineError
from engine.rehearsals.files import made
from forms.file_sniffing import sniff


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("act.pdf", "application/pdf"),
        ("photo.PNG", "image/png"),
        ("photo.jpg", "image/jpeg"),
        ("act.sig", "application/pkcs7-signature"),
        ("act.p7s", "application/pkcs7-signature"),
        ("plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("sum.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("talk.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ],
)
def test_a_made_file_is_what_its_name_says(name: str, kind: str) -> None:
    assert sniff(io.BytesIO(made(name)), name) == kind
    assert made(name) != made(f"other-{name}")
    assert made(name) == made(name)


def test_what_cannot_be_made_is_said() -> None:
    with pytest.raises(EngineError, match=r"files that end in \.pdf"):
        made("virus.exe")
