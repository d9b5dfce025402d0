-- Who may hold an access package, how it is asked for, approved, ended and reviewed: as it was given, in
-- the field's own JSON. Every version is kept in policy_version; requests and assignments name theirs.
CREATE TABLE policy (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  package_id   INTEGER NOT NULL REFERENCES package,
  display_name TEXT NOT NULL CHECK (length(display_name) > 0),
  -- assigns by a rule; at most one for each package
  automatic    INTEGER NOT NULL CHECK (automatic IN (0, 1)),
  version      INTEGER NOT NULL,
  definition   TEXT NOT NULL CHECK (json_valid(definition)),
  -- the recurring review of its assignments, where it asks for one
  review_id    INTEGER REFERENCES review,
  -- an automatic one: the snapshot its rule was last looked at in
  evaluated_snapshot_id INTEGER,
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  deleted_at   TEXT
) STRICT;
CREATE INDEX policy_by_package ON policy (package_id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX policy_automatic_once ON policy (package_id) WHERE automatic = 1 AND deleted_at IS NULL;

CREATE TABLE policy_version (
  policy_id  INTEGER NOT NULL REFERENCES policy,
  version    INTEGER NOT NULL,
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  -- the same, with all by which that human was known
  actor      TEXT NOT NULL CHECK (json_valid(actor)),
  reason     TEXT NOT NULL,
  PRIMARY KEY (policy_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER policy_version_is_never_updated BEFORE UPDATE ON policy_version
  BEGIN SELECT RAISE(ABORT, 'a version of a policy is never changed'); END;
CREATE TRIGGER policy_version_is_never_deleted BEFORE DELETE ON policy_version
  BEGIN SELECT RAISE(ABORT, 'a version of a policy is never changed'); END;

-- Whom a policy lets ask by themselves, as far as it can be looked up: 'all', 'members', 'guests', 'services',
-- 'user:7', 'group:7', 'rule:<its text>', 'organization:7', 'organizations'. Made anew with every version.
CREATE TABLE policy_target (
  policy_id  INTEGER NOT NULL REFERENCES policy,
  package_id INTEGER NOT NULL REFERENCES package,
  target     TEXT NOT NULL,
  PRIMARY KEY (policy_id, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_target_by_package ON policy_target (package_id, target);
CREATE INDEX policy_target_by_target ON policy_target (target, package_id);
