"""Every table of Reglament, in the order of a case's life."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from engine.persistence.columns import Moment, PlainJson

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

identity = BigInteger().with_variant(Integer, "sqlite")

people = Table(
    "people",
    metadata,
    Column("id", identity, primary_key=True),
    Column("username", String(100), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200)),
    Column("language", String(5), nullable=False, default=""),
    Column("demo", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("password_given", Boolean, nullable=False, default=False, server_default=false()),
    Column("session_number", Integer, nullable=False, default=1, server_default="1"),
)

role_grants = Table(
    "role_grants",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("body", String(60), primary_key=True),
    Column("role", String(60), primary_key=True),
)

versions = Table(
    "versions",
    metadata,
    Column("id", identity, primary_key=True),
    Column("procedure", String(120), nullable=False),
    Column("body", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("in_force", Boolean, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("published_by", String(200), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("taken_back_at", Moment),
    Column("taken_back_by", String(200), nullable=False, default="", server_default=""),
    Column("uploaded", Boolean, nullable=False, default=False, server_default=false()),
    UniqueConstraint("procedure", "number"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(60), nullable=False, unique=True),
    Column("body", String(60), nullable=False),
    Column("procedure", String(120), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("outcome", String(200)),
    Column("revision", Integer, nullable=False),
    Column("workflow", LargeBinary, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("started_by", String(200), nullable=False),
    Column("ended_at", Moment),
    Column("start_key", String(64), unique=True),
    Column("started_from", ForeignKey("cases.id"), index=True),
    Column("link", String(60), nullable=False, default=""),
    Column("event_number", Integer, nullable=False),
    Column("event_hash", String(64), nullable=False),
    Index("ix_cases_state_started", "state", "started_at"),
    Index("ix_cases_body_started", "body", "started_at"),
)

_claimed = text("claimed_by IS NOT NULL")
where_claimed: Any = {"sqlite_where": _claimed, "postgresql_where": _claimed}
"""Most open steps wait for whoever takes them: they need no line in the index."""

work_items = Table(
    "work_items",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("body", String(60), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(60), nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("claimed_by", ForeignKey("people.id")),
    Column("ended_at", Moment),
    Column("ended_by", ForeignKey("people.id")),
    Column("submit_key", String(64)),
    Column("local", PlainJson),
    Column("draft", PlainJson),
    Column("draft_at", Moment),
    Column("priority", Integer, nullable=False, default=0, server_default="0"),
    Column("follow_up", String(10)),
    Index("ix_work_items_open", "state", "body", "role", "due_at", "created_at", "id"),
    Index(
        "ix_work_items_claimed",
        *("claimed_by", "state", "body", "role", "due_at", "created_at", "id"),
        **where_claimed,
    ),
    Index("ix_work_items_done", "case_id", "state", "ended_by"),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("task_id", String(36), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("entry", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("paused_at", Moment),
    Column("pauses", PlainJson, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("ended_at", Moment),
    Column("register_entry", ForeignKey("register_entries.id"), index=True),
    Column("plan", PlainJson),
    Index("ix_deadlines_due", "state", "due_at", "id"),
)

events = Table(
    "events",
    metadata,
    Column("id", identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("on_behalf_of", String(200), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("version_digest", String(64), nullable=False),
    Column("facts", PlainJson, nullable=False),
    Column("commitments", PlainJson, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "number"),
)

event_values = Table(
    "event_values",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("changes", PlainJson, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("task_id", String(36), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("kind", String(100), nullable=False),
    Column("cause", Text, nullable=False),
    Column("values", PlainJson, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("job", String(100), index=True),
    Column("said", PlainJson),
)

participants = Table(
    "participants",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("role", String(60), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("appointed_at", Moment, nullable=False),
    Column("dismissed_at", Moment),
)

number_series = Table(
    "number_series",
    metadata,
    Column("body", String(60), primary_key=True),
    Column("series", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

register_entries = Table(
    "register_entries",
    metadata,
    Column("id", identity, primary_key=True),
    Column("body", String(60), nullable=False),
    Column("register", String(60), nullable=False),
    Column("number", String(60), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("act_key", String(64), nullable=False, unique=True),
    Column("entered_at", Moment, nullable=False),
    Column("data", PlainJson, nullable=False),
    Column("state", String(20), nullable=False, default=""),
    Column("revision", Integer, nullable=False, default=1),
    Column("search", Text, nullable=False, default=""),
    UniqueConstraint("body", "register", "number"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("task_id", String(36), primary_key=True),
    Column("element_id", String(200), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("correlation", PlainJson, nullable=False),
    Index("ix_subscriptions_name", "kind", "name"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", identity, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    Column("payload", PlainJson, nullable=False),
    Column("correlation", PlainJson, nullable=False),
    Column("from_case", String(32)),
    Column("sent_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("delivered_at", Moment),
    Column("key", String(100)),
    Index("ix_messages_open", "delivered_at", "kind", "name"),
    Index("ix_messages_key", "key", unique=True),
)

held_messages = Table(
    "held_messages",
    metadata,
    Column("id", identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("held_at", Moment, nullable=False),
    UniqueConstraint("case_id", "message_id"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", identity, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("key", String(100), nullable=False, unique=True),
    Column("payload", PlainJson, nullable=False),
    Column("state", String(10), nullable=False),
    Column("run_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("error", Text, nullable=False),
    Index("ix_jobs_open", "state", "run_at"),
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", identity, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("command", String(60), nullable=False),
    Column("target", String(200), nullable=False),
    Column("reason", Text, nullable=False),
)

# What guards judge by. Days are texts as 2026-03-12: they have no hour and no zone.

person_facts = Table(
    "person_facts",
    metadata,
    Column("id", identity, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("body", String(60), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("field", String(60), nullable=False),
    Column("since", String(10), nullable=False),
    Column("until", String(10)),
    Column("evidence", Text, nullable=False),
    Index("ix_person_facts_person", "person_id", "kind"),
)

people_events = Table(
    "people_events",
    metadata,
    Column("id", identity, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", Integer),
    Column("actor", String(200), nullable=False),
    Column("person_id", Integer, nullable=False, index=True),
    Column("body", String(60), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("old", PlainJson),
    Column("new", PlainJson),
    Column("reason", Text, nullable=False),
)

case_subjects = Table(
    "case_subjects",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("value", String(300), primary_key=True),
)

guard_waivers = Table(
    "guard_waivers",
    metadata,
    Column("id", identity, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("guard", String(60), nullable=False),
    Column("person_id", ForeignKey("people.id")),
    Column("reason", Text, nullable=False),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("confirmed_by", ForeignKey("people.id")),
    Column("confirmed_at", Moment),
)
