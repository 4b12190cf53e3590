"""Let what a person has be read in the order of its terms, however much it is."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAME = "ix_work_items_claimed"
COLUMNS = ["claimed_by", "state", "body", "role", "due_at", "created_at", "id"]
CLAIMED = sa.text("claimed_by IS NOT NULL")


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.drop_index(NAME, table_name="work_items")
    op.create_index(NAME, "work_items", COLUMNS, sqlite_where=CLAIMED, postgresql_where=CLAIMED)
