"""What an owner reads of uploaded files: every fault in the language of the page."""

import io

import pytest

from tests.cast import KG, OWNER
from tests.web.conftest import Visit
from tests.web.visitor import Answer

CHANGE = f"/procedures/{KG}/change"
FORM = b"""{
  "components": [
    {"type": "textfield", "key": "a", "label": "A", "properties": {"showIf": "a = b"}},
    {"type": "text", "text": "<b>"},
    {"type": "nosuch", "key": "c"}
  ]
}"""
TERMS = b"review:\n  name: {ky: A}\n  amout: 2\n"
DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d">'
    b'<decision id="risk"><decisionTable hitPolicy="SOME"/></decision></definitions>'
)
TOLD = {
    "ru": (
        "«text» — простые слова",
        "Ключ «amout» неизвестен; может быть, «amount»?",
        "Политика выбора «SOME» не поддерживается",
    ),
    "ky": (
        "«text» — жөнөкөй сөздөр",
        "«amout» ачкычы белгисиз; балким, «amount»?",
        "«SOME» тандоо саясаты колдоого алынбайт",
    ),
    "kk": (
        "«text» — қарапайым сөздер",
        "«amout» кілті белгісіз; мүмкін, «amount»?",
        "«SOME» таңдау саясатына қолдау жоқ",
    ),
    "en": (
        "“text” must be plain words",
        "The key «amout» is not known; did you mean «amount»?",
        "The hit policy «SOME» is not supported",
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_faults_of_every_file_are_told_in_the_language_of_the_page(
    visit: Visit, language: str
) -> None:
    owner = visit(OWNER, language)
    owner.get(CHANGE)
    faults: list[Answer] = []
    for name, content in (
        ("consent.json", FORM),
        ("deadlines.yaml", TERMS),
        ("risk.dmn", DECISION),
    ):
        faults.append(owner.post(f"{CHANGE}/upload", {"files": [(io.BytesIO(content), name)]}))
        form, terms, decision = TOLD[language]
        assert form in faults[0].words("//section[@id='faults']")
        assert "forms/consent.json:4" in faults[0].words("//section[@id='faults']")
    assert terms in faults[1].words("//section[@id='faults']")
    assert "deadlines.yaml:3 review.amout" in faults[1].words("//section[@id='faults']")
    assert decision in faults[2].words("//section[@id='faults']")
