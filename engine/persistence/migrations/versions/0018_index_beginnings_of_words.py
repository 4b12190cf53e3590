"""Let the beginning of a word be found as fast as a whole one, on SQLite too."""

from alembic import op

from engine.persistence.history_words import create_words

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":  # PostgreSQL's index finds beginnings by itself
        return
    op.execute("ALTER TABLE history_words RENAME TO history_words_before")
    create_words(connection)
    op.execute(
        "INSERT INTO history_words (rowid, words) SELECT rowid, words FROM history_words_before"
    )
    op.execute("DROP TABLE history_words_before")
