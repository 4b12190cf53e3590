"""The database itself refuses to change history.

Update, delete, replace and truncate of ``events`` fail.

Personal values stand apart in ``event_values`` and may be erased (never changed) by a retention
rule.
"""

from sqlalchemy import Connection

_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    # INSERT OR REPLACE deletes without firing the delete trigger: the existing row is looked for
    # first.
    """CREATE TRIGGER IF NOT EXISTS events_no_replace BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events
        WHERE id = NEW.id OR (case_id = NEW.case_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS event_values_no_update BEFORE UPDATE ON event_values
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS event_values_no_replace BEFORE INSERT ON event_values
    WHEN EXISTS (SELECT 1 FROM event_values WHERE case_id = NEW.case_id AND number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
    """CREATE OR REPLACE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER event_values_no_change BEFORE UPDATE ON event_values
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER event_values_no_truncate BEFORE TRUNCATE ON event_values
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_history(connection: Connection) -> None:
    """Create the triggers; harmless when they exist."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def _forbid_change(connection: Connection, table: str, same: str = "id = NEW.id") -> None:
    """Create the triggers of a table to which rows are only added; harmless when they exist.

    Args:
        connection: after the triggers of ``events``, whose function PostgreSQL calls.
        table: its name.
        same: which row an insert would replace.
    """
    refuse = "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    on_sqlite = (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    )
    calls = "EXECUTE FUNCTION refuse_change_of_history()"
    on_postgresql = (
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {calls}",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT {calls}",
    )
    for statement in on_sqlite if connection.dialect.name == "sqlite" else on_postgresql:
        connection.exec_driver_sql(statement)


def forbid_change_of_people_history(connection: Connection) -> None:
    """Create the triggers of ``people_events``."""
    _forbid_change(connection, "people_events")


def forbid_change_of_registers(connection: Connection) -> None:
    """Create the triggers of ``register_revisions``."""
    same = (
        "id = NEW.id OR act_key = NEW.act_key OR (entry_id = NEW.entry_id AND number = NEW.number)"
    )
    _forbid_change(connection, "register_revisions", same)


def forbid_change_of_seals(connection: Connection) -> None:
    """Create the triggers of ``seals``."""
    _forbid_change(connection, "seals", "number = NEW.number")


def forbid_change_of_readings(connection: Connection) -> None:
    """Create the triggers of ``audit_readings``."""
    _forbid_change(connection, "audit_readings")


def forbid_change_of_calendars(connection: Connection) -> None:
    """Create the triggers of ``calendar_acts``."""
    same = (
        "id = NEW.id OR (body = NEW.body AND number = NEW.number) "
        "OR (body = NEW.body AND withdraws = NEW.withdraws)"
    )
    _forbid_change(connection, "calendar_acts", same)


_COMMENTS_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS comments_no_update BEFORE UPDATE ON comments
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS comments_no_replace BEFORE INSERT ON comments
    WHEN EXISTS (SELECT 1 FROM comments
        WHERE id = NEW.id OR (comment = NEW.comment AND revision = NEW.revision))
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_COMMENTS_POSTGRESQL = (
    """CREATE OR REPLACE TRIGGER comments_no_change BEFORE UPDATE ON comments
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_comments(connection: Connection) -> None:
    """Create the triggers of ``comments``, after those of ``events``; harmless again.

    As with the values of events, a retention rule may erase a comment; nothing changes one.
    """
    sqlite = connection.dialect.name == "sqlite"
    for statement in _COMMENTS_SQLITE if sqlite else _COMMENTS_POSTGRESQL:
        connection.exec_driver_sql(statement)
