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
