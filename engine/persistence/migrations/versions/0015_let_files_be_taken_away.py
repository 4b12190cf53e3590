"""Let owners take files of a body away: a row without content says that the file is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    for table in ("draft_files", "published_files"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("content", existing_type=sa.LargeBinary(), nullable=True)
