-- Workstations that hold this store, by the keys they showed; empty while there is one alone.
CREATE TABLE workstation (
  id          INTEGER PRIMARY KEY,
  key_id      TEXT NOT NULL UNIQUE CHECK (length(key_id) = 32),
  sign        BLOB NOT NULL UNIQUE CHECK (length(sign) = 32),
  seal        TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  accepted_at TEXT NOT NULL,
  accepted_by TEXT NOT NULL,
  -- it gets no copies any more: when, by whom, why
  ended_at    TEXT,
  ended_by    TEXT,
  reason      TEXT NOT NULL DEFAULT ''
) STRICT;

-- Whose the right to write is, term by term; the last one counts, and the store refuses whoever is not its holder.
CREATE TABLE term (
  number         INTEGER PRIMARY KEY CHECK (number > 0),
  workstation_id INTEGER NOT NULL REFERENCES workstation,
  -- first: when the first workstation was named; restored: made from a backup
  cause          TEXT NOT NULL CHECK (cause = 'first' OR cause = 'handOver' OR cause = 'emergency'
                                      OR cause = 'restored'),
  given_at       TEXT NOT NULL,
  given_by       TEXT NOT NULL,
  reason         TEXT NOT NULL DEFAULT '',
  -- none: handed over, and nobody writes until it is taken
  taken_at       TEXT,
  CHECK (cause = 'handOver' OR taken_at IS NOT NULL)
) STRICT;
CREATE TRIGGER term_is_taken_once BEFORE UPDATE ON term
  WHEN OLD.taken_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.workstation_id <> OLD.workstation_id
    OR NEW.cause <> OLD.cause OR NEW.given_at <> OLD.given_at
  BEGIN SELECT RAISE(ABORT, 'a term is never changed'); END;
CREATE TRIGGER term_is_never_deleted BEFORE DELETE ON term
  BEGIN SELECT RAISE(ABORT, 'a term is never changed'); END;
