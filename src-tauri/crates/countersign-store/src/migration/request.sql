-- Somebody asks for an access package, for more time with it, or to give it back; or the system does.
CREATE TABLE request (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  kind           TEXT NOT NULL CHECK (kind = 'userAdd' OR kind = 'userUpdate' OR kind = 'userRemove'
                                      OR kind = 'adminAdd' OR kind = 'adminUpdate' OR kind = 'adminRemove'
                                      OR kind = 'systemAdd' OR kind = 'systemUpdate' OR kind = 'systemRemove'
                                      OR kind = 'onBehalfAdd' OR kind = 'onBehalfUpdate'
                                      OR kind = 'onBehalfRemove' OR kind = 'approverRemove'),
  state          TEXT NOT NULL CHECK (state = 'submitted' OR state = 'pendingApproval' OR state = 'scheduled'
                                      OR state = 'delivering' OR state = 'delivered'
                                      OR state = 'partiallyDelivered' OR state = 'deliveryFailed'
                                      OR state = 'denied' OR state = 'expired' OR state = 'canceled'),
  -- the finer word of the field
  status         TEXT NOT NULL,
  package_id     INTEGER NOT NULL REFERENCES package,
  policy_id      INTEGER NOT NULL REFERENCES policy,
  policy_version INTEGER NOT NULL,
  -- the assignment it asks for or changes; NULL until there is one
  assignment_id  INTEGER,
  -- who asked: NULL is the system, or an administrator who is nobody in the directory
  requestor_id   INTEGER REFERENCES principal,
  requestor      TEXT NOT NULL,
  -- who is to hold it; NULL while an outsider has no account
  target_id      INTEGER REFERENCES principal,
  -- an outsider: mail, name, connected organization
  outsider       TEXT CHECK (outsider IS NULL OR json_valid(outsider)),
  justification  TEXT NOT NULL DEFAULT '',
  answers        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(answers)),
  starts_at      TEXT,
  ends_at        TEXT,
  -- an exception that lets it pass although it conflicts
  exception_id   INTEGER REFERENCES exception,
  -- where it is in its approval; 0 where none is asked for
  stage          INTEGER NOT NULL DEFAULT 0,
  stage_count    INTEGER NOT NULL DEFAULT 0,
  created_at     TEXT NOT NULL,
  -- when it was made, where it arrived later
  made_at        TEXT,
  -- the request that it asks for again
  again_id       INTEGER REFERENCES request,
  completed_at   TEXT,
  -- why it was refused, or what failed
  problem        TEXT,
  -- deliveries that were tried, and when the next is
  attempts       INTEGER NOT NULL DEFAULT 0,
  retry_at       TEXT
) STRICT;
CREATE INDEX request_by_target ON request (target_id, id);
CREATE INDEX request_by_requestor ON request (requestor_id, id);
CREATE INDEX request_by_package ON request (package_id, id);
CREATE INDEX request_by_package_and_state ON request (package_id, state, id);
CREATE INDEX request_going_on ON request (target_id, package_id)
  WHERE state IN ('submitted','pendingApproval','scheduled','delivering');
CREATE INDEX request_by_assignment ON request (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX request_by_policy ON request (policy_id, id);
CREATE INDEX request_by_state ON request (state, id);
CREATE INDEX request_to_start ON request (starts_at) WHERE state = 'scheduled';
CREATE INDEX request_to_retry ON request (retry_at) WHERE retry_at IS NOT NULL;

-- Every state a request was in, for good.
CREATE TABLE request_event (
  id         INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request,
  at         TEXT NOT NULL,
  actor_id   INTEGER,
  actor      TEXT NOT NULL,
  event      TEXT NOT NULL,
  state      TEXT NOT NULL,
  reason     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX request_event_by_request ON request_event (request_id, id);
CREATE TRIGGER request_event_is_never_updated BEFORE UPDATE ON request_event
  BEGIN SELECT RAISE(ABORT, 'an event of a request is never changed'); END;
CREATE TRIGGER request_event_is_never_deleted BEFORE DELETE ON request_event
  BEGIN SELECT RAISE(ABORT, 'an event of a request is never changed'); END;

-- The stages of an approval; the approvers of each are found when it begins.
CREATE TABLE approval_stage (
  request_id   INTEGER NOT NULL REFERENCES request,
  position     INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
  status       TEXT NOT NULL CHECK (status = 'notStarted' OR status = 'inProgress' OR status = 'escalated'
                                    OR status = 'completed' OR status = 'expired'),
  started_at   TEXT,
  escalate_at  TEXT,
  escalated_at TEXT,
  due_at       TEXT,
  -- half of its time is over
  remind_at    TEXT,
  reminded_at  TEXT,
  ended_at     TEXT,
  -- nobody could be asked, so the administrators are
  nobody_at    TEXT,
  -- what it came to
  result       TEXT CHECK (result IS NULL OR result = 'approve' OR result = 'deny' OR result = 'expired'),
  -- why fallback approvers are asked
  fallback     TEXT,
  PRIMARY KEY (request_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_stage_to_escalate ON approval_stage (escalate_at) WHERE status = 'inProgress' AND escalate_at IS NOT NULL;
CREATE INDEX approval_stage_by_due ON approval_stage (due_at) WHERE status IN ('inProgress','escalated');

CREATE INDEX approval_stage_to_remind ON approval_stage (remind_at)
  WHERE status IN ('inProgress','escalated') AND reminded_at IS NULL;

CREATE TABLE approver (
  request_id   INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  principal_id INTEGER NOT NULL REFERENCES principal,
  kind         TEXT NOT NULL CHECK (kind = 'primary' OR kind = 'fallback' OR kind = 'escalation'
                                    OR kind = 'escalationFallback'),
  -- the rule that named them, as a sentence
  reason       TEXT NOT NULL,
  asked_at     TEXT NOT NULL,
  -- their answer is awaited
  open         INTEGER NOT NULL CHECK (open IN (0, 1)),
  -- why they are asked no longer, where it is not the end of the stage
  ended_because TEXT,
  PRIMARY KEY (request_id, position, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approver_by_principal ON approver (principal_id, request_id);
CREATE INDEX approver_open ON approver (principal_id, request_id) WHERE open = 1;

-- An approver hands their approvals to somebody for a time.
CREATE TABLE substitute (
  id         INTEGER PRIMARY KEY,
  principal_id INTEGER NOT NULL REFERENCES principal,
  to_id      INTEGER NOT NULL REFERENCES principal,
  from_at    TEXT NOT NULL,
  until_at   TEXT NOT NULL,
  given_at   TEXT NOT NULL,
  given_by   TEXT NOT NULL,
  ended_at   TEXT,
  CHECK (principal_id <> to_id)
) STRICT;
CREATE INDEX substitute_by_principal ON substitute (principal_id) WHERE ended_at IS NULL;

-- What an approver answered, for good.
CREATE TABLE approval_event (
  id            INTEGER PRIMARY KEY,
  request_id    INTEGER NOT NULL REFERENCES request,
  position      INTEGER NOT NULL,
  at            TEXT NOT NULL,
  actor_id      INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  decision      TEXT NOT NULL CHECK (decision IN ('approve','deny')),
  justification TEXT NOT NULL,
  audit_seq     INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX approval_event_by_request ON approval_event (request_id, id);
CREATE INDEX approval_event_by_actor ON approval_event (actor_id, id);
CREATE INDEX approval_event_by_entry ON approval_event (audit_seq);
CREATE TRIGGER approval_event_is_never_updated BEFORE UPDATE ON approval_event
  BEGIN SELECT RAISE(ABORT, 'an answer of an approver is never changed'); END;
CREATE TRIGGER approval_event_is_never_deleted BEFORE DELETE ON approval_event
  BEGIN SELECT RAISE(ABORT, 'an answer of an approver is never changed'); END;
