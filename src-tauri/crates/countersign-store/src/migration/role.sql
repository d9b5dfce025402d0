-- Who holds a role over the whole store: a principal, or an account of the operating system. An ended one stays.
CREATE TABLE role (
  id           INTEGER PRIMARY KEY,
  role         TEXT NOT NULL CHECK (role IN ('administrator','complianceOfficer')),
  principal_id INTEGER REFERENCES principal,
  os_account   TEXT,
  given_at     TEXT NOT NULL,
  given_by     TEXT NOT NULL,
  ended_at     TEXT,
  ended_by     TEXT,
  CHECK ((principal_id IS NULL) <> (os_account IS NULL))
) STRICT;
CREATE UNIQUE INDEX role_of_principal_once ON role (role, principal_id) WHERE ended_at IS NULL AND principal_id IS NOT NULL;
CREATE UNIQUE INDEX role_of_account_once ON role (role, os_account) WHERE ended_at IS NULL AND os_account IS NOT NULL;

-- Which account of the operating system belongs to which principal: one human. An ended one stays.
CREATE TABLE actor_binding (
  id           INTEGER PRIMARY KEY,
  os_account   TEXT NOT NULL,
  principal_id INTEGER NOT NULL REFERENCES principal,
  made_at      TEXT NOT NULL,
  made_by      TEXT NOT NULL,
  -- whether an administrator said it, or the person showed it at that account
  shown        TEXT NOT NULL CHECK (shown = 'administrator' OR shown = 'directoryBind' OR shown = 'signIn'),
  ended_at     TEXT,
  ended_by     TEXT
) STRICT;
CREATE UNIQUE INDEX actor_binding_once ON actor_binding (os_account, principal_id) WHERE ended_at IS NULL;

-- Wrong passwords and codes in a row, so that guessing is slow in every process.
CREATE TABLE failed_proof (
  subject  TEXT PRIMARY KEY,
  failed   INTEGER NOT NULL,
  last_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What opens the locked window for an account of the operating system: Argon2id, never the code itself.
CREATE TABLE unlock_code (
  os_account TEXT PRIMARY KEY,
  rule       TEXT NOT NULL CHECK (json_valid(rule)),
  hash       TEXT NOT NULL,
  set_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
