"""A mailing keeps how many of its messages wait for the end of their readers' quiet hours."""

import sqlalchemy as sa
from alembic import op

revision = "m0007"
down_revision = "m0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "survey_mailings",
        sa.Column("waiting", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
