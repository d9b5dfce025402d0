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

-- The tree over the entries: the hash of every complete subtree from the lowest kept level up, as RFC 6962 makes it.
-- What is below is made from the entries themselves.
CREATE TABLE audit_node (
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_node_is_never_updated BEFORE UPDATE ON audit_node
  BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_node_is_never_deleted BEFORE DELETE ON audit_node
  BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;

-- The keys that signed the log, one after the other; the secret halves lie in the keyring or among the settings.
CREATE TABLE log_key (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  public     BLOB NOT NULL UNIQUE CHECK (length(public) = 32),
  -- keyring, store or practice: where the secret half is kept
  keeping    TEXT NOT NULL CHECK (keeping = 'keyring' OR keeping = 'store' OR keeping = 'practice'),
  from_entry INTEGER NOT NULL,
  made_at    TEXT NOT NULL,
  retired_at TEXT
) STRICT;

-- Signed states of the log.
CREATE TABLE checkpoint (
  id     INTEGER PRIMARY KEY,
  at     TEXT NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB NOT NULL CHECK (length(root) = 32),
  note   TEXT NOT NULL,
  key_id INTEGER NOT NULL REFERENCES log_key
) STRICT;
CREATE INDEX checkpoint_by_size ON checkpoint (size, id);
CREATE TRIGGER checkpoint_is_never_updated BEFORE UPDATE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
  BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;

-- What a time-stamping authority said of a checkpoint (RFC 3161).
CREATE TABLE time_stamp (
  checkpoint_id INTEGER PRIMARY KEY REFERENCES checkpoint,
  at            TEXT NOT NULL,
  authority     TEXT NOT NULL,
  -- the answer as it came, in DER
  token         BLOB NOT NULL
) STRICT;
CREATE TRIGGER time_stamp_is_never_updated BEFORE UPDATE ON time_stamp
  BEGIN SELECT RAISE(ABORT, 'a time stamp is never changed'); END;
CREATE TRIGGER time_stamp_is_never_deleted BEFORE DELETE ON time_stamp
  BEGIN SELECT RAISE(ABORT, 'a time stamp is never changed'); END;
