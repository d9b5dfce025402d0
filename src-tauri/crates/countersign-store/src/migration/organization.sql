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

CREATE INDEX sponsor_by_principal ON sponsor (principal_id);
CREATE INDEX organization_by_name ON organization (display_name COLLATE NOCASE, id) WHERE deleted_at IS NULL;

-- Somebody from outside for whom an access package was approved, on the way to an account. Until the directory
-- shows one, `stand_in_id` stands for them: a person that no read brings, drops or seals.
CREATE TABLE invitation (
  id              INTEGER PRIMARY KEY,
  directory_id    INTEGER NOT NULL REFERENCES directory,
  stand_in_id     INTEGER NOT NULL REFERENCES principal,
  organization_id INTEGER REFERENCES organization,
  mail            TEXT NOT NULL,
  display_name    TEXT NOT NULL,
  status          TEXT NOT NULL CHECK (status = 'planned' OR status = 'asked' OR status = 'byHand'
                                       OR status = 'bound'),
  plan_id         INTEGER REFERENCES plan,
  made_at         TEXT NOT NULL,
  invited_at      TEXT,
  bound_at        TEXT,
  bound_id        INTEGER REFERENCES principal
) STRICT;
CREATE UNIQUE INDEX invitation_once ON invitation (stand_in_id) WHERE status <> 'bound';
CREATE INDEX invitation_to_do ON invitation (directory_id, id) WHERE status <> 'bound';

-- A guest who came by an access package (or was put under its rules) and leaves with the last one.
CREATE TABLE governed_guest (
  principal_id    INTEGER PRIMARY KEY REFERENCES principal,
  organization_id INTEGER REFERENCES organization,
  request_id      INTEGER REFERENCES request,
  status          TEXT NOT NULL CHECK (status = 'present' OR status = 'leaving' OR status = 'deleted'
                                       OR status = 'released'),
  since           TEXT NOT NULL,
  -- the plan they leave by
  plan_id         INTEGER REFERENCES plan,
  ended_at        TEXT,
  reason          TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX governed_guest_by_status ON governed_guest (status, principal_id);
