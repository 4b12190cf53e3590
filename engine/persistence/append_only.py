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


_PEOPLE_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS people_events_no_update BEFORE UPDATE ON people_events
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS people_events_no_delete BEFORE DELETE ON people_events
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS people_events_no_replace BEFORE INSERT ON people_events
    WHEN EXISTS (SELECT 1 FROM people_events WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_PEOPLE_POSTGRESQL = (
    """CREATE OR REPLACE TRIGGER people_events_no_change BEFORE UPDATE OR DELETE ON people_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER people_events_no_truncate BEFORE TRUNCATE ON people_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_people_history(connection: Connection) -> None:
    """Create the triggers of ``people_events``, after those of ``events``; harmless again."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _PEOPLE_SQLITE if sqlite else _PEOPLE_POSTGRESQL:
        connection.exec_driver_sql(statement)


_REGISTERS_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS register_revisions_no_update BEFORE UPDATE ON register_revisions
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS register_revisions_no_delete BEFORE DELETE ON register_revisions
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS register_revisions_no_replace
    BEFORE INSERT ON register_revisions
    WHEN EXISTS (SELECT 1 FROM register_revisions
        WHERE id = NEW.id OR act_key = NEW.act_key
        OR (entry_id = NEW.entry_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_REGISTERS_POSTGRESQL = (
    """CREATE OR REPLACE TRIGGER register_revisions_no_change
    BEFORE UPDATE OR DELETE ON register_revisions
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER register_revisions_no_truncate
    BEFORE TRUNCATE ON register_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_registers(connection: Connection) -> None:
    """Create the triggers of ``register_revisions``, after those of ``events``; harmless again."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _REGISTERS_SQLITE if sqlite else _REGISTERS_POSTGRESQL:
        connection.exec_driver_sql(statement)


_SEALS_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS seals_no_update BEFORE UPDATE ON seals
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS seals_no_delete BEFORE DELETE ON seals
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS seals_no_replace BEFORE INSERT ON seals
    WHEN EXISTS (SELECT 1 FROM seals WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_SEALS_POSTGRESQL = (
    """CREATE OR REPLACE TRIGGER seals_no_change BEFORE UPDATE OR DELETE ON seals
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER seals_no_truncate BEFORE TRUNCATE ON seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_seals(connection: Connection) -> None:
    """Create the triggers of ``seals``, after those of ``events``; harmless again."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SEALS_SQLITE if sqlite else _SEALS_POSTGRESQL:
        connection.exec_driver_sql(statement)


_READINGS_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS audit_readings_no_update BEFORE UPDATE ON audit_readings
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_readings_no_delete BEFORE DELETE ON audit_readings
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)

_READINGS_POSTGRESQL = (
    """CREATE OR REPLACE TRIGGER audit_readings_no_change
    BEFORE UPDATE OR DELETE ON audit_readings
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()""",
    """CREATE OR REPLACE TRIGGER audit_readings_no_truncate BEFORE TRUNCATE ON audit_readings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()""",
)


def forbid_change_of_readings(connection: Connection) -> None:
    """Create the triggers of ``audit_readings``, after those of ``events``; harmless again."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _READINGS_SQLITE if sqlite else _READINGS_POSTGRESQL:
        connection.exec_driver_sql(statement)


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
