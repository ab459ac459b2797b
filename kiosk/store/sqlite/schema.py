"""The tables, one script a version. A version that was released is never edited; a new one is added at the end."""

from __future__ import annotations

APPLICATION_ID = 0x416E7472
"""``Antr`` in the file's header: this database is ours."""

_V1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE day (
    point TEXT NOT NULL,
    day INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    calls INTEGER NOT NULL DEFAULT 0,
    priority_run INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (point, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_not_closed ON day (point, day) WHERE closed_at IS NULL;

CREATE TABLE number_floor (
    point TEXT NOT NULL,
    day INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (point, day, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    point TEXT NOT NULL,
    day INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    language TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    place INTEGER NOT NULL,
    stage TEXT,
    counter TEXT,
    calls INTEGER NOT NULL,
    called_at INTEGER,
    served_at INTEGER,
    ended_at INTEGER,
    reason TEXT,
    reentry_after INTEGER,
    held_until INTEGER,
    staff_flag TEXT,
    version INTEGER NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (point, day, prefix, sequence),
    FOREIGN KEY (point, day) REFERENCES day (point, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_waiting ON ticket (point, day, service, place) WHERE state = 'waiting';
CREATE INDEX ticket_away ON ticket (point, day, state, counter) WHERE state IN ('called', 'serving', 'held', 'no_show');
CREATE INDEX ticket_called ON ticket (point, day, called_at) WHERE called_at IS NOT NULL;
CREATE INDEX ticket_finished ON ticket (point, day, service, ended_at, served_at) WHERE state = 'finished';
CREATE INDEX ticket_flagged ON ticket (day) WHERE staff_flag IS NOT NULL;

CREATE TABLE tally (
    point TEXT NOT NULL,
    day INTEGER NOT NULL,
    service TEXT NOT NULL,
    waiting INTEGER NOT NULL DEFAULT 0,
    called INTEGER NOT NULL DEFAULT 0,
    serving INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    no_show INTEGER NOT NULL DEFAULT 0,
    finished INTEGER NOT NULL DEFAULT 0,
    void INTEGER NOT NULL DEFAULT 0,
    not_served INTEGER NOT NULL DEFAULT 0,
    issued INTEGER NOT NULL DEFAULT 0,
    last_sequence INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (point, day, service)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ticket_issued AFTER INSERT ON ticket BEGIN
    INSERT INTO tally (point, day, service, issued, last_sequence)
        VALUES (NEW.point, NEW.day, NEW.origin, 1, NEW.sequence)
        ON CONFLICT DO UPDATE SET issued = issued + 1, last_sequence = max(last_sequence, excluded.last_sequence);
    UPDATE tally SET
        waiting = waiting + (NEW.state = 'waiting'),
        called = called + (NEW.state = 'called'),
        serving = serving + (NEW.state = 'serving'),
        held = held + (NEW.state = 'held'),
        no_show = no_show + (NEW.state = 'no_show'),
        finished = finished + (NEW.state = 'finished'),
        void = void + (NEW.state = 'void'),
        not_served = not_served + (NEW.state = 'not_served')
    WHERE point = NEW.point AND day = NEW.day AND service = NEW.service;
END;

CREATE TRIGGER ticket_moved AFTER UPDATE OF state ON ticket WHEN NEW.service = OLD.service BEGIN
    UPDATE tally SET
        waiting = waiting + (NEW.state = 'waiting') - (OLD.state = 'waiting'),
        called = called + (NEW.state = 'called') - (OLD.state = 'called'),
        serving = serving + (NEW.state = 'serving') - (OLD.state = 'serving'),
        held = held + (NEW.state = 'held') - (OLD.state = 'held'),
        no_show = no_show + (NEW.state = 'no_show') - (OLD.state = 'no_show'),
        finished = finished + (NEW.state = 'finished') - (OLD.state = 'finished'),
        void = void + (NEW.state = 'void') - (OLD.state = 'void'),
        not_served = not_served + (NEW.state = 'not_served') - (OLD.state = 'not_served')
    WHERE point = NEW.point AND day = NEW.day AND service = NEW.service;
END;

CREATE TRIGGER ticket_transferred AFTER UPDATE OF service ON ticket WHEN NEW.service <> OLD.service BEGIN
    INSERT INTO tally (point, day, service) VALUES (NEW.point, NEW.day, NEW.service) ON CONFLICT DO NOTHING;
    UPDATE tally SET
        waiting = waiting - (OLD.state = 'waiting'),
        called = called - (OLD.state = 'called'),
        serving = serving - (OLD.state = 'serving'),
        held = held - (OLD.state = 'held'),
        no_show = no_show - (OLD.state = 'no_show'),
        finished = finished - (OLD.state = 'finished'),
        void = void - (OLD.state = 'void'),
        not_served = not_served - (OLD.state = 'not_served')
    WHERE point = OLD.point AND day = OLD.day AND service = OLD.service;
    UPDATE tally SET
        waiting = waiting + (NEW.state = 'waiting'),
        called = called + (NEW.state = 'called'),
        serving = serving + (NEW.state = 'serving'),
        held = held + (NEW.state = 'held'),
        no_show = no_show + (NEW.state = 'no_show'),
        finished = finished + (NEW.state = 'finished'),
        void = void + (NEW.state = 'void'),
        not_served = not_served + (NEW.state = 'not_served')
    WHERE point = NEW.point AND day = NEW.day AND service = NEW.service;
END;

CREATE TABLE token (hash TEXT PRIMARY KEY, ticket TEXT NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE once (
    key_hash TEXT PRIMARY KEY, body_hash TEXT NOT NULL, ticket TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    point TEXT NOT NULL,
    day INTEGER,
    ticket TEXT,
    counter TEXT,
    staff TEXT,
    data TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX event_of_day ON event (point, day);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TABLE chain (
    id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT;
INSERT INTO chain VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE staff (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER,
    active INTEGER NOT NULL
) STRICT;
CREATE TABLE device (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    point TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE TABLE counter_session (
    point TEXT NOT NULL,
    counter TEXT NOT NULL,
    staff TEXT NOT NULL,
    since INTEGER NOT NULL,
    paused TEXT,
    device TEXT,
    PRIMARY KEY (point, counter)
) STRICT, WITHOUT ROWID;
CREATE TABLE emergency (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    point TEXT NOT NULL,
    start INTEGER NOT NULL,
    until INTEGER,
    reason TEXT NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX emergency_now ON emergency (point) WHERE ended_at IS NULL;
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

_V2 = """
ALTER TABLE ticket ADD COLUMN appointment INTEGER;
ALTER TABLE day ADD COLUMN appointment_run INTEGER NOT NULL DEFAULT 0;
DROP INDEX ticket_waiting;
CREATE INDEX ticket_waiting ON ticket (point, day, service, priority, place) WHERE state = 'waiting';
CREATE INDEX ticket_appointed ON ticket (point, day, service, appointment)
    WHERE state = 'waiting' AND appointment IS NOT NULL;
"""

_V3 = "ALTER TABLE ticket RENAME COLUMN place TO queue_position;"
"""SQLite renames the column in the index ``ticket_waiting`` too; no trigger mentions it."""

_V4 = """
CREATE TABLE day_of_wrong_clock (
    point TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (point, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, salt BLOB NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX note_at ON note (at);
CREATE TABLE seal (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    day INTEGER,
    previous BLOB NOT NULL,
    head BLOB NOT NULL,
    heads BLOB NOT NULL,
    sums TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
DROP TRIGGER event_kept;
CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN OLD.sequence > (SELECT ifnull(max(last), 0) FROM seal)
    BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER seal_stays BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'a seal of the log stays'); END;
CREATE TRIGGER seal_kept BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'a seal of the log stays'); END;
"""
"""Days that a wrong clock opened; notes beside the log; seals in the place of events that privacy no longer allows."""

_V5 = """
DROP TABLE counter_session;
CREATE TABLE counter_session (
    point TEXT NOT NULL,
    counter TEXT NOT NULL,
    device TEXT NOT NULL,
    staff TEXT NOT NULL,
    since INTEGER NOT NULL,
    paused TEXT,
    token_hash TEXT,
    used_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    PRIMARY KEY (point, counter, device)
) STRICT, WITHOUT ROWID;
ALTER TABLE device ADD COLUMN added_by TEXT;
ALTER TABLE device ADD COLUMN added_on TEXT;
CREATE TABLE pin_failure (
    device TEXT NOT NULL,
    staff TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER,
    PRIMARY KEY (staff, device)
) STRICT, WITHOUT ROWID;
"""
"""Sign-ins end with the upgrade: none of them says when its PIN was last given. ``counter`` is empty for a device that
has none, ``device`` for the server's own machine."""

VERSIONS = (("first", _V1), ("lines", _V2), ("queue_position", _V3), ("seals", _V4), ("sign_ins", _V5))
"""Name and script of every version, oldest first. The database's version is how many of them it has."""
