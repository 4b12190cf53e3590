"""Sentences that remember how they were filled, so that each reader gets them in their language.

The English text is what the object is; a page or a command asks for another language.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self

_TEMPLATE: Final = "said"
_VALUES: Final = "with"


class Said(str):
    """An English sentence, or a part of one, with the template and the values it was made of.

    Attributes:
        template: English with ``{named}`` fields: the message id of the translation catalogues.
        values: what fills the fields; among them may be others of this kind.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Fill the template."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Return what makes the same sentence again when it is copied."""
        return (self.template,), dict(self.values)


def tell(template: str, values: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """Return a sentence in another language, and whatever in it was said in English too."""
    return translate(template).format(**{k: retold(v, translate) for k, v in values.items()})


def retold(value: Any, translate: Callable[[str], str]) -> Any:
    """Return a value of a sentence in another language, where it is a sentence itself."""
    return tell(value.template, value.values, translate) if isinstance(value, Said) else value


def joined(parts: Sequence[str]) -> str:
    """Return several sentences as one, with semicolons between them."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return Said("{one}; {more}", one=parts[0], more=joined(parts[1:]))


def as_plain(text: str) -> Any:
    """Return a sentence as plain JSON; what is no sentence of ours as its text."""
    if not isinstance(text, Said):
        return text
    filled = {name: _plain_value(value) for name, value in text.values.items()}
    return {_TEMPLATE: text.template, _VALUES: filled}


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return as_plain(value)
    return value if isinstance(value, int | float) or value is None else str(value)


def from_plain(stored: Any) -> Any:
    """Return what ``as_plain`` made plain; anything else as it is."""
    if isinstance(stored, Mapping) and set(stored) == {_TEMPLATE, _VALUES}:
        filled = {name: from_plain(value) for name, value in stored[_VALUES].items()}
        return Said(stored[_TEMPLATE], **filled)
    return stored
