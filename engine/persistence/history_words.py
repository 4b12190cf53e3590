"""Words of events: a full-text index of SQLite or of PostgreSQL, with words made alike for both."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, TextualSelect, bindparam, text

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS: Final = 400
"""Words of one event that can be found; answers rarely have so many different ones."""
LONGEST: Final = 40

MOST: Final = 20_000
"""Events with the words typed that are looked through, the latest first."""

# Words are asked for by their beginnings: without an index of these every word that begins so would
# be read and merged, those of a million events in a tenth of a second.
_SQLITE: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS history_words USING fts5(words, detail=none, "
    "prefix='2 3 4 5 6 7 8 9 10', tokenize=\"unicode61 remove_diacritics 0\")",
)
_POSTGRESQL: Final = (
    "CREATE TABLE IF NOT EXISTS history_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_history_words ON history_words USING gin (words)",
)


_MATCHING_SQLITE: Final = text(
    "SELECT rowid FROM history_words WHERE history_words MATCH :words"
    " ORDER BY rowid DESC LIMIT :most"
)
_MATCHING_POSTGRESQL: Final = text(
    "SELECT rowid FROM history_words WHERE words @@ CAST(:words AS tsquery)"
    " ORDER BY rowid DESC LIMIT :most"
)


def create_words(connection: Connection) -> None:
    """Create the index of words; harmless when it exists."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def words_of(values: Iterable[Any]) -> list[str]:
    """Return the words that values can be found by: lower case, ``ё`` as ``е``, each once."""
    found: dict[str, None] = {}
    for value in values:
        for word in _WORD.findall(_plain(value)):
            found[word[:LONGEST]] = None
            if len(found) >= MOST_WORDS:
                return list(found)
    return list(found)


def _plain(value: Any) -> str:
    return str(value).casefold().replace("ё", "е")


def leaves(value: Any) -> Iterable[Any]:
    """Yield every text and number inside a value, its keys left out."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None and not isinstance(value, bool):
        yield value


def add_words(connection: Connection, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Index the words of events."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO history_words (rowid, words) VALUES (:id, :words)")
        values = [{"id": event_id, "words": " ".join(words)} for event_id, words in rows]
    else:
        statement = text(
            "INSERT INTO history_words (rowid, words) VALUES (:id, array_to_tsvector(:words))"
        )
        values = [{"id": event_id, "words": words} for event_id, words in rows]
    connection.execute(statement, values)


def forget_words(connection: Connection, event_ids: Sequence[int]) -> None:
    """Take the words of events out of the index: their values were erased."""
    statement = text("DELETE FROM history_words WHERE rowid = :id")
    if event_ids:
        connection.execute(statement, [{"id": event_id} for event_id in event_ids])


def matching(connection: Connection, typed: str) -> TextualSelect | None:
    """Return a statement that selects ids of the latest events with all the words typed.

    Args:
        connection: says which kind of database.
        typed: words, each may be the beginning of one.

    Returns:
        ``None`` where nothing that could be looked for was typed.
    """
    wanted = words_of([typed])
    if not wanted:
        return None
    on_sqlite = connection.dialect.name == "sqlite"
    # Words hold letters and digits alone: nothing in them means anything to either language.
    asked = (
        " ".join(f'"{word}"*' for word in wanted)
        if on_sqlite
        else " & ".join(f"'{word}':*" for word in wanted)
    )
    statement = _MATCHING_SQLITE if on_sqlite else _MATCHING_POSTGRESQL
    # Written into the statement: how many events hold a word decides how they are best found, and a
    # statement that PostgreSQL has prepared does not know the word.
    found = statement.bindparams(
        bindparam("words", asked, literal_execute=True),
        bindparam("most", MOST, literal_execute=True),
    )
    return found.columns(Column("rowid", BigInteger))
