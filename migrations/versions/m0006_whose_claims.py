"""Due work names the process that is at it, so that a dead one's is taken up at once."""

import sqlalchemy as sa
from alembic import op

revision = "m0006"
down_revision = "m0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fires", sa.Column("lease_boot", sa.String(length=32), nullable=True))
