"""Let the latest cases of a body be found without reading all of them."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_index("ix_cases_body_started", "cases", ["body", "started_at"])
