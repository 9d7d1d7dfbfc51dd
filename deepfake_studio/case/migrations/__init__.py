"""Alembic's scripts: ``env.py`` and one file per schema in ``versions``, never edited once released."""
