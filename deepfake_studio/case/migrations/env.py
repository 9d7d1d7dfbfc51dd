"""Runs the migrations over the connection that `deepfake_studio.case.migrate` hands in; no file, no command line."""

from __future__ import annotations

from alembic import context

from deepfake_studio.case.schema import Base


def run() -> None:
    """Configure Alembic and run: one transaction around all steps, so that a case is of one schema or the other."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ != "deepfake_studio.case.migrations.env":  # Alembic runs this file under a name of its own
    run()
