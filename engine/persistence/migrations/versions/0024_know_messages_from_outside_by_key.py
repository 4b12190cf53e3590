"""Know a message from outside by the key of whoever sends it: sent twice, it is one message."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.add_column("messages", sa.Column("key", sa.String(100), nullable=True))
    op.create_index("ix_messages_key", "messages", ["key"], unique=True)
