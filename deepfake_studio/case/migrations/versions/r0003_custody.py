"""Tables for what was withdrawn, closed, judged a second time, worked on blind, found elsewhere and referred to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from deepfake_studio.case import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ABOUT = {
    "exhibit_locations": (("path", sa.Text), ("reason", sa.Text)),
    "exhibit_references": (("kind", sa.Text), ("name", sa.Text), ("present", sa.Boolean)),
    "blind_work": (("session_id", sa.Integer), ("event", sa.Text), ("words", sa.Text)),
}
STATED = {
    "tombstones": (("kind", sa.Text), ("subject_id", sa.Integer), ("withdrawn", sa.Boolean), ("reason", sa.Text)),
    "case_states": (("closed", sa.Boolean), ("reason", sa.Text)),
    "finding_opinions": (("finding_id", sa.Integer), ("revision", sa.Integer), ("opinion", sa.Text), ("words", sa.Text)),
}


def _make(table, columns, *, about):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_sequence", sa.Integer(), nullable=False),
        *(sa.Column(name, kind(), nullable=False) for name, kind in columns),
        *([sa.Column("exhibit_id", sa.Integer(), nullable=False)] if about else []),
        sa.Column("examiner", sa.Text(), nullable=False),
        sa.Column("created_utc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_sequence"], ["audit.sequence"], initially="DEFERRED", deferrable=True),
        *([sa.ForeignKeyConstraint(["exhibit_id"], ["exhibits.id"])] if about else []),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{table}_audit_sequence", table, ["audit_sequence"], unique=False)
    if about:
        op.create_index(f"ix_{table}_exhibit_id", table, ["exhibit_id"], unique=False)
    for sql in triggers.guards(table).values():
        op.execute(sql)


def upgrade() -> None:
    for table, columns in ABOUT.items():
        _make(table, columns, about=True)
    for table, columns in STATED.items():
        _make(table, columns, about=False)
    op.create_index("ix_finding_opinions_finding_id", "finding_opinions", ["finding_id"], unique=False)
