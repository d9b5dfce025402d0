-- Approvals that were handed out: everything that waited for one approver, in a packet.
CREATE TABLE approval_packet (
  id             INTEGER PRIMARY KEY,
  -- 32 hexadecimal digits
  packet         TEXT NOT NULL UNIQUE,
  approver_id    INTEGER NOT NULL REFERENCES principal,
  -- JSON list of the devices it was sealed to; empty: to a passphrase, and `reply` is the key that signs its answers
  devices        TEXT NOT NULL CHECK (json_valid(devices)),
  reply          BLOB CHECK (reply IS NULL OR length(reply) = 32),
  -- SHA-256 of its body
  hash           BLOB NOT NULL CHECK (length(hash) = 32),
  -- JSON list of the requests with the stage that was asked
  approvals      TEXT NOT NULL CHECK (json_valid(approvals)),
  bytes          INTEGER NOT NULL,
  file_name      TEXT NOT NULL,
  made_at        TEXT NOT NULL,
  made_by        TEXT NOT NULL,
  key_id         INTEGER NOT NULL REFERENCES own_key,
  -- the newer one that takes its place
  superseded_by  INTEGER REFERENCES approval_packet
) STRICT;
CREATE INDEX approval_packet_by_approver ON approval_packet (approver_id, id);

-- A return of a device to such a packet, by its hash.
CREATE TABLE approval_return (
  id          INTEGER PRIMARY KEY,
  hash        TEXT NOT NULL UNIQUE,
  packet_id   TEXT NOT NULL,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  previous    TEXT,
  made_at     TEXT NOT NULL,
  arrived_at  TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  -- how many of its answers were looked at: fewer than there are where the work was stopped
  seen_count  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX approval_return_by_packet ON approval_return (packet_id, id);

-- Each answer that came back, and what became of it.
CREATE TABLE taken_approval (
  id            INTEGER PRIMARY KEY,
  return_id     INTEGER NOT NULL REFERENCES approval_return,
  -- as the return names it; there need not be such a request
  request_id    INTEGER NOT NULL,
  stage         INTEGER NOT NULL,
  approver_id   INTEGER NOT NULL REFERENCES principal,
  -- the device's name and the id of its key, and what showed who answered
  device        TEXT NOT NULL,
  assurance     TEXT NOT NULL,
  uid           TEXT NOT NULL,
  decision      TEXT NOT NULL CHECK (decision IN ('approve','deny')),
  justification TEXT NOT NULL,
  decided_at    TEXT NOT NULL,
  arrived_at    TEXT NOT NULL,
  -- applied; same: the same person's answer stood already; dispute: a person settles it
  outcome       TEXT NOT NULL CHECK (outcome = 'applied' OR outcome = 'same' OR outcome = 'dispute'),
  audit_seq     INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX taken_approval_by_request ON taken_approval (request_id, stage);
CREATE INDEX taken_approval_by_uid ON taken_approval (approver_id, uid);
CREATE INDEX taken_approval_by_return ON taken_approval (return_id);
CREATE INDEX taken_approval_by_entry ON taken_approval (audit_seq);
CREATE TRIGGER taken_approval_is_never_deleted BEFORE DELETE ON taken_approval
  BEGIN SELECT RAISE(ABORT, 'what came back is kept'); END;
CREATE TRIGGER taken_approval_stays_as_it_came BEFORE UPDATE ON taken_approval
  BEGIN SELECT RAISE(ABORT, 'what came back is kept as it came'); END;

-- Answers that could not be taken as they came, until somebody settles them.
CREATE TABLE approval_dispute (
  id             INTEGER PRIMARY KEY,
  taken_id       INTEGER NOT NULL UNIQUE REFERENCES taken_approval,
  reason         TEXT NOT NULL CHECK (reason = 'late' OR reason = 'notAsked' OR reason = 'answered'
                                      OR reason = 'unknownRequest' OR reason = 'conflict'
                                      OR reason = 'revoked' OR reason = 'hindered' OR reason = 'refused'),
  detail         TEXT NOT NULL,
  raised_at      TEXT NOT NULL,
  settlement     TEXT CHECK (settlement IN ('accepted','turnedDown')),
  settled_at     TEXT,
  settled_by     TEXT,
  settled_reason TEXT,
  settled_seq    INTEGER REFERENCES audit DEFERRABLE INITIALLY DEFERRED,
  CHECK ((settlement IS NULL) = (settled_at IS NULL))
) STRICT;
CREATE INDEX approval_dispute_open ON approval_dispute (id) WHERE settlement IS NULL;
CREATE INDEX approval_dispute_by_entry ON approval_dispute (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE TRIGGER approval_dispute_is_never_deleted BEFORE DELETE ON approval_dispute
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled, never taken away'); END;
CREATE TRIGGER approval_dispute_is_settled_once BEFORE UPDATE ON approval_dispute
  WHEN old.settlement IS NOT NULL OR new.reason <> old.reason OR new.taken_id <> old.taken_id
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled once'); END;

-- On an approver's own machine: a packet of approvals that was opened.
CREATE TABLE opened_approval_packet (
  packet_id   TEXT PRIMARY KEY,
  packet_hash TEXT NOT NULL,
  origin      TEXT NOT NULL,
  origin_name TEXT NOT NULL,
  approver_id INTEGER NOT NULL REFERENCES principal,
  made_at     TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  -- what answers need of it later: a JSON object
  head        TEXT NOT NULL CHECK (json_valid(head))
) STRICT, WITHOUT ROWID;

-- What waits there for an answer: each stage of a request once, as the newest packet shows it.
CREATE TABLE opened_approval (
  id          INTEGER PRIMARY KEY,
  origin      TEXT NOT NULL,
  approver_id INTEGER NOT NULL REFERENCES principal,
  request     INTEGER NOT NULL,
  stage       INTEGER NOT NULL,
  packet_id   TEXT NOT NULL REFERENCES opened_approval_packet,
  -- as the packet has it
  content     TEXT NOT NULL CHECK (json_valid(content)),
  due_at      TEXT,
  -- a newer packet does not ask any more
  gone_at     TEXT,
  UNIQUE (origin, approver_id, request, stage)
) STRICT;
CREATE INDEX opened_approval_by_approver ON opened_approval (approver_id, due_at);

-- What was answered there; changed until it is returned, and kept from then on.
CREATE TABLE own_approval (
  id            INTEGER PRIMARY KEY,
  approval_id   INTEGER NOT NULL REFERENCES opened_approval,
  packet_id     TEXT NOT NULL REFERENCES opened_approval_packet,
  decision      TEXT NOT NULL CHECK (decision IN ('approve','deny')),
  justification TEXT NOT NULL,
  decided_at    TEXT NOT NULL,
  -- its name everywhere, and the return it went with
  uid           TEXT,
  returned_in   TEXT,
  UNIQUE (approval_id, packet_id)
) STRICT;
CREATE INDEX own_approval_to_return ON own_approval (packet_id) WHERE returned_in IS NULL;
CREATE TRIGGER own_approval_stays_as_it_was_returned BEFORE UPDATE ON own_approval
  WHEN old.returned_in IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'what was returned is kept as it was'); END;
CREATE TRIGGER own_approval_that_was_returned_stays BEFORE DELETE ON own_approval
  WHEN old.returned_in IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'what was returned is kept as it was'); END;

-- What was returned, sealed as it was, so that a file that is lost can be written once more.
CREATE TABLE returned_approval (
  hash        TEXT PRIMARY KEY,
  packet_id   TEXT NOT NULL REFERENCES opened_approval_packet,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  made_at     TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  sealed      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_approval_by_packet ON returned_approval (packet_id, sequence);
