"""Whether an agency still serves; one that was closed keeps its name for what it did."""

import sqlalchemy as sa
from alembic import op

revision = "m0024"
down_revision = "m0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "agencies",
        sa.Column("is_closed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
