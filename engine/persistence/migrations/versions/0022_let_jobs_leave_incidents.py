"""Let a job that failed leave an incident at a case which went on without it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.add_column("incidents", sa.Column("job", sa.String(100), nullable=True))
    op.create_index(op.f("ix_incidents_job"), "incidents", ["job"])
