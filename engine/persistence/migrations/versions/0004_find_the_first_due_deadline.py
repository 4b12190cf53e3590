"""Find the first due deadline at once.

Of many that are due at the same moment PostgreSQL read and sorted all to claim one.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index("ix_deadlines_due")
        batch_op.create_index("ix_deadlines_due", ["state", "due_at", "id"], unique=False)
