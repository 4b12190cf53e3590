import pytest

from forms.feel import FeelRefused, translate


@pytest.mark.parametrize(
    ("feel", "ours"),
    [
        ("=a = 1", "a == 1"),
        ('= kind = "lab" and not(done)', 'kind == "lab" and not (done)'),
        ("=a != null or b >= 2.5", "a != None or b >= 2.5"),
        ("=case.total - 3 < -2", "case.total - 3 < - 2"),
        ("=complete = false", "complete == False"),
    ],
)
def test_translated(feel: str, ours: str) -> None:
    assert translate(feel) == ours


@pytest.mark.parametrize(
    "feel",
    [
        "=",
        "=if a then b else c",
        "=first name = 1",
        "=x in (1, 2)",
        "=a[1]",
        '="unclosed',
        "=some x",
    ],
)
def test_refused(feel: str) -> None:
    with pytest.raises(FeelRefused):
        translate(feel)
