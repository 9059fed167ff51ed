"""In which country a town lies: whose days off, emergency numbers and law hold there."""

import sqlalchemy as sa
from alembic import op

revision = "m0025"
down_revision = "m0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "communities",
        sa.Column("country", sa.String(2), nullable=False, server_default=sa.text("'UA'")),
    )
