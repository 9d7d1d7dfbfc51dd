"""SQL triggers that make tables append-only.

The texts are compared with what a case holds when it is verified: never edit one, write a new name in a new migration.
"""

from __future__ import annotations


def guards(table: str, *, key: str = "id") -> dict[str, str]:
    """Trigger names and their SQL that forbid changing, deleting and replacing rows of ``table``."""
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
        # INSERT OR REPLACE deletes without firing the trigger above
        f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) BEGIN {refuse}; END",
    }


def audit_order() -> dict[str, str]:
    """The trigger that lets a link in only behind the newest one."""
    return {
        "audit_in_order": "CREATE TRIGGER audit_in_order BEFORE INSERT ON audit "
        "WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit) "
        "OR NEW.previous_sha256 IS NOT coalesce((SELECT sha256 FROM audit ORDER BY sequence DESC LIMIT 1), '') "
        "BEGIN SELECT RAISE(ABORT, 'audit entries follow one another'); END"
    }


def expected(tables: tuple[str, ...]) -> dict[str, str]:
    """Every trigger a case of the present schema must have."""
    wanted = {**guards("audit", key="sequence"), **audit_order()}
    for table in tables:
        wanted |= guards(table)
    return wanted
