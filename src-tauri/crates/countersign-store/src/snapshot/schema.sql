-- A source of principals and grants. The settings hold no secret.
CREATE TABLE directory (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
  kind       TEXT NOT NULL CHECK (kind = 'ldap' OR kind = 'ad' OR kind = 'entra' OR kind = 'files'
                                  OR kind = 'sample' OR kind = 'packet'),
  settings   TEXT NOT NULL CHECK (json_valid(settings)),
  -- where the next incremental read begins; NULL until a full read told one
  cursor     TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- A directory as read at one moment, with its population certificate.
CREATE TABLE snapshot (
  id           INTEGER PRIMARY KEY,
  directory_id INTEGER NOT NULL REFERENCES directory,
  mode         TEXT NOT NULL CHECK (mode IN ('full','incremental')),
  started_at   TEXT NOT NULL,
  ended_at     TEXT NOT NULL,
  digest       TEXT NOT NULL,
  certificate  TEXT NOT NULL CHECK (json_valid(certificate))
) STRICT;
CREATE INDEX snapshot_by_directory ON snapshot (directory_id, id);

-- Everybody and every group ever seen; removed_snapshot_id is set on who is gone. Never deleted.
CREATE TABLE principal (
  id                  INTEGER PRIMARY KEY,
  directory_id        INTEGER NOT NULL REFERENCES directory,
  key                 TEXT NOT NULL,
  kind                TEXT NOT NULL
                      CHECK (kind = 'user' OR kind = 'group' OR kind = 'servicePrincipal'
                             OR kind = 'directoryRole' OR kind = 'azureRole' OR kind = 'accessPackage'
                             OR kind = 'container'),
  dn                  TEXT NOT NULL,
  display_name        TEXT NOT NULL,
  user_name           TEXT,
  mail                TEXT,
  user_type           TEXT CHECK (user_type IN ('member','guest')),
  enabled             INTEGER CHECK (enabled IN (0, 1)),
  department          TEXT,
  title               TEXT,
  employee_id         TEXT,
  manager_id          INTEGER,
  created_at          TEXT,
  last_sign_in_at     TEXT,
  last_sign_in_field  TEXT,
  -- a JSON object of lists
  attributes          TEXT NOT NULL DEFAULT '{}',
  since_snapshot_id   INTEGER NOT NULL,
  removed_snapshot_id INTEGER,
  -- SHA-256 of what it is (without the sign-in) and of its grants, and its place in the digest
  digest              BLOB NOT NULL,
  grant_digest        BLOB NOT NULL,
  -- (an access package has a place below 0: no read brings it, no digest covers it)
  bucket              INTEGER NOT NULL,
  -- the names others may use, 16 bytes each, its distinguished name first; and the place above
  marks               BLOB NOT NULL,
  parent              BLOB,
  UNIQUE (directory_id, key)
) STRICT;
CREATE INDEX principal_by_bucket ON principal (directory_id, bucket) WHERE removed_snapshot_id IS NULL;
CREATE INDEX principal_by_manager ON principal (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX principal_by_parent ON principal (directory_id, parent);
CREATE INDEX principal_gone ON principal (directory_id) WHERE removed_snapshot_id IS NOT NULL;
CREATE INDEX principal_by_kind ON principal (directory_id, kind, user_type) WHERE removed_snapshot_id IS NULL;

-- What stands now: a principal holds an entitlement on a resource, directly: 'member', 'owner', or a role
-- as the directory names it. A merge writes a million of these in one go and follows its own references,
-- so they are not checked row by row.
CREATE TABLE "grant" (
  resource_id       INTEGER NOT NULL,
  entitlement       TEXT NOT NULL CHECK (length(entitlement) > 0),
  principal_id      INTEGER NOT NULL,
  since_snapshot_id INTEGER NOT NULL,
  PRIMARY KEY (resource_id, entitlement, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_by_principal ON "grant" (principal_id, entitlement, resource_id);

-- On which resources something came with a snapshot: what it was is found there, without an index over every grant.
CREATE TABLE came (
  snapshot_id INTEGER NOT NULL,
  resource_id INTEGER NOT NULL,
  PRIMARY KEY (snapshot_id, resource_id)
) STRICT, WITHOUT ROWID;

-- What stood once: no longer there in the snapshot `until`.
CREATE TABLE past_grant (
  resource_id       INTEGER NOT NULL,
  entitlement       TEXT NOT NULL,
  principal_id      INTEGER NOT NULL,
  since_snapshot_id INTEGER NOT NULL,
  until_snapshot_id INTEGER NOT NULL,
  PRIMARY KEY (resource_id, entitlement, principal_id, until_snapshot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_grant_by_principal ON past_grant (principal_id);

-- A reference to nothing that was loaded: listed, never dropped. Each is a finding, except
-- 'manager', where the resource_id is the person. All are read again by every incremental read.
CREATE TABLE orphan (
  resource_id INTEGER NOT NULL,
  entitlement TEXT NOT NULL CHECK (length(entitlement) > 0),
  mark        BLOB NOT NULL,
  reference   TEXT NOT NULL,
  snapshot_id INTEGER NOT NULL,
  PRIMARY KEY (resource_id, entitlement, mark)
) STRICT, WITHOUT ROWID;

-- The names under which others refer to a principal that is present.
CREATE TABLE reference (
  directory_id INTEGER NOT NULL,
  mark         BLOB NOT NULL,
  principal_id INTEGER NOT NULL,
  PRIMARY KEY (directory_id, mark, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_by_principal ON reference (principal_id);

-- A principal says it belongs to the group with this mark, while the group does not list it
-- (a primary group).
CREATE TABLE claim (
  principal_id INTEGER NOT NULL,
  mark         BLOB NOT NULL,
  PRIMARY KEY (principal_id, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_by_mark ON claim (mark);

-- One SHA-256 for each 4096th of a directory, so that a small change costs a small digest.
CREATE TABLE snapshot_bucket (
  directory_id INTEGER NOT NULL,
  bucket       INTEGER NOT NULL,
  digest       BLOB NOT NULL,
  PRIMARY KEY (directory_id, bucket)
) STRICT, WITHOUT ROWID;
