"""Runs migrations on the connection that storage/migrating.py hands over."""

from alembic import context

from storage.tables.everything import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=False,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
