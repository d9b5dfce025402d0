-- Small facts about the store itself, by name.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An access review definition, as it was given.
CREATE TABLE review (
  id           INTEGER PRIMARY KEY,
  display_name TEXT NOT NULL CHECK (length(display_name) > 0),
  definition   TEXT NOT NULL CHECK (json_valid(definition)),
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  deleted_at   TEXT
) STRICT;

-- One run of a review. Its items have the ids first_item_id .. first_item_id + item_count - 1.
CREATE TABLE instance (
  id             INTEGER PRIMARY KEY,
  review_id      INTEGER NOT NULL REFERENCES review,
  status         TEXT NOT NULL CHECK (status IN
                 ('NotStarted','InProgress','Completed','AutoReviewed','Applying','Applied')),
  -- set at the start
  directory_id   INTEGER REFERENCES directory,
  snapshot_id    INTEGER REFERENCES snapshot,
  started_at     TEXT,
  started_by     TEXT,
  due_at         TEXT,
  first_item_id  INTEGER NOT NULL DEFAULT 0,
  item_count     INTEGER NOT NULL DEFAULT 0,
  excluded_count INTEGER NOT NULL DEFAULT 0,
  -- counted apart from the items, for the reconciliation: memberships that the groups in scope list,
  -- how many of those are nested groups opened in their place, and people found only through these
  listed_count   INTEGER NOT NULL DEFAULT 0,
  nested_count   INTEGER NOT NULL DEFAULT 0,
  through_count  INTEGER NOT NULL DEFAULT 0,
  self_review    INTEGER NOT NULL DEFAULT 0,
  justification  TEXT NOT NULL DEFAULT 'never',
  look_back_days INTEGER NOT NULL DEFAULT 30,
  sign_ins_kept  INTEGER NOT NULL DEFAULT 0,
  -- set at the end
  ended_at       TEXT,
  ended_by       TEXT,
  -- items that stayed not reviewed
  undecided_count INTEGER
) STRICT;
CREATE INDEX instance_by_review ON instance (review_id);
CREATE INDEX instance_by_due ON instance (due_at) WHERE status = 'InProgress';

-- People and groups as they were at the start of an instance: what reviewers saw, what evidence prints.
CREATE TABLE frozen (
  instance_id        INTEGER NOT NULL REFERENCES instance,
  principal_id       INTEGER NOT NULL REFERENCES principal,
  kind               TEXT NOT NULL,
  key                TEXT NOT NULL,
  dn                 TEXT NOT NULL,
  display_name       TEXT NOT NULL,
  user_name          TEXT,
  mail               TEXT,
  user_type          TEXT,
  enabled            INTEGER,
  department         TEXT,
  title              TEXT,
  manager_name       TEXT,
  created_at         TEXT,
  last_sign_in_at    TEXT,
  last_sign_in_field TEXT,
  PRIMARY KEY (instance_id, principal_id)
) STRICT, WITHOUT ROWID;

-- The people asked about an item; many items share one set.
CREATE TABLE reviewer_set (
  id          INTEGER PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance
) STRICT;
CREATE INDEX reviewer_set_by_instance ON reviewer_set (instance_id);
CREATE TABLE reviewer_set_member (
  set_id       INTEGER NOT NULL REFERENCES reviewer_set,
  principal_id INTEGER NOT NULL REFERENCES principal,
  reason       TEXT NOT NULL,
  PRIMARY KEY (set_id, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviewer_set_by_reviewer ON reviewer_set_member (principal_id, set_id);

-- One principal-resource pair to decide on.
CREATE TABLE item (
  id              INTEGER PRIMARY KEY,
  instance_id     INTEGER NOT NULL,
  principal_id    INTEGER NOT NULL,
  resource_id     INTEGER NOT NULL,
  direct          INTEGER NOT NULL,
  -- groups between the resource and the person, nearest to the resource first; a JSON list of ids
  path            TEXT,
  reviewer_set_id INTEGER,
  recommendation  TEXT NOT NULL,
  decision        TEXT NOT NULL DEFAULT 'notReviewed'
                  CHECK (decision IN ('notReviewed','approve','deny','dontKnow')),
  version         INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Every decision, and every change of one, for good.
CREATE TABLE decision_event (
  id            INTEGER PRIMARY KEY,
  item_id       INTEGER NOT NULL REFERENCES item,
  at            TEXT NOT NULL,
  actor_id      INTEGER,
  actor         TEXT NOT NULL,
  decision      TEXT NOT NULL,
  justification TEXT NOT NULL,
  source        TEXT NOT NULL CHECK (source IN
                ('reviewer','bulk','recommendation','undo','default','reset')),
  -- the entry of the audit log that sealed it; also what makes many decisions one batch
  audit_seq     INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX decision_event_by_item ON decision_event (item_id, id);
CREATE INDEX decision_event_by_entry ON decision_event (audit_seq);
CREATE TRIGGER decision_event_is_never_updated BEFORE UPDATE ON decision_event
  BEGIN SELECT RAISE(ABORT, 'a decision event is never changed'); END;
CREATE TRIGGER decision_event_is_never_deleted BEFORE DELETE ON decision_event
  BEGIN SELECT RAISE(ABORT, 'a decision event is never changed'); END;

-- Evidence that was handed out, by its hash.
CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance,
  document_id TEXT NOT NULL,
  exported_at TEXT NOT NULL,
  exported_by TEXT NOT NULL,
  file_name   TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  root        TEXT NOT NULL,
  pages       INTEGER NOT NULL,
  bytes       INTEGER NOT NULL
) STRICT;
