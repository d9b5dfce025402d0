-- A sample that an auditor drew: out of what, by which seed, and what it came to. Never changed.
CREATE TABLE sample (
  id                INTEGER PRIMARY KEY,
  drawn_at          TEXT NOT NULL,
  drawn_by          TEXT NOT NULL,
  -- of the method, so that a later one does not change what this one means
  method            INTEGER NOT NULL,
  population        TEXT NOT NULL CHECK (population = 'decisions' OR population = 'denials'
                                         OR population = 'approvals' OR population = 'removals'
                                         OR population = 'assignments' OR population = 'requests'
                                         OR population = 'exceptions'),
  from_at           TEXT,
  to_at             TEXT,
  filter            TEXT NOT NULL CHECK (json_valid(filter)),
  stratify          TEXT CHECK (stratify = 'resource' OR stratify = 'reviewer' OR stratify = 'privileged'),
  seed              TEXT NOT NULL CHECK (length(seed) > 0),
  -- the auditor gave it; otherwise it was drawn by chance
  seed_given        INTEGER NOT NULL CHECK (seed_given IN (0, 1)),
  -- how many were asked for, and why
  size              INTEGER NOT NULL,
  note              TEXT NOT NULL DEFAULT '',
  -- the whole, counted, and SHA-256 over its ids in their order, a line feed after each
  population_count  INTEGER NOT NULL,
  population_sha256 TEXT NOT NULL,
  row_count         INTEGER NOT NULL,
  audit_seq         INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX sample_by_entry ON sample (audit_seq);
CREATE TRIGGER sample_is_never_updated BEFORE UPDATE ON sample
  BEGIN SELECT RAISE(ABORT, 'a sample is never changed'); END;
CREATE TRIGGER sample_is_never_deleted BEFORE DELETE ON sample
  BEGIN SELECT RAISE(ABORT, 'a sample is never changed'); END;

CREATE TABLE sample_row (
  sample_id INTEGER NOT NULL REFERENCES sample,
  position  INTEGER NOT NULL,
  -- the stable id, such as decision:17
  subject   TEXT NOT NULL,
  -- SHA-256 over seed, colon and id, by which it was chosen
  digest    TEXT NOT NULL,
  stratum   TEXT,
  -- what its dossier is about: item, assignment, request or exception, and its number
  about     TEXT NOT NULL,
  about_id  INTEGER NOT NULL,
  PRIMARY KEY (sample_id, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sample_row_is_never_updated BEFORE UPDATE ON sample_row
  BEGIN SELECT RAISE(ABORT, 'a sample is never changed'); END;
CREATE TRIGGER sample_row_is_never_deleted BEFORE DELETE ON sample_row
  BEGIN SELECT RAISE(ABORT, 'a sample is never changed'); END;
