-- Looking for everybody who holds what does not go together: one row each time, as of the snapshots it saw.
CREATE TABLE conflict_look (
  id          INTEGER PRIMARY KEY,
  began_at    TEXT NOT NULL,
  -- NULL while it is going on, and for good where it broke off
  ended_at    TEXT,
  -- the newest snapshot of any directory, pair, and event of any assignment that it saw
  snapshot_id INTEGER NOT NULL,
  pair_id     INTEGER NOT NULL,
  event_id    INTEGER NOT NULL,
  pair_count  INTEGER NOT NULL,
  -- how many stood at its end, and how many came and went since the one before
  standing    INTEGER NOT NULL DEFAULT 0,
  found       INTEGER NOT NULL DEFAULT 0,
  gone        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Somebody holds, or held, both sides of a pair that does not go together.
CREATE TABLE conflict (
  id              INTEGER PRIMARY KEY,
  incompatible_id INTEGER NOT NULL REFERENCES incompatible,
  principal_id    INTEGER NOT NULL REFERENCES principal,
  -- how each side is held, in names, as of the look that found it so: JSON lists
  one             TEXT NOT NULL CHECK (json_valid(one)),
  other           TEXT NOT NULL CHECK (json_valid(other)),
  found_at        TEXT NOT NULL,
  found_look_id   INTEGER NOT NULL REFERENCES conflict_look,
  -- the newest look that saw it
  look_id         INTEGER NOT NULL REFERENCES conflict_look,
  ended_at        TEXT,
  ended_look_id   INTEGER REFERENCES conflict_look
) STRICT;
CREATE UNIQUE INDEX conflict_once ON conflict (incompatible_id, principal_id) WHERE ended_at IS NULL;
CREATE INDEX conflict_standing ON conflict (id) WHERE ended_at IS NULL;
CREATE INDEX conflict_ended ON conflict (id) WHERE ended_at IS NOT NULL;
CREATE INDEX conflict_by_pair ON conflict (incompatible_id, id);
CREATE INDEX conflict_by_principal ON conflict (principal_id, id);
CREATE INDEX conflict_by_finding ON conflict (found_look_id, id);
CREATE INDEX conflict_by_seeing ON conflict (look_id) WHERE ended_at IS NULL;
