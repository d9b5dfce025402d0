-- How often a directory is read by itself. Without a row: never.
CREATE TABLE sync_schedule (
  directory_id INTEGER PRIMARY KEY REFERENCES directory,
  every        TEXT NOT NULL CHECK (every = 'never' OR every = 'hour' OR every = 'day' OR every = 'week'),
  -- of a day or a week, where the organization is: 02:30
  at           TEXT NOT NULL,
  -- of a week: Mon to Sun
  on_day       TEXT NOT NULL,
  -- when it was made
  since        TEXT NOT NULL,
  -- a read that the schedule began and that left no line below yet
  begun_at     TEXT
) STRICT;

-- Every read of a directory that was begun, and what came of it. One that was refused or cancelled made no snapshot.
CREATE TABLE sync (
  id            INTEGER PRIMARY KEY,
  directory_id  INTEGER NOT NULL REFERENCES directory,
  began_at      TEXT NOT NULL,
  -- milliseconds, by a clock that is never set
  took_for      INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  by_schedule   INTEGER NOT NULL CHECK (by_schedule IN (0, 1)),
  outcome       TEXT NOT NULL CHECK (outcome = 'done' OR outcome = 'refused' OR outcome = 'cancelled'),
  -- what a person was told
  problem       TEXT CHECK (json_valid(problem)),
  snapshot_id   INTEGER REFERENCES snapshot,
  added         INTEGER,
  changed       INTEGER,
  removed       INTEGER,
  CHECK ((outcome = 'done') = (snapshot_id IS NOT NULL)),
  CHECK ((outcome = 'refused') = (problem IS NOT NULL))
) STRICT;
CREATE INDEX sync_by_directory ON sync (directory_id, id);

-- What a directory said of itself when it was asked last.
CREATE TABLE probe (
  directory_id INTEGER PRIMARY KEY REFERENCES directory,
  at           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  report       TEXT CHECK (json_valid(report)),
  problem      TEXT CHECK (json_valid(problem)),
  CHECK ((report IS NULL) <> (problem IS NULL))
) STRICT;
