"""Marks of drafts: what a page was drawn from, so that a newer draft is not overwritten unseen."""

import hashlib
from typing import Any

import orjson

LENGTH = 16


def mark_of(draft: Any) -> str:
    """Return a short mark of a draft's content, the same for the same answers; ``""`` for none."""
    if draft is None:
        return ""
    written = orjson.dumps(draft, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest()[:LENGTH]
