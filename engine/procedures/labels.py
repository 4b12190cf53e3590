"""Texts for people by language, as a body's files hold them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from engine.procedures.fault import N_
from engine.procedures.yaml_source import Key, YamlFile

Label: TypeAlias = Mapping[str, str]
"""Language -> text."""


def read_label(file: YamlFile, at: Key, value: Any, languages: tuple[str, ...]) -> Label:
    """Return a text by language; what is wrong is reported to the file.

    English may stand beside the body's own languages: readings are written for reviewers too.
    """
    if not isinstance(value, Mapping) or not value:
        file.report(
            at,
            N_("A text by language is needed here, as {example}."),
            example=f"{languages[0] if languages else 'en'}: ...",
        )
        return {}
    found = {}
    for language, text in value.items():
        if languages and language not in {*languages, "en"}:
            file.report(
                (*at, language),
                N_("The body has no language «{language}»; it has {languages}."),
                language=language,
                languages=", ".join(languages),
            )
        elif not isinstance(text, str) or not text.strip():
            file.report((*at, language), N_("A text is needed here."))
        else:
            found[language] = text.strip()
    return found
