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
  deleted_at   TEXT,
  -- the series: instances made, the day of the newest, and when the next one is due; NULL: never by itself
  made         INTEGER NOT NULL DEFAULT 0,
  last_on      TEXT,
  next_at      TEXT
) STRICT;
CREATE INDEX review_by_next ON review (next_at) WHERE next_at IS NOT NULL AND deleted_at IS NULL;

-- Every change of a definition, of the series or of one instance, for good.
CREATE TABLE definition_change (
  id          INTEGER PRIMARY KEY,
  review_id   INTEGER NOT NULL REFERENCES review,
  -- NULL: the series
  instance_id INTEGER,
  changed_at  TEXT NOT NULL,
  changed_by  TEXT NOT NULL,
  reason      TEXT NOT NULL,
  before      TEXT NOT NULL CHECK (json_valid(before)),
  after       TEXT NOT NULL CHECK (json_valid(after))
) STRICT;
CREATE INDEX definition_change_by_review ON definition_change (review_id);

-- One run of a review. Its items have the ids first_item_id .. first_item_id + item_count - 1.
CREATE TABLE instance (
  id             INTEGER PRIMARY KEY,
  review_id      INTEGER NOT NULL REFERENCES review,
  status         TEXT NOT NULL CHECK (status = 'NotStarted' OR status = 'Initializing' OR status = 'Starting'
                                      OR status = 'InProgress' OR status = 'Completing'
                                      OR status = 'Completed' OR status = 'AutoReviewing'
                                      OR status = 'AutoReviewed' OR status = 'Applying' OR status = 'Applied'
                                      OR status = 'Failed'),
  -- which one of the series, counted from 1; the day it was due on, in the series' time zone; and the
  -- days that passed without an instance, because this program was not running: a JSON list
  number         INTEGER NOT NULL DEFAULT 1,
  scheduled_on   TEXT,
  missed         TEXT NOT NULL DEFAULT '[]',
  -- why it has the status Failed
  problem        TEXT,
  -- what it runs under; NULL until it starts: the definition of the series
  definition     TEXT CHECK (definition IS NULL OR json_valid(definition)),
  -- the stage that is going on, or the last one
  stage          INTEGER NOT NULL DEFAULT 1,
  stage_count    INTEGER NOT NULL DEFAULT 1,
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
  -- how many were left out, by reason: a JSON object
  exclusions     TEXT NOT NULL DEFAULT '{}',
  justification  TEXT NOT NULL DEFAULT 'never',
  look_back_days INTEGER NOT NULL DEFAULT 30,
  sign_ins_kept  INTEGER NOT NULL DEFAULT 0,
  -- set at the end
  ended_at       TEXT,
  ended_by       TEXT,
  -- the result waits to be carried out by itself
  auto_apply     INTEGER NOT NULL DEFAULT 0,
  -- the plan that is being carried out by itself, and when that, or the deletion of guests, was last begun
  auto_plan      INTEGER,
  begun_at       TEXT,
  -- items that stayed not reviewed
  undecided_count INTEGER
) STRICT;
CREATE INDEX instance_by_review ON instance (review_id);
CREATE INDEX instance_to_apply ON instance (id) WHERE auto_apply = 1;
CREATE INDEX instance_to_resume ON instance (begun_at) WHERE auto_plan IS NOT NULL;

-- The stages of an instance, strictly one after the other.
CREATE TABLE stage (
  instance_id     INTEGER NOT NULL REFERENCES instance,
  position        INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
  stage_id        TEXT NOT NULL,
  status          TEXT NOT NULL CHECK (status = 'NotStarted' OR status = 'InProgress' OR status = 'Completed'),
  duration_days   INTEGER NOT NULL,
  self_review     INTEGER NOT NULL,
  recommendations INTEGER NOT NULL,
  strategy        TEXT NOT NULL,
  -- a JSON list of decisions
  moves_on        TEXT NOT NULL,
  started_at      TEXT,
  due_at          TEXT,
  -- half-way to the end, where reminders are on
  remind_at       TEXT,
  ended_at        TEXT,
  ended_by        TEXT,
  -- items that were looked at in it, and how many of them went on
  item_count      INTEGER,
  moved_count     INTEGER,
  PRIMARY KEY (instance_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_by_due ON stage (due_at) WHERE status = 'InProgress';
CREATE INDEX stage_by_reminder ON stage (remind_at) WHERE status = 'InProgress' AND remind_at IS NOT NULL;

-- Who was left out by name, and why.
CREATE TABLE excluded (
  instance_id  INTEGER NOT NULL REFERENCES instance,
  principal_id INTEGER NOT NULL REFERENCES principal,
  reason       TEXT NOT NULL,
  PRIMARY KEY (instance_id, principal_id)
) STRICT, WITHOUT ROWID;

-- One person's items given to another.
CREATE TABLE reassignment (
  id          INTEGER PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance,
  stage       INTEGER NOT NULL,
  from_id     INTEGER NOT NULL REFERENCES principal,
  to_id       INTEGER NOT NULL REFERENCES principal,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  item_count  INTEGER NOT NULL
) STRICT;
CREATE INDEX reassignment_by_instance ON reassignment (instance_id);

-- An administrator lets somebody decide although they are not independent of the item.
CREATE TABLE independence (
  item_id     INTEGER NOT NULL REFERENCES item,
  reviewer_id INTEGER NOT NULL REFERENCES principal,
  reason      TEXT NOT NULL,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  PRIMARY KEY (item_id, reviewer_id)
) STRICT, WITHOUT ROWID;

-- Who gave an access, where that is known.
CREATE TABLE provision (
  resource_id    INTEGER NOT NULL,
  entitlement    TEXT NOT NULL,
  principal_id   INTEGER NOT NULL,
  provisioner_id INTEGER NOT NULL REFERENCES principal,
  at             TEXT NOT NULL,
  PRIMARY KEY (resource_id, entitlement, principal_id, provisioner_id)
) STRICT, WITHOUT ROWID;

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
  -- what the directory says about the employment, in its own words
  employment         TEXT,
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
  entitlement     TEXT NOT NULL DEFAULT 'member',
  direct          INTEGER NOT NULL,
  -- groups between the resource and the person, nearest to the resource first; a JSON list of ids
  path            TEXT,
  -- who is asked in its stage; set_1 and set_2 keep who was asked in those it has left, set_2 and
  -- set_3 who will be asked in those to come
  reviewer_set_id INTEGER,
  set_1           INTEGER,
  set_2           INTEGER,
  set_3           INTEGER,
  recommendation  TEXT NOT NULL,
  -- what further helpers said: a JSON list
  insight         TEXT,
  -- the last stage it takes part in, what stands in that one, and what the earlier ones came to
  stage           INTEGER NOT NULL DEFAULT 1,
  decision        TEXT NOT NULL DEFAULT 'notReviewed'
                  CHECK (decision = 'notReviewed' OR decision = 'approve' OR decision = 'deny'
                         OR decision = 'dontKnow'),
  standing        TEXT NOT NULL DEFAULT 'notReviewed'
                  CHECK (standing = 'notReviewed' OR standing = 'approve' OR standing = 'deny'
                         OR standing = 'dontKnow'),
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
  source        TEXT NOT NULL CHECK (source = 'reviewer' OR source = 'bulk' OR source = 'recommendation'
                                     OR source = 'undo' OR source = 'default' OR source = 'reset'
                                     OR source = 'stands' OR source = 'carried'),
  stage         INTEGER NOT NULL,
  -- why somebody who is not independent decided, or what a carried decision was carried from
  note          TEXT NOT NULL DEFAULT '',
  -- the entry of the audit log that sealed it; also what makes many decisions one batch
  audit_seq     INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX decision_event_by_item ON decision_event (item_id, id);
CREATE INDEX decision_event_by_entry ON decision_event (audit_seq);
CREATE TRIGGER decision_event_is_never_updated BEFORE UPDATE ON decision_event
  BEGIN SELECT RAISE(ABORT, 'a decision event is never changed'); END;
CREATE TRIGGER decision_event_is_never_deleted BEFORE DELETE ON decision_event
  BEGIN SELECT RAISE(ABORT, 'a decision event is never changed'); END;

-- Acts over so many items that they took several transactions: the entry of each, the first entry of the
-- act, which names it, and how many items were decided so far.
CREATE TABLE batch_part (
  audit_seq INTEGER PRIMARY KEY REFERENCES audit DEFERRABLE INITIALLY DEFERRED,
  batch     INTEGER NOT NULL,
  total     INTEGER NOT NULL
) STRICT;
CREATE INDEX batch_part_by_batch ON batch_part (batch, total);
CREATE TRIGGER batch_part_is_never_updated BEFORE UPDATE ON batch_part
  BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END;
CREATE TRIGGER batch_part_is_never_deleted BEFORE DELETE ON batch_part
  BEGIN SELECT RAISE(ABORT, 'a batch is never changed'); END;

-- Evidence that was handed out, by its hash.
CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  -- what it is evidence of: a run of a review, an access package, or something else by its identity
  instance_id INTEGER REFERENCES instance,
  package_id  INTEGER,
  document_id TEXT NOT NULL,
  exported_at TEXT NOT NULL,
  exported_by TEXT NOT NULL,
  file_name   TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  root        TEXT NOT NULL,
  pages       INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,
  subject     TEXT,
  CHECK ((instance_id IS NOT NULL) + (package_id IS NOT NULL) + (subject IS NOT NULL) = 1)
) STRICT;
CREATE INDEX evidence_by_subject ON evidence (subject) WHERE subject IS NOT NULL;
CREATE INDEX evidence_by_package ON evidence (package_id) WHERE package_id IS NOT NULL;
