"""What somebody typed in a form that takes answers no more: to be read, and copied elsewhere."""

from collections.abc import Iterator, Sequence

from forms.views import FieldView
from web.translating import gettext

_ONLY_READ = frozenset({"fact", "facts", "figure", "figures", "help", "rows_read"})
"""Kinds of view that ask for nothing."""


def typed_answers(fields: Sequence[FieldView]) -> tuple[tuple[str, str], ...]:
    """Return (label, words) of every answer that was typed, in the order of the form."""
    return tuple(_typed(fields))


def _typed(fields: Sequence[FieldView], row: int = 0) -> Iterator[tuple[str, str]]:
    for view in fields:
        if view.kind in _ONLY_READ:
            continue
        if view.kind == "group":
            yield from _typed(view.children)
        elif view.rows:
            for one in view.rows:
                yield from _typed(one.cells, one.number)
        elif view.name and (words := _words(view)):
            said = gettext("{label}, row {row}").format(label=view.label, row=row)
            yield said if row else view.label, words


def _words(view: FieldView) -> str:
    chosen = [one.label or gettext("yes") for one in view.options if one.is_selected and one.value]
    parts = [_words(part) for part in view.children]
    named = [file.name for file in view.files]
    return "; ".join(filter(None, (view.value if not chosen else "", *chosen, *parts, *named)))
