"""Keep the cause of an incident so that it can be told in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.add_column("incidents", sa.Column("said", sa.Text(), nullable=True))
