-- An organization outside, whose people may ask for access packages.
CREATE TABLE organization (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  display_name TEXT NOT NULL CHECK (length(display_name) > 0),
  description  TEXT NOT NULL DEFAULT '',
  state        TEXT NOT NULL CHECK (state IN ('configured','proposed')),
  -- the identity sources, in the field's own JSON
  sources      TEXT NOT NULL CHECK (json_valid(sources)),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  changed_at   TEXT NOT NULL,
  deleted_at   TEXT
) STRICT;

CREATE TABLE sponsor (
  organization_id INTEGER NOT NULL REFERENCES organization,
  principal_id    INTEGER NOT NULL REFERENCES principal,
  kind            TEXT NOT NULL CHECK (kind IN ('internal','external')),
  PRIMARY KEY (organization_id, principal_id, kind)
) STRICT, WITHOUT ROWID;

-- A guest who came by an access package (or was put under its rules) and leaves with the last one.
CREATE TABLE governed_guest (
  principal_id    INTEGER PRIMARY KEY REFERENCES principal,
  organization_id INTEGER REFERENCES organization,
  request_id      INTEGER REFERENCES request,
  status          TEXT NOT NULL CHECK (status IN ('present','blocking','blocked','deleting','deleted','kept','released')),
  since           TEXT NOT NULL,
  blocked_at      TEXT,
  delete_at       TEXT,
  ended_at        TEXT,
  reason          TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX governed_guest_by_day ON governed_guest (delete_at) WHERE status = 'blocked';
