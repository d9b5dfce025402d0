-- Frameworks that somebody brought in, as the file was; one with the id of a shipped one stands in its place.
CREATE TABLE framework (
  id          TEXT PRIMARY KEY,
  text        TEXT NOT NULL CHECK (json_valid(text)),
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the organization has promised to review, how often, and who answers for it.
CREATE TABLE control (
  id         INTEGER PRIMARY KEY,
  code       TEXT NOT NULL CHECK (length(code) > 0),
  name       TEXT NOT NULL CHECK (length(name) > 0),
  owner_id   INTEGER NOT NULL REFERENCES principal,
  statement  TEXT NOT NULL,
  first_on   TEXT NOT NULL,
  until_on   TEXT,
  months     INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120),
  grace_days INTEGER NOT NULL CHECK (grace_days BETWEEN 0 AND 366),
  zone       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE UNIQUE INDEX control_once ON control (code COLLATE NOCASE) WHERE deleted_at IS NULL;

CREATE TABLE control_reference (
  control_id  INTEGER NOT NULL REFERENCES control,
  framework   TEXT NOT NULL,
  requirement TEXT NOT NULL,
  PRIMARY KEY (control_id, framework, requirement)
) STRICT, WITHOUT ROWID;

-- What a control covers: a review, an access package, or the resources of a rule.
CREATE TABLE control_scope (
  control_id    INTEGER NOT NULL REFERENCES control,
  position      INTEGER NOT NULL,
  review_id     INTEGER REFERENCES review,
  package_id    INTEGER REFERENCES package,
  directory_id  INTEGER REFERENCES directory,
  resource_kind TEXT,
  name_holds    TEXT,
  PRIMARY KEY (control_id, position),
  CHECK ((review_id IS NOT NULL) + (package_id IS NOT NULL) + (resource_kind IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_by_review ON control_scope (review_id) WHERE review_id IS NOT NULL;

-- The resources that a run looked at, whether or not anybody held them.
CREATE TABLE instance_resource (
  resource_id INTEGER NOT NULL,
  instance_id INTEGER NOT NULL REFERENCES instance,
  PRIMARY KEY (resource_id, instance_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX instance_resource_by_instance ON instance_resource (instance_id);

-- What the newest read says of a denied access, where it does not say that it is gone. Follows the verifications.
CREATE TABLE still_there (
  item_id INTEGER PRIMARY KEY REFERENCES item,
  state   TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT;
CREATE INDEX still_there_by_state ON still_there (state, read_at, item_id);
CREATE TRIGGER verification_says_gone AFTER INSERT ON verification WHEN NEW.state = 'gone'
  BEGIN DELETE FROM still_there WHERE item_id = NEW.item_id; END;
CREATE TRIGGER verification_says_still_there AFTER INSERT ON verification WHEN NEW.state <> 'gone'
  BEGIN INSERT OR REPLACE INTO still_there (item_id, state, read_at) VALUES (NEW.item_id, NEW.state, NEW.read_at); END;

-- Findings are counted and paged from these alone.
CREATE INDEX instance_run ON instance (review_id, scheduled_on, started_at, ended_at, status, id) WHERE started_at IS NOT NULL;
CREATE INDEX instance_undecided ON instance (ended_at, id, review_id) WHERE undecided_count > 0;
CREATE INDEX instance_ended ON instance (ended_at, id, status) WHERE ended_at IS NOT NULL;
CREATE INDEX evidence_by_instance ON evidence (instance_id, id) WHERE instance_id IS NOT NULL;
CREATE INDEX task_by_due ON task (due_on, id) WHERE status <> 'closed';
CREATE INDEX task_by_owner ON task (owner_id, due_on, id) WHERE status <> 'closed' AND owner_id IS NOT NULL;
CREATE INDEX exception_ended ON exception (until_on, id) WHERE state = 'expired';
CREATE INDEX plan_held ON plan (drawn_at, id) WHERE holds <> '[]';
CREATE INDEX principal_disabled ON principal (display_name, id)
  WHERE kind = 'user' AND enabled = 0 AND removed_snapshot_id IS NULL;
