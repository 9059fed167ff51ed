"""Whether a town shows its requests to anybody in a browser."""

import sqlalchemy as sa
from alembic import op

revision = "m0021"
down_revision = "m0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "communities",
        sa.Column("has_public_pages", sa.Boolean(), nullable=False, server_default=sa.text("true")),
    )
