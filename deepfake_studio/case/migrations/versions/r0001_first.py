"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from deepfake_studio.case import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AUDITED = (
    "anomalies",
    "bookmarks",
    "case_info",
    "detector_results",
    "examination_results",
    "examinations",
    "exhibit_media",
    "exhibit_notes",
    "exhibit_removals",
    "exhibit_tags",
    "exhibits",
    "findings",
    "reports",
    "signing_keys",
    "track_edits",
)


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('utc', sa.Text(), nullable=False),
    sa.Column('local_time', sa.Text(), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('tool_version', sa.Text(), nullable=False),
    sa.Column('payload_sha256', sa.Text(), nullable=False),
    sa.Column('previous_sha256', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('sequence')
    )
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('case_info',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('case_uuid', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('requested_by', sa.Text(), nullable=False),
    sa.Column('examiners', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.Column('tool_version', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_case_info_audit_sequence'), 'case_info', ['audit_sequence'], unique=False)
    op.create_table('detector_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('exhibit_sha256', sa.Text(), nullable=False),
    sa.Column('detector_id', sa.Text(), nullable=False),
    sa.Column('weights_sha256', sa.Text(), nullable=True),
    sa.Column('recipe_digest', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_detector_results_audit_sequence'), 'detector_results', ['audit_sequence'], unique=False)
    op.create_index('ix_detector_results_key', 'detector_results', ['exhibit_sha256', 'detector_id', 'weights_sha256', 'recipe_digest'], unique=False)
    op.create_table('exhibits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('acquisition', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('received_from', sa.Text(), nullable=False),
    sa.Column('received_utc', sa.Text(), nullable=True),
    sa.Column('root_exhibit_number', sa.Text(), nullable=True),
    sa.Column('copied_to', sa.Text(), nullable=True),
    sa.Column('added_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('number')
    )
    op.create_index(op.f('ix_exhibits_audit_sequence'), 'exhibits', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_exhibits_sha256'), 'exhibits', ['sha256'], unique=False)
    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('format', sa.Text(), nullable=False),
    sa.Column('snapshot_sequence', sa.Integer(), nullable=True),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_reports_audit_sequence'), 'reports', ['audit_sequence'], unique=False)
    op.create_table('signing_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('added_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('public_key')
    )
    op.create_index(op.f('ix_signing_keys_audit_sequence'), 'signing_keys', ['audit_sequence'], unique=False)
    op.create_table('bookmarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('bookmark_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Boolean(), nullable=False),
    sa.Column('pts_seconds', sa.Float(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('bookmark_id', 'revision')
    )
    op.create_index(op.f('ix_bookmarks_audit_sequence'), 'bookmarks', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_bookmarks_exhibit_id'), 'bookmarks', ['exhibit_id'], unique=False)
    op.create_table('examinations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('exhibit_sha256', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('log10_lr', sa.Float(), nullable=True),
    sa.Column('recipe_digest', sa.Text(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_examinations_audit_sequence'), 'examinations', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_examinations_exhibit_id'), 'examinations', ['exhibit_id'], unique=False)
    op.create_index(op.f('ix_examinations_exhibit_sha256'), 'examinations', ['exhibit_sha256'], unique=False)
    op.create_table('exhibit_media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('media', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_exhibit_media_audit_sequence'), 'exhibit_media', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_exhibit_media_exhibit_id'), 'exhibit_media', ['exhibit_id'], unique=False)
    op.create_table('exhibit_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_exhibit_notes_audit_sequence'), 'exhibit_notes', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_exhibit_notes_exhibit_id'), 'exhibit_notes', ['exhibit_id'], unique=False)
    op.create_table('exhibit_removals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_exhibit_removals_audit_sequence'), 'exhibit_removals', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_exhibit_removals_exhibit_id'), 'exhibit_removals', ['exhibit_id'], unique=False)
    op.create_table('exhibit_tags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('tag', sa.Text(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_exhibit_tags_audit_sequence'), 'exhibit_tags', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_exhibit_tags_exhibit_id'), 'exhibit_tags', ['exhibit_id'], unique=False)
    op.create_table('anomalies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('examination_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('start_seconds', sa.Float(), nullable=False),
    sa.Column('stop_seconds', sa.Float(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=True),
    sa.Column('strength', sa.Float(), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['examination_id'], ['examinations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_anomalies_audit_sequence'), 'anomalies', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_anomalies_examination_id'), 'anomalies', ['examination_id'], unique=False)
    op.create_table('examination_results',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('examination_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('result_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['examination_id'], ['examinations.id'], ),
    sa.ForeignKeyConstraint(['result_id'], ['detector_results.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_examination_results_audit_sequence'), 'examination_results', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_examination_results_examination_id'), 'examination_results', ['examination_id'], unique=False)
    op.create_table('track_edits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('examination_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('track_id', sa.Integer(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['examination_id'], ['examinations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_track_edits_audit_sequence'), 'track_edits', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_track_edits_examination_id'), 'track_edits', ['examination_id'], unique=False)
    op.create_table('findings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audit_sequence', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('limitations', sa.Text(), nullable=False),
    sa.Column('start_seconds', sa.Float(), nullable=True),
    sa.Column('stop_seconds', sa.Float(), nullable=True),
    sa.Column('track_id', sa.Integer(), nullable=True),
    sa.Column('anomaly_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('exhibit_id', sa.Integer(), nullable=False),
    sa.Column('examiner', sa.Text(), nullable=False),
    sa.Column('created_utc', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['anomaly_id'], ['anomalies.id'], ),
    sa.ForeignKeyConstraint(['audit_sequence'], ['audit.sequence'], initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['exhibit_id'], ['exhibits.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('finding_id', 'revision')
    )
    op.create_index(op.f('ix_findings_audit_sequence'), 'findings', ['audit_sequence'], unique=False)
    op.create_index(op.f('ix_findings_exhibit_id'), 'findings', ['exhibit_id'], unique=False)
    for sql in triggers.expected(AUDITED).values():
        op.execute(sql)
