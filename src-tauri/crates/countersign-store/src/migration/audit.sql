-- The audit log: one line per act, each sealed by the hash of all before it. Never changed.
CREATE TABLE audit (
  seq         INTEGER PRIMARY KEY,
  entry       TEXT NOT NULL,
  hash        BLOB NOT NULL CHECK (length(hash) = 32),
  -- not part of the entry: which instance it belongs to, for a review's slice of the log
  instance_id INTEGER
) STRICT;
CREATE INDEX audit_by_instance ON audit (instance_id, seq) WHERE instance_id IS NOT NULL;
CREATE TRIGGER audit_is_never_updated BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;

-- Not part of the entries either: which access packages an entry is about, and the one assignment or request, for a
-- package's slice of the log.
CREATE TABLE audit_package (
  package_id    INTEGER NOT NULL,
  seq           INTEGER NOT NULL REFERENCES audit,
  assignment_id INTEGER,
  request_id    INTEGER,
  PRIMARY KEY (package_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_assignment ON audit_package (assignment_id, seq) WHERE assignment_id IS NOT NULL;
CREATE INDEX audit_by_request ON audit_package (request_id, seq) WHERE request_id IS NOT NULL;

-- What the log says about one exception.
CREATE INDEX audit_by_exception ON audit (entry ->> '$.subject', seq)
  WHERE entry ->> '$.subject' >= 'exception:' AND entry ->> '$.subject' < 'exception;';
