-- On a reviewer's own machine: a packet that was opened. It lies in an instance of its own; where a newer one takes its
-- place, that lies in another, has the answers of this one, and this one is not listed any more.
CREATE TABLE opened_packet (
  instance_id     INTEGER PRIMARY KEY REFERENCES instance,
  packet_id       TEXT NOT NULL UNIQUE,
  packet_hash     TEXT NOT NULL,
  -- the store it was made in, and the run and the stage there
  origin          TEXT NOT NULL,
  origin_name     TEXT NOT NULL,
  origin_instance INTEGER NOT NULL,
  stage           INTEGER NOT NULL,
  reviewer_id     INTEGER NOT NULL REFERENCES principal,
  made_at         TEXT NOT NULL,
  opened_at       TEXT NOT NULL,
  -- what answers need of it later: its head, a JSON object
  head            TEXT NOT NULL CHECK (json_valid(head)),
  replaced_by     INTEGER REFERENCES instance
) STRICT;
CREATE INDEX opened_packet_by_origin ON opened_packet (origin, origin_instance, stage);

-- Which item of the packet is which here.
CREATE TABLE opened_item (
  item_id     INTEGER PRIMARY KEY REFERENCES item,
  instance_id INTEGER NOT NULL REFERENCES instance,
  origin_item INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  UNIQUE (instance_id, origin_item)
) STRICT;

-- The organization whose packets were opened here: its signing key, believed since the first one.
CREATE TABLE known_origin (
  origin      TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  key         TEXT NOT NULL,
  since       TEXT NOT NULL,
  accepted_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is known of an answer on a packet beside its event: the organization had it when it made the packet; it was given
-- here, and was returned or kept from the packet before; or on another device of the same person.
CREATE TABLE answer_event (
  event_id    INTEGER PRIMARY KEY REFERENCES decision_event,
  whose       TEXT NOT NULL CHECK (whose = 'known' OR whose = 'own' OR whose = 'other'),
  -- its name everywhere, and that of the answer it took the place of
  uid         TEXT,
  replaces    TEXT,
  decided_at  TEXT NOT NULL,
  -- the return it went with
  returned_in TEXT
) STRICT;
CREATE INDEX answer_event_by_uid ON answer_event (uid) WHERE uid IS NOT NULL;

-- What was returned, sealed as it was, so that a file that is lost can be written once more.
CREATE TABLE returned_answer (
  hash        TEXT PRIMARY KEY,
  packet_id   TEXT NOT NULL,
  instance_id INTEGER NOT NULL REFERENCES instance,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  made_at     TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  sealed      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_answer_by_packet ON returned_answer (packet_id, sequence);

-- Where the packets were made: an answer of a device that came back, by its hash.
CREATE TABLE taken_answer (
  id          INTEGER PRIMARY KEY,
  hash        TEXT NOT NULL UNIQUE,
  packet_id   TEXT NOT NULL,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  previous    TEXT,
  made_at     TEXT NOT NULL,
  arrived_at  TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  -- how many of its events were looked at: fewer than there are where the work was stopped
  seen_count  INTEGER NOT NULL DEFAULT 0,
  -- between which numbers its events lie; those of others may lie there, too, where the work was stopped
  first_event INTEGER,
  last_event  INTEGER
) STRICT;
CREATE INDEX taken_answer_by_packet ON taken_answer (packet_id, id);

-- Each event that came back, and what became of it.
CREATE TABLE taken_event (
  id            INTEGER PRIMARY KEY,
  answer_id     INTEGER NOT NULL REFERENCES taken_answer,
  item_id       INTEGER,
  -- as the answer names it, where no such item is there
  origin_item   INTEGER NOT NULL,
  reviewer_id   INTEGER NOT NULL REFERENCES principal,
  stage         INTEGER NOT NULL,
  -- its place in the answer, its name, and that of the answer it takes the place of
  place         INTEGER NOT NULL,
  uid           TEXT NOT NULL,
  replaces      TEXT,
  decision      TEXT NOT NULL,
  justification TEXT NOT NULL,
  source        TEXT NOT NULL,
  version       INTEGER NOT NULL,
  decided_at    TEXT NOT NULL,
  -- applied; same: stood already; older: a later answer of the same person stands; dispute: a person settles it
  outcome       TEXT NOT NULL CHECK (outcome = 'applied' OR outcome = 'same' OR outcome = 'older'
                                     OR outcome = 'dispute'),
  event_id      INTEGER REFERENCES decision_event,
  audit_seq     INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX taken_event_disputed ON taken_event (reviewer_id, item_id) WHERE outcome = 'dispute';
-- What comes at once comes from one person: the names, which are chance, then lie on few pages.
CREATE INDEX taken_event_by_uid ON taken_event (reviewer_id, uid);
CREATE INDEX taken_event_by_entry ON taken_event (audit_seq);
CREATE INDEX taken_event_by_event ON taken_event (event_id) WHERE event_id IS NOT NULL;
CREATE TRIGGER taken_event_is_never_deleted BEFORE DELETE ON taken_event
  BEGIN SELECT RAISE(ABORT, 'what came back is kept'); END;
CREATE TRIGGER taken_event_stays_as_it_came BEFORE UPDATE ON taken_event
  WHEN NOT (old.outcome = 'dispute' AND new.outcome = 'applied' AND old.event_id IS NULL
            AND new.answer_id = old.answer_id AND new.decision = old.decision
            AND new.justification = old.justification AND new.decided_at = old.decided_at)
  BEGIN SELECT RAISE(ABORT, 'what came back is kept as it came'); END;

-- Answers that could not be taken as they came, until somebody settles them.
CREATE TABLE dispute (
  id             INTEGER PRIMARY KEY,
  taken_id       INTEGER NOT NULL UNIQUE REFERENCES taken_event,
  instance_id    INTEGER NOT NULL REFERENCES instance,
  reason         TEXT NOT NULL CHECK (reason = 'late' OR reason = 'notAsked' OR reason = 'unknownItem'
                                      OR reason = 'conflict' OR reason = 'overruled' OR reason = 'revoked'
                                      OR reason = 'superseded' OR reason = 'reset' OR reason = 'refused'),
  detail         TEXT NOT NULL,
  raised_at      TEXT NOT NULL,
  settlement     TEXT CHECK (settlement = 'accepted' OR settlement = 'turnedDown' OR settlement = 'overtaken'),
  settled_at     TEXT,
  settled_by     TEXT,
  settled_reason TEXT,
  settled_seq    INTEGER REFERENCES audit DEFERRABLE INITIALLY DEFERRED,
  CHECK ((settlement IS NULL) = (settled_at IS NULL))
) STRICT;
CREATE INDEX dispute_by_instance ON dispute (instance_id, id);
CREATE INDEX dispute_open ON dispute (id) WHERE settlement IS NULL;
CREATE INDEX dispute_by_entry ON dispute (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE TRIGGER dispute_is_never_deleted BEFORE DELETE ON dispute
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled, never taken away'); END;
CREATE TRIGGER dispute_is_settled_once BEFORE UPDATE ON dispute
  WHEN old.settlement IS NOT NULL OR new.reason <> old.reason OR new.taken_id <> old.taken_id
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled once'); END;

-- A review that came in a packet is decided on here, and ended where it came from.
CREATE TRIGGER opened_instance_is_never_ended BEFORE UPDATE OF status ON instance
  WHEN new.status <> 'InProgress' AND EXISTS (SELECT 1 FROM opened_packet o WHERE o.instance_id = new.id)
  BEGIN SELECT RAISE(ABORT, 'a review that came in a packet is ended where it came from'); END;
CREATE TRIGGER opened_instance_has_no_plan BEFORE INSERT ON plan
  WHEN EXISTS (SELECT 1 FROM opened_packet o WHERE o.instance_id = new.instance_id)
  BEGIN SELECT RAISE(ABORT, 'a review that came in a packet has no plan'); END;
