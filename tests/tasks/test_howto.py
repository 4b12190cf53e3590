"""The example of the guide runs as it stands there."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from tasks.operation import Context, operation_of

GUIDE = Path(__file__).parents[2] / "docs" / "howto" / "add-an-operation.md"


def test_the_example_of_the_guide_calculates() -> None:
    found = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    names: dict[str, Any] = {"__name__": "guide"}
    exec(found[1], names)
    share = operation_of(names["calculate"])
    entries = [{"from": "2019-01-01", "reference": "text", "value": "30"}]
    result = share.run({"days": "4.5"}, Context(date(2026, 11, 20), {"share": entries}))
    assert share.name == "audit_time.share"
    assert result["first"] == "1.35"
    assert result["working"][0]["label"].format(**result["working"][0]["values"]) == (
        "4.5 days × 30 %"
    )
