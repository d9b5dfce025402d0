-- A container of resources and of the access packages made of them. All its resources are of one directory.
CREATE TABLE catalog (
  id           INTEGER PRIMARY KEY,
  -- the identity in files; kept when one is imported
  key          TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  directory_id INTEGER NOT NULL REFERENCES directory,
  display_name TEXT NOT NULL CHECK (length(display_name) > 0),
  description  TEXT NOT NULL DEFAULT '',
  kind         TEXT NOT NULL DEFAULT 'userManaged' CHECK (kind = 'userManaged' OR kind = 'serviceDefault'
                                                          OR kind = 'serviceManaged'),
  state        TEXT NOT NULL CHECK (state IN ('published','unpublished')),
  external     INTEGER NOT NULL CHECK (external IN (0, 1)),
  -- the file it came from, in the field's own JSON: what is not understood is kept and handed on
  source       TEXT CHECK (source IS NULL OR json_valid(source)),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  changed_at   TEXT NOT NULL,
  deleted_at   TEXT
) STRICT;
-- Lists are cut from the index alone: what they are filtered by stands in it.
CREATE INDEX catalog_by_name ON catalog (display_name COLLATE NOCASE, id, state, deleted_at) WHERE deleted_at IS NULL;

CREATE TABLE catalog_resource (
  catalog_id  INTEGER NOT NULL REFERENCES catalog,
  resource_id INTEGER NOT NULL REFERENCES principal,
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  source      TEXT CHECK (source IS NULL OR json_valid(source)),
  PRIMARY KEY (catalog_id, resource_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX catalog_by_resource ON catalog_resource (resource_id);

-- A role given to a person or a group, over one catalog, or (creator) over none. Never deleted, only ended.
CREATE TABLE delegation (
  id           INTEGER PRIMARY KEY,
  role         TEXT NOT NULL CHECK (role = 'creator' OR role = 'owner' OR role = 'reader'
                                    OR role = 'accessPackageManager'
                                    OR role = 'accessPackageAssignmentManager'),
  catalog_id   INTEGER REFERENCES catalog,
  principal_id INTEGER NOT NULL REFERENCES principal,
  given_at     TEXT NOT NULL,
  given_by     TEXT NOT NULL,
  ended_at     TEXT,
  ended_by     TEXT,
  CHECK ((catalog_id IS NULL) = (role = 'creator'))
) STRICT;
CREATE UNIQUE INDEX delegation_once ON delegation (principal_id, role, coalesce(catalog_id, 0)) WHERE ended_at IS NULL;
CREATE INDEX delegation_by_catalog ON delegation (catalog_id) WHERE ended_at IS NULL;

-- A bundle of entitlements. `principal_id` is its row among the resources, where people hold it when it is
-- delivered: so it is listed, reviewed and excepted like any other resource.
CREATE TABLE package (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  catalog_id   INTEGER NOT NULL REFERENCES catalog,
  principal_id INTEGER NOT NULL UNIQUE REFERENCES principal,
  display_name TEXT NOT NULL CHECK (length(display_name) > 0),
  description  TEXT NOT NULL DEFAULT '',
  hidden       INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  -- what a holder had before the package is lost with it (Entra) or kept
  adopts       INTEGER NOT NULL CHECK (adopts IN (0, 1)),
  source       TEXT CHECK (source IS NULL OR json_valid(source)),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  changed_at   TEXT NOT NULL,
  deleted_at   TEXT
) STRICT;
CREATE INDEX package_by_catalog ON package (catalog_id, display_name COLLATE NOCASE, id, hidden, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX package_by_name ON package (display_name COLLATE NOCASE, id, hidden, catalog_id, deleted_at) WHERE deleted_at IS NULL;

-- The entitlements in a package, now and once.
CREATE TABLE package_role (
  id          INTEGER PRIMARY KEY,
  package_id  INTEGER NOT NULL REFERENCES package,
  resource_id INTEGER NOT NULL REFERENCES principal,
  entitlement TEXT NOT NULL CHECK (length(entitlement) > 0),
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  removed_at  TEXT,
  removed_by  TEXT,
  source      TEXT CHECK (source IS NULL OR json_valid(source))
) STRICT;
CREATE UNIQUE INDEX package_role_once ON package_role (package_id, resource_id, entitlement) WHERE removed_at IS NULL;
CREATE INDEX package_role_by_resource ON package_role (resource_id) WHERE removed_at IS NULL;

-- What nobody should hold together with a package: another package, or a group. Read in both directions.
CREATE TABLE incompatible (
  id               INTEGER PRIMARY KEY,
  package_id       INTEGER NOT NULL REFERENCES package,
  other_package_id INTEGER REFERENCES package,
  group_id         INTEGER REFERENCES principal,
  reason           TEXT NOT NULL,
  added_at         TEXT NOT NULL,
  added_by         TEXT NOT NULL,
  removed_at       TEXT,
  CHECK ((other_package_id IS NULL) <> (group_id IS NULL)),
  CHECK (other_package_id IS NULL OR other_package_id <> package_id)
) STRICT;
CREATE INDEX incompatible_by_package ON incompatible (package_id) WHERE removed_at IS NULL;
CREATE INDEX incompatible_by_other ON incompatible (other_package_id) WHERE removed_at IS NULL;
CREATE INDEX incompatible_by_group ON incompatible (group_id) WHERE removed_at IS NULL;
