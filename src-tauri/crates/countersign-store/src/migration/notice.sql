-- What people were told, or would have been told. A row is written in the transaction of what it is
-- about, and sent later: no network is needed to start a review.
CREATE TABLE notice (
  id           INTEGER PRIMARY KEY,
  -- what it is about: a run of a review, or a request for an access package, or an assignment of one
  instance_id  INTEGER REFERENCES instance,
  request_id   INTEGER,
  assignment_id INTEGER,
  stage        INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind = 'started' OR kind = 'reminder' OR kind = 'manualReminder'
                                    OR kind = 'stageStarted' OR kind = 'completed' OR kind = 'reassigned'
                                    OR kind = 'taskOpened' OR kind = 'approvalAsked'
                                    OR kind = 'approvalEscalated' OR kind = 'approvalReminder'
                                    OR kind = 'approverMissing' OR kind = 'requestApproved'
                                    OR kind = 'requestDenied' OR kind = 'requestExpired'
                                    OR kind = 'accessDelivered' OR kind = 'accessEnding'
                                    OR kind = 'accessEnded'),
  ordinal      INTEGER NOT NULL,
  -- 0: the administrators of this store
  recipient_id INTEGER NOT NULL,
  name         TEXT NOT NULL,
  address      TEXT,
  subject      TEXT NOT NULL,
  body         TEXT NOT NULL,
  -- the deadline it speaks of
  due_at       TEXT,
  queued_at    TEXT NOT NULL,
  -- sending: handed to the mail server, whose answer is not known; it is never sent again by itself
  state        TEXT NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'sent'
                                    OR state = 'drafted' OR state = 'refused' OR state = 'skipped'),
  sent_at      TEXT,
  channel      TEXT CHECK (channel IN ('mail','draft')),
  message_id   TEXT NOT NULL UNIQUE,
  attempts     INTEGER NOT NULL DEFAULT 0,
  -- why it is not sent: the mail server's answer, or why nobody tried
  last_problem TEXT,
  CHECK ((instance_id IS NOT NULL) + (request_id IS NOT NULL) + (assignment_id IS NOT NULL) = 1)
) STRICT;
CREATE UNIQUE INDEX notice_once ON notice (instance_id, stage, kind, ordinal, recipient_id) WHERE instance_id IS NOT NULL;
CREATE UNIQUE INDEX notice_of_request_once ON notice (request_id, stage, kind, ordinal, recipient_id)
  WHERE request_id IS NOT NULL;
CREATE UNIQUE INDEX notice_of_assignment_once ON notice (assignment_id, stage, kind, ordinal, recipient_id)
  WHERE assignment_id IS NOT NULL;
CREATE INDEX notice_by_state ON notice (state, instance_id, id) WHERE state IN ('queued','sending');
CREATE INDEX notice_by_recipient ON notice (instance_id, recipient_id, id);

-- The half-way reminder of a stage, once, also where nobody was left to be reminded.
CREATE TABLE reminder (
  instance_id INTEGER NOT NULL REFERENCES instance,
  stage       INTEGER NOT NULL,
  reminded_at TEXT NOT NULL,
  notices     INTEGER NOT NULL,
  PRIMARY KEY (instance_id, stage)
) STRICT, WITHOUT ROWID;
