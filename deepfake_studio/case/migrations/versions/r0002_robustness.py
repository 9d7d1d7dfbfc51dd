"""A table for exhibits examined again through compressions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from deepfake_studio.case import triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('robustness',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('exhibit_sha256', sa.Text(), nullable=False),
    sa.Column('recipe_digest', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_robustness_audit_sequence'), 'robustness', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_robustness_exhibit_id'), 'robustness', ['exhibit_id'], unique=False)
    op.create_index(op.f('ix_robustness_exhibit_sha256'), 'robustness', ['exhibit_sha256'], unique=False)
    for sql in triggers.guards('robustness').values():
        op.execute(sql)
